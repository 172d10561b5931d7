#include "core/dataset/dataset_check.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>
#include <span>
#include <unordered_set>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/dataset/records_parser.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// Why an image cannot be used.
std::optional<Error> imageFault(const fs::path& path, const ImageProbe& probe) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    const std::string name = displayable(path.native());
    if (!fs::exists(status)) {
        return makeError(ErrorCode::NotFound, "{}: there is no such file", name);
    }
    if (!fs::is_regular_file(status)) {
        return makeError(ErrorCode::InvalidInput, "{}: it is not a file", name);
    }
    std::ifstream stream(path, std::ios::binary);
    if (stream.get() == std::ifstream::traits_type::eof()) {
        return stream.eof() ? makeError(ErrorCode::CorruptFile, "{}: it is empty", name)
                            : makeError(ErrorCode::Io, "{}: it cannot be read", name);
    }
    return probe ? probe(path) : std::nullopt;
}

std::vector<Finding> checkImages(const Dataset& dataset,
                                 std::span<const std::size_t> index,
                                 const fs::path& imageFolder,
                                 const ImageProbe& probe) {
    std::vector<Finding> findings;
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < dataset.records.size(); ++i) {
        const std::string& imagePath = dataset.records[i].imagePath;
        if (!seen.insert(imagePath).second || pathFault(imagePath)) continue;
        const fs::path path = resolveImage(imageFolder, imagePath);
        const auto fault = imageFault(path, probe);
        if (!fault) continue;
        findings.push_back(
            {Severity::Error, index[i], makeError(ErrorCode::InvalidInput, "image {}", *fault)});
    }
    return findings;
}

/// Faults of records that were not made by the parser, which lets none of them through.
std::vector<Finding> checkRecords(const Dataset& dataset, std::span<const std::size_t> index) {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < dataset.records.size(); ++i) {
        const DatasetRecord& record = dataset.records[i];
        if (auto fault = pathFault(record.imagePath)) {
            findings.push_back({Severity::Error, index[i], std::move(*fault)});
        }
        if (record.captions.empty()) {
            findings.push_back(
                {Severity::Error,
                 index[i],
                 makeError(ErrorCode::InvalidInput, "the list of captions is empty")});
        }
        for (std::size_t j = 0; j < record.captions.size(); ++j) {
            if (!isBlank(record.captions[j])) continue;
            findings.push_back({Severity::Error,
                                index[i],
                                makeError(ErrorCode::InvalidInput, "caption {} is empty", j)});
        }
    }
    return findings;
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

void sortByRecord(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
        return a.record < b.record;
    });
}

std::vector<std::size_t> plainIndex(const Dataset& dataset) {
    std::vector<std::size_t> index(dataset.records.size());
    std::iota(index.begin(), index.end(), std::size_t{0});
    return index;
}

}  // namespace

bool DatasetReport::hasErrors() const noexcept {
    return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::Error;
    });
}

std::vector<Finding> checkDataset(const Dataset& dataset,
                                  const std::optional<fs::path>& imageFolder,
                                  const ImageProbe& probe) {
    if (dataset.records.empty()) {
        return {{Severity::Error,
                 std::nullopt,
                 makeError(ErrorCode::InvalidInput, "there are no records")}};
    }
    const std::vector<std::size_t> index = plainIndex(dataset);
    std::vector<Finding> findings = checkRecords(dataset, index);
    append(findings, crossCheck(dataset, index));
    if (imageFolder) append(findings, checkImages(dataset, index, *imageFolder, probe));
    sortByRecord(findings);
    return findings;
}

DatasetReport checkDatasetFile(const fs::path& file,
                               const std::optional<fs::path>& imageFolder,
                               const ImageProbe& probe) {
    const std::string text = readFile(file, kMaxDatasetBytes);
    ParsedRecords parsed = parseRecords(text, file.native(), ParseMode::AllErrors);
    parsed.dataset.file = file;
    append(parsed.findings, crossCheck(parsed.dataset, parsed.index));
    if (imageFolder) {
        append(parsed.findings, checkImages(parsed.dataset, parsed.index, *imageFolder, probe));
    }
    sortByRecord(parsed.findings);
    return {std::move(parsed.dataset), std::move(parsed.findings)};
}

Error describeFinding(const fs::path& file, const Finding& finding) {
    const std::string name = displayable(file.native());
    const ErrorCode code = ErrorCode::InvalidInput;
    if (!finding.record) return makeError(code, "{}: {}", name, finding.message);
    return makeError(code, "{}: record {}: {}", name, *finding.record, finding.message);
}

}  // namespace descry
