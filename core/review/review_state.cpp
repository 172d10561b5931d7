#include "core/review/review_state.h"

#include <set>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/review/decision_log.h"
#include "core/review/image_hashes.h"
#include "core/review/reviewed_dataset.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

bool isThere(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

CurrentVerdicts verdictsIn(const fs::path& log) {
    if (!isThere(log)) return {};
    return CurrentVerdicts(DecisionLog(log, DecisionLog::Access::ReadOnly).all());
}

/// Nothing where there is none, or none can be opened: what is in it is a help, no more.
std::optional<ReviewCache> cacheIn(const ReviewFolder& folder) {
    if (!isThere(folder.cache())) return std::nullopt;
    try {
        return ReviewCache(folder.cache());
    } catch (const Error& error) {
        if (!isInputOutput(error.code())) throw;
        log().warn("{}", error.what());
        return std::nullopt;
    }
}

/// What the cache knows, which is newer, else what the data set knows itself.
ImageHashes hashesOf(const ReviewedDataset& reviewed,
                     const PairIndex& index,
                     std::optional<ReviewCache>& cache) {
    ImageHashes hashes = ownHashes(reviewed, index);
    if (!cache) return hashes;
    const ImageHashes cached = knownHashes(index, reviewed.images, *cache);
    for (std::size_t image = 0; image < hashes.size(); ++image) {
        if (cached[image]) hashes[image] = cached[image];
    }
    return hashes;
}

}  // namespace

ReviewState openReview(const ReviewSources& sources) {
    ReviewState state;
    ReviewedDataset reviewed = readReviewedDataset(sources.dataset, sources.images);
    state.index = std::make_shared<const PairIndex>(reviewed.dataset, sources.pairs);
    state.images = reviewed.images;
    state.findings = std::move(reviewed.findings);
    const std::vector<Finding>& repetitions = state.index->repetitions();
    state.findings.insert(state.findings.end(), repetitions.begin(), repetitions.end());
    state.verdicts = verdictsIn(sources.folder.decisions());
    std::optional<ReviewCache> cache = cacheIn(sources.folder);
    state.ids =
        std::make_shared<const PairIds>(state.index, hashesOf(reviewed, *state.index, cache));
    if (!cache) return state;
    const std::vector<std::string> scored = cache->fingerprints();
    const auto wanted = sources.fingerprint ? sources.fingerprint
                        : scored.empty()    ? std::nullopt
                                            : std::optional(scored.front());
    if (!wanted) return state;
    state.fingerprint = *wanted;
    state.scores = knownScores(*state.ids, *wanted, *cache);
    return state;
}

std::vector<GoldPair> readGold(const fs::path& file, const PairIndex& index) {
    std::vector<GoldPair> gold;
    std::set<std::string> taken;
    const std::vector<PairVerdict> verdicts = readPairVerdicts(file, index.dataset());
    for (const PairVerdict& verdict : verdicts) {
        const auto number = index.find(verdict.imagePath, verdict.sourcePath, verdict.caption);
        if (!number || verdict.verdict == Verdict::Unsure) continue;
        if (taken.insert(verdict.pair).second) gold.push_back({*number, verdict.verdict});
    }
    if (gold.empty() && !verdicts.empty()) {
        fail(
            ErrorCode::InvalidInput,
            "{}: none of its pairs is among those of this review with a verdict other than unsure; "
            "choose another file, another split, or own captions too",
            displayable(file.native()));
    }
    return gold;
}

}  // namespace descry
