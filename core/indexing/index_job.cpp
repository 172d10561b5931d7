#include "core/indexing/index_job.h"

#include <algorithm>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/indexing/folder_walk.h"
#include "core/indexing/item_writer.h"
#include "core/indexing/metadata.h"
#include "core/indexing/path_pattern.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;
constexpr int kMaxBatch = 4096;
constexpr int kMaxDecodeThreads = 64;
constexpr int kMaxThumbnailSide = 1024;

void checkRange(const char* field, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value >= least && value <= most) return;
    fail(ErrorCode::InvalidInput, "{} is {}, not within {}..{}", field, value, least, most);
}

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

/// A folder to walk: a root of the gallery, or a part of one.
struct WalkPlan {
    Root root;
    std::string below;
    std::vector<fs::path> skipped;  ///< Roots below it, which are walked for themselves.
    std::int64_t numFiles = 0;
};

/// The images of a data set below one root, in byte order.
struct DatasetPlan {
    Root root;
    std::map<std::string, ItemMetadata> images;
};

/// `folder` relative to `ancestor`; nothing if it does not lie in it.
std::optional<std::string> pathBelow(const fs::path& folder, const fs::path& ancestor) {
    const fs::path relative = folder.lexically_relative(ancestor);
    if (relative.empty() || *relative.begin() == "..") return std::nullopt;
    return relative == "." ? std::string() : relative.native();
}

/// Whether a path of a root lies in a folder of it ("" = the root).
bool liesIn(const std::string& path, const std::string& folder) {
    return folder.empty() || path == folder || path.starts_with(folder + '/');
}

/// False also where nothing can be said: a link that leads to itself, a name that is too long.
bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// Normal, without a slash at its end.
fs::path absoluteFolder(const fs::path& folder) {
    const fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

void requireFolder(const fs::path& path) {
    std::error_code reason;
    if (fs::is_directory(path, reason)) return;
    if (!reason || reason == std::errc::no_such_file_or_directory ||
        reason == std::errc::not_a_directory) {
        fail(ErrorCode::NotFound, "{}: there is no such folder", displayable(path.native()));
    }
    fail(ErrorCode::Io,
         "{}: the folder cannot be looked at: {}",
         displayable(path.native()),
         reason.message());
}

/// One run: what is open while it lasts.
class IndexRunner {
  public:
    struct Parts {
        Gallery& gallery;
        RasaModel& model;
        ComputeLane& lane;
        TokenCache* tokens;
        IndexReport& report;
        JobContext& context;
    };

    IndexRunner(const Parts& parts, std::string fingerprint, const IndexOptions& options);

    void run();

  private:
    void dropDamaged();
    Root rootOf(const fs::path& folder);
    void planFolder(const fs::path& folder);
    void planDataset(const DatasetSource& source);
    void countFiles();
    std::set<std::string> failuresIn(const WalkPlan& plan) const;
    void walk(const WalkPlan& plan);
    void walk(const DatasetPlan& plan);
    void completeEmbeddings();
    void completeTokens();

    void lookAtFile(const Root& root, const FoundFile& file, const ItemPath* row);
    void lookAtKnown(const Root& root, const FoundFile& file, const ItemPath& row);
    void complete(ItemId id, FileWork work);
    void vanished(const ItemPath& row);
    bool failedBefore(RootId root, const FoundFile& file);
    void refreshMetadata(const Root& root, const ItemPath& row);
    std::optional<ItemMetadata> metadataOf(const Root& root, const std::string& path) const;
    bool hasMetadataSource() const;

    void submit(const Root& root, FileWork work);
    void collectOne();
    void drain();
    void disposed();

    Parts m_parts;
    std::string m_fingerprint;
    const IndexOptions& m_options;
    std::optional<SidecarMetadata> m_sidecar;
    std::optional<PathPattern> m_pattern;
    const DatasetPlan* m_currentDataset = nullptr;
    std::vector<WalkPlan> m_walks;
    std::vector<DatasetPlan> m_datasets;
    ItemWriter m_writer;
    DecodeAhead m_decoder;
    std::deque<FileWork> m_decoding;
    std::string m_stage = "indexing";
    std::int64_t m_numDone = 0;
    std::int64_t m_numTotal = 0;
};

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
        for (const std::string& problem : m_sidecar->problems()) {
            m_parts.report.note(IndexEvent::Metadata, m_options.metadataFile->native(), problem);
            m_parts.context.warn(problem);
        }
    }
    if (m_options.pattern) m_pattern = PathPattern::parse(*m_options.pattern);
    for (const fs::path& folder : m_options.folders) planFolder(folder);
    for (const DatasetSource& source : m_options.datasets) planDataset(source);
    dropDamaged();
    countFiles();
    for (const WalkPlan& plan : m_walks) walk(plan);
    drain();
    for (const DatasetPlan& plan : m_datasets) {
        walk(plan);
        drain();
    }
    completeEmbeddings();
    completeTokens();
    drain();
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

/// The innermost root that a folder lies in; the folder itself becomes one if there is none.
Root IndexRunner::rootOf(const fs::path& folder) {
    ItemStore& items = m_parts.gallery.items();
    Root innermost;
    for (const Root& root : items.roots()) {
        const bool holds = pathBelow(folder, root.folder).has_value();
        if (holds && root.folder.native().size() > innermost.folder.native().size()) {
            innermost = root;
        }
    }
    if (!innermost.folder.empty()) return innermost;
    return {.id = items.addRoot(folder), .folder = folder};
}

void IndexRunner::planFolder(const fs::path& folder) {
    const fs::path path = absoluteFolder(folder);
    requireFolder(path);
    ItemStore& items = m_parts.gallery.items();
    WalkPlan plan;
    plan.root = rootOf(path);
    plan.below = *pathBelow(path, plan.root.folder);
    for (const Root& root : items.roots()) {
        const bool isBelow = root.folder != path && pathBelow(root.folder, path).has_value();
        if (isBelow) plan.skipped.push_back(root.folder);
    }
    const auto covers = [&](const WalkPlan& other) {
        return other.root.id == plan.root.id && liesIn(plan.below, other.below);
    };
    if (std::any_of(m_walks.begin(), m_walks.end(), covers)) return;
    std::erase_if(m_walks, [&](const WalkPlan& other) {
        return other.root.id == plan.root.id && liesIn(other.below, plan.below);
    });
    const std::vector<fs::path> roots = plan.skipped;
    m_walks.push_back(std::move(plan));
    for (const fs::path& root : roots) {
        if (isFolder(root)) planFolder(root);
    }
}

void IndexRunner::planDataset(const DatasetSource& source) {
    const Dataset dataset = readDataset(source.file);
    const std::vector<DatasetRecord> records =
        source.split ? recordsOf(dataset, *source.split) : dataset.records;
    const fs::path images = absoluteFolder(source.images);
    requireFolder(images);
    DatasetPlan plan;
    plan.root = rootOf(images);
    for (const DatasetRecord& record : records) {
        const fs::path file = resolveImage(images, record.imagePath);
        const auto path = pathBelow(file.lexically_normal(), plan.root.folder);
        const auto inImages = pathBelow(file.lexically_normal(), images);
        if (!path || !inImages || inImages->empty()) {
            fail(ErrorCode::InvalidInput,
                 "{}: the image \"{}\" does not lie in {}",
                 displayable(source.file.native()),
                 displayable(record.imagePath),
                 displayable(images.native()));
        }
        ItemMetadata& metadata = plan.images[*path];
        metadata.person = std::to_string(record.personId);
        metadata.captions.insert(
            metadata.captions.end(), record.captions.begin(), record.captions.end());
    }
    m_datasets.push_back(std::move(plan));
}

void IndexRunner::countFiles() {
    for (WalkPlan& plan : m_walks) {
        FolderWalk files({.root = plan.root.folder, .below = plan.below, .skipped = plan.skipped});
        while (files.next()) {
            ++plan.numFiles;
            m_parts.context.checkpoint();
            m_parts.context.report("looking for images", ++m_numTotal, 0, "images");
        }
    }
    for (const DatasetPlan& plan : m_datasets) {
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
        m_parts.context.warn(fmt::format("{}: the folder cannot be read: {}",
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
        const std::string reason =
            problem.empty() ? "the data set names it, but there is no such file" : problem;
        m_writer.defer([this, root = plan.root.id, imagePath = path, reason] {
            m_parts.gallery.failures().record({.root = root, .path = imagePath, .reason = reason});
        });
        m_parts.report.note(IndexEvent::Failed, path, reason);
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

std::string settingsOf(const IndexOptions& options) {
    nlohmann::json settings = {{"batchSize", options.batchSize},
                               {"decodeThreads", options.decodeThreads},
                               {"thumbnailSide", options.thumbnailSide},
                               {"folders", nlohmann::json::array()},
                               {"datasets", nlohmann::json::array()}};
    for (const fs::path& folder : options.folders) {
        settings["folders"].push_back(displayable(folder.native()));
    }
    for (const DatasetSource& source : options.datasets) {
        settings["datasets"].push_back(displayable(source.file.native()));
    }
    if (options.metadataFile) {
        settings["metadataFile"] = displayable(options.metadataFile->native());
    }
    if (options.pattern) settings["pattern"] = displayable(*options.pattern);
    return settings.dump();
}

}  // namespace

void IndexOptions::validate() const {
    checkRange("batchSize", batchSize, 1, kMaxBatch);
    checkRange("decodeThreads", decodeThreads, 1, kMaxDecodeThreads);
    checkRange("thumbnailSide", thumbnailSide, 0, kMaxThumbnailSide);
}

IndexJob::IndexJob(fs::path gallery, IndexModel model, ComputeLane& lane, IndexOptions options)
    : m_gallery(std::move(gallery)),
      m_model(std::move(model)),
      m_lane(lane),
      m_options(std::move(options)),
      m_report(std::make_shared<IndexReport>()) {
    m_options.validate();
}

std::string IndexJob::title() const {
    return fmt::format("Index {}", displayable(m_gallery.filename().native()));
}

void IndexJob::run(JobContext& context) {
    const auto gallery = Gallery::open(m_gallery);
    std::unique_ptr<TokenCache> tokens;
    if (m_options.cacheTokens && m_options.cacheBytes > 0) {
        const RasaConfig& config = m_model.model->config();
        tokens = TokenCache::open(
            {.galleryFile = gallery->file(),
             .fingerprint = m_model.fingerprint,
             .format = static_cast<std::uint8_t>(*m_options.cacheTokens),
             .recordBytes =
                 tokenBytes(*m_options.cacheTokens, config.numImageTokens(), config.vit.embedDim),
             .maxBytes = m_options.cacheBytes});
    }
    HistoryStore& history = gallery->history();
    const std::int64_t run = history.startRun(m_model.fingerprint, settingsOf(m_options));
    const auto end = [&](const char* outcome) {
        history.endRun(run, outcome, m_report->numEncoded + m_report->numDuplicates);
    };
    const auto endUnsuccessful = [&](const char* outcome) {
        try {
            end(outcome);
        } catch (const Error& second) {
            // The first error is the one to tell; a disk that is full refuses this too.
            log().error("{}", second.what());
        }
    };
    try {
        IndexRunner({.gallery = *gallery,
                     .model = *m_model.model,
                     .lane = m_lane,
                     .tokens = tokens.get(),
                     .report = *m_report,
                     .context = context},
                    m_model.fingerprint,
                    m_options)
            .run();
        if (tokens) tokens->flush();
        end("succeeded");
    } catch (const Error& error) {
        endUnsuccessful(error.code() == ErrorCode::Cancelled ? "cancelled" : "failed");
        throw;
    } catch (...) {
        endUnsuccessful("failed");
        throw;
    }
}

}  // namespace descry
