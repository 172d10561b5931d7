#include "core/review/utc_time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace descry {
namespace {

using namespace std::chrono;

/// Takes a number of so many digits and what must follow it off the text.
std::optional<int> takeNumber(std::string_view& text, std::size_t numDigits, char after) {
    if (text.size() < numDigits) return std::nullopt;
    int value = 0;
    const char* const end = text.data() + numDigits;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value < 0) return std::nullopt;
    text.remove_prefix(numDigits);
    if (after == '\0') return value;
    if (!text.starts_with(after)) return std::nullopt;
    text.remove_prefix(1);
    return value;
}

/// Takes ".123456" off: milliseconds, the digits behind them left out.
std::optional<int> takeMilliseconds(std::string_view& text) {
    if (!text.starts_with('.')) return 0;
    text.remove_prefix(1);
    int value = 0;
    std::size_t numDigits = 0;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
        if (numDigits++ < 3) value = 10 * value + (text[0] - '0');
    }
    if (numDigits == 0) return std::nullopt;
    for (; numDigits < 3; ++numDigits) value *= 10;
    return value;
}

}  // namespace

std::string utcTimeText(std::int64_t timeMs) {
    const sys_time<milliseconds> time{milliseconds(timeMs)};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss<milliseconds> inDay(time - midnight);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                       static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()),
                       inDay.hours().count(),
                       inDay.minutes().count(),
                       inDay.seconds().count(),
                       inDay.subseconds().count());
}

std::optional<std::int64_t> parseUtcTime(std::string_view text) {
    struct Part {
        std::size_t numDigits;
        char after;
    };
    constexpr std::size_t kNumParts = 6;
    constexpr std::array<Part, kNumParts> kParts{
        {{4, '-'}, {2, '-'}, {2, 'T'}, {2, ':'}, {2, ':'}, {2, '\0'}}};
    std::array<int, kNumParts> values{};
    for (std::size_t i = 0; i < kNumParts; ++i) {
        const auto value = takeNumber(text, kParts[i].numDigits, kParts[i].after);
        if (!value) return std::nullopt;
        values[i] = *value;
    }
    const auto fraction = takeMilliseconds(text);
    const bool isUtc = text.empty() || text == "Z" || text == "+00:00";
    const year_month_day date{year{values[0]},
                              month{static_cast<unsigned>(values[1])},
                              day{static_cast<unsigned>(values[2])}};
    const bool isClock = values[3] < 24 && values[4] < 60 && values[5] < 60;
    if (!fraction || !isUtc || !date.ok() || !isClock) return std::nullopt;
    const milliseconds inDay =
        hours(values[3]) + minutes(values[4]) + seconds(values[5]) + milliseconds(*fraction);
    return (sys_days(date).time_since_epoch() + inDay).count();
}

}  // namespace descry
