#include "core/gallery/checksum.h"

#include <array>
#include <bit>
#include <cstring>

namespace descry {
namespace {

// Odd multipliers: every step is a bijection of the lane for a given word and of the word for a
// given lane, so that a single wrong word always changes the sum.
constexpr std::uint64_t kWordFactor = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t kLaneFactor = 0xC2B2AE3D27D4EB4FU;
constexpr std::size_t kLanes = 4;
constexpr std::size_t kWordBytes = sizeof(std::uint64_t);

std::uint64_t absorb(std::uint64_t lane, std::uint64_t word) noexcept {
    return std::rotl(lane ^ (word * kWordFactor), 29) * kLaneFactor;
}

std::uint64_t wordAt(const std::byte* at) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, at, kWordBytes);
    return word;
}

}  // namespace

std::uint64_t checksum64(std::span<const std::byte> bytes, std::uint64_t seed) noexcept {
    std::array<std::uint64_t, kLanes> lanes{};
    for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = absorb(seed, i + 1);
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= kLanes * kWordBytes; left -= kLanes * kWordBytes) {
        for (std::size_t i = 0; i < kLanes; ++i, at += kWordBytes) {
            lanes[i] = absorb(lanes[i], wordAt(at));
        }
    }
    std::uint64_t sum = absorb(seed, bytes.size());
    for (; left >= kWordBytes; left -= kWordBytes, at += kWordBytes) sum = absorb(sum, wordAt(at));
    for (; left > 0; --left, ++at) sum = absorb(sum, std::to_integer<std::uint64_t>(*at) + 1);
    for (const std::uint64_t lane : lanes) sum = absorb(sum, lane);
    return sum ^ (sum >> 32);
}

}  // namespace descry
