#include "core/search/reranker.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace descry {
namespace {

// Fixed sizes rather than measured ones: a batch's size may show in the last bits of its logits,
// and the same search must give the same ranks tomorrow. The model looks at the stop token between
// layers, so a newer query does not wait for a batch.
constexpr std::size_t kCpuBatch = 8;
constexpr std::size_t kCudaBatch = 64;
// On a CPU, encoding one image costs as much as re-ranking ten: short batches show progress.
constexpr std::size_t kCpuEncodes = 2;
constexpr std::size_t kReasonsShown = 3;

void checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) fail(ErrorCode::Cancelled, "the search was cancelled");
}

}  // namespace

/// Candidates that are computed under one hold of the lane.
struct Reranker::Batch {
    std::size_t size = 0;                         ///< Candidates taken, missing ones included.
    std::vector<CandidateTokens::Tokens> tokens;  ///< [size]; null: to be encoded, or missing.
    std::vector<std::size_t> toEncode;            ///< Places whose pixels follow each other below.
    std::vector<float> pixels;                    ///< [toEncode.size(), 3, R, R].
};

Reranker::Reranker(Parts parts) : m_parts(std::move(parts)) {}

Reranker::Batch Reranker::collect(std::span<const Candidate> candidates,
                                  const std::stop_token& stop) {
    const bool isCuda = m_parts.model.device().isCuda;
    const std::size_t maxItems = std::min(isCuda ? kCudaBatch : kCpuBatch, candidates.size());
    const std::size_t maxEncodes = isCuda ? kCudaBatch : kCpuEncodes;
    const auto side = static_cast<std::size_t>(m_parts.model.config().imageRes);
    const std::size_t imageFloats = 3 * side * side;
    Batch batch;
    while (batch.size < maxItems) {
        checkStop(stop);
        const ItemId item = candidates[batch.size].item;
        auto tokens = m_parts.tokens(item);
        if (!tokens) {
            if (batch.toEncode.size() == maxEncodes) break;
            const std::size_t used = batch.pixels.size();
            batch.pixels.resize(used + imageFloats);
            auto reason = m_parts.pixels(item, std::span(batch.pixels).subspan(used));
            if (reason) {
                batch.pixels.resize(used);
                m_reasons.push_back(*std::move(reason));
            } else {
                batch.toEncode.push_back(batch.size);
            }
        }
        batch.tokens.push_back(std::move(tokens));
        ++batch.size;
    }
    return batch;
}

void Reranker::compute(const TextEncoding& text,
                       Batch& batch,
                       std::span<Candidate> candidates,
                       const std::stop_token& stop) {
    const ComputeLane::Hold hold = m_parts.lane.acquireUrgent(stop);
    checkStop(stop);
    if (!batch.toEncode.empty()) {
        EncodeOptions options;
        options.keepTokens = m_parts.kept.format();
        options.stop = stop;
        ImageEncoding encoding = m_parts.model.encodeImages(batch.pixels, options);
        for (std::size_t i = 0; i < batch.toEncode.size(); ++i) {
            auto tokens = std::make_shared<const ImageTokens>(std::move(encoding.tokens.at(i)));
            m_parts.kept.keep(candidates[batch.toEncode[i]].item, tokens);
            batch.tokens[batch.toEncode[i]] = std::move(tokens);
        }
    }
    std::vector<const ImageTokens*> images;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < batch.size; ++i) {
        if (!batch.tokens[i]) continue;
        images.push_back(batch.tokens[i].get());
        places.push_back(i);
    }
    if (images.empty()) return;
    const std::vector<float> logits = m_parts.model.matchLogits(text, images, stop);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const float logit = logits.at(i);
        if (!std::isfinite(logit)) {
            fail(ErrorCode::Device,
                 "the model gave a match logit that is not a number for item {}; try --dtype fp32, "
                 "and check the bundle with `descry-cli model check`",
                 candidates[places[i]].item.value);
        }
        candidates[places[i]].matchLogit = logit;
    }
}

void Reranker::order(std::span<Candidate> candidates) const {
    const RankingRule& rule = m_parts.ranking;
    const auto score = [&](const Candidate& candidate) {
        return rankingScore(rule, candidate.similarity, *candidate.matchLogit);
    };
    std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
        if (a.matchLogit.has_value() != b.matchLogit.has_value()) return a.matchLogit.has_value();
        const double left = a.matchLogit ? score(a) : static_cast<double>(a.similarity);
        const double right = b.matchLogit ? score(b) : static_cast<double>(b.similarity);
        return left != right ? left > right : a.item < b.item;
    });
}

void Reranker::noteMissing(std::int64_t count) {
    if (m_reasons.empty()) return;
    Error why = m_reasons.front();
    const std::size_t shown = std::min(kReasonsShown, m_reasons.size());
    for (std::size_t i = 1; i < shown; ++i) {
        why = makeError(why.code(), "{}; {}", why, m_reasons[i]);
    }
    if (shown < m_reasons.size()) why = makeError(why.code(), "{}; and others", why);
    m_warnings.push_back(makeError(
        why.code(),
        "{} of {} candidates could not be re-ranked and keep the place similarity gave them: {}",
        m_reasons.size(),
        count,
        why));
}

void Reranker::run(const TextEncoding& text,
                   std::span<Candidate> candidates,
                   std::int64_t count,
                   const SearchCallback& progress,
                   const std::stop_token& stop) {
    const auto total = std::min(static_cast<std::size_t>(count), candidates.size());
    // Else a training takes a step between any two batches.
    const ComputeLane::Claim claim = m_parts.lane.claim();
    for (std::size_t done = 0; done < total;) {
        checkStop(stop);
        const auto rest = candidates.subspan(done, total - done);
        Batch batch = collect(rest, stop);
        compute(text, batch, rest, stop);
        done += batch.size;
        order(candidates.first(done));
        if (progress) {
            progress({.reranked = static_cast<std::int64_t>(done),
                      .of = static_cast<std::int64_t>(total)},
                     candidates);
        }
    }
    noteMissing(static_cast<std::int64_t>(total));
    // Those without a logit lie before the tail now and are at least as similar as all of it.
}

}  // namespace descry
