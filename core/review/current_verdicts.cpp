#include "core/review/current_verdicts.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace descry {
namespace {

bool isLater(const Decision& a, const Decision& b) {
    return a.timeMs != b.timeMs ? a.timeMs > b.timeMs : a.id > b.id;
}

const Decision* latestOf(std::span<const Decision* const> decisions) {
    return *std::ranges::max_element(
        decisions, [](const Decision* a, const Decision* b) { return isLater(*b, *a); });
}

std::set<DecisionId> takenBackIn(std::span<const Decision> history) {
    std::set<DecisionId> takenBack;
    for (const Decision& decision : history) {
        if (decision.isUndo() && decision.supersedes) takenBack.insert(*decision.supersedes);
    }
    return takenBack;
}

/// Adds one annotator's decisions on one pair.
void addPast(std::span<const Decision> history, std::vector<PastDecision>& past) {
    const std::set<DecisionId> takenBack = takenBackIn(history);
    const Decision* const current = currentOf(history);
    for (const Decision& decision : history) {
        if (decision.isUndo()) continue;
        Standing standing = &decision == current ? Standing::Counts : Standing::Superseded;
        if (takenBack.contains(decision.id)) standing = Standing::TakenBack;
        past.push_back({&decision, standing});
    }
}

}  // namespace

const Decision* currentOf(std::span<const Decision> history) {
    const std::set<DecisionId> takenBack = takenBackIn(history);
    std::vector<const Decision*> standing;
    std::set<DecisionId> superseded;
    for (const Decision& decision : history) {
        if (decision.isUndo() || takenBack.contains(decision.id)) continue;
        standing.push_back(&decision);
        if (decision.supersedes) superseded.insert(*decision.supersedes);
    }
    if (standing.empty()) return nullptr;
    std::vector<const Decision*> last;
    std::ranges::copy_if(standing, std::back_inserter(last), [&](const Decision* decision) {
        return !superseded.contains(decision->id);
    });
    // A file made by hand may supersede in a circle.
    return latestOf(last.empty() ? standing : last);
}

bool disagree(std::span<const Decision* const> decisions) {
    return std::ranges::any_of(decisions, [&](const Decision* decision) {
        return decision->verdict != decisions.front()->verdict;
    });
}

PairOutcome outcomeOf(std::span<const Decision* const> decisions) {
    std::vector<const Decision*> adjudications;
    PairOutcome outcome;
    for (const Decision* decision : decisions) {
        outcome.annotators.push_back(decision->annotator);
        if (decision->isAdjudication()) adjudications.push_back(decision);
    }
    outcome.isAdjudicated = !adjudications.empty();
    outcome.isDisputed = !outcome.isAdjudicated && disagree(decisions);
    outcome.decisive = outcome.isAdjudicated ? latestOf(adjudications) : latestOf(decisions);
    if (!outcome.isDisputed) outcome.verdict = outcome.decisive->verdict.value_or(Verdict::Unsure);
    return outcome;
}

CurrentVerdicts::CurrentVerdicts(std::vector<Decision> decisions) {
    for (Decision& decision : decisions) add(std::move(decision));
}

void CurrentVerdicts::add(Decision decision) {
    std::vector<Decision>& history = m_histories[decision.pair][annotatorKey(decision.annotator)];
    history.push_back(std::move(decision));
}

const Decision* CurrentVerdicts::of(const PairId& pair, std::string_view annotator) const {
    const auto histories = m_histories.find(pair);
    if (histories == m_histories.end()) return nullptr;
    const auto history = histories->second.find(annotatorKey(annotator));
    return history == histories->second.end() ? nullptr : currentOf(history->second);
}

std::vector<const Decision*> CurrentVerdicts::of(const PairId& pair) const {
    std::vector<const Decision*> decisions;
    const auto histories = m_histories.find(pair);
    if (histories == m_histories.end()) return decisions;
    for (const auto& [annotator, history] : histories->second) {
        if (const Decision* decision = currentOf(history)) decisions.push_back(decision);
    }
    return decisions;
}

std::vector<PastDecision> CurrentVerdicts::historyOf(const PairId& pair) const {
    std::vector<PastDecision> past;
    const auto histories = m_histories.find(pair);
    if (histories == m_histories.end()) return past;
    for (const auto& [annotator, history] : histories->second) addPast(history, past);
    std::ranges::stable_sort(
        past, {}, [](const PastDecision& one) { return one.decision->timeMs; });
    // Of one annotator's at the same time the one that was added later comes first.
    std::ranges::reverse(past);
    return past;
}

std::vector<std::string> CurrentVerdicts::annotators() const {
    std::map<std::string, std::string> nameOfKey;
    for (const auto& [pair, histories] : m_histories) {
        for (const auto& [key, history] : histories) {
            const Decision* const current = currentOf(history);
            if (current == nullptr) continue;
            const auto [name, isNew] = nameOfKey.try_emplace(key, current->annotator);
            if (!isNew) name->second = std::min(name->second, current->annotator);
        }
    }
    std::vector<std::string> names;
    for (auto& [key, name] : nameOfKey) names.push_back(std::move(name));
    return names;
}

std::vector<PairId> CurrentVerdicts::pairs() const {
    std::vector<PairId> pairs;
    for (const auto& [pair, histories] : m_histories) {
        const bool counts = std::ranges::any_of(histories, [](const auto& annotated) {
            return currentOf(annotated.second) != nullptr;
        });
        if (counts) pairs.push_back(pair);
    }
    return pairs;
}

}  // namespace descry
