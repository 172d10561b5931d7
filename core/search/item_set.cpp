#include "core/search/item_set.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/base/error.h"

namespace descry {

ItemSet::ItemSet(Universe universe)
    : m_universe(std::move(universe)), m_words((m_universe->size() + 63) / 64) {}

ItemSet ItemSet::all(Universe universe) {
    ItemSet set(std::move(universe));
    for (std::size_t index = 0; index < set.m_universe->size(); ++index) set.insertAt(index);
    return set;
}

bool ItemSet::contains(ItemId item) const {
    const auto place = std::lower_bound(m_universe->begin(), m_universe->end(), item);
    if (place == m_universe->end() || *place != item) return false;
    return containsAt(static_cast<std::size_t>(place - m_universe->begin()));
}

std::int64_t ItemSet::count() const noexcept {
    std::int64_t total = 0;
    for (const std::uint64_t word : m_words) total += std::popcount(word);
    return total;
}

std::vector<ItemId> ItemSet::items() const {
    std::vector<ItemId> members;
    for (std::size_t index = 0; index < m_universe->size(); ++index) {
        if (containsAt(index)) members.push_back((*m_universe)[index]);
    }
    return members;
}

ItemSet operator&(const ItemSet& left, const ItemSet& right) {
    if (left.m_universe != right.m_universe) {
        fail(ErrorCode::InvalidInput, "two sets of items from different lists cannot be combined");
    }
    ItemSet both(left.m_universe);
    for (std::size_t word = 0; word < both.m_words.size(); ++word) {
        both.m_words[word] = left.m_words[word] & right.m_words[word];
    }
    return both;
}

bool ItemSet::operator==(const ItemSet& other) const {
    return *m_universe == *other.m_universe && m_words == other.m_words;
}

}  // namespace descry
