#include "core/review/decision_set.h"

#include <utility>

#include "core/base/error.h"

namespace descry {

void requireSame(const Decision& known, const Decision& other) {
    if (known == other) return;
    fail(ErrorCode::InvalidInput,
         "the decision {} by {} reads differently in two logs: one of them was changed; merge the "
         "logs as the annotators' programs wrote them",
         known.id.text(),
         known.annotator);
}

DecisionSet::DecisionSet(std::vector<Decision> decisions) {
    for (Decision& decision : decisions) add(std::move(decision));
}

void DecisionSet::add(Decision decision) {
    const auto found = m_decisions.find(decision.id);
    if (found == m_decisions.end()) {
        const DecisionId id = decision.id;
        m_decisions.emplace(id, std::move(decision));
    } else {
        requireSame(found->second, decision);
    }
}

void DecisionSet::merge(const DecisionSet& other) {
    for (const auto& [id, decision] : other.m_decisions) {
        const auto found = m_decisions.find(id);
        if (found != m_decisions.end()) requireSame(found->second, decision);
    }
    m_decisions.insert(other.m_decisions.begin(), other.m_decisions.end());
}

}  // namespace descry
