#pragma once
/// Private to core/indexing: takes decoded files in, encodes them in batches on the compute lane
/// and writes each batch in one transaction. What a batch holds is written whole or not at all.
/// Thread rule: one thread, the gallery's. Errors: the model's and the gallery's; Cancelled leaves
/// the batch unwritten.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/gallery/token_cache.h"
#include "core/indexing/decode_ahead.h"
#include "core/indexing/index_report.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/model/rasa_model.h"

namespace descry {

/// A file that was looked at, and what is known of it beside its bytes.
struct FileWork {
    RootId root{};
    std::string path{};                      ///< Relative to the root.
    std::optional<ItemId> item{};            ///< Of the gallery; absent for a new file.
    std::string contentBefore{};             ///< The item's hash; empty for a new file.
    bool wasMissing = false;                 ///< The item was marked as missing.
    std::optional<ItemMetadata> metadata{};  ///< From sidecar, data set, file name.
    bool wantsEmbedding = false;             ///< The item, unchanged, lacks its embedding.
    bool wantsTokens = false;                ///< Likewise its tokens in the cache.
};

struct ItemWriterOptions {
    std::string fingerprint;
    std::size_t batchSize = 16;  ///< Images in one transaction, at most.
    std::optional<TokenFormat> tokenFormat;
};

class ItemWriter {
  public:
    struct Parts {
        Gallery& gallery;
        RasaModel& model;
        ComputeLane& lane;
        TokenCache* tokens;  ///< Null: not kept.
        IndexReport& report;
        JobContext& context;
    };

    ItemWriter(const Parts& parts, ItemWriterOptions options);

    /// Takes a file's result; writes the batch when it is full.
    void add(const FileWork& work, DecodedFile file);
    /// A change of the gallery that goes with the batch.
    void defer(std::function<void()> change);
    /// Encodes and writes what is waiting.
    void flush();
    /// False once the token cache has refused a record: its budget is spent.
    bool tokensFit() const noexcept { return m_tokensFit; }

  private:
    struct Entry {
        FileWork work;
        DecodedFile file;
        std::optional<std::size_t> encoded;  ///< Place among the batch's images.
        std::optional<Embedding> copied;     ///< Of another item with the same bytes.
        bool isDuplicate = false;
    };

    bool keepsContent(const Entry& entry) const;
    void planEncoding(Entry& entry);
    void encode();
    void write(Entry& entry);
    void writeFailure(const Entry& entry);
    void writeItem(Entry& entry);
    ItemId storeRow(const Entry& entry);
    void putTokens();

    Parts m_parts;
    ItemWriterOptions m_options;
    std::vector<Entry> m_entries;
    std::vector<std::function<void()>> m_changes;
    std::vector<std::size_t> m_toEncode;                    ///< Entries with pixels of their own.
    ImageEncoding m_encoding;                               ///< Of m_toEncode, in order.
    std::vector<std::pair<ItemId, std::size_t>> m_written;  ///< Item and place in m_encoding.
    bool m_tokensFit = true;
};

}  // namespace descry
