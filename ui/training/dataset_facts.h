#pragma once
/// What the check of a data set tells: format, counts by split, and every finding with its kind and
/// record. The check reads the file, then every image. Thread rule: checkFacts() off the GUI
/// thread; values elsewhere. Failure rule: Error where there is no list of records at all,
/// Cancelled when asked to stop; everything else is a finding.

#include <QString>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/dataset/dataset_check.h"

namespace descry {

/// What a finding is about, as core's words tell it.
enum class FindingKind {
    MissingImage,
    UnreadableImage,
    Caption,
    Person,
    ListedTwice,
    Split,
    Path,
    Structure,
};
inline constexpr std::size_t kNumFindingKinds = 8;
QString kindName(FindingKind kind);

struct ShownFinding {
    FindingKind kind = FindingKind::Structure;
    Finding finding;
};

struct SplitFacts {
    std::int64_t numImages = 0;
    std::int64_t numCaptions = 0;
    std::int64_t numPeople = 0;
};

struct DatasetFacts {
    std::filesystem::path file;
    std::filesystem::path images;
    DatasetFormat format = DatasetFormat::Processed;
    std::array<SplitFacts, 3> splits;  ///< By Split; records that say none are of Train.
    std::int64_t numPeople = 0;
    std::vector<ShownFinding> findings;
    std::int64_t numTextErrors = 0;   ///< The file is refused.
    std::int64_t numImageErrors = 0;  ///< These images are left out.
    std::int64_t numWarnings = 0;
    std::optional<std::filesystem::path> pairs;  ///< Verdicts of a review beside the file.

    const SplitFacts& of(Split split) const { return splits[static_cast<std::size_t>(split)]; }
};

/// Called off the GUI thread with images done, and all.
using CheckProgress = std::function<void(std::int64_t, std::int64_t)>;

/// Without images only the text is checked.
DatasetFacts checkFacts(const std::filesystem::path& file,
                        const std::filesystem::path& images,
                        const CheckProgress& progress,
                        const std::stop_token& stop);

FindingKind kindOf(const Finding& finding);
QString formatName(DatasetFormat format);
QString splitTitle(Split split);

}  // namespace descry
