#pragma once
/// How a gallery's folders were indexed before, so that an update reads new files in the same way.
/// Thread rule: as the gallery. Errors: the gallery's; what cannot be understood is left out.

#include <vector>

#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"

namespace descry {

/// The gallery's folders, those with the same metadata file and pattern together, and the data sets
/// whose images lie in them; a folder that only data sets have been read from is not walked itself.
/// Metadata files and data sets that are gone are left out. One without folders if the gallery has
/// none.
std::vector<IndexOptions> updateOptions(Gallery& gallery);
/// Of these what reads files in the given absolute folders: those of them that would be walked, and
/// the data sets whose images they hold or lie among.
std::vector<IndexOptions> updateOptionsWithin(Gallery& gallery,
                                              const std::vector<std::filesystem::path>& folders);

}  // namespace descry
