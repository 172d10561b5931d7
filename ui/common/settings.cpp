#include "ui/common/settings.h"

#include <QMetaObject>
#include <QSettings>
#include <algorithm>
#include <utility>

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
    : QObject(parent), m_fileName(file), m_file(new QSettings(file, QSettings::IniFormat)) {
    for (const QString& key : m_file->allKeys()) m_values.insert(key, m_file->value(key));
    m_file->moveToThread(&m_writing);
    connect(&m_writing, &QThread::finished, m_file, &QObject::deleteLater);
    m_writing.start();
}

Settings::~Settings() {
    // Behind what is still to be written.
    QMetaObject::invokeMethod(
        m_file, [this] { m_writing.quit(); }, Qt::QueuedConnection);
    m_writing.wait();
}

bool Settings::canBeKept() {
    m_isKept = QSettings(m_fileName, QSettings::IniFormat).isWritable();
    return m_isKept;
}

/// The file is written whole when its thread has nothing else to do.
void Settings::write(const QString& key, const QVariant& value) {
    m_values.insert(key, value);
    QMetaObject::invokeMethod(
        m_file,
        [this, key, value] {
            m_file->setValue(key, value);
            if (std::exchange(m_isCheckDue, true)) return;
            QMetaObject::invokeMethod(
                m_file, [this] { check(); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

/// On the writing thread. A QSettings stays at its first error: that of a new one is asked, which
/// writes what is still to be written.
void Settings::check() {
    m_isCheckDue = false;
    QSettings file(m_fileName, QSettings::IniFormat);
    file.sync();
    const bool isKept = file.status() != QSettings::AccessError;
    QMetaObject::invokeMethod(
        this, [this, isKept] { noteKept(isKept); }, Qt::QueuedConnection);
}

void Settings::noteKept(bool isKept) {
    if (std::exchange(m_isKept, isKept) != isKept) Q_EMIT keptChanged(isKept);
}

Choices Settings::choices() const {
    Choices choices;
    choices.theme = choiceOf<ThemeChoice>(kThemes, m_values.value(kTheme));
    choices.language = m_values.value(kLanguage).toString();
    choices.device = choiceOf<DeviceRequest::Kind>(kDevices, m_values.value(kDevice));
    choices.numThreads = std::clamp(m_values.value(kThreads).toInt(), 0, Choices::kMaxThreads);
    choices.thumbnailBytes = bytesOf(m_values.value(kThumbnailBytes),
                                     choices.thumbnailBytes,
                                     Choices::kMinThumbnailBytes,
                                     Choices::kMaxThumbnailBytes);
    choices.tokenCacheBytes =
        bytesOf(m_values.value(kTokenCacheBytes), 0, 0, Choices::kMaxTokenCacheBytes);
    choices.notifies = !m_isFixed && m_values.value(kNotifies, true).toBool();
    choices.keepsHistory = !m_isFixed && m_values.value(kKeepsHistory, true).toBool();
    choices.reducesMotion = m_values.value(kReducesMotion, false).toBool();
    choices.libtorchFolder = m_values.value(kLibtorchFolder).toString();
    return choices;
}

void Settings::setChoices(const Choices& choices) {
    if (m_isFixed || choices == this->choices()) return;
    write(kTheme, kThemes.at(static_cast<int>(choices.theme)));
    write(kLanguage, choices.language);
    write(kDevice, kDevices.at(static_cast<int>(choices.device)));
    write(kThreads, choices.numThreads);
    write(kThumbnailBytes, static_cast<qlonglong>(choices.thumbnailBytes));
    write(kTokenCacheBytes, static_cast<qlonglong>(choices.tokenCacheBytes));
    write(kNotifies, choices.notifies);
    write(kKeepsHistory, choices.keepsHistory);
    write(kReducesMotion, choices.reducesMotion);
    write(kLibtorchFolder, choices.libtorchFolder);
    Q_EMIT choicesChanged();
}

QVariantMap Settings::state(const QString& part) const {
    return m_values.value(QStringLiteral("state/") + part).toMap();
}

void Settings::setState(const QString& part, const QVariantMap& state) {
    if (!m_isFixed) write(QStringLiteral("state/") + part, state);
}

QStringList Settings::recent(const QString& kind) const {
    return m_values.value(QStringLiteral("recent/") + kind).toStringList();
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
    write(QStringLiteral("recent/") + kind, paths);
    Q_EMIT recentChanged();
}

void Settings::note(const QString& kind, const QString& path) {
    if (m_isFixed) return;
    QStringList paths = recent(kind);
    if (!paths.isEmpty() && paths.constFirst() == path) return;
    paths.removeAll(path);
    paths.prepend(path);
    write(QStringLiteral("recent/") + kind, paths.mid(0, kMaxRecent));
    Q_EMIT recentChanged();
}

}  // namespace descry
