#pragma once
/// How one image's tokens are kept between encoding and re-ranking: in memory and in the token
/// cache. Thread rule: values and pure functions. Errors: InvalidInput for values that a format
/// cannot hold, CorruptFile for packed bytes of another size than their shape asks for.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace descry {

enum class TokenFormat : std::uint8_t { F16 = 1, Int8 = 2, F32 = 3 };

/// One image's tokens [N, D]: F32 and F16 as such; Int8 as N float32 scales, then N x D signed
/// bytes. Little-endian.
struct ImageTokens {
    TokenFormat format = TokenFormat::F16;
    std::vector<std::byte> bytes;
};

/// Bytes of one image's tokens.
std::size_t tokenBytes(TokenFormat format, std::int64_t numTokens, std::int64_t width) noexcept;
/// Packs float32 [N, D], D = `width`. Int8: a token's scale is its largest magnitude / 127, so that
/// no value moves by more than half a scale.
ImageTokens packTokens(std::span<const float> tokens, std::int64_t width, TokenFormat format);
/// Unpacks to float32 [N, D]; `out` gives N.
void unpackTokens(const ImageTokens& tokens, std::int64_t width, std::span<float> out);

}  // namespace descry
