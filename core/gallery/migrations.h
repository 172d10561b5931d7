#pragma once
/// Private to core/gallery: the tables of a gallery, version by version. Thread rule: none. Failure
/// rule: none.

#include <cstdint>

#include "core/sqlite/schema.h"

namespace descry {

/// SQLite's application_id of a gallery: "Dscr".
inline constexpr std::uint32_t kGalleryApplicationId = 0x44736372;

Migrations galleryMigrations() noexcept;

}  // namespace descry
