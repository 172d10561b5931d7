#pragma once
/// How a seed is given on a command line. Thread rule: pure. Failure rule: what is wrong is told.

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

namespace descry {

/// For CLI11's check(), which itself takes -1 for the largest number there is; "" if it is a seed.
inline std::string problemOfSeed(const std::string& text) {
    std::uint64_t seed = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, seed);
    if (error == std::errc() && rest == end) return {};
    return fmt::format("\"{}\" is not a whole number from 0 to {}",
                       text,
                       std::numeric_limits<std::uint64_t>::max());
}

}  // namespace descry
