#include "core/indexing/time_text.h"

#include <fmt/format.h>

#include <chrono>

namespace descry {
namespace {

constexpr int kMaxZoneMinutes = 14 * 60;

/// Reads a time from left to right; every take says whether it found what it wants.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    bool atEnd() const { return m_rest.empty(); }

    std::optional<int> digits(std::size_t count) {
        if (m_rest.size() < count) return std::nullopt;
        int value = 0;
        for (const char c : m_rest.substr(0, count)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        m_rest.remove_prefix(count);
        return value;
    }

    bool oneOf(std::string_view characters) {
        if (m_rest.empty() || characters.find(m_rest.front()) == std::string_view::npos) {
            return false;
        }
        m_last = m_rest.front();
        m_rest.remove_prefix(1);
        return true;
    }

    char last() const { return m_last; }
    bool nextIsDigit() const {
        return !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9';
    }

  private:
    std::string_view m_rest;
    char m_last = '\0';
};

std::optional<std::chrono::sys_days> readDate(Scanner& scanner) {
    const auto year = scanner.digits(4);
    const bool separated = scanner.oneOf("-:/");
    const auto month = scanner.digits(2);
    if (separated && !scanner.oneOf("-:/")) return std::nullopt;
    const auto day = scanner.digits(2);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year == 0) return std::nullopt;
    return std::chrono::sys_days(date);
}

/// Milliseconds of a fraction, cut after the third digit.
std::optional<int> readFraction(Scanner& scanner) {
    int value = 0;
    int scale = 100;
    if (!scanner.nextIsDigit()) return std::nullopt;
    while (scanner.nextIsDigit()) {
        value += *scanner.digits(1) * scale;
        scale /= 10;
    }
    return value;
}

std::optional<std::chrono::milliseconds> readClock(Scanner& scanner) {
    const auto hour = scanner.digits(2);
    const bool separated = scanner.oneOf(":");
    const auto minute = scanner.digits(2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    int second = 0;
    int millisecond = 0;
    const bool hasSeconds = separated ? scanner.oneOf(":") : scanner.nextIsDigit();
    if (hasSeconds) {
        const auto read = scanner.digits(2);
        // A leap second is the last moment of its minute.
        if (!read || *read > 60) return std::nullopt;
        second = *read == 60 ? 59 : *read;
        if (scanner.oneOf(".,")) {
            const auto fraction = readFraction(scanner);
            if (!fraction) return std::nullopt;
            millisecond = *fraction;
        }
    }
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(millisecond);
}

struct Zone {
    std::string text;
    std::chrono::minutes offset{0};
};

std::optional<Zone> readZone(Scanner& scanner) {
    if (scanner.oneOf("Zz")) return Zone{.text = "+00:00"};
    if (!scanner.oneOf("+-")) return std::nullopt;
    const char sign = scanner.last();
    const auto hours = scanner.digits(2);
    if (!hours) return std::nullopt;
    const bool separated = scanner.oneOf(":");
    const auto minutes = !separated && scanner.atEnd() ? std::optional<int>(0) : scanner.digits(2);
    if (!minutes || *minutes > 59 || *hours * 60 + *minutes > kMaxZoneMinutes) return std::nullopt;
    const int offset = *hours * 60 + *minutes;
    return Zone{.text = fmt::format("{}{:02}:{:02}", sign, *hours, *minutes),
                .offset = std::chrono::minutes(sign == '-' ? -offset : offset)};
}

}  // namespace

std::optional<ZonedTime> parseTime(std::string_view text) {
    Scanner scanner(text);
    const auto date = readDate(scanner);
    if (!date) return std::nullopt;
    std::chrono::sys_time<std::chrono::milliseconds> time = *date;
    ZonedTime result;
    if (!scanner.atEnd()) {
        if (!scanner.oneOf("Tt _")) return std::nullopt;
        const auto clock = readClock(scanner);
        if (!clock) return std::nullopt;
        time += *clock;
        if (!scanner.atEnd()) {
            const auto zone = readZone(scanner);
            if (!zone || !scanner.atEnd()) return std::nullopt;
            result.zone = zone->text;
            time -= zone->offset;
        }
    }
    result.utcMs = time.time_since_epoch().count();
    return result;
}

}  // namespace descry
