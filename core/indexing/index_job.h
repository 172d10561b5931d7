#pragma once
/// Brings a gallery up to date with folders and data sets: finds new, changed, vanished, duplicate
/// and undecodable files, encodes what lacks an embedding under the bundle and writes batch by
/// batch, so that a crash loses one batch at most and the next run goes on. Thread rule: run() on
/// one thread, which opens its own gallery connection; report() after it has ended. Errors: the
/// gallery's, the model's, NotFound (a folder is not there: nothing is marked as vanished; a root
/// of the gallery is passed over with a warning where there is something else to look at),
/// InvalidInput, Cancelled.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/indexing/index_report.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/model/rasa_model.h"

namespace descry {

/// An annotation file and the folder its paths are relative to.
struct DatasetSource {
    std::filesystem::path file;
    std::filesystem::path images;
    std::optional<Split> split;  ///< Absent: all splits.
};

enum class RetryFailures { IfChanged, All };

struct IndexOptions {
    std::vector<std::filesystem::path> folders;  ///< Walked with what is below them.
    std::vector<DatasetSource> datasets;         ///< With their captions and person ids.
    std::optional<std::filesystem::path> metadataFile;
    std::optional<std::string> pattern;  ///< Preset or expression; core/indexing/path_pattern.h.
    int batchSize = 16;                  ///< Images in one transaction, 1..4096.
    int decodeThreads = 2;               ///< 1..64.
    int thumbnailSide = 256;             ///< Pixels, 0 (none)..1024.
    std::optional<TokenFormat> cacheTokens;
    std::uint64_t cacheBytes = std::uint64_t{4} << 30;  ///< Budget of the token cache.
    RetryFailures retry = RetryFailures::IfChanged;

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// What encodes, and under which fingerprint.
struct IndexModel {
    std::shared_ptr<RasaModel> model;
    std::string fingerprint;
};

class IndexJob final : public Job {
  public:
    /// Neither folders nor data sets: only items the gallery has are completed. `lane` outlives
    /// the job.
    IndexJob(std::filesystem::path gallery,
             IndexModel model,
             ComputeLane& lane,
             IndexOptions options);

    std::string title() const override;
    void run(JobContext& context) override;

    /// Also after a failure or a cancel: what was done until then. Outlives the job.
    std::shared_ptr<const IndexReport> report() const { return m_report; }

  private:
    std::filesystem::path m_gallery;
    IndexModel m_model;
    ComputeLane& m_lane;
    IndexOptions m_options;
    std::shared_ptr<IndexReport> m_report;
};

}  // namespace descry
