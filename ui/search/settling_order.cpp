#include "ui/search/settling_order.h"

namespace descry {

std::vector<ItemId> settledOrder(std::span<const ItemId> shown,
                                 std::span<const ItemId> ranked,
                                 const std::set<ItemId>& pinned) {
    std::vector<ItemId> order(shown.begin(), shown.end());
    auto next = ranked.begin();
    for (ItemId& place : order) {
        if (pinned.contains(place)) continue;
        while (next != ranked.end() && pinned.contains(*next)) ++next;
        if (next == ranked.end()) break;
        place = *next++;
    }
    return order;
}

}  // namespace descry
