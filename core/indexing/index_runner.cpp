#include "core/indexing/index_runner.h"

#include <algorithm>
#include <utility>

#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;

/// A root's rows in byte order of their paths, page by page.
class RowCursor {
  public:
    RowCursor(ItemStore& items, PathRange range) : m_items(items), m_range(std::move(range)) {
        m_range.limit = kPageSize;
    }

    const ItemPath* peek() {
        if (m_next == m_page.size() && !m_atEnd) {
            m_page = m_items.paths(m_range);
            m_next = 0;
            m_atEnd = m_page.size() < static_cast<std::size_t>(kPageSize);
            if (!m_page.empty()) m_range.after = m_page.back().path;
        }
        return m_next < m_page.size() ? &m_page[m_next] : nullptr;
    }
    void pop() { ++m_next; }

  private:
    ItemStore& m_items;
    PathRange m_range;
    std::vector<ItemPath> m_page;
    std::size_t m_next = 0;
    bool m_atEnd = false;
};

}  // namespace

IndexRunner::IndexRunner(const Parts& parts, std::string fingerprint, const IndexOptions& options)
    : m_parts(parts),
      m_fingerprint(std::move(fingerprint)),
      m_options(options),
      m_writer({.gallery = parts.gallery,
                .model = parts.model,
                .lane = parts.lane,
                .tokens = parts.tokens,
                .report = parts.report,
                .context = parts.context},
               {.fingerprint = m_fingerprint,
                .batchSize = static_cast<std::size_t>(options.batchSize),
                .tokenFormat = options.cacheTokens}),
      m_decoder({.numThreads = options.decodeThreads,
                 .imageRes = static_cast<int>(parts.model.config().imageRes),
                 .thumbnailSide = options.thumbnailSide}) {}

void IndexRunner::run() {
    if (m_options.metadataFile) {
        m_sidecar = SidecarMetadata::read(*m_options.metadataFile);
        for (const Error& error : m_sidecar->problems()) {
            m_parts.report.note(
                IndexEvent::Metadata, m_options.metadataFile->native(), error.what());
            m_parts.context.warn(error);
        }
    }
    if (m_options.pattern) m_pattern = PathPattern::parse(*m_options.pattern);
    m_plan = planIndex(m_parts.gallery.items(), m_options);
    for (const fs::path& root : m_plan.absent) tellAbsent(root);
    dropDamaged();
    countFiles();
    for (const WalkPlan& plan : m_plan.walks) walk(plan);
    drain();
    for (const DatasetPlan& plan : m_plan.datasets) {
        walk(plan);
        drain();
    }
    completeEmbeddings();
    completeTokens();
    drain();
}

void IndexRunner::tellAbsent(const fs::path& root) {
    m_parts.report.note(IndexEvent::Unreadable, root.native(), "is not there");
    m_parts.context.warn(
        makeError(ErrorCode::NotFound, "{}: there is no such folder", displayable(root.native())));
}

/// Embeddings that cannot be used are removed, and so computed again like any that lacks.
void IndexRunner::dropDamaged() {
    EmbeddingStore& embeddings = m_parts.gallery.embeddings();
    const auto width = static_cast<std::size_t>(m_parts.model.config().embedDim);
    const std::int64_t total = embeddings.count(m_fingerprint);
    std::vector<ItemId> damaged;
    std::int64_t numRead = 0;
    for (ItemId after;;) {
        m_parts.context.checkpoint();
        const auto page = embeddings.page(m_fingerprint, after, kPageSize, damaged);
        if (page.empty()) break;
        for (const Embedding& embedding : page) {
            if (embedding.values.size() != width) damaged.push_back(embedding.item);
        }
        after = page.back().item;
        numRead += static_cast<std::int64_t>(page.size());
        m_parts.context.report("checking embeddings", numRead, total, "images");
    }
    if (damaged.empty()) return;
    // A damaged row may stand at the border of two pages.
    std::sort(damaged.begin(), damaged.end());
    damaged.erase(std::unique(damaged.begin(), damaged.end()), damaged.end());
    m_parts.gallery.transaction([&] {
        for (const ItemId id : damaged) embeddings.remove(m_fingerprint, id);
    });
    for (const ItemId id : damaged) {
        const auto item = m_parts.gallery.items().find(id);
        m_parts.report.note(IndexEvent::Damaged, item ? item->path : std::string());
    }
}

void IndexRunner::countFiles() {
    for (const WalkPlan& plan : m_plan.walks) {
        FolderWalk files({.root = plan.root.folder, .below = plan.below, .skipped = plan.skipped});
        while (files.next()) {
            m_parts.context.checkpoint();
            m_parts.context.report("looking for images", ++m_numTotal, 0, "images");
        }
    }
    for (const DatasetPlan& plan : m_plan.datasets) {
        m_numTotal += static_cast<std::int64_t>(plan.images.size());
    }
}

/// Files below the plan's folder that failed in earlier runs.
std::set<std::string> IndexRunner::failuresIn(const WalkPlan& plan) const {
    std::set<std::string> paths;
    for (const Failure& failure : m_parts.gallery.failures().all()) {
        if (failure.root == plan.root.id && liesIn(failure.path, plan.below)) {
            paths.insert(failure.path);
        }
    }
    return paths;
}

void IndexRunner::walk(const WalkPlan& plan) {
    FolderWalk files({.root = plan.root.folder, .below = plan.below, .skipped = plan.skipped});
    RowCursor rows(m_parts.gallery.items(),
                   {.root = plan.root.id, .folder = plan.below, .after = {}});
    const auto passRowsBefore = [&](const std::string* path) {
        for (const ItemPath* row = rows.peek(); row != nullptr; row = rows.peek()) {
            if (path != nullptr && row->path >= *path) return;
            if (!files.isUnknown(row->path)) vanished(*row);
            rows.pop();
        }
    };
    std::set<std::string> goneFailures = failuresIn(plan);
    while (const auto file = files.next()) {
        m_parts.context.checkpoint();
        goneFailures.erase(file->path);
        passRowsBefore(&file->path);
        const ItemPath* row = rows.peek();
        const bool isKnown = row != nullptr && row->path == file->path;
        lookAtFile(plan.root, *file, isKnown ? row : nullptr);
        if (isKnown) rows.pop();
    }
    passRowsBefore(nullptr);
    for (const std::string& path : goneFailures) {
        if (files.isUnknown(path)) continue;
        m_writer.defer([this, root = plan.root.id, gone = path] {
            m_parts.gallery.failures().clear(root, gone);
        });
    }
    for (const UnreadableFolder& folder : files.unreadable()) {
        m_parts.report.note(IndexEvent::Unreadable, folder.path, folder.reason);
        m_parts.context.warn(makeError(ErrorCode::Io,
                                       "{}: the folder cannot be read: {}",
                                       displayable((plan.root.folder / folder.path).native()),
                                       folder.reason));
    }
    m_parts.report.numIgnored += files.numIgnored();
}

void IndexRunner::walk(const DatasetPlan& plan) {
    m_currentDataset = &plan;
    for (const auto& [path, metadata] : plan.images) {
        m_parts.context.checkpoint();
        const auto [file, problem] = statFile(plan.root.folder, path);
        std::optional<ItemPath> row;
        if (const auto item = m_parts.gallery.items().find(plan.root.id, path)) {
            row = ItemPath{.id = item->id,
                           .path = item->path,
                           .contentHash = item->contentHash,
                           .sizeBytes = item->sizeBytes,
                           .modifiedNs = item->modifiedNs,
                           .state = item->state};
        }
        if (file) {
            lookAtFile(plan.root, *file, row ? &*row : nullptr);
            continue;
        }
        if (row && problem.empty()) vanished(*row);
        const Error reason =
            problem.empty()
                ? makeError(ErrorCode::NotFound, "the data set names it, but there is no such file")
                : makeError(ErrorCode::Io, "{}", problem);
        m_writer.defer([this, root = plan.root.id, imagePath = path, reason] {
            m_parts.gallery.failures().record({.root = root, .path = imagePath, .reason = reason});
        });
        m_parts.report.note(IndexEvent::Failed, path, reason.what());
        disposed();
    }
    // What is being decoded takes its metadata from this data set when it was submitted.
    m_currentDataset = nullptr;
}

void IndexRunner::lookAtFile(const Root& root, const FoundFile& file, const ItemPath* row) {
    const bool isUnchanged =
        row != nullptr && row->sizeBytes == file.sizeBytes && row->modifiedNs == file.modifiedNs;
    if (isUnchanged) return lookAtKnown(root, file, *row);
    if (failedBefore(root.id, file)) {
        m_parts.report.note(IndexEvent::StillFailed, file.path);
        return disposed();
    }
    FileWork work{.root = root.id,
                  .path = file.path,
                  .item = {},
                  .contentBefore = {},
                  .metadata = metadataOf(root, file.path),
                  .wantsTokens = m_parts.tokens != nullptr};
    if (row != nullptr) {
        work.item = row->id;
        work.contentBefore = row->contentHash;
        work.wantsTokens = false;
        work.wasMissing = row->state == ItemState::Missing;
    }
    submit(root, std::move(work));
}

void IndexRunner::lookAtKnown(const Root& root, const FoundFile& file, const ItemPath& row) {
    if (row.state == ItemState::Missing) {
        m_writer.defer([this, root = root.id, row] {
            m_parts.gallery.items().setState(row.id, ItemState::Present);
            m_parts.gallery.failures().clear(root, row.path);
        });
        m_parts.report.note(IndexEvent::Returned, file.path);
    } else {
        ++m_parts.report.numUnchanged;
    }
    if (hasMetadataSource()) refreshMetadata(root, row);
    disposed();
}

void IndexRunner::refreshMetadata(const Root& root, const ItemPath& row) {
    const auto wanted = metadataOf(root, row.path);
    if (!wanted) return;
    const auto item = m_parts.gallery.items().find(row.id);
    if (!item || mergeMetadata(*wanted, item->metadata) == item->metadata) return;
    m_writer.defer([this, id = row.id, metadata = *wanted] {
        auto fresh = m_parts.gallery.items().find(id);
        if (!fresh) return;
        fresh->metadata = mergeMetadata(metadata, fresh->metadata);
        m_parts.gallery.items().update(*fresh);
    });
    ++m_parts.report.numMetadata;
}

void IndexRunner::vanished(const ItemPath& row) {
    if (row.state == ItemState::Missing) return;
    m_writer.defer(
        [this, id = row.id] { m_parts.gallery.items().setState(id, ItemState::Missing); });
    m_parts.report.note(IndexEvent::Vanished, row.path);
}

bool IndexRunner::failedBefore(RootId root, const FoundFile& file) {
    if (m_options.retry == RetryFailures::All) return false;
    const auto failure = m_parts.gallery.failures().find(root, file.path);
    return failure && failure->sizeBytes == file.sizeBytes &&
           failure->modifiedNs == file.modifiedNs;
}

bool IndexRunner::hasMetadataSource() const {
    return m_sidecar || m_pattern || m_currentDataset != nullptr;
}

std::optional<ItemMetadata> IndexRunner::metadataOf(const Root& root,
                                                    const std::string& path) const {
    ItemMetadata metadata;
    if (m_sidecar) {
        if (const ItemMetadata* row = m_sidecar->find(root.folder, path)) metadata = *row;
    }
    if (m_currentDataset != nullptr) {
        metadata = mergeMetadata(metadata, m_currentDataset->images.at(path));
    }
    if (m_pattern) metadata = mergeMetadata(metadata, m_pattern->metadata(path));
    if (metadata == ItemMetadata{}) return std::nullopt;
    return metadata;
}

/// Items that were indexed before, by another bundle or before a crash.
void IndexRunner::completeEmbeddings() {
    EmbeddingStore& embeddings = m_parts.gallery.embeddings();
    std::vector<ItemId> ids;
    for (ItemId after;;) {
        m_parts.context.checkpoint();
        const auto page = embeddings.missing(m_fingerprint, after, kPageSize);
        if (page.empty()) break;
        ids.insert(ids.end(), page.begin(), page.end());
        after = page.back();
    }
    m_stage = "completing";
    m_numDone = 0;
    m_numTotal = static_cast<std::int64_t>(ids.size());
    for (const ItemId id : ids) {
        m_parts.context.checkpoint();
        complete(id, {.wantsEmbedding = true, .wantsTokens = m_parts.tokens != nullptr});
    }
    drain();
}

void IndexRunner::completeTokens() {
    if (m_parts.tokens == nullptr) return;
    m_stage = "caching image tokens";
    m_numDone = 0;
    m_numTotal = m_parts.gallery.items().count();
    for (ItemId after;;) {
        const std::vector<Item> page = m_parts.gallery.items().page(after, kPageSize);
        if (page.empty()) break;
        for (const Item& item : page) {
            m_parts.context.checkpoint();
            if (!m_writer.tokensFit()) return;
            const bool isCached = item.state == ItemState::Missing ||
                                  m_parts.tokens->contains(item.id, item.contentHash);
            isCached ? disposed() : complete(item.id, {.wantsTokens = true});
        }
        after = page.back().id;
    }
}

void IndexRunner::complete(ItemId id, FileWork work) {
    const auto item = m_parts.gallery.items().find(id);
    if (!item) return disposed();
    Root root{.id = item->root, .folder = {}};
    for (const Root& known : m_parts.gallery.items().roots()) {
        if (known.id == item->root) root = known;
    }
    const auto [file, problem] = statFile(root.folder, item->path);
    if (!file) {
        // A drive that is not connected says nothing about its files, nor does a closed folder.
        if (!problem.empty()) {
            m_parts.report.note(IndexEvent::Unreadable, item->path, problem);
        } else if (isFolder(root.folder)) {
            ItemPath row;
            row.id = id;
            row.path = item->path;
            vanished(row);
        } else {
            m_parts.report.note(IndexEvent::Unreadable, root.folder.native(), "is not there");
        }
        return disposed();
    }
    if (failedBefore(root.id, *file)) {
        m_parts.report.note(IndexEvent::StillFailed, file->path);
        return disposed();
    }
    work.root = root.id;
    work.path = item->path;
    work.item = id;
    work.contentBefore = item->contentHash;
    submit(root, std::move(work));
}

void IndexRunner::submit(const Root& root, FileWork work) {
    const bool needsPixels = work.wantsEmbedding || work.wantsTokens;
    m_decoder.submit({.file = root.folder / work.path,
                      .contentIfUnchanged = needsPixels ? std::string() : work.contentBefore});
    m_decoding.push_back(std::move(work));
    const auto ahead = static_cast<std::size_t>(2 * m_options.decodeThreads + 2);
    while (m_decoder.numInFlight() > ahead) collectOne();
}

void IndexRunner::collectOne() {
    const FileWork work = std::move(m_decoding.front());
    m_decoding.pop_front();
    m_writer.add(work, m_decoder.take());
    disposed();
}

void IndexRunner::drain() {
    while (m_decoder.numInFlight() > 0) collectOne();
    m_parts.context.checkpoint();
    m_writer.flush();
}

void IndexRunner::disposed() {
    m_parts.context.report(m_stage, ++m_numDone, m_numTotal, "images");
}

}  // namespace descry
