#include "ui/shell/dropped.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include "core/model/fingerprint.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

template <std::size_t N>
bool isOneOf(std::string_view ending, const std::array<std::string_view, N>& endings) {
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

std::string lowerCase(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

PathKind fileKindOf(const fs::path& file) {
    static constexpr std::array<std::string_view, 4> kCheckpoints{
        ".pth", ".pt", ".bin", ".safetensors"};
    static constexpr std::array<std::string_view, 5> kPictures{
        ".jpg", ".jpeg", ".png", ".webp", ".bmp"};
    const std::string ending = lowerCase(file.extension().native());
    if (ending == ".descry") return PathKind::Gallery;
    if (isOneOf(ending, kCheckpoints)) return PathKind::Checkpoint;
    return isOneOf(ending, kPictures) ? PathKind::Picture : PathKind::Unknown;
}

/// Folders are opened as galleries, and checkpoints become bundles.
PathKind openedAs(const DroppedPath& dropped) {
    switch (dropped.kind) {
        case PathKind::Folder:
            return PathKind::Gallery;
        case PathKind::Checkpoint:
            return PathKind::Bundle;
        default:
            return dropped.kind;
    }
}

}  // namespace

PathKind pathKindOf(const fs::path& path) {
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (problem || !fs::exists(status)) return PathKind::Unknown;
    if (!fs::is_directory(status)) return fileKindOf(path);
    const bool isBundle =
        fs::exists(path / kConfigFile, problem) && fs::exists(path / kWeightsFile, problem);
    return isBundle ? PathKind::Bundle : PathKind::Folder;
}

std::vector<DroppedPath> firstOfEachKind(const std::vector<fs::path>& paths,
                                         const std::stop_token& stop) {
    std::vector<DroppedPath> first;
    for (const fs::path& path : paths) {
        if (stop.stop_requested()) break;
        const DroppedPath dropped{path, pathKindOf(path)};
        const bool isNew = std::ranges::find(first, openedAs(dropped), openedAs) == first.end();
        if (isNew) first.push_back(dropped);
    }
    if (first.size() > 1) {
        std::erase_if(first, [](const DroppedPath& one) { return one.kind == PathKind::Unknown; });
    }
    return first;
}

}  // namespace descry
