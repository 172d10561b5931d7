#pragma once
/// What counts of a log: of each pair and annotator the decision that nothing has superseded or
/// taken back. It depends on which decisions there are, not on their order, so that two desks agree
/// once their logs are merged. Thread rule: one thread changes it. Errors: none.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/review/decision.h"

namespace descry {

/// Of one annotator's decisions on one pair, in any order, the one that counts; nullptr if all are
/// taken back. Decisions that are taken back count for nothing, so what they superseded counts
/// again. Of several that are left (the annotator worked on two desks) the latest counts.
const Decision* currentOf(std::span<const Decision> history);

/// What the annotators make of a pair together.
struct PairOutcome {
    Verdict verdict = Verdict::Unsure;      ///< Unsure where they disagree.
    const Decision* decisive = nullptr;     ///< Whose reasons, edit and note stand.
    std::vector<std::string> annotators{};  ///< Whose decisions count, by name.
    bool isDisputed = false;                ///< They disagree, and no third has decided.
    bool isAdjudicated = false;
};

/// `decisions` are one pair's, each of another annotator, one or more. An adjudication decides,
/// the latest of several; else all must agree.
PairOutcome outcomeOf(std::span<const Decision* const> decisions);

/// Whether two of them give different verdicts.
bool disagree(std::span<const Decision* const> decisions);

/// What has become of a decision.
enum class Standing : std::uint8_t {
    Counts,
    Superseded,  ///< Another one of its annotator's counts in its place.
    TakenBack,
};

struct PastDecision {
    const Decision* decision = nullptr;
    Standing standing = Standing::Counts;
};

class CurrentVerdicts {
  public:
    CurrentVerdicts() = default;
    explicit CurrentVerdicts(std::vector<Decision> decisions);

    void add(Decision decision);

    /// nullptr: the annotator has not decided.
    const Decision* of(const PairId& pair, std::string_view annotator) const;
    /// Those of all annotators, by name.
    std::vector<const Decision*> of(const PairId& pair) const;
    /// All that was ever decided of it, the latest first; what an undo did shows in the standing of
    /// what it took back.
    std::vector<PastDecision> historyOf(const PairId& pair) const;
    /// Whose decisions count somewhere, by name; of the spellings of a name the first in order.
    std::vector<std::string> annotators() const;
    /// Pairs on which somebody's decision counts, in the order of their ids.
    std::vector<PairId> pairs() const;

  private:
    /// By annotatorKey().
    using Histories = std::map<std::string, std::vector<Decision>>;

    std::map<PairId, Histories> m_histories;
};

}  // namespace descry
