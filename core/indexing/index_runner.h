#pragma once
/// Private to core/indexing: one run of an IndexJob while its gallery is open: walks the planned
/// folders beside the gallery's rows, hands files to the decoder and results to the writer, then
/// completes what lacks an embedding or tokens. Thread rule: one thread. Errors as in index_job.h.

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>

#include "core/gallery/gallery.h"
#include "core/indexing/decode_ahead.h"
#include "core/indexing/folder_walk.h"
#include "core/indexing/index_job.h"
#include "core/indexing/index_plan.h"
#include "core/indexing/item_writer.h"
#include "core/indexing/metadata.h"
#include "core/indexing/path_pattern.h"

namespace descry {

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
    void tellAbsent(const std::filesystem::path& root);
    void dropDamaged();
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
    IndexPlan m_plan;
    ItemWriter m_writer;
    DecodeAhead m_decoder;
    std::deque<FileWork> m_decoding;
    std::string m_stage = "indexing";
    std::int64_t m_numDone = 0;
    std::int64_t m_numTotal = 0;
};

}  // namespace descry
