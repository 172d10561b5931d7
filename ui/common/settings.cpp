#include "ui/common/settings.h"

#include <algorithm>

namespace descry {
namespace {

constexpr qsizetype kMaxRecent = 10;

const QString kTheme = QStringLiteral("choices/theme");
const QString kLanguage = QStringLiteral("choices/language");
const QString kDevice = QStringLiteral("choices/device");
const QString kThreads = QStringLiteral("choices/threads");

const QStringList kThemes = {
    QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
const QStringList kDevices = {
    QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")};

/// The value's place in the list; the first for one that is not there.
template <typename Enum>
Enum choiceOf(const QStringList& words, const QVariant& value) {
    return static_cast<Enum>(std::max<qsizetype>(words.indexOf(value.toString()), 0));
}

}  // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent), m_file(file, QSettings::IniFormat) {}

Choices Settings::choices() const {
    Choices choices;
    choices.theme = choiceOf<ThemeChoice>(kThemes, m_file.value(kTheme));
    choices.language = m_file.value(kLanguage).toString();
    choices.device = choiceOf<DeviceRequest::Kind>(kDevices, m_file.value(kDevice));
    choices.numThreads = std::clamp(m_file.value(kThreads).toInt(), 0, Choices::kMaxThreads);
    return choices;
}

void Settings::setChoices(const Choices& choices) {
    if (choices == this->choices()) return;
    m_file.setValue(kTheme, kThemes.at(static_cast<int>(choices.theme)));
    m_file.setValue(kLanguage, choices.language);
    m_file.setValue(kDevice, kDevices.at(static_cast<int>(choices.device)));
    m_file.setValue(kThreads, choices.numThreads);
    Q_EMIT choicesChanged();
}

QVariantMap Settings::state(const QString& part) const {
    return m_file.value(QStringLiteral("state/") + part).toMap();
}

void Settings::setState(const QString& part, const QVariantMap& state) {
    m_file.setValue(QStringLiteral("state/") + part, state);
}

QStringList Settings::recent(const QString& kind) const {
    return m_file.value(QStringLiteral("recent/") + kind).toStringList();
}

void Settings::note(const QString& kind, const QString& path) {
    QStringList paths = recent(kind);
    if (!paths.isEmpty() && paths.constFirst() == path) return;
    paths.removeAll(path);
    paths.prepend(path);
    m_file.setValue(QStringLiteral("recent/") + kind, paths.mid(0, kMaxRecent));
    Q_EMIT recentChanged();
}

}  // namespace descry
