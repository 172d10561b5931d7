#pragma once
/// How the Search workspace writes an item's place and time, a filter, and scores. Thread rule:
/// pure functions.

#include <QString>
#include <QStringList>
#include <optional>
#include <string>

#include "core/search/filter.h"

namespace descry {

/// "14:03:12" in the zone that the source gave, else in UTC.
QString shownTime(std::int64_t timeMs, const std::optional<std::string>& zone);
/// "2026-05-01 14:03:12 +02:00"
QString shownDateTime(std::int64_t timeMs, const std::optional<std::string>& zone);
/// "camera 3" of "camera-3", "camera_3", "3"; other names as they are.
QString shownCamera(const std::string& camera);
/// With a true minus sign and three decimals; for tooltips and details.
QString shownScore(float score);
/// A sentence of core's, that begins small, as one for people.
QString asSentence(QString text);

}  // namespace descry
