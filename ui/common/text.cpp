#include "ui/common/text.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/unicode.h"

namespace descry {
namespace {

constexpr QChar kNarrowNoBreakSpace(0x202f);
constexpr char kErrorContext[] = "descry::Error";
constexpr char kJobContext[] = "descry::JobText";

/// The stages and units that jobs report; tst_ui_text looks for them in the sources.
constexpr const char* kJobTexts[] = {
    QT_TRANSLATE_NOOP("descry::JobText", "images"),
    QT_TRANSLATE_NOOP("descry::JobText", "captions"),
    QT_TRANSLATE_NOOP("descry::JobText", "pairs"),
    QT_TRANSLATE_NOOP("descry::JobText", "embeddings"),
    QT_TRANSLATE_NOOP("descry::JobText", "steps"),
    QT_TRANSLATE_NOOP("descry::JobText", "MB"),
    QT_TRANSLATE_NOOP("descry::JobText", "looking for images"),
    QT_TRANSLATE_NOOP("descry::JobText", "indexing"),
    QT_TRANSLATE_NOOP("descry::JobText", "completing"),
    QT_TRANSLATE_NOOP("descry::JobText", "caching image tokens"),
    QT_TRANSLATE_NOOP("descry::JobText", "checking the database"),
    QT_TRANSLATE_NOOP("descry::JobText", "checking embeddings"),
    QT_TRANSLATE_NOOP("descry::JobText", "checking files"),
    QT_TRANSLATE_NOOP("descry::JobText", "removing"),
    QT_TRANSLATE_NOOP("descry::JobText", "training"),
    QT_TRANSLATE_NOOP("descry::JobText", "encoding images"),
    QT_TRANSLATE_NOOP("descry::JobText", "encoding captions"),
    QT_TRANSLATE_NOOP("descry::JobText", "re-ranking"),
    QT_TRANSLATE_NOOP("descry::JobText", "checking pictures"),
    QT_TRANSLATE_NOOP("descry::JobText", "reading words"),
    QT_TRANSLATE_NOOP("descry::JobText", "hashing images"),
    QT_TRANSLATE_NOOP("descry::JobText", "scoring pairs"),
    QT_TRANSLATE_NOOP("descry::JobText", "reading pairs"),
    QT_TRANSLATE_NOOP("descry::JobText", "explaining pairs"),
    QT_TRANSLATE_NOOP("descry::JobText", "hashing the checkpoint"),
    QT_TRANSLATE_NOOP("descry::JobText", "comparing tied tensors"),
    QT_TRANSLATE_NOOP("descry::JobText", "writing weights"),
};

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::Text)
};

}  // namespace

QString toQString(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string toUtf8(const QString& text) {
    return text.toStdString();
}

QString errorText(const std::string& reason) {
    return QCoreApplication::translate(kErrorContext, reason.c_str());
}

QString errorText(const Error& error) {
    return toQString(error.message(
        [](std::string_view words) { return toUtf8(errorText(std::string(words))); }));
}

QString errorText(const Error& error, const std::filesystem::path& path) {
    const QString text = errorText(error);
    for (const QString& colon : {QStringLiteral(": "), QStringLiteral("：")}) {
        const QString opening = shownPath(path) + colon;
        if (text.startsWith(opening)) return text.mid(opening.size());
    }
    return text;
}

QString shownPath(const std::filesystem::path& path) {
    return toQString(displayable(path.native()));
}

std::filesystem::path toPath(const QString& path) {
    const QByteArray bytes = QFile::encodeName(path);
    return std::filesystem::path(bytes.toStdString());
}

QString qtPath(const std::filesystem::path& path) {
    return QFile::decodeName(QByteArray::fromStdString(path.native()));
}

QString groupedNumber(std::int64_t number) {
    QString digits = QString::number(number);
    const qsizetype first = number < 0 ? 1 : 0;
    for (qsizetype at = digits.size() - 3; at > first; at -= 3) {
        digits.insert(at, kNarrowNoBreakSpace);
    }
    return digits;
}

QString shownBytes(std::int64_t bytes) {
    static constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < std::size(kUnits); ++unit) value /= 1000;
    const int decimals = unit == 0 || value >= 9.95 ? 0 : 1;
    return QStringLiteral("%1\u00a0%2")
        .arg(value, 0, 'f', decimals)
        .arg(QLatin1String(kUnits[unit]));
}

QString shownRemaining(std::chrono::seconds remaining) {
    const std::int64_t seconds = remaining.count();
    if (seconds < 60) return Text::tr("less than a minute");
    const std::int64_t minutes = (seconds + 30) / 60;
    if (minutes < 90) return Text::tr("about %1 min").arg(minutes);
    return Text::tr("about %1 h").arg((minutes + 30) / 60);
}

QString shownProgress(const Progress& progress) {
    QStringList parts;
    const QString unit = shownJobText(progress.unit);
    if (progress.total > 0) {
        parts << Text::tr("%1 of %2 %3")
                     .arg(groupedNumber(progress.done), groupedNumber(progress.total), unit);
    } else if (progress.done > 0) {
        parts << QStringLiteral("%1 %2").arg(groupedNumber(progress.done), unit);
    } else if (!progress.stage.empty()) {
        parts << shownJobText(progress.stage);
    }
    if (progress.unitsPerSecond >= 0.95) {
        parts << Text::tr("%1 a second").arg(groupedNumber(std::llround(progress.unitsPerSecond)));
    }
    if (progress.remaining && progress.done < progress.total) {
        parts << shownRemaining(*progress.remaining);
    }
    return parts.join(QStringLiteral(" · "));
}

QString shownJobText(const std::string& text) {
    const auto* const known = std::find(std::begin(kJobTexts), std::end(kJobTexts), text);
    return known == std::end(kJobTexts) ? toQString(text)
                                        : QCoreApplication::translate(kJobContext, *known);
}

QString shortFingerprint(const std::string& fingerprint) {
    return toQString(fingerprint).left(8);
}

}  // namespace descry
