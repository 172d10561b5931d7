#pragma once
/// What a dropped or given path is: told by the disk, so asked off the GUI thread. Thread rule:
/// pure but for the disk, any thread. Failure rule: what cannot be looked at is Unknown.

#include <filesystem>
#include <stop_token>
#include <vector>

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

struct DroppedPath {
    std::filesystem::path path;
    PathKind kind = PathKind::Unknown;
};

/// The first of each kind, as one of each can be open. What is Unknown counts only where nothing
/// else was dropped.
std::vector<DroppedPath> firstOfEachKind(const std::vector<std::filesystem::path>& paths,
                                         const std::stop_token& stop);

}  // namespace descry
