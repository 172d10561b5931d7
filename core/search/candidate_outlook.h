#pragma once
/// What a bundle's calibration says of a result: from where on its candidates are unlikely, and
/// whether the best of them convinces at all. The list itself stays as it is. Only re-ranked
/// candidates are judged. Thread rule: pure function. Never fails.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/model/ranking_rule.h"
#include "core/search/reranker.h"

namespace descry {

struct CandidateOutlook {
    /// So many of the first candidates lie before the break line; 0 where none convinces.
    std::optional<std::int64_t> breakAfter;
    std::optional<bool> convincing;
    std::string unknownReason;  ///< Why one of them is absent; else empty.

    bool operator==(const CandidateOutlook&) const = default;
};

enum class ResultKind { ByText, ByPicture };

/// `candidates` as a search gives them: the re-ranked ones first, by falling score.
CandidateOutlook outlookOf(std::span<const Candidate> candidates,
                           const RankingRule& rule,
                           ResultKind kind);

}  // namespace descry
