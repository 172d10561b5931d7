#include "core/search/candidate_outlook.h"

#include <algorithm>

#include "core/base/error.h"

namespace descry {

CandidateOutlook outlookOf(std::span<const Candidate> candidates,
                           const RankingRule& rule,
                           ResultKind kind) {
    CandidateOutlook outlook;
    if (candidates.empty()) return outlook;
    if (kind == ResultKind::ByPicture) {
        outlook.unknownReason =
            errorWords("no break line: \"more like this\" ranks by similarity alone");
        return outlook;
    }
    if (!rule.candidates) {
        outlook.unknownReason =
            errorWords("no break line: the model is not calibrated (descry-cli model calibrate)");
        return outlook;
    }
    const auto isReranked = [](const Candidate& candidate) {
        return candidate.matchLogit.has_value();
    };
    const auto end = std::find_if_not(candidates.begin(), candidates.end(), isReranked);
    if (end == candidates.begin()) {
        outlook.unknownReason = errorWords("no break line: nothing was re-ranked");
        return outlook;
    }
    const auto score = [&](const Candidate& candidate) {
        return rankingScore(rule, candidate.similarity, *candidate.matchLogit);
    };
    outlook.convincing = score(candidates.front()) >= rule.candidates->convincingScore;
    if (!*outlook.convincing) {
        outlook.breakAfter = 0;
        return outlook;
    }
    const auto below = std::find_if(candidates.begin(), end, [&](const Candidate& candidate) {
        return score(candidate) < rule.candidates->breakScore;
    });
    if (below == end && end != candidates.end()) {
        outlook.unknownReason = errorWords(
            "no break line: every re-ranked candidate lies before it; re-rank more to find it");
        return outlook;
    }
    outlook.breakAfter = below - candidates.begin();
    return outlook;
}

}  // namespace descry
