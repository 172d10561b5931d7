#pragma once
/// A gallery: one SQLite file with items, embeddings per bundle fingerprint, thumbnails, failures,
/// index runs, history and saved searches. A Gallery is one connection: use it from one thread at a
/// time, open another for another thread (WAL: readers never wait for the one writer).
/// Errors: NotFound, Database (another program writes), CorruptFile, Unsupported (a newer schema,
/// another program's file), InvalidInput, DiskFull, Io (read-only).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/ids.h"

namespace descry {

/// A folder that items' paths are relative to.
struct Root {
    RootId id;
    std::filesystem::path folder;  ///< Absolute.
};

/// What is known of an item beside its picture; missing stays missing.
struct ItemMetadata {
    std::optional<std::string> camera;
    std::optional<std::int64_t> timeMs;   ///< UTC, milliseconds since 1970.
    std::optional<std::string> timeZone;  ///< The source's zone, "+02:00", for showing.
    std::optional<std::string> track;
    std::optional<std::string> person;
    std::vector<std::string> captions;
    std::vector<std::string> tags;
};

enum class ItemState { Present, Missing };

struct Item {
    ItemId id;
    RootId root;
    std::string path;         ///< Relative to the root; any bytes but NUL.
    std::string contentHash;  ///< SHA-256 of the file, hexadecimal.
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;  ///< File time, nanoseconds since 1970.
    int width = 0;
    int height = 0;
    ItemState state = ItemState::Present;  ///< Missing: the file was not there at the last index.
    ItemMetadata metadata;
    bool bookmarked = false;
    std::string note;
};

struct Failure {
    RootId root;
    std::string path;
    Error reason;
    std::int64_t timeMs = 0;     ///< When it was found; 0 = now, when recorded.
    std::int64_t sizeBytes = 0;  ///< Of the file then: another size or time, another try.
    std::int64_t modifiedNs = 0;
};

/// One item's embedding under one bundle.
struct Embedding {
    ItemId item;
    std::vector<std::uint16_t> values;  ///< [E] binary16, unit before rounding.
};

struct QueryRecord {
    std::int64_t id = 0;
    std::string text;
    std::string filterJson;
    std::int64_t timeMs = 0;
};

/// Embeddings under one bundle.
struct BundleCount {
    std::string fingerprint;
    std::int64_t numEmbeddings = 0;
};

struct IndexRun {
    std::int64_t id = 0;
    std::string fingerprint;
    std::string settingsJson;
    std::int64_t startedMs = 0;
    std::optional<std::int64_t> endedMs;  ///< Absent: running, or ended by a crash.
    std::string outcome;  ///< "succeeded", "cancelled", "failed"; empty if not ended.
    std::int64_t numIndexed = 0;
};

/// What a gallery holds, counted.
struct GalleryCounts {
    std::int64_t numPresent = 0;
    std::int64_t numMissing = 0;
    std::int64_t numFailures = 0;
    std::int64_t imageBytes = 0;  ///< Sum of the items' file sizes.
    std::int64_t fileBytes = 0;   ///< Of the gallery file itself.
    std::vector<BundleCount> bundles;
};

/// What a folder of the gallery holds, counted.
struct RootCount {
    RootId root;
    std::int64_t numPresent = 0;
    std::int64_t numMissing = 0;
    std::int64_t numFailures = 0;
};

/// What the embeddings of one bundle take in the file.
struct IndexBytes {
    std::string fingerprint;
    std::int64_t bytes = 0;
};

/// What is known of the items beside their pictures, and what a gallery takes on the disk.
struct GalleryStatistics {
    std::vector<RootCount> roots;  ///< By id.
    std::int64_t numCameras = 0;   ///< Different ones, as the next two.
    std::int64_t numPeople = 0;
    std::int64_t numTracks = 0;
    std::int64_t numWithTime = 0;         ///< Items.
    std::optional<std::int64_t> firstMs;  ///< Earliest and latest time of an item, UTC.
    std::optional<std::int64_t> lastMs;
    std::int64_t databaseBytes = 0;   ///< The file and its journal.
    std::int64_t thumbnailBytes = 0;  ///< Of it.
    std::int64_t embeddingBytes = 0;  ///< Of it, in all.
    std::vector<IndexBytes> indexes;
    std::int64_t tokenBytes = 0;  ///< Files of image tokens beside it.
};

class ItemStore;
class FailureStore;
class EmbeddingStore;
class HistoryStore;

class Gallery {
  public:
    enum class Access { ReadWrite, ReadOnly };

    struct OpenOptions {
        Access access = Access::ReadWrite;
        int busyTimeoutMs = 5000;  ///< How long to wait for another writer.
    };

    /// Makes a new file, whole or not at all; refuses an existing one.
    static std::unique_ptr<Gallery> create(const std::filesystem::path& file);
    /// Opens, migrates an older schema (after a backup beside it), refuses a newer one and files
    /// that are not galleries. Read-only media: Access::ReadOnly works without a WAL, and reads an
    /// older schema as it is.
    static std::unique_ptr<Gallery> open(const std::filesystem::path& file,
                                         Access access = Access::ReadWrite);
    static std::unique_ptr<Gallery> open(const std::filesystem::path& file,
                                         const OpenOptions& options);
    ~Gallery();

    const std::filesystem::path& file() const;
    const std::string& galleryId() const;  ///< A UUID made at creation.
    bool readOnly() const;

    ItemStore& items();
    FailureStore& failures();
    EmbeddingStore& embeddings();
    HistoryStore& history();

    GalleryCounts counts() const;
    /// Reads every row: seconds for a million items. Cancelled if `stop` is set meanwhile.
    GalleryStatistics statistics(std::stop_token stop = {});

    /// Takes a folder out, with what failed in it; its items are removed before.
    void removeRoot(RootId root);
    /// Copies the gallery as it is now into a file that does not exist, whole or not at all.
    void backUp(const std::filesystem::path& target);

    /// Runs `work` in one transaction: all of it or nothing. Not inside another one.
    template <typename Work>
    void transaction(Work&& work) {
        begin();
        try {
            work();
        } catch (...) {
            rollback();
            throw;
        }
        commit();
    }

    /// SQLite's integrity check, foreign keys and every vector's checksum; the findings, one a
    /// line.
    /// Cancelled if `stop` is set meanwhile.
    std::vector<Error> verify(std::stop_token stop = {});
    /// As verify() without the vectors.
    std::vector<Error> checkDatabase(std::stop_token stop = {});

  private:
    struct State;
    explicit Gallery(std::unique_ptr<State> state);
    void begin();
    void commit();
    void rollback() noexcept;
    std::unique_ptr<State> m_state;
};

/// What the indexer compares with the disk: an item without its metadata.
struct ItemPath {
    ItemId id;
    std::string path;  ///< Relative to the root.
    std::string contentHash;
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;
    ItemState state = ItemState::Present;
};

/// What items are searched by: without what only a look at one of them needs. The views last until
/// the next item.
struct ItemFacets {
    ItemId id;
    RootId root;
    std::string_view path;  ///< Relative to the root.
    std::optional<std::string_view> camera, track, person;
    std::optional<std::int64_t> timeMs;
    bool bookmarked = false;
    std::vector<std::string> tags;
};

/// A stretch of a root's paths in byte order.
struct PathRange {
    RootId root;
    std::string folder;         ///< "" = the whole root, else "a/b" without a slash.
    std::string after;          ///< Only paths after this one.
    std::int64_t limit = 1000;  ///< At most so many.
};

/// Items, roots, thumbnails. Reached through a Gallery, lives as long.
class ItemStore {
  public:
    virtual ~ItemStore() = default;

    virtual RootId addRoot(const std::filesystem::path& folder) = 0;  ///< Existing one if known.
    virtual std::vector<Root> roots() const = 0;
    virtual void relocateRoot(RootId root, const std::filesystem::path& folder) = 0;

    virtual ItemId add(const Item& item,
                       std::span<const std::byte> thumbnail) = 0;  ///< id is ignored.
    virtual void update(const Item& item) = 0;
    /// Another picture under the same path: update, new thumbnail, all its embeddings dropped.
    virtual void replaceContent(const Item& item, std::span<const std::byte> thumbnail) = 0;
    virtual void setState(ItemId id, ItemState state) = 0;
    virtual void remove(ItemId id) = 0;  ///< With its embeddings and thumbnail.
    virtual std::optional<Item> find(ItemId id) const = 0;
    virtual std::optional<Item> find(RootId root, const std::string& path) const = 0;
    virtual std::vector<ItemId> withContent(const std::string& contentHash) const = 0;
    virtual std::int64_t count() const = 0;
    /// At most `limit` items with ids above `after`, in id order: paging through any gallery.
    virtual std::vector<Item> page(ItemId after, std::int64_t limit) const = 0;
    virtual std::vector<ItemPath> paths(const PathRange& range) const = 0;
    /// Every item in id order, in a fraction of the time that all pages take; Cancelled if `stop` is
    /// set meanwhile. `visit` leaves the gallery alone.
    virtual void eachFacets(const std::function<void(const ItemFacets&)>& visit,
                            const std::stop_token& stop) const = 0;
    /// Different captions, those of the first items first; at most `limit`.
    virtual std::vector<std::string> captions(std::int64_t limit) const = 0;
    virtual std::vector<std::byte> thumbnail(ItemId id) const = 0;  ///< JPEG; empty if none.
};

/// Files that could not become items, with the reason.
class FailureStore {
  public:
    virtual ~FailureStore() = default;

    virtual void record(const Failure& failure) = 0;  ///< Replaces the path's last.
    virtual void clear(RootId root, const std::string& path) = 0;
    virtual std::optional<Failure> find(RootId root, const std::string& path) const = 0;
    virtual std::vector<Failure> all() const = 0;  ///< By root and path.
};

/// Embeddings per fingerprint.
class EmbeddingStore {
  public:
    virtual ~EmbeddingStore() = default;

    virtual void put(const std::string& fingerprint, const Embedding& embedding) = 0;
    /// Absent if there is none or it is damaged.
    virtual std::optional<Embedding> find(const std::string& fingerprint, ItemId item) const = 0;
    virtual void remove(const std::string& fingerprint, ItemId item) = 0;
    /// Embeddings whose checksum, dimension or type is wrong are left out and named in `damaged`.
    virtual std::vector<Embedding> page(const std::string& fingerprint,
                                        ItemId after,
                                        std::int64_t limit,
                                        std::vector<ItemId>& damaged) const = 0;
    virtual std::int64_t count(const std::string& fingerprint) const = 0;
    virtual std::vector<std::string> fingerprints() const = 0;
    /// Present items that have no embedding under the fingerprint, in id order, at most `limit`.
    virtual std::vector<ItemId> missing(const std::string& fingerprint,
                                        ItemId after,
                                        std::int64_t limit) const = 0;
    virtual void removeAll(const std::string& fingerprint) = 0;
    /// Rises with every change of the fingerprint's embeddings: a matrix file built at another
    /// generation is rebuilt.
    virtual std::int64_t generation(const std::string& fingerprint) const = 0;
};

/// Index runs, query history and saved searches.
class HistoryStore {
  public:
    virtual ~HistoryStore() = default;

    virtual std::int64_t startRun(const std::string& fingerprint,
                                  const std::string& settingsJson) = 0;
    virtual void endRun(std::int64_t run, const std::string& outcome, std::int64_t numIndexed) = 0;
    virtual std::vector<IndexRun> runs(std::int64_t limit) const = 0;  ///< Newest first.
    virtual void addQuery(const std::string& text, const std::string& filterJson) = 0;
    virtual std::vector<QueryRecord> queries(std::int64_t limit) const = 0;  ///< Newest first.
    /// Every record of this text and filter.
    virtual void removeQuery(const std::string& text, const std::string& filterJson) = 0;
    virtual void clearQueries() = 0;
    /// Puts back what was removed, with its time and its place among the others.
    virtual void restoreQueries(std::span<const QueryRecord> queries) = 0;
    virtual void saveSearch(const std::string& name,
                            const std::string& text,
                            const std::string& filterJson) = 0;
    /// By name.
    virtual std::vector<std::pair<std::string, QueryRecord>> savedSearches() const = 0;
    virtual void removeSavedSearch(const std::string& name) = 0;
};

}  // namespace descry
