#pragma once
/// Second stage of a search: the match logits of the best candidates, batch by batch, each batch
/// under an urgent hold of the compute lane (rasa-spec section 10). Thread rule: one run, one
/// thread; runs of different searches may overlap, the lane keeps them apart. Errors: as RasaModel;
/// Cancelled. A picture that cannot be read leaves its candidate where similarity put it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/jobs/compute_lane.h"
#include "core/search/candidate_tokens.h"
#include "core/search/search_model.h"

namespace descry {

/// One item of a result. Scores are raw.
struct Candidate {
    ItemId item;
    float similarity = 0;
    std::optional<float> matchLogit;  ///< Absent beyond the re-ranked ones.

    bool operator==(const Candidate&) const = default;
};

struct RerankProgress {
    std::int64_t reranked = 0;
    std::int64_t of = 0;
};

/// Told after the first stage (reranked = 0) and after every batch; the span is valid during the
/// call.
using SearchCallback = std::function<void(const RerankProgress&, std::span<const Candidate>)>;

class Reranker {
  public:
    /// The tokens that are at hand, or null.
    using TokenSource = std::function<CandidateTokens::Tokens(ItemId)>;
    /// Writes an item's preprocessed picture [3, R, R]; returns why it could not, if so.
    using PixelSource = std::function<std::optional<Error>(ItemId, std::span<float>)>;

    struct Parts {
        RasaModel& model;
        ComputeLane& lane;
        RankingRule ranking;
        CandidateTokens& kept;  ///< Takes the tokens that are encoded here.
        TokenSource tokens;
        PixelSource pixels;
    };

    explicit Reranker(Parts parts);

    /// Re-ranks the first `count` of `candidates`, which are in similarity order, in place: those
    /// with a match logit by score (ties by item id), then the others as they were.
    void run(const TextEncoding& text,
             std::span<Candidate> candidates,
             std::int64_t count,
             const SearchCallback& progress,
             const std::stop_token& stop);

    /// What could not be re-ranked, in words for the user.
    const std::vector<Error>& warnings() const noexcept { return m_warnings; }

  private:
    struct Batch;
    Batch collect(std::span<const Candidate> candidates, const std::stop_token& stop);
    void compute(const TextEncoding& text,
                 Batch& batch,
                 std::span<Candidate> candidates,
                 const std::stop_token& stop);
    void order(std::span<Candidate> candidates) const;
    void noteMissing(std::int64_t count);

    Parts m_parts;
    std::vector<Error> m_reasons;
    std::vector<Error> m_warnings;
};

}  // namespace descry
