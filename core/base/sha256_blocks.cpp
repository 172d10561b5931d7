#include "core/base/sha256_blocks.h"

#include <algorithm>
#include <bit>

namespace descry {
namespace {

constexpr std::array<std::uint32_t, 64> kRound{
    0x428a2f98U, 0x71374491U, 0xb5c0fbcfU, 0xe9b5dba5U, 0x3956c25bU, 0x59f111f1U, 0x923f82a4U,
    0xab1c5ed5U, 0xd807aa98U, 0x12835b01U, 0x243185beU, 0x550c7dc3U, 0x72be5d74U, 0x80deb1feU,
    0x9bdc06a7U, 0xc19bf174U, 0xe49b69c1U, 0xefbe4786U, 0x0fc19dc6U, 0x240ca1ccU, 0x2de92c6fU,
    0x4a7484aaU, 0x5cb0a9dcU, 0x76f988daU, 0x983e5152U, 0xa831c66dU, 0xb00327c8U, 0xbf597fc7U,
    0xc6e00bf3U, 0xd5a79147U, 0x06ca6351U, 0x14292967U, 0x27b70a85U, 0x2e1b2138U, 0x4d2c6dfcU,
    0x53380d13U, 0x650a7354U, 0x766a0abbU, 0x81c2c92eU, 0x92722c85U, 0xa2bfe8a1U, 0xa81a664bU,
    0xc24b8b70U, 0xc76c51a3U, 0xd192e819U, 0xd6990624U, 0xf40e3585U, 0x106aa070U, 0x19a4c116U,
    0x1e376c08U, 0x2748774cU, 0x34b0bcb5U, 0x391c0cb3U, 0x4ed8aa4aU, 0x5b9cca4fU, 0x682e6ff3U,
    0x748f82eeU, 0x78a5636fU, 0x84c87814U, 0x8cc70208U, 0x90befffaU, 0xa4506cebU, 0xbef9a3f7U,
    0xc67178f2U};

std::uint32_t bigEndianWord(std::span<const std::byte, 64> block, std::size_t index) noexcept {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        word = (word << 8) | std::to_integer<std::uint32_t>(block[index * 4 + i]);
    }
    return word;
}

}  // namespace

void Sha256Blocks::compress(std::span<const std::byte, 64> block) noexcept {
    std::array<std::uint32_t, 64> schedule;
    for (std::size_t t = 0; t < 16; ++t) schedule[t] = bigEndianWord(block, t);
    for (std::size_t t = 16; t < 64; ++t) {
        const std::uint32_t early = schedule[t - 15];
        const std::uint32_t late = schedule[t - 2];
        schedule[t] = schedule[t - 16] + schedule[t - 7] +
                      (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3)) +
                      (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10));
    }
    auto [a, b, c, d, e, f, g, h] = m_words;
    for (std::size_t t = 0; t < 64; ++t) {
        const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                    ((e & f) ^ (~e & g)) + kRound[t] + schedule[t];
        const std::uint32_t second =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] += mixed[i];
}

void Sha256Blocks::update(std::span<const std::byte> bytes) noexcept {
    while (!bytes.empty()) {
        const std::size_t filled = m_totalBytes % m_pending.size();
        const std::size_t count = std::min(bytes.size(), m_pending.size() - filled);
        std::copy_n(bytes.begin(), count, m_pending.begin() + static_cast<std::ptrdiff_t>(filled));
        m_totalBytes += count;
        bytes = bytes.subspan(count);
        if (filled + count == m_pending.size()) compress(m_pending);
    }
}

std::array<std::byte, 32> Sha256Blocks::digest() noexcept {
    const std::uint64_t totalBits = m_totalBytes * 8;
    const std::byte one{0x80};
    update(std::span(&one, 1));
    const std::byte zero{0};
    while (m_totalBytes % 64 != 56) update(std::span(&zero, 1));
    std::array<std::byte, 8> length;
    for (std::size_t i = 0; i < 8; ++i)
        length[i] = static_cast<std::byte>(totalBits >> (56 - 8 * i));
    update(length);
    std::array<std::byte, 32> result;
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = static_cast<std::byte>(m_words[i / 4] >> (24 - 8 * (i % 4)));
    }
    return result;
}

}  // namespace descry
