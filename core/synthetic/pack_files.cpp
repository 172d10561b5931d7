#include "core/synthetic/pack_files.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry::synthetic {
namespace {

constexpr std::size_t kBlockBytes = 1 << 16;
constexpr std::string_view kPackName = "makehuman-cc0";

struct ArchiveCloser {
    void operator()(archive* reader) const noexcept { archive_read_free(reader); }
};
using ArchiveReader = std::unique_ptr<archive, ArchiveCloser>;

[[noreturn]] void refuse(const std::filesystem::path& source, archive* reader) {
    const char* reason = archive_error_string(reader);
    fail(ErrorCode::CorruptFile,
         "{}: not a whole archive: {}",
         displayable(source.native()),
         displayable(reason == nullptr ? "unknown reason" : reason));
}

ArchiveReader openArchive(const std::filesystem::path& source) {
    ArchiveReader reader(archive_read_new());
    if (!reader) fail(ErrorCode::OutOfMemory, "no memory to read an archive");
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open_filename(reader.get(), source.c_str(), kBlockBytes) != ARCHIVE_OK) {
        refuse(source, reader.get());
    }
    return reader;
}

/// The entry's path without "./"; a path that leaves the folder is refused.
std::string entryPath(const std::filesystem::path& source, archive_entry* entry) {
    const char* raw = archive_entry_pathname(entry);
    const std::filesystem::path path(raw == nullptr ? "" : raw);
    bool leaves = path.empty() || path.is_absolute();
    for (const auto& step : path) leaves = leaves || step == "..";
    if (leaves) {
        fail(ErrorCode::CorruptFile,
             "{}: the entry \"{}\" leaves the archive's folder",
             displayable(source.native()),
             displayable(path.native()));
    }
    return path.lexically_normal().generic_string();
}

std::string readEntry(const std::filesystem::path& source,
                      archive* reader,
                      const std::string& path,
                      std::size_t maxBytes) {
    std::string contents;
    std::string block(kBlockBytes, '\0');
    for (;;) {
        const la_ssize_t count = archive_read_data(reader, block.data(), block.size());
        if (count < 0) refuse(source, reader);
        if (count == 0) return contents;
        contents.append(block, 0, static_cast<std::size_t>(count));
        if (contents.size() > maxBytes) {
            fail(ErrorCode::CorruptFile,
                 "{}: {} is larger than {} bytes",
                 displayable(source.native()),
                 displayable(path),
                 maxBytes);
        }
    }
}

bool isFolder(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

}  // namespace

PackFiles PackFiles::read(const std::filesystem::path& pack, const PackLimits& limits) {
    const std::filesystem::path characters = pack / "characters" / kPackName;
    std::filesystem::path archive = characters;
    archive += ".tar.xz";
    std::error_code ignored;
    if (isFolder(pack / "makehuman")) return readFolder(pack, limits);
    if (isFolder(characters)) return readFolder(characters, limits);
    if (std::filesystem::exists(archive, ignored)) return readArchive(archive, limits);
    if (std::filesystem::is_regular_file(pack, ignored)) return readArchive(pack, limits);
    fail(ErrorCode::NotFound,
         "{}: no character pack there; {} or the folder it unpacks to is wanted",
         displayable(pack.native()),
         displayable(archive.native()));
}

PackFiles PackFiles::readArchive(const std::filesystem::path& archive, const PackLimits& limits) {
    PackFiles files;
    files.m_source = archive;
    const ArchiveReader reader = openArchive(archive);
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK) refuse(archive, reader.get());
        std::string path = entryPath(archive, entry);
        if (archive_entry_filetype(entry) == AE_IFDIR) continue;
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
            fail(ErrorCode::CorruptFile,
                 "{}: {} is a link or a device, not a file",
                 displayable(archive.native()),
                 displayable(path));
        }
        std::string contents = readEntry(archive, reader.get(), path, limits.maxFileBytes);
        files.add(std::move(path), std::move(contents), limits);
    }
    if (files.m_files.empty()) {
        fail(ErrorCode::CorruptFile, "{}: an empty archive", displayable(archive.native()));
    }
    return files;
}

PackFiles PackFiles::readFolder(const std::filesystem::path& folder, const PackLimits& limits) {
    PackFiles files;
    files.m_source = folder;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries(folder, error);
    for (; !error && entries != std::filesystem::recursive_directory_iterator();
         entries.increment(error)) {
        const std::filesystem::path& path = entries->path();
        if (entries->is_symlink() || !entries->is_regular_file()) continue;
        files.add(path.lexically_relative(folder).generic_string(),
                  readFile(path, limits.maxFileBytes),
                  limits);
    }
    if (error) {
        fail(
            ErrorCode::Io, "{}: cannot be read: {}", displayable(folder.native()), error.message());
    }
    return files;
}

void PackFiles::add(std::string path, std::string contents, const PackLimits& limits) {
    m_numBytes += contents.size();
    if (m_numBytes > limits.maxBytes || m_files.size() >= limits.maxFiles) {
        fail(ErrorCode::CorruptFile,
             "{}: more than {} files or {} bytes",
             displayable(m_source.native()),
             limits.maxFiles,
             limits.maxBytes);
    }
    m_files.insert_or_assign(std::move(path), std::move(contents));
}

std::string_view PackFiles::file(std::string_view path) const {
    const auto found = m_files.find(path);
    if (found == m_files.end()) {
        fail(ErrorCode::NotFound, "{}: missing from the pack", nameOf(path));
    }
    return found->second;
}

std::string PackFiles::nameOf(std::string_view path) const {
    return fmt::format(
        "{}: {}", displayable(m_source.filename().native()), displayable(std::string(path)));
}

}  // namespace descry::synthetic
