#pragma once
/// Private to core/review: times as text, "2026-11-26T15:02:03.123Z". Thread rule: pure functions.
/// Errors: none; a text that is no time gives nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace descry {

/// `timeMs` is UTC, milliseconds since 1970.
std::string utcTimeText(std::int64_t timeMs);
/// Takes seconds with any number of decimals, and "Z" or "+00:00" or nothing behind them.
std::optional<std::int64_t> parseUtcTime(std::string_view text);

}  // namespace descry
