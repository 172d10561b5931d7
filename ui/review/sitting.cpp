#include "ui/review/sitting.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/review/decision_log.h"
#include "core/review/overlap_set.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// The overlap set that is there, or a new one.
std::vector<std::size_t> overlapOf(const SittingPlan& plan,
                                   const ReviewState& state,
                                   const Suspicions& suspicions,
                                   const std::stop_token& stop) {
    // The one that is chosen first stays.
    static std::mutex choosing;
    const std::lock_guard lock(choosing);
    const fs::path file = plan.folder().overlap();
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        if (stop.stop_requested()) return {};
        makeFolder(file.parent_path());
        writeOverlap(file,
                     chooseOverlap(state.index->size(), suspicions, plan.overlapSize, plan.seed),
                     *state.ids);
    }
    return readOverlap(file, *state.ids);
}

/// Makes nothing: an annotator may only want to look.
std::optional<Error> whyUnwritable(const ReviewFolder& folder) {
    std::error_code ignored;
    try {
        if (fs::exists(folder.decisions(), ignored)) const DecisionLog opened(folder.decisions());
    } catch (const Error& error) {
        return error;
    }
    const fs::path place =
        fs::exists(folder.path, ignored) ? folder.path : folder.path.parent_path();
    if (::faccessat(AT_FDCWD, place.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return std::nullopt;
    return makeError(ErrorCode::Io,
                     "{}: {}",
                     displayable(place.native()),
                     std::generic_category().message(errno));
}

}  // namespace

ReviewSources SittingPlan::sources() const {
    return {.dataset = dataset,
            .images = images,
            .folder = folder(),
            .pairs = pairs,
            .fingerprint = std::nullopt};
}

OpenedSitting openSitting(const SittingPlan& plan, const std::stop_token& stop) {
    OpenedSitting sitting;
    sitting.plan = plan;
    sitting.state = openReview(plan.sources());
    if (stop.stop_requested()) return sitting;
    sitting.state.images = fs::absolute(sitting.state.images);
    const ReviewState& state = sitting.state;
    QueueRequest request;
    request.order = plan.order;
    request.seed = plan.seed;
    request.annotator = plan.annotator;
    request.isBlind = plan.isBlind;
    if (!state.scores.empty()) request.suspicions = suspicionsOf(state.scores);
    sitting.lacksScores = plan.order == QueueOrder::Suspicious && !hasScores(request.suspicions);
    if (sitting.lacksScores) return sitting;
    request.gold = plan.gold.empty() ? adjudicatedPairs(state.verdicts, *state.ids, plan.annotator)
                                     : readGold(plan.gold, *state.index);
    if (plan.order == QueueOrder::Overlap) {
        request.overlap = overlapOf(plan, state, request.suspicions, stop);
        sitting.plan.overlapSize = request.overlap.size();
    }
    sitting.queue = queueOf(request, *state.ids, state.verdicts);
    sitting.gold = std::move(request.gold);
    sitting.unwritable = whyUnwritable(plan.folder());
    return sitting;
}

bool isFairOrder(QueueOrder order) {
    return order == QueueOrder::Random || order == QueueOrder::ByPerson ||
           order == QueueOrder::Overlap;
}

}  // namespace descry
