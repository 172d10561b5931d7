#pragma once
/// What a dropped or given path is: told by the disk, so asked off the GUI thread. Thread rule:
/// pure but for the disk, any thread. Failure rule: what cannot be looked at is Unknown.

#include <filesystem>

namespace descry {

enum class PathKind {
    Folder,      ///< Of pictures.
    Bundle,      ///< A folder with config.json and model.safetensors.
    Gallery,     ///< *.descry
    Checkpoint,  ///< *.pth, *.pt, *.bin, *.safetensors
    Picture,
    Unknown,
};

PathKind pathKindOf(const std::filesystem::path& path);

}  // namespace descry
