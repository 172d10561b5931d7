#pragma once
/// Annotation files of text-based person search: CUHK-PEDES, ICFG-PEDES, RSTPReid and their
/// processed per-split files (rasa-spec section 7). Thread rule: values. Errors: CorruptFile,
/// InvalidInput, naming file and record (counted from 0).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descry {

enum class Split { Train, Val, Test };

std::string_view splitName(Split split) noexcept;

/// One image with its captions.
struct DatasetRecord {
    std::int64_t personId = 0;
    std::string imagePath;  ///< As written, relative to the image folder.
    std::vector<std::string> captions;
    std::optional<Split> split;  ///< Absent in processed files that do not say it.
};

enum class DatasetFormat { CuhkPedes, IcfgPedes, RstpReid, Processed };

struct Dataset {
    std::filesystem::path file;
    DatasetFormat format = DatasetFormat::Processed;
    std::vector<DatasetRecord> records;

    std::size_t numCaptions() const noexcept;
    std::size_t numPeople() const;
};

/// Size of the largest file that is read; CUHK-PEDES has about 60 MB.
inline constexpr std::size_t kMaxDatasetBytes = std::size_t{512} << 20;

/// Reads a file of any of the formats, told apart by its keys. Paths that leave the image folder,
/// empty captions, bad splits and ids in two splits are refused with the record named.
Dataset readDataset(const std::filesystem::path& file);

/// The person of each image, by its path as written; the paths are the data set's own.
std::unordered_map<std::string_view, std::int64_t> peopleByImage(const Dataset& dataset);

/// Records of one split; a processed file that says no split belongs wholly to the one asked for.
std::vector<DatasetRecord> recordsOf(const Dataset& dataset, Split split);

/// Path of a record's image below `imageFolder`: tried as written and below `imgs/`.
std::filesystem::path resolveImage(const std::filesystem::path& imageFolder,
                                   const std::string& imagePath);

/// One text for all spellings of an image's path, without a look at the disk: `a.png`, `./a.png`
/// and, as resolveImage() finds them, `imgs/a.png` are one image.
std::string imageKey(const std::string& imagePath);

}  // namespace descry
