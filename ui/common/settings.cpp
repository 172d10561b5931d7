#include "ui/common/settings.h"

#include <algorithm>

namespace descry {
namespace {

constexpr qsizetype kMaxRecent = 10;

const QString kTheme = QStringLiteral("choices/theme");
const QString kLanguage = QStringLiteral("choices/language");
const QString kDevice = QStringLiteral("choices/device");
const QString kThreads = QStringLiteral("choices/threads");
const QString kLibtorchFolder = QStringLiteral("choices/libtorchFolder");

const QString kThumbnailBytes = QStringLiteral("choices/thumbnailBytes");
const QString kTokenCacheBytes = QStringLiteral("choices/tokenCacheBytes");
const QString kNotifies = QStringLiteral("choices/notifies");
const QString kKeepsHistory = QStringLiteral("choices/keepsHistory");
const QString kReducesMotion = QStringLiteral("choices/reducesMotion");
const QString kBundleTitles = QStringLiteral("bundleTitles");

const QStringList kThemes = {
    QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
const QStringList kDevices = {
    QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")};

/// The value's place in the list; the first for one that is not there.
template <typename Enum>
Enum choiceOf(const QStringList& words, const QVariant& value) {
    return static_cast<Enum>(std::max<qsizetype>(words.indexOf(value.toString()), 0));
}

std::int64_t bytesOf(const QVariant& value,
                     std::int64_t otherwise,
                     std::int64_t least,
                     std::int64_t most) {
    bool isNumber = false;
    const std::int64_t bytes = value.toLongLong(&isNumber);
    return isNumber ? std::clamp(bytes, least, most) : otherwise;
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
    choices.thumbnailBytes = bytesOf(m_file.value(kThumbnailBytes),
                                     choices.thumbnailBytes,
                                     Choices::kMinThumbnailBytes,
                                     Choices::kMaxThumbnailBytes);
    choices.tokenCacheBytes =
        bytesOf(m_file.value(kTokenCacheBytes), 0, 0, Choices::kMaxTokenCacheBytes);
    choices.notifies = !m_isFixed && m_file.value(kNotifies, true).toBool();
    choices.keepsHistory = !m_isFixed && m_file.value(kKeepsHistory, true).toBool();
    choices.reducesMotion = m_file.value(kReducesMotion, false).toBool();
    choices.libtorchFolder = m_file.value(kLibtorchFolder).toString();
    return choices;
}

void Settings::setChoices(const Choices& choices) {
    if (m_isFixed || choices == this->choices()) return;
    m_file.setValue(kTheme, kThemes.at(static_cast<int>(choices.theme)));
    m_file.setValue(kLanguage, choices.language);
    m_file.setValue(kDevice, kDevices.at(static_cast<int>(choices.device)));
    m_file.setValue(kThreads, choices.numThreads);
    m_file.setValue(kThumbnailBytes, static_cast<qlonglong>(choices.thumbnailBytes));
    m_file.setValue(kTokenCacheBytes, static_cast<qlonglong>(choices.tokenCacheBytes));
    m_file.setValue(kNotifies, choices.notifies);
    m_file.setValue(kKeepsHistory, choices.keepsHistory);
    m_file.setValue(kReducesMotion, choices.reducesMotion);
    m_file.setValue(kLibtorchFolder, choices.libtorchFolder);
    Q_EMIT choicesChanged();
}

QVariantMap Settings::state(const QString& part) const {
    return m_file.value(QStringLiteral("state/") + part).toMap();
}

void Settings::setState(const QString& part, const QVariantMap& state) {
    if (!m_isFixed) m_file.setValue(QStringLiteral("state/") + part, state);
}

QStringList Settings::recent(const QString& kind) const {
    return m_file.value(QStringLiteral("recent/") + kind).toStringList();
}

void Settings::noteBundle(const QString& folder, const QString& title) {
    QVariantMap titles = state(kBundleTitles);
    // Those that fell off the list need no title.
    const QStringList known = recentBundles();
    for (const QString& old : titles.keys()) {
        if (!known.contains(old)) titles.remove(old);
    }
    titles.insert(folder, title);
    setState(kBundleTitles, titles);
    note(QStringLiteral("bundles"), folder);
}

QString Settings::bundleTitle(const QString& folder) const {
    const QString title = state(kBundleTitles).value(folder).toString();
    return title.isEmpty() ? folder.section(QLatin1Char('/'), -1) : title;
}

void Settings::forget(const QString& kind, const QString& path) {
    QStringList paths = recent(kind);
    if (m_isFixed || paths.removeAll(path) == 0) return;
    m_file.setValue(QStringLiteral("recent/") + kind, paths);
    Q_EMIT recentChanged();
}

void Settings::note(const QString& kind, const QString& path) {
    if (m_isFixed) return;
    QStringList paths = recent(kind);
    if (!paths.isEmpty() && paths.constFirst() == path) return;
    paths.removeAll(path);
    paths.prepend(path);
    m_file.setValue(QStringLiteral("recent/") + kind, paths.mid(0, kMaxRecent));
    Q_EMIT recentChanged();
}

}  // namespace descry
