#include "core/base/hash.h"

#include <fcntl.h>

#include <vector>

#include "core/base/file_descriptor.h"

namespace descry {

std::string Sha256::hexDigest() {
    return toHex(digest());
}

std::string toHex(std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
        text += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

std::string sha256Hex(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.hexDigest();
}

std::string sha256Hex(std::string_view text) {
    return sha256Hex(std::as_bytes(std::span(text)));
}

std::string sha256File(const std::filesystem::path& path) {
    constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
    const OpenFile file = openForReading(path);
    ::posix_fadvise(file.descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    Sha256 hash;
    std::vector<std::byte> piece(kPieceBytes);
    for (;;) {
        const std::size_t count = readFully(file.descriptor, piece, path);
        hash.update(std::span(piece).first(count));
        if (count < piece.size()) return hash.hexDigest();
    }
}

}  // namespace descry
