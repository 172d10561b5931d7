#pragma once
/// Finds people in pictures with a YOLOX network trained on COCO, read by OpenCV: an eye for the
/// tests that is independent of Descry's own models. Thread rule: one thread at a time per object.
/// Failure rule: throws Error: NotFound, CorruptFile, Unsupported (a network of another shape).
/// Source: "YOLOX: Exceeding YOLO Series in 2021", section 2.1 (Ge et al., 2021).

#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <vector>

namespace descry {

struct DetectedPerson {
    cv::Rect2f box;   ///< In the picture's pixels; may reach over its border.
    float score = 0;  ///< Objectness times the probability of a person, 0..1.
};

class PersonDetector {
  public:
    static constexpr int kInputSize = 416;  ///< Side of the network's square input, in pixels.
    static constexpr int kPaddingGrey = 114;

    /// @param network an ONNX file, input [1, 3, 416, 416], output [1, 3549, 85] undecoded
    explicit PersonDetector(const std::filesystem::path& network);

    /// The people of a picture, best first, overlapping finds merged. The picture is scaled to fit
    /// the network's input and lies in its top left corner.
    /// @param bgr [height, width], three bytes a pixel
    /// @param minScore finds below are left out, 0..1
    std::vector<DetectedPerson> detect(const cv::Mat& bgr, float minScore);

  private:
    std::filesystem::path m_file;
    cv::dnn::Net m_net;
};

}  // namespace descry
