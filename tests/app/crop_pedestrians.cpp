// crop_pedestrians VIDEO FOLDER COUNT: cuts person crops out of a fixed camera's footage, for the
// tests that need real photographs. Moving blobs of a person's shape are taken from a background
// model; frames are a second apart, so that the crops differ. Needs no model and no network.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/background_segm.hpp>
#include <opencv2/videoio.hpp>
#include <string>
#include <vector>

namespace {

constexpr int kWarmUpFrames = 50;
constexpr int kFramesBetweenCrops = 10;

bool looksLikeAPerson(const cv::Rect& box) {
    const double aspect = static_cast<double>(box.height) / box.width;
    return box.height >= 70 && aspect > 1.6 && aspect < 3.5;
}

std::vector<cv::Rect> movingPeople(const cv::Mat& foreground) {
    cv::Mat mask;
    cv::threshold(foreground, mask, 200, 255, cv::THRESH_BINARY);  // Shadows are 127.
    cv::morphologyEx(
        mask, mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {5, 11}));
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    std::vector<cv::Rect> people;
    for (const auto& contour : contours) {
        const cv::Rect box = cv::boundingRect(contour);
        if (looksLikeAPerson(box)) people.push_back(box);
    }
    return people;
}

int cut(const std::string& video, const std::filesystem::path& folder, int count) {
    cv::VideoCapture capture(video);
    if (!capture.isOpened()) return 0;
    const auto background = cv::createBackgroundSubtractorMOG2(300, 25.0, true);
    cv::Mat frame;
    cv::Mat foreground;
    int written = 0;
    for (int index = 0; written < count && capture.read(frame); ++index) {
        background->apply(frame, foreground);
        if (index < kWarmUpFrames || index % kFramesBetweenCrops != 0) continue;
        for (cv::Rect box : movingPeople(foreground)) {
            box = cv::Rect(box.x - 6, box.y - 6, box.width + 12, box.height + 12) &
                  cv::Rect(0, 0, frame.cols, frame.rows);
            if (written == count) break;
            const auto name =
                "frame" + std::to_string(index) + "_x" + std::to_string(box.x) + ".jpg";
            cv::imwrite((folder / name).string(), frame(box));
            ++written;
        }
    }
    return written;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: crop_pedestrians VIDEO FOLDER COUNT\n";
        return 2;
    }
    std::filesystem::create_directories(argv[2]);
    const int count = std::atoi(argv[3]);
    const int written = cut(argv[1], argv[2], count);
    std::cout << written << " crops\n";
    return written == count ? 0 : 1;
}
