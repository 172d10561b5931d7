#pragma once
/// Times as metadata files, file names and EXIF write them. Thread rule: pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace descry {

struct ZonedTime {
    std::int64_t utcMs = 0;           ///< Milliseconds since 1970, UTC.
    std::optional<std::string> zone;  ///< "+02:00"; absent if the source says none (taken as UTC).
};

/// ISO 8601: "2024-01-31T12:00:05.25+02:00" and its basic form "20240131T120005Z"; a blank or "_"
/// for the T, seconds, fraction and zone may be absent, the time of day too. EXIF's
/// "2024:01:31 12:00:05+02:00" is read likewise. Nothing if it is no such time.
std::optional<ZonedTime> parseTime(std::string_view text);

}  // namespace descry
