#include "core/model/torch_folder.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxVersionFileBytes = 64 << 10;
/// In the names of all functions that take or return the strings of GCC 5 and later.
constexpr std::string_view kNewStrings = "__cxx11";

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#endif

std::string shownName(const fs::path& path) {
    return displayable(path.native());
}

/// False where nothing is; Io where that cannot be told.
bool isFile(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::none) {
        fail(ErrorCode::Io, "{}: cannot be read: {}", shownName(path), error.message());
    }
    return fs::is_regular_file(status);
}

/// "2.15.0+cu132" of a wheel's version.py: the first quoted text of the line that begins so.
std::optional<std::string> quotedVersion(const std::string& text) {
    std::size_t line = text.starts_with("__version__") ? 0 : text.find("\n__version__");
    if (line == text.npos) return {};
    const std::size_t lineEnd = std::min(text.find('\n', line + 1), text.size());
    const std::size_t begin = text.find_first_of("'\"", line);
    if (begin >= lineEnd) return {};
    const std::size_t end = text.find(text[begin], begin + 1);
    if (end >= lineEnd) return {};
    return text.substr(begin + 1, end - begin - 1);
}

/// What the folder says of itself: a wheel in version.py, LibTorch's archive in build-version.
std::optional<std::string> versionOf(const fs::path& folder) {
    if (isFile(folder / "version.py")) {
        return quotedVersion(readFile(folder / "version.py", kMaxVersionFileBytes));
    }
    if (!isFile(folder / "build-version")) return {};
    std::string text = readFile(folder / "build-version", kMaxVersionFileBytes);
    text.resize(std::min(text.find_first_of(" \r\n"), text.size()));
    return text;
}

/// A structure of the file at that place; CorruptFile if the file ends before.
template <typename Structure>
Structure structureAt(const MappedFile& file, std::uint64_t offset) {
    Structure structure;
    const std::span<const std::byte> bytes = file.bytes();
    if (offset > bytes.size() || bytes.size() - offset < sizeof(structure)) {
        fail(ErrorCode::CorruptFile, "{}: cut short", shownName(file.path()));
    }
    std::memcpy(&structure, bytes.data() + offset, sizeof(structure));
    return structure;
}

/// The names of what a library gives and needs, one after another.
std::string_view symbolNames(const MappedFile& file, const Elf64_Ehdr& header) {
    for (Elf64_Half index = 0; index < header.e_shnum; ++index) {
        const auto place = [&](std::uint64_t section) {
            return header.e_shoff + section * sizeof(Elf64_Shdr);
        };
        const auto symbols = structureAt<Elf64_Shdr>(file, place(index));
        if (symbols.sh_type != SHT_DYNSYM) continue;
        const auto names = structureAt<Elf64_Shdr>(file, place(symbols.sh_link));
        const std::span<const std::byte> bytes = file.bytes();
        if (names.sh_offset > bytes.size() || names.sh_size > bytes.size() - names.sh_offset) break;
        return {reinterpret_cast<const char*>(bytes.data()) + names.sh_offset, names.sh_size};
    }
    fail(ErrorCode::CorruptFile, "{}: no table of symbols", shownName(file.path()));
}

/// That the dynamic linker would take it, and that it calls ours by the names ours have.
void checkBinary(const fs::path& library) {
    const MappedFile file(library);
    const auto header = structureAt<Elf64_Ehdr>(file, 0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
        fail(ErrorCode::CorruptFile, "{}: not a library", shownName(library));
    }
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine ||
        header.e_shentsize != sizeof(Elf64_Shdr)) {
        fail(ErrorCode::Unsupported, "{}: made for another processor", shownName(library));
    }
    if (symbolNames(file, header).find(kNewStrings) == std::string_view::npos) {
        fail(ErrorCode::Unsupported,
             "{}: built with the C++ library's old strings (pre-cxx11 ABI); take the LibTorch with "
             "the cxx11 ABI, or that of a Python wheel",
             shownName(library));
    }
}

void checkVersion(const fs::path& folder, const std::string& found, const std::string& wanted) {
    // "+cu132" says which CUDA it was built for; any serves, it brings its own.
    if (!wanted.empty() && std::string_view(found).substr(0, found.find('+')) == wanted) return;
    fail(ErrorCode::Unsupported,
         "{} holds LibTorch {}, this program needs {}",
         shownName(folder),
         displayable(found),
         wanted.empty() ? "none: it was built without" : wanted);
}

}  // namespace

std::string linkedTorchVersion() {
    return DESCRY_TORCH_VERSION;
}

TorchFolder checkTorchFolder(const fs::path& folder, const std::string& wanted) {
    const auto version = versionOf(folder);
    if (!version) {
        fail(ErrorCode::NotFound,
             "{} is not a LibTorch folder (neither version.py nor build-version tells a version): "
             "name the folder torch of a Python wheel, or libtorch of LibTorch's archive",
             shownName(folder));
    }
    checkVersion(folder, *version, wanted);
    fs::path cudaPart = folder / "lib" / "libtorch_cuda.so";
    if (!isFile(cudaPart)) {
        fail(ErrorCode::NotFound,
             "{} holds LibTorch {} without its CUDA part (lib/libtorch_cuda.so): install the one "
             "for CUDA",
             shownName(folder),
             displayable(*version));
    }
    checkBinary(cudaPart);
    return {*version, std::move(cudaPart)};
}

}  // namespace descry
