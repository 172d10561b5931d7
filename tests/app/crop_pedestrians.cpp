// crop_pedestrians VIDEO --out FOLDER [--model FILE] [--every N] [--max N]: cuts upright people out
// of a fixed camera's footage, for tests and for counting by eye on real photographs. With a model
// a detector finds them; without one, moving blobs of a person's shape are taken from a background
// model, which wants no model and no network. A name says frame and box.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/background_segm.hpp>
#include <opencv2/videoio.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/app/person_detector.h"

namespace {

namespace fs = std::filesystem;
using descry::ErrorCode;
using descry::fail;

constexpr float kMinScore = 0.5F;
constexpr int kMinHeight = 64;           // Pixels.
constexpr double kMinAspect = 1.5;       // Height over width of somebody upright.
constexpr double kMargin = 0.05;         // Of the box's height and width, on each side.
constexpr int kBorder = 4;               // Pixels: a box nearer to the frame's border may be cut.
constexpr double kMaxBlobAspect = 3.5;   // A thinner blob is half a person, or a pole.
constexpr int kNumWarmUpFrames = 5;      // Until the background model knows the ground.
constexpr double kBlobThreshold = 25.0;  // Squared Mahalanobis distance.
constexpr int kJpegQuality = 95;

struct Options {
    std::string video;
    std::string out;
    std::string model;      ///< Empty: moving blobs.
    int every = 10;         ///< Frames from one that is looked at to the next.
    std::size_t max = 400;  ///< Crops, spread evenly over all that are found.
};

struct Crop {
    std::string name;
    cv::Mat picture;
};

/// The boxes of the people in the next of the frames looked at, which come in order.
using FindPeople = std::function<std::vector<cv::Rect>(const cv::Mat& frame)>;

FindPeople detectedPeople(const std::string& model) {
    const auto detector = std::make_shared<descry::PersonDetector>(model);
    return [detector](const cv::Mat& frame) {
        std::vector<cv::Rect> people;
        for (const auto& person : detector->detect(frame, kMinScore)) people.push_back(person.box);
        return people;
    };
}

std::vector<cv::Rect> blobsOf(const cv::Mat& foreground) {
    cv::Mat mask;
    cv::threshold(foreground, mask, 200, 255, cv::THRESH_BINARY);  // Shadows are 127.
    cv::morphologyEx(
        mask, mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {5, 11}));
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    std::vector<cv::Rect> people;
    for (const auto& contour : contours) {
        const cv::Rect box = cv::boundingRect(contour);
        if (box.height < kMaxBlobAspect * box.width) people.push_back(box);
    }
    return people;
}

FindPeople movingPeople() {
    return [background = cv::createBackgroundSubtractorMOG2(300, kBlobThreshold, true),
            numSeen = 0](const cv::Mat& frame) mutable {
        cv::Mat foreground;
        background->apply(frame, foreground);
        return ++numSeen > kNumWarmUpFrames ? blobsOf(foreground) : std::vector<cv::Rect>();
    };
}

bool isWholeAndUpright(const cv::Rect& box, const cv::Size& frame) {
    const cv::Rect inside(kBorder, kBorder, frame.width - 2 * kBorder, frame.height - 2 * kBorder);
    return box.height >= kMinHeight && box.height >= kMinAspect * box.width &&
           (box & inside) == box;
}

Crop cropOf(const cv::Mat& frame, int frameIndex, const cv::Rect& box) {
    const cv::Point margin(cvRound(box.width * kMargin), cvRound(box.height * kMargin));
    const cv::Rect wide =
        cv::Rect(box.tl() - margin, box.br() + margin) & cv::Rect({}, frame.size());
    return {fmt::format(
                "frame{:06}_x{}_y{}_w{}_h{}.jpg", frameIndex, box.x, box.y, box.width, box.height),
            frame(wide).clone()};
}

std::vector<Crop> cropsOf(const Options& options) {
    cv::VideoCapture capture(options.video);
    if (!capture.isOpened()) {
        fail(ErrorCode::NotFound, "{}: not a video that OpenCV reads; name another", options.video);
    }
    const FindPeople find = options.model.empty() ? movingPeople() : detectedPeople(options.model);
    std::vector<Crop> crops;
    cv::Mat frame;
    for (int index = 0; capture.read(frame); ++index) {
        if (index % options.every != 0) continue;
        for (const cv::Rect& box : find(frame)) {
            if (isWholeAndUpright(box, frame.size())) crops.push_back(cropOf(frame, index, box));
        }
    }
    return crops;
}

/// Writes at most `max` of the crops, spread evenly, and says how many.
std::size_t write(const std::vector<Crop>& crops, const fs::path& folder, std::size_t max) {
    fs::create_directories(folder);
    const std::size_t count = std::min(max, crops.size());
    for (std::size_t i = 0; i < count; ++i) {
        const Crop& crop = crops[i * crops.size() / count];
        const std::string file = (folder / crop.name).string();
        if (!cv::imwrite(file, crop.picture, {cv::IMWRITE_JPEG_QUALITY, kJpegQuality})) {
            fail(ErrorCode::Io, "{}: cannot be written; is there space?", file);
        }
    }
    return count;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Cuts upright people out of a fixed camera's footage.", "crop_pedestrians");
    app.add_option("VIDEO", options.video, "Footage")->required();
    app.add_option("--out", options.out, "Folder for the crops")->required();
    app.add_option("--model", options.model, "YOLOX-nano for COCO (ONNX); else moving blobs");
    app.add_option("--every", options.every, "Look at each N-th frame")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--max", options.max, "Crops, spread evenly over the footage")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        const std::vector<Crop> crops = cropsOf(options);
        fmt::print("{} of {} crops\n", write(crops, options.out, options.max), crops.size());
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
    return 0;
}
