#include "core/review/pair_id.h"

#include "core/base/error.h"

namespace descry {
namespace {

std::optional<unsigned> nibbleOf(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
    return std::nullopt;
}

}  // namespace

PairId pairIdOf(const Sha256Digest& image, std::string_view caption) {
    Sha256 hash;
    hash.update(image);
    hash.update(caption);
    return {hash.digest()};
}

std::optional<Sha256Digest> digestFromHex(std::string_view hex) {
    Sha256Digest digest{};
    if (hex.size() != 2 * digest.size()) return std::nullopt;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto high = nibbleOf(hex[2 * i]);
        const auto low = nibbleOf(hex[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        digest[i] = static_cast<std::byte>(*high << 4 | *low);
    }
    return digest;
}

Sha256Digest hashImage(const std::filesystem::path& file) {
    const auto digest = digestFromHex(sha256File(file));
    if (!digest) fail(ErrorCode::Internal, "a SHA-256 is not 64 hexadecimal digits");
    return *digest;
}

}  // namespace descry
