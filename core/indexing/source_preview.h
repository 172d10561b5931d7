#pragma once
/// What indexing would read of the first files of folders and data sets: camera, time, track,
/// person, and what does not parse, without touching a gallery or a model. Thread rule: one call,
/// one thread; it reads the disk. Errors: Cancelled; everything that is wrong with a source, the
/// metadata file or the pattern is a problem in the answer.

#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"

namespace descry {

struct PreviewRequest {
    IndexOptions sources;          ///< Folders, data sets, metadata file, pattern count.
    std::vector<Root> roots;       ///< Of the gallery: paths are relative to the innermost.
    std::size_t maxFiles = 20;     ///< Shared between the sources.
    std::size_t maxProblems = 50;  ///< Of the metadata file that are named.
};

struct PreviewedFile {
    std::filesystem::path folder;               ///< What the path is relative to.
    std::string path;                           ///< Any bytes.
    ItemMetadata metadata;                      ///< As indexing would store it.
    std::map<std::string, std::string> groups;  ///< What the pattern got.
    std::vector<Error> problems;                ///< What the file lacks, or is not read from it.
};

struct SourcePreview {
    std::vector<PreviewedFile> files;
    bool hasMore = false;  ///< The sources have more files than these.
    /// Of sources that cannot be read, by their displayable name.
    std::vector<Error> sourceProblems;
    std::int64_t numMetadataRows = 0;
    std::vector<Error> metadataProblems;   ///< Rows that are left out, or why no row is read.
    std::int64_t numMetadataProblems = 0;  ///< With those that are not named.
    std::vector<std::string> groupNames;   ///< Of the pattern.
    std::optional<Error> patternProblem;
};

SourcePreview previewSources(const PreviewRequest& request, std::stop_token stop = {});

}  // namespace descry
