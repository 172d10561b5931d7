#pragma once
/// The files of a character pack in memory, from an archive (.tar.xz and alike) or from its
/// unpacked folder. Nothing is written to the disk; an archive whose paths leave its folder, that
/// holds links or swells beyond the limits is refused. Thread rule: immutable after reading.
/// Errors: NotFound, Io, CorruptFile, naming the pack and the entry.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace descry::synthetic {

struct PackLimits {
    std::size_t maxFileBytes = std::size_t{32} << 20;  ///< Of one unpacked file.
    std::size_t maxBytes = std::size_t{256} << 20;     ///< Of all unpacked files.
    std::size_t maxFiles = 5000;
};

class PackFiles {
  public:
    /// `pack`: an archive, the folder it unpacks to, or a folder that holds either of them as
    /// characters/makehuman-cc0[.tar.xz].
    static PackFiles read(const std::filesystem::path& pack, const PackLimits& limits = {});
    static PackFiles readArchive(const std::filesystem::path& archive, const PackLimits& limits);
    static PackFiles readFolder(const std::filesystem::path& folder, const PackLimits& limits);

    /// Contents of a file by its path inside the pack; NotFound names what is missing.
    std::string_view file(std::string_view path) const;
    /// How messages call a file of the pack: "makehuman-cc0.tar.xz: makehuman/...".
    std::string nameOf(std::string_view path) const;
    std::size_t size() const noexcept { return m_files.size(); }

  private:
    void add(std::string path, std::string contents, const PackLimits& limits);

    std::filesystem::path m_source;
    std::size_t m_numBytes = 0;
    std::map<std::string, std::string, std::less<>> m_files;
};

}  // namespace descry::synthetic
