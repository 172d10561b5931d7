#pragma once
/// A set of a gallery's items as a bitmap over a shared, sorted list of all its item ids: what a
/// filter gives and a search is restricted to. Thread rule: values; the id list is immutable.
/// Errors: InvalidInput where two sets of different lists are combined.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/ids.h"

namespace descry {

class ItemSet {
  public:
    using Universe = std::shared_ptr<const std::vector<ItemId>>;

    /// Empty set over `universe`, whose ids rise strictly.
    explicit ItemSet(Universe universe);
    /// The set of all of `universe`.
    static ItemSet all(Universe universe);

    const std::vector<ItemId>& universe() const noexcept { return *m_universe; }
    void insertAt(std::size_t index) { m_words[index / 64] |= std::uint64_t{1} << index % 64; }
    bool containsAt(std::size_t index) const {
        return (m_words[index / 64] >> index % 64 & 1U) != 0;
    }
    bool contains(ItemId item) const;
    std::int64_t count() const noexcept;
    /// In id order.
    std::vector<ItemId> items() const;

    friend ItemSet operator&(const ItemSet& left, const ItemSet& right);
    bool operator==(const ItemSet& other) const;

  private:
    Universe m_universe;
    std::vector<std::uint64_t> m_words;
};

}  // namespace descry
