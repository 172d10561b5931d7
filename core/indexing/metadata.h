#pragma once
/// What a sidecar file says of images: CSV (a header line names the columns) or JSON (a list of
/// objects): path, camera, time (ISO 8601), track, person, tags, captions. In CSV cells several
/// tags or captions stand apart by "|". Thread rule: immutable after reading. Errors: NotFound, Io,
/// CorruptFile (no such file format), InvalidInput (no path column, or not one good row); single
/// bad rows are problems, not errors.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/gallery/gallery.h"

namespace descry {

class SidecarMetadata {
  public:
    static SidecarMetadata read(const std::filesystem::path& file);

    /// The row of an image: its path as written in the file may be relative to the root, relative
    /// to the sidecar's own folder, or absolute. Null if no row speaks of it.
    const ItemMetadata* find(const std::filesystem::path& root, const std::string& path) const;

    std::size_t numRows() const noexcept { return m_rows.size(); }
    /// "meta.csv, line 7: the time \"yesterday\" is not ISO 8601".
    const std::vector<Error>& problems() const noexcept { return m_problems; }

  private:
    struct Reader;

    std::filesystem::path m_folder;
    std::unordered_map<std::string, ItemMetadata> m_rows;
    std::vector<Error> m_problems;
};

/// Field by field the first of the two that is not missing; tags of both.
ItemMetadata mergeMetadata(const ItemMetadata& first, const ItemMetadata& second);

bool operator==(const ItemMetadata& left, const ItemMetadata& right);

}  // namespace descry
