#pragma once
/// Strong integer ids, so that an item id never passes for a root id. Thread rule: values.

#include <compare>
#include <cstdint>
#include <functional>

namespace descry {

template <typename Tag>
struct StrongId {
    std::int64_t value = 0;

    auto operator<=>(const StrongId&) const = default;
};

using ItemId = StrongId<struct ItemTag>;  ///< One image of a gallery; SQLite row id, 1 or more.
using RootId = StrongId<struct RootTag>;  ///< One folder that a gallery's paths are relative to.
using JobId = StrongId<struct JobTag>;    ///< One submitted job of a JobQueue.

}  // namespace descry

template <typename Tag>
struct std::hash<descry::StrongId<Tag>> {
    std::size_t operator()(descry::StrongId<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
