#pragma once
/// The decisions of any number of logs, each once: merging is the union by id, so it does not
/// matter which log comes first, how they are grouped, or whether one is merged twice. Thread rule:
/// values. Errors: InvalidInput for two decisions of one id that differ: one of them was changed.

#include <cstddef>
#include <map>
#include <vector>

#include "core/review/decision.h"

namespace descry {

class DecisionSet {
  public:
    DecisionSet() = default;
    explicit DecisionSet(std::vector<Decision> decisions);

    void add(Decision decision);
    /// All of them or, where one is refused, none.
    void merge(const DecisionSet& other);

    const std::map<DecisionId, Decision>& all() const noexcept { return m_decisions; }
    std::size_t size() const noexcept { return m_decisions.size(); }
    bool operator==(const DecisionSet&) const = default;

  private:
    std::map<DecisionId, Decision> m_decisions;
};

/// Throws what a DecisionSet throws unless the two, of one id, are the same.
void requireSame(const Decision& known, const Decision& other);

}  // namespace descry
