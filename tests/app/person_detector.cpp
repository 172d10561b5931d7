#include "tests/app/person_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace descry {

namespace {

constexpr std::array kStrides{8, 16, 32};
constexpr int kNumCells = 52 * 52 + 26 * 26 + 13 * 13;
constexpr int kNumValues = 85;  // Centre, size, objectness, the 80 classes of COCO: a person first.
constexpr int kObjectness = 4;
constexpr int kPerson = 5;
constexpr float kMergeOverlap = 0.45F;  // Intersection over union, that of YOLOX's own programs.

cv::Mat letterboxed(const cv::Mat& bgr, double scale) {
    constexpr int kSize = PersonDetector::kInputSize;
    const cv::Scalar grey = cv::Scalar::all(PersonDetector::kPaddingGrey);
    cv::Mat input(kSize, kSize, CV_8UC3, grey);
    const cv::Size size(std::clamp(cvRound(bgr.cols * scale), 1, kSize),
                        std::clamp(cvRound(bgr.rows * scale), 1, kSize));
    const auto method = scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR;
    cv::resize(bgr, input(cv::Rect({0, 0}, size)), size, 0, 0, method);
    return input;
}

/// The finds of a network's output [3549, 85] in the pixels of its input. Cells come row by row,
/// the finest grid first.
std::vector<DetectedPerson> decoded(const float* cell, float minScore) {
    std::vector<DetectedPerson> people;
    for (const int stride : kStrides) {
        const int side = PersonDetector::kInputSize / stride;
        for (int index = 0; index < side * side; ++index, cell += kNumValues) {
            const float score = cell[kObjectness] * cell[kPerson];
            if (score < minScore) continue;
            const auto step = static_cast<float>(stride);
            const float x = (cell[0] + static_cast<float>(index % side)) * step;
            const float y = (cell[1] + static_cast<float>(index / side)) * step;
            const float width = std::exp(cell[2]) * step;
            const float height = std::exp(cell[3]) * step;
            people.push_back({{x - width / 2, y - height / 2, width, height}, score});
        }
    }
    return people;
}

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
    const float shared = (a & b).area();
    return shared / (a.area() + b.area() - shared);
}

std::vector<DetectedPerson> merged(std::vector<DetectedPerson> people) {
    std::sort(people.begin(), people.end(), [](const auto& a, const auto& b) {
        return a.score > b.score;
    });
    std::vector<DetectedPerson> kept;
    for (const DetectedPerson& person : people) {
        const bool isNew = std::none_of(kept.begin(), kept.end(), [&](const auto& better) {
            return overlap(better.box, person.box) > kMergeOverlap;
        });
        if (isNew) kept.push_back(person);
    }
    return kept;
}

cv::dnn::Net readNetwork(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        fail(ErrorCode::NotFound, "{}: no such file; name an ONNX detector", file.string());
    }
    try {
        return cv::dnn::readNetFromONNX(file.string());
    } catch (const cv::Exception& error) {
        fail(ErrorCode::CorruptFile,
             "{}: not a network that OpenCV reads ({}); fetch it again",
             file.string(),
             error.err);
    }
}

}  // namespace

PersonDetector::PersonDetector(const std::filesystem::path& network)
    : m_file(network), m_net(readNetwork(network)) {}

std::vector<DetectedPerson> PersonDetector::detect(const cv::Mat& bgr, float minScore) {
    const double scale = static_cast<double>(kInputSize) / std::max(bgr.cols, bgr.rows);
    cv::Mat output;
    try {
        m_net.setInput(cv::dnn::blobFromImage(letterboxed(bgr, scale)));
        output = m_net.forward();
    } catch (const cv::Exception& error) {
        fail(ErrorCode::Unsupported,
             "{}: does not run on one 416 x 416 picture ({}); use a YOLOX-nano for COCO",
             m_file.string(),
             error.err);
    }
    if (output.total() != std::size_t{kNumCells} * kNumValues || output.type() != CV_32F) {
        fail(ErrorCode::Unsupported,
             "{}: its output is not [1, 3549, 85]; use a YOLOX-nano for COCO",
             m_file.string());
    }
    std::vector<DetectedPerson> people = merged(decoded(output.ptr<float>(), minScore));
    for (DetectedPerson& person : people) {
        const auto back = static_cast<float>(1 / scale);
        person.box = {person.box.x * back,
                      person.box.y * back,
                      person.box.width * back,
                      person.box.height * back};
    }
    return people;
}

}  // namespace descry
