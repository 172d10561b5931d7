#include "ui/search/shown_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include "core/base/unicode.h"
#include "ui/common/text.h"

namespace descry {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::SearchText)
};

constexpr int kSecondsPerMinute = 60;
constexpr int kMinutesPerHour = 60;

/// Seconds east of UTC of "+02:00"; 0 of anything else.
int offsetOf(const std::optional<std::string>& zone) {
    static const QRegularExpression form(QStringLiteral("^([+-])(\\d\\d):(\\d\\d)$"));
    if (!zone) return 0;
    const QRegularExpressionMatch match = form.match(toQString(*zone));
    if (!match.hasMatch()) return 0;
    const int minutes = match.captured(2).toInt() * kMinutesPerHour + match.captured(3).toInt();
    return (match.captured(1) == QLatin1String("-") ? -minutes : minutes) * kSecondsPerMinute;
}

QDateTime timeAt(std::int64_t timeMs, const std::optional<std::string>& zone) {
    return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toOffsetFromUtc(offsetOf(zone));
}

}  // namespace

QString shownTime(std::int64_t timeMs, const std::optional<std::string>& zone) {
    return timeAt(timeMs, zone).toString(QStringLiteral("HH:mm:ss"));
}

QString shownDateTime(std::int64_t timeMs, const std::optional<std::string>& zone) {
    const QString name = zone ? toQString(*zone) : QStringLiteral("UTC");
    return timeAt(timeMs, zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) + name;
}

QString shownCamera(const std::string& camera) {
    static const QRegularExpression numbered(QStringLiteral("^(?:cam(?:era)?)?[-_ ]*(\\d+)$"),
                                             QRegularExpression::CaseInsensitiveOption);
    const QString name = toQString(displayable(camera));
    const QRegularExpressionMatch match = numbered.match(name);
    return match.hasMatch() ? Text::tr("camera %1").arg(match.captured(1)) : name;
}

QString shownScore(float score) {
    constexpr int kDecimals = 3;
    QString text = QString::number(static_cast<double>(score), 'f', kDecimals);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString asSentence(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : Text::tr("%1.").arg(text);
}

}  // namespace descry
