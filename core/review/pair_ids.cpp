#include "core/review/pair_ids.h"

#include <algorithm>

namespace descry {

PairIds::PairIds(std::shared_ptr<const PairIndex> index,
                 std::vector<std::optional<Sha256Digest>> hashes)
    : m_index(std::move(index)), m_hashes(std::move(hashes)) {
    m_hashes.resize(m_index->numImages());
    m_numbers.reserve(m_index->size());
    for (std::size_t number = 0; number < m_index->size(); ++number) {
        if (const auto pair = of(number)) m_numbers.emplace_back(*pair, number);
    }
    std::ranges::sort(m_numbers);
}

std::size_t PairIds::numUnknownImages() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_hashes, [](const auto& hash) { return !hash.has_value(); }));
}

std::optional<PairId> PairIds::of(std::size_t number) const {
    const ReviewPair pair = m_index->at(number);
    const std::optional<Sha256Digest>& hash = m_hashes[pair.image];
    if (!hash) return std::nullopt;
    return pairIdOf(*hash, pair.caption);
}

std::vector<std::size_t> PairIds::find(const PairId& pair) const {
    std::vector<std::size_t> numbers;
    auto found = std::ranges::lower_bound(m_numbers, std::pair(pair, std::size_t{0}));
    for (; found != m_numbers.end() && found->first == pair; ++found) {
        numbers.push_back(found->second);
    }
    return numbers;
}

std::vector<std::size_t> PairIds::find(const Decision& decision) const {
    std::vector<std::size_t> numbers = find(decision.pair);
    if (!numbers.empty()) return numbers;
    const auto number = m_index->find(decision.imagePath, decision.sourcePath, decision.caption);
    if (number && !m_hashes[m_index->at(*number).image]) numbers.push_back(*number);
    return numbers;
}

DecidedPairs::DecidedPairs(const CurrentVerdicts& verdicts, const PairIds& ids)
    : m_pairs(ids.index().size()) {
    for (const PairId& pair : verdicts.pairs()) {
        const std::vector<std::size_t> numbers = ids.find(*verdicts.of(pair).front());
        if (numbers.empty()) ++m_numStrangers;
        for (const std::size_t number : numbers) m_pairs[number] = pair;
    }
}

}  // namespace descry
