#pragma once
/// The image files below a folder, in the byte order of their relative paths, so that they can be
/// compared with a gallery's rows in one pass. Image files are told by their extension. Links are
/// followed, each real folder once. Thread rule: one thread. Errors: NotFound or Io for the first
/// folder; folders below that cannot be read are noted and passed over.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace descry {

struct FoundFile {
    std::string path;  ///< Relative to the walk's root.
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;
};

/// What can be said of a file.
struct FileStatus {
    std::optional<FoundFile> file;  ///< Absent: there is no such ordinary file, or a problem.
    std::string problem;            ///< Why it cannot be said whether there is one.
};

/// A folder that could not be listed, or whose entries could not be looked at.
struct UnreadableFolder {
    std::string path;  ///< Relative to the walk's root; "" is the root.
    std::string reason;
};

struct FolderWalkOptions {
    std::filesystem::path root;
    std::string below;  ///< Only this folder of the root: "a/b", or "" for all of it.
    std::vector<std::filesystem::path> skipped;  ///< Folders that are not entered.
};

class FolderWalk {
  public:
    explicit FolderWalk(FolderWalkOptions options);

    /// The next file; nothing at the end.
    std::optional<FoundFile> next();

    /// Files passed over because their extension is not an image's.
    std::int64_t numIgnored() const noexcept { return m_numIgnored; }
    const std::vector<UnreadableFolder>& unreadable() const noexcept { return m_unreadable; }
    /// Whether the walk could not look for this path.
    bool isUnknown(std::string_view path) const;

  private:
    struct Entry {
        std::string name;
        bool isFolder = false;
    };
    struct Level {
        std::string prefix;  ///< "" or "a/b/".
        std::vector<Entry> entries;
        std::size_t next = 0;
    };

    bool enter(const std::string& path);
    std::optional<Entry> classify(int folder,
                                  const std::string& path,
                                  const char* name,
                                  unsigned char type);
    void noteUnreadable(const std::string& path, const std::string& reason);
    bool isSkipped(const std::filesystem::path& folder) const;

    FolderWalkOptions m_options;
    std::vector<Level> m_levels;
    std::set<std::pair<std::uint64_t, std::uint64_t>> m_visited;
    std::vector<UnreadableFolder> m_unreadable;
    std::int64_t m_numIgnored = 0;
};

/// True for .jpg, .jpeg, .jpe, .jfif, .png, .webp and .bmp in any case.
bool hasImageExtension(std::string_view name) noexcept;

/// Size and time of an ordinary file.
FileStatus statFile(const std::filesystem::path& root, const std::string& path);

}  // namespace descry
