#include "ui/review/sitting_queue.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace descry {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

}  // namespace

SittingQueue::SittingQueue(OpenedSitting sitting)
    : m_seed(sitting.plan.seed),
      m_entries(std::move(sitting.queue)),
      m_gold(std::move(sitting.gold)),
      m_placeOf(sitting.state.index->size(), kNowhere),
      m_state(std::move(sitting.state)),
      m_verdicts(
          m_state.ids, std::exchange(m_state.verdicts, {}), std::move(sitting.plan.annotator)) {
    for (std::size_t place = 0; place < m_entries.size(); ++place) {
        const std::size_t number = m_entries[place].number;
        m_placeOf[number] = static_cast<std::uint32_t>(place);
        m_numDecided += m_verdicts.isDecided(number) ? 1 : 0;
    }
}

std::optional<std::size_t> SittingQueue::placeOf(std::size_t number) const {
    if (m_placeOf[number] == kNowhere) return std::nullopt;
    return m_placeOf[number];
}

bool SittingQueue::isDone(std::size_t number) const {
    return m_verdicts.isDecided(number) ||
           std::ranges::find(m_passedOver, number) != m_passedOver.end();
}

std::optional<std::size_t> SittingQueue::nextFrom(std::size_t from) const {
    return nextUndecided(m_entries, from, [this](std::size_t number) { return isDone(number); });
}

std::optional<std::size_t> SittingQueue::next(std::size_t from) const {
    const auto found = nextFrom(from);
    return found ? found : nextFrom(0);
}

std::size_t SittingQueue::countDecided(const std::vector<std::size_t>& numbers) const {
    return static_cast<std::size_t>(std::ranges::count_if(numbers, [this](std::size_t number) {
        return placeOf(number) && m_verdicts.isDecided(number);
    }));
}

void SittingQueue::record(const Decision& decision, std::size_t number) {
    std::vector<std::size_t> numbers = m_verdicts.numbersOf(decision);
    if (std::ranges::find(numbers, number) == numbers.end()) numbers.push_back(number);
    m_numDecided -= countDecided(numbers);
    m_verdicts.add(decision, number);
    m_numDecided += countDecided(numbers);
    if (!decision.isUndo()) std::erase(m_passedOver, number);
}

void SittingQueue::passOver(std::size_t number) {
    if (!isDone(number)) m_passedOver.push_back(number);
}

std::optional<std::size_t> SittingQueue::keep(const SittingQueue& before, std::size_t number) {
    const ReviewPair pair = before.index().at(number);
    const auto now = index().find(pair.imagePath, pair.sourcePath, pair.caption);
    const auto placeBefore = before.placeOf(number);
    if (!now || !placeBefore || placeOf(*now)) return now;
    m_placeOf[*now] = static_cast<std::uint32_t>(m_entries.size());
    m_entries.push_back({*now, before.at(*placeBefore).part});
    m_numDecided += m_verdicts.isDecided(*now) ? 1 : 0;
    return now;
}

NoiseEstimate SittingQueue::noise() const {
    return estimateNoise(index().size(), m_seed, [this](std::size_t number) {
        return m_verdicts.verdictOf(number);
    });
}

std::optional<Share> SittingQueue::shareOfKnown() const {
    return shareOfGold(m_gold, [this](std::size_t number) { return m_verdicts.verdictOf(number); });
}

}  // namespace descry
