#include "core/dataset/dataset.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/dataset_check.h"
#include "core/dataset/records_parser.h"

namespace descry {
namespace {

/// Where published data sets have their images.
constexpr std::string_view kImagesBelow = "imgs/";

}  // namespace

std::string_view splitName(Split split) noexcept {
    switch (split) {
        case Split::Train:
            return "train";
        case Split::Val:
            return "val";
        case Split::Test:
            return "test";
    }
    return "";
}

std::size_t Dataset::numCaptions() const noexcept {
    return std::transform_reduce(
        records.begin(), records.end(), std::size_t{0}, std::plus<>(), [](const auto& record) {
            return record.captions.size();
        });
}

std::size_t Dataset::numPeople() const {
    std::unordered_set<std::int64_t> people;
    for (const DatasetRecord& record : records) people.insert(record.personId);
    return people.size();
}

Dataset readDataset(const std::filesystem::path& file) {
    const std::string text = readFile(file, kMaxDatasetBytes);
    ParsedRecords parsed = parseRecords(text, file.native(), ParseMode::FirstError);
    parsed.dataset.file = file;
    if (parsed.findings.empty()) parsed.findings = crossCheck(parsed.dataset, parsed.index);
    for (const Finding& finding : parsed.findings) {
        if (finding.severity != Severity::Error) continue;
        throw describeFinding(file, finding);
    }
    return std::move(parsed.dataset);
}

std::unordered_map<std::string_view, std::int64_t> peopleByImage(const Dataset& dataset) {
    std::unordered_map<std::string_view, std::int64_t> people;
    for (const DatasetRecord& record : dataset.records) {
        people.try_emplace(record.imagePath, record.personId);
    }
    return people;
}

std::vector<DatasetRecord> recordsOf(const Dataset& dataset, Split split) {
    std::vector<DatasetRecord> records;
    std::copy_if(dataset.records.begin(),
                 dataset.records.end(),
                 std::back_inserter(records),
                 [split](const auto& record) { return record.split.value_or(split) == split; });
    return records;
}

std::filesystem::path resolveImage(const std::filesystem::path& imageFolder,
                                   const std::string& imagePath) {
    if (const auto fault = pathFault(imagePath)) throw *fault;
    std::filesystem::path direct = imageFolder / imagePath;
    std::error_code ignored;
    if (std::filesystem::exists(direct, ignored)) return direct;
    std::filesystem::path nested = imageFolder / kImagesBelow / imagePath;
    return std::filesystem::exists(nested, ignored) ? nested : direct;
}

std::string imageKey(const std::string& imagePath) {
    std::string key = std::filesystem::path(imagePath).lexically_normal().native();
    if (key.starts_with(kImagesBelow)) key.erase(0, kImagesBelow.size());
    return key;
}

}  // namespace descry
