#pragma once
/// How a gallery's folders were indexed before, so that an update reads new files in the same way.
/// Thread rule: as the gallery. Errors: the gallery's; what cannot be understood is left out.

#include <vector>

#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"

namespace descry {

/// The gallery's folders, those with the same metadata file and pattern together. A metadata file
/// that is gone is left out. One without folders if the gallery has none.
std::vector<IndexOptions> updateOptions(Gallery& gallery);

}  // namespace descry
