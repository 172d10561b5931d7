#pragma once
/// The order in which a result is shown while re-ranking goes on: every item takes the place of its
/// rank, but those that are pinned (selected, under the pointer) stay where they are, and the
/// others fill the places around them. Thread rule: pure function.

#include <set>
#include <span>
#include <vector>

#include "core/base/ids.h"

namespace descry {

/// `shown` and `ranked` hold the same items. Pinned ones that are not among them count for nothing.
std::vector<ItemId> settledOrder(std::span<const ItemId> shown,
                                 std::span<const ItemId> ranked,
                                 const std::set<ItemId>& pinned);

}  // namespace descry
