#pragma once
/// Evaluation of a model on a data set's split, scored as the reference does (rasa-spec section
/// 10): similarities of all captions with all images, match logits of each caption's k most similar
/// images, -100 for the others; ties keep the lower image index first. The same with the tail in
/// similarity order stands beside it. Images are encoded once where their tokens fit the budget;
/// else features come first, and tokens again by groups of images that fit.
/// Thread rule: run() on one thread; decoding uses others. Errors: InvalidInput naming record and
/// file, Cancelled, what model and disk throw.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/dataset.h"
#include "core/evaluation/calibration.h"
#include "core/evaluation/metrics.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/search/search_model.h"

namespace descry {

struct EvaluateOptions {
    std::filesystem::path images;        ///< Folder that the records' paths are relative to.
    std::optional<std::int64_t> rerank;  ///< k, 0 for none; absent: the bundle's k_test.
    std::optional<std::filesystem::path> scores;  ///< Writes sims_t2i and score_matrix_t2i there.
    bool keepScores = false;                      ///< Holds the same for scoreTable().
    std::uint64_t tokenBudgetBytes = std::uint64_t{3} << 30;  ///< Image tokens held at once.
    std::int64_t batch = 32;   ///< Images decoded ahead and encoded at most at once, 1 or more.
    int numDecodeThreads = 0;  ///< 0 = all cores.

    /// Throws InvalidInput naming the field.
    void validate() const;
};

struct EvaluationResult {
    std::int64_t numQueries = 0;
    std::int64_t numImages = 0;
    std::int64_t numPeople = 0;
    std::int64_t k = 0;  ///< Images re-ranked per query.
    RetrievalMetrics similarity;
    std::optional<RetrievalMetrics> rerank;      ///< Absent without re-ranking.
    std::optional<RetrievalMetrics> rerankTail;  ///< Tail beyond k in similarity order.
    std::optional<RetrievalMetrics> matchAlone;  ///< As rerank, by the match logit alone.
    std::optional<RetrievalMetrics> matchAloneTail;
    std::vector<QueryOutcome> similarityQueries;  ///< [numQueries], behind `similarity`.
    std::vector<QueryOutcome> rerankTailQueries;  ///< Behind `rerankTail`; else empty.
    std::int64_t numImageEncodings = 0;           ///< More than numImages if tokens did not fit.
    std::vector<Error> warnings;
    double encodeSeconds = 0;
    double rerankSeconds = 0;
};

/// Similarities of one query with images: features [G, E] . query [E] into out [G]. Adds in a fixed
/// order.
void similaritiesOf(std::span<const float> query,
                    std::span<const float> features,
                    std::span<float> out);

class ScratchMatrix;

class EvaluateJob : public Job {
  public:
    /// `records` are those of one split, in the file's order; every caption is a query.
    EvaluateJob(SearchModel model,
                std::shared_ptr<ComputeLane> lane,
                std::vector<DatasetRecord> records,
                EvaluateOptions options);
    ~EvaluateJob() override;

    std::string title() const override;
    void run(JobContext& context) override;
    /// After run() has returned.
    const EvaluationResult& result() const noexcept { return m_result; }
    /// After run() with keepScores; valid as long as the job. `matchLogits` are scores by the
    /// model's rule, hence logits where that is `itm`; empty without re-ranking.
    ScoreTable scoreTable() const;

  private:
    struct Work;

    SearchModel m_model;
    std::shared_ptr<ComputeLane> m_lane;
    std::vector<DatasetRecord> m_records;
    EvaluateOptions m_options;
    EvaluationResult m_result;
    std::vector<std::int64_t> m_imagePeople;  ///< [G].
    std::vector<std::int64_t> m_queryPeople;  ///< [Q].
    std::unique_ptr<ScratchMatrix> m_similarities;
    std::unique_ptr<ScratchMatrix> m_scores;
};

}  // namespace descry
