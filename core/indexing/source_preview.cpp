#include "core/indexing/source_preview.h"

#include <algorithm>

#include "core/base/unicode.h"
#include "core/indexing/folder_walk.h"
#include "core/indexing/index_plan.h"
#include "core/indexing/metadata.h"
#include "core/indexing/path_pattern.h"
#include "core/indexing/time_text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

class Previewer {
  public:
    Previewer(const PreviewRequest& request, std::stop_token stop)
        : m_request(request), m_stop(std::move(stop)) {}

    SourcePreview run() &&;

  private:
    void readMetadata();
    void readPattern();
    /// How many files the next of the sources may show.
    std::size_t share(std::size_t numSourcesLeft) const;
    void lookAtFolder(const fs::path& folder, std::size_t maxFiles);
    void lookAtDataset(const DatasetSource& source, std::size_t maxFiles);
    void addFile(const fs::path& folder, const std::string& path, const ItemMetadata* ofDataset);
    void readName(PreviewedFile& file) const;
    fs::path rootOf(const fs::path& folder) const;
    void checkStop() const {
        if (m_stop.stop_requested()) fail(ErrorCode::Cancelled, "Cancelled");
    }

    const PreviewRequest& m_request;
    std::stop_token m_stop;
    std::optional<SidecarMetadata> m_sidecar;
    std::optional<PathPattern> m_pattern;
    SourcePreview m_preview;
};

/// The error that `work` ends in; a stop goes on.
template <typename Work>
std::optional<Error> problemOf(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Cancelled) throw;
        return error;
    }
    return std::nullopt;
}

void Previewer::readMetadata() {
    if (!m_request.sources.metadataFile) return;
    const auto problem =
        problemOf([&] { m_sidecar = SidecarMetadata::read(*m_request.sources.metadataFile); });
    if (problem) {
        m_preview.metadataProblems.push_back(*problem);
        m_preview.numMetadataProblems = 1;
        return;
    }
    const std::vector<Error>& all = m_sidecar->problems();
    m_preview.numMetadataRows = static_cast<std::int64_t>(m_sidecar->numRows());
    m_preview.numMetadataProblems = static_cast<std::int64_t>(all.size());
    const std::size_t numNamed = std::min(all.size(), m_request.maxProblems);
    m_preview.metadataProblems.assign(all.begin(),
                                      all.begin() + static_cast<std::ptrdiff_t>(numNamed));
}

void Previewer::readPattern() {
    if (!m_request.sources.pattern) return;
    m_preview.patternProblem =
        problemOf([&] { m_pattern = PathPattern::parse(*m_request.sources.pattern); });
    if (m_pattern) m_preview.groupNames = m_pattern->groupNames();
}

std::size_t Previewer::share(std::size_t numSourcesLeft) const {
    const std::size_t left =
        m_request.maxFiles - std::min(m_request.maxFiles, m_preview.files.size());
    return (left + numSourcesLeft - 1) / std::max<std::size_t>(1, numSourcesLeft);
}

fs::path Previewer::rootOf(const fs::path& folder) const {
    const auto root = innermostRoot(m_request.roots, folder);
    return root ? root->folder : folder;
}

/// What the name tells, and what it does not.
void Previewer::readName(PreviewedFile& file) const {
    if (firstInvalidUtf8(file.path)) {
        file.problems.push_back(makeError(
            ErrorCode::InvalidInput,
            "the name is not UTF-8; such bytes are shown as \\xNN and read into nothing"));
    }
    if (!m_pattern) return;
    file.groups = m_pattern->groups(file.path);
    if (file.groups.empty()) {
        file.problems.push_back(
            makeError(ErrorCode::InvalidInput, "the pattern does not fit this name"));
        return;
    }
    const auto time = file.groups.find("time");
    if (time != file.groups.end() && !parseTime(time->second)) {
        file.problems.push_back(
            makeError(ErrorCode::InvalidInput,
                      "the time \"{}\" is not ISO 8601, as 20240131T120000+0100",
                      displayable(time->second)));
    }
    file.metadata = mergeMetadata(file.metadata, m_pattern->metadata(file.path));
}

/// In the order in which indexing lets one source go before another.
void Previewer::addFile(const fs::path& folder,
                        const std::string& path,
                        const ItemMetadata* ofDataset) {
    PreviewedFile file{
        .folder = folder, .path = path, .metadata = {}, .groups = {}, .problems = {}};
    if (m_sidecar) {
        if (const ItemMetadata* row = m_sidecar->find(folder, path)) {
            file.metadata = *row;
        } else {
            file.problems.push_back(
                makeError(ErrorCode::InvalidInput, "the metadata file has no row for it"));
        }
    }
    if (ofDataset != nullptr) file.metadata = mergeMetadata(file.metadata, *ofDataset);
    readName(file);
    m_preview.files.push_back(std::move(file));
}

void Previewer::lookAtFolder(const fs::path& given, std::size_t maxFiles) {
    const fs::path folder = absoluteFolder(given);
    const fs::path root = rootOf(folder);
    FolderWalk files(
        {.root = root, .below = pathBelow(folder, root).value_or(std::string()), .skipped = {}});
    for (std::size_t i = 0; const auto file = files.next(); ++i) {
        checkStop();
        if (i == maxFiles) {
            m_preview.hasMore = true;
            return;
        }
        addFile(root, file->path, nullptr);
    }
}

void Previewer::lookAtDataset(const DatasetSource& source, std::size_t maxFiles) {
    const Dataset dataset = readDataset(source.file);
    const std::vector<DatasetRecord> records =
        source.split ? recordsOf(dataset, *source.split) : dataset.records;
    const fs::path images = absoluteFolder(source.images);
    const fs::path root = rootOf(images);
    m_preview.hasMore = m_preview.hasMore || records.size() > maxFiles;
    for (std::size_t i = 0; i < std::min(maxFiles, records.size()); ++i) {
        checkStop();
        const fs::path file = resolveImage(images, records[i].imagePath).lexically_normal();
        const std::string path = pathBelow(file, root).value_or(records[i].imagePath);
        ItemMetadata metadata;
        metadata.person = std::to_string(records[i].personId);
        metadata.captions = records[i].captions;
        addFile(root, path, &metadata);
        const FileStatus status = statFile(root, path);
        if (status.file) continue;
        m_preview.files.back().problems.push_back(
            status.problem.empty()
                ? makeError(ErrorCode::NotFound, "the data set names it, but there is no such file")
                : makeError(ErrorCode::Io, "{}", status.problem));
    }
}

SourcePreview Previewer::run() && {
    readMetadata();
    readPattern();
    const IndexOptions& sources = m_request.sources;
    std::size_t numLeft = sources.folders.size() + sources.datasets.size();
    const auto lookAt = [&](const fs::path& name, const auto& look) {
        checkStop();
        const std::size_t maxFiles = share(numLeft--);
        auto problem = problemOf([&] { look(maxFiles); });
        if (!problem) return;
        const std::string shown = displayable(name.native());
        const bool isNamed = std::string_view(problem->what()).starts_with(shown);
        m_preview.sourceProblems.push_back(
            isNamed ? *problem : makeError(problem->code(), "{}: {}", shown, *problem));
    };
    for (const fs::path& folder : sources.folders) {
        lookAt(folder, [&](std::size_t maxFiles) { lookAtFolder(folder, maxFiles); });
    }
    for (const DatasetSource& source : sources.datasets) {
        lookAt(source.file, [&](std::size_t maxFiles) { lookAtDataset(source, maxFiles); });
    }
    return std::move(m_preview);
}

}  // namespace

SourcePreview previewSources(const PreviewRequest& request, std::stop_token stop) {
    return Previewer(request, std::move(stop)).run();
}

}  // namespace descry
