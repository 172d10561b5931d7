#pragma once
/// Verdicts of a review on pairs of an image and a caption: `pairs.jsonl`, which an export keeps
/// beside the data set, one JSON object a line. A pair is a picture's bytes and a caption: where
/// they lie under several paths, each has its line. Thread rule: values. Errors: NotFound, Io;
/// CorruptFile and InvalidInput naming file and line (counted from 1).

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"

namespace descry {

enum class Verdict {
    Strong,  ///< The caption is fully true of the image.
    Weak,    ///< True enough: the person's, with details of another image.
    Reject,  ///< Not to be learned from.
    Unsure,  ///< As if nobody had looked.
};

inline constexpr std::size_t kNumVerdicts = 4;

/// "strong", "weak", "reject" or "unsure", as it is written in files.
std::string_view verdictName(Verdict verdict) noexcept;
std::optional<Verdict> verdictNamed(std::string_view name) noexcept;

/// The name of the file that an export leaves beside its data set.
inline constexpr std::string_view kPairVerdictsFile = "pairs.jsonl";

struct PairVerdict {
    std::string imagePath;   ///< As in the data set's records.
    std::string sourcePath;  ///< Of the image whose caption it is; imagePath: the image's own.
    std::string caption;     ///< As it stood when it was judged.
    Verdict verdict = Verdict::Unsure;
    std::vector<std::string> reasons;
    std::optional<std::string> edited;  ///< The annotator's text, which the verdict is about.
    std::string pair;                   ///< SHA-256 of the pair, 64 hexadecimal digits.
    std::string annotator;

    bool isOwn() const { return imagePath == sourcePath; }
    /// What is learned.
    const std::string& text() const { return edited ? *edited : caption; }
    bool operator==(const PairVerdict&) const = default;
};

/// Size of the largest file that is read.
inline constexpr std::size_t kMaxPairVerdictsBytes = std::size_t{512} << 20;

/// The verdicts of a file, in the order of their lines; of several on a pair and image the last
/// one. An image that `dataset` does not list, two images of different people, unknown verdicts,
/// missing and mistyped keys are refused; unknown keys are passed over.
std::vector<PairVerdict> readPairVerdicts(const std::filesystem::path& file,
                                          const Dataset& dataset);

/// A line of the file, its end included; readPairVerdicts() gives the same verdict back.
std::string pairVerdictLine(const PairVerdict& verdict);

/// The verdicts that an export left beside a data set's file, if there are any.
std::optional<std::filesystem::path> pairVerdictsBeside(const std::filesystem::path& datasetFile);

}  // namespace descry
