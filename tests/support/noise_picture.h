#pragma once
/// Small picture files that differ by a seed. Thread rule: test code.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/fake_rasa_model.h"

namespace descry::test {

/// A 24-bit BMP of noise that depends on the seed alone.
inline void writePicture(const std::filesystem::path& path, std::uint64_t seed) {
    constexpr std::uint32_t kSide = 12;  // 36 bytes a row: no padding.
    std::string bytes = "BM";
    const auto append = [&](std::uint32_t value, int numBytes) {
        for (int i = 0; i < numBytes; ++i)
            bytes.push_back(static_cast<char>(value >> 8 * i & 255U));
    };
    append(54 + kSide * kSide * 3, 4);
    append(0, 4);
    append(54, 4);
    append(40, 4);
    append(kSide, 4);
    append(kSide, 4);
    append(1, 2);
    append(24, 2);
    for (int i = 0; i < 6; ++i) append(i == 1 ? kSide * kSide * 3 : 0, 4);
    for (std::uint32_t i = 0; i < kSide * kSide * 3; ++i) {
        append(static_cast<std::uint32_t>((mixed(seed, i / 9) + 1) * 127), 1);
    }
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace descry::test
