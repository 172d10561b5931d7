#pragma once
/// What a pair is called wherever it lies: the SHA-256 over the 32 bytes of the image file's own
/// SHA-256, followed by the caption's UTF-8 as it stands in the data set. Two files of the same
/// bytes are one image; a caption that differs by a blank is another pair. Thread rule: values and
/// pure functions. Errors: hashImage as sha256File.

#include <compare>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/hash.h"

namespace descry {

struct PairId {
    Sha256Digest digest{};

    auto operator<=>(const PairId&) const = default;
    std::string hex() const { return toHex(digest); }
};

PairId pairIdOf(const Sha256Digest& image, std::string_view caption);

/// The SHA-256 of an image file's bytes.
Sha256Digest hashImage(const std::filesystem::path& file);

/// 64 hexadecimal digits in lower case; nothing for another text.
std::optional<Sha256Digest> digestFromHex(std::string_view hex);

}  // namespace descry

template <>
struct std::hash<descry::PairId> {
    std::size_t operator()(const descry::PairId& pair) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, pair.digest.data(), sizeof value);
        return value;
    }
};
