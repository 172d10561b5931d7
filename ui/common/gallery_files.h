#pragma once
/// Opening galleries for the window: files, and the gallery that belongs to a folder of pictures.
/// Thread rule: off the GUI thread. Errors: the gallery's, Io (the data folder cannot be written).

#include <filesystem>
#include <vector>

#include "ui/common/workbench.h"

namespace descry {

/// Opens a file, for reading alone where it cannot be written, counts it and closes it again.
OpenGallery readGallery(const std::filesystem::path& file);

/// The gallery of these folders in `galleriesFolder`: the one whose name is `name` and that knows
/// the first of them, else a new one, "name 2" and so on if the name is taken.
OpenGallery galleryOfFolders(const std::filesystem::path& galleriesFolder,
                             const std::string& name,
                             const std::vector<std::filesystem::path>& folders);

}  // namespace descry
