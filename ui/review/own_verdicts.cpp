#include "ui/review/own_verdicts.h"

#include <algorithm>
#include <utility>

namespace descry {

OwnVerdicts::OwnVerdicts(std::shared_ptr<const PairIds> ids,
                         CurrentVerdicts verdicts,
                         std::string annotator)
    : m_ids(std::move(ids)),
      m_verdicts(std::move(verdicts)),
      m_annotator(std::move(annotator)),
      m_before(m_verdicts, *m_ids) {}

std::optional<PairId> OwnVerdicts::pairOf(std::size_t number) const {
    const auto found = m_since.find(number);
    return found == m_since.end() ? m_before.of(number) : found->second;
}

const Decision* OwnVerdicts::of(std::size_t number) const {
    const auto pair = pairOf(number);
    return pair ? m_verdicts.of(*pair, m_annotator) : nullptr;
}

std::optional<Verdict> OwnVerdicts::verdictOf(std::size_t number) const {
    const Decision* const decision = of(number);
    return decision == nullptr ? std::nullopt : decision->verdict;
}

std::vector<const Decision*> OwnVerdicts::othersOf(std::size_t number) const {
    const auto pair = pairOf(number);
    if (!pair) return {};
    std::vector<const Decision*> others = m_verdicts.of(*pair);
    std::erase_if(others, [this](const Decision* decision) {
        return isSameAnnotator(decision->annotator, m_annotator);
    });
    return others;
}

std::vector<PastDecision> OwnVerdicts::historyOf(std::size_t number,
                                                 const std::optional<PairId>& shown) const {
    const auto known = pairOf(number);
    const auto& pair = known ? known : shown;
    return pair ? m_verdicts.historyOf(*pair) : std::vector<PastDecision>();
}

std::vector<std::size_t> OwnVerdicts::numbersOf(const Decision& decision) const {
    std::vector<std::size_t> numbers = m_ids->find(decision);
    if (!numbers.empty()) return numbers;
    // The image's file is another one than when it was hashed.
    const auto number =
        m_ids->index().find(decision.imagePath, decision.sourcePath, decision.caption);
    if (number) numbers.push_back(*number);
    return numbers;
}

/// Of an undo never: a second one does nothing.
bool OwnVerdicts::isKnown(const Decision& decision) const {
    return std::ranges::any_of(m_verdicts.historyOf(decision.pair), [&](const PastDecision& past) {
        return past.decision->id == decision.id;
    });
}

void OwnVerdicts::add(const Decision& decision, std::size_t number) {
    if (!isKnown(decision)) m_verdicts.add(decision);
    m_since[number] = decision.pair;
    for (const std::size_t same : m_ids->find(decision)) m_since[same] = decision.pair;
}

}  // namespace descry
