#pragma once
/// A trained bundle against the one it is to better, on the run's own held-out split: the job that
/// evaluates both, and comparison.json in the run's folder, which keeps what came of it. Thread
/// rule: run() on one thread; values elsewhere. Errors: InvalidInput (a run without a held-out
/// split, a model that gives no numbers), NotFound (no bundle), what evaluation throws; a
/// comparison that cannot be read counts as absent.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/model/rasa_model.h"
#include "core/training/run_record.h"

namespace descry {

struct ComparedBundle {
    std::filesystem::path path;
    std::string fingerprint;
    RecallMetrics similarity;
    std::optional<RecallMetrics> rerank;

    const RecallMetrics& counted() const { return rerank ? *rerank : similarity; }
};

struct RunComparison {
    std::filesystem::path dataset;
    Split split = Split::Val;
    std::int64_t numImages = 0;
    std::int64_t numCaptions = 0;
    ComparedBundle before;  ///< What it is held against.
    ComparedBundle after;   ///< The run's best, else its last.
};

std::optional<RunComparison> readComparison(const std::filesystem::path& runFolder);

/// Loads the network of a bundle.
using BundleLoader =
    std::function<std::shared_ptr<RasaModel>(std::shared_ptr<const Bundle>, const DeviceRequest&)>;

class CompareJob final : public Job {
  public:
    struct Request {
        std::filesystem::path runFolder;
        std::filesystem::path before;  ///< The bundle that the run's is held against.
        DeviceRequest device;
    };

    CompareJob(Request request, BundleLoader load, std::shared_ptr<ComputeLane> lane);

    std::string title() const override;
    void run(JobContext& context) override;

  private:
    void evaluate(const std::vector<DatasetRecord>& records,
                  const std::filesystem::path& images,
                  ComparedBundle& bundle,
                  JobContext& context);

    Request m_request;
    BundleLoader m_load;
    std::shared_ptr<ComputeLane> m_lane;
    RunComparison m_comparison;
};

}  // namespace descry
