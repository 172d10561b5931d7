#pragma once
/// Private to core/base: SHA-256 in plain C++, for the build without OpenSSL. Thread rule: one
/// object, one thread. Never fails. Source: FIPS 180-4, section 6.2.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace descry {

class Sha256Blocks {
  public:
    void update(std::span<const std::byte> bytes) noexcept;
    std::array<std::byte, 32> digest() noexcept;

  private:
    void compress(std::span<const std::byte, 64> block) noexcept;

    std::array<std::uint32_t, 8> m_words{0x6a09e667U,
                                         0xbb67ae85U,
                                         0x3c6ef372U,
                                         0xa54ff53aU,
                                         0x510e527fU,
                                         0x9b05688cU,
                                         0x1f83d9abU,
                                         0x5be0cd19U};
    std::array<std::byte, 64> m_pending{};
    std::uint64_t m_totalBytes = 0;
};

}  // namespace descry
