#pragma once
/// What is remembered between two runs: the user's choices, what was open, and how the window
/// stood. One small file, read once at the start; changes are written by a thread of its own, the
/// last of them before this is gone. Thread rule: GUI thread. Failure rule: a value that cannot be
/// read counts as absent; keptChanged() says that nothing can be written, once until it can again.

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QVariantMap>
#include <cstdint>

#include "core/model/rasa_model.h"
#include "ui/common/theme.h"

class QSettings;

namespace descry {

/// What the user chose.
struct Choices {
    ThemeChoice theme = ThemeChoice::System;
    QString language;  ///< "en", "zh", ...; empty: the system's.
    DeviceRequest::Kind device = DeviceRequest::Kind::Auto;
    int numThreads = 0;  ///< CPU threads of the model, 0 (all cores)..kMaxThreads.
    /// With a full LibTorch, for the GPU (core/model/torch_folder.h); counts from the next start.
    QString libtorchFolder;

    std::int64_t thumbnailBytes = kDefaultThumbnailBytes;  ///< In memory; kMin..kMax.
    std::int64_t tokenCacheBytes = 0;  ///< Beside each gallery, 0 (none)..kMaxTokenCacheBytes.
    bool notifies = true;              ///< A desktop notification when a job has ended.
    bool keepsHistory = true;          ///< Searches are written to the gallery.
    bool reducesMotion = false;        ///< Nothing glides or fades, whatever the system says.

    static constexpr int kMaxThreads = 256;
    static constexpr std::int64_t kMinThumbnailBytes = std::int64_t{16} << 20;
    static constexpr std::int64_t kDefaultThumbnailBytes = std::int64_t{128} << 20;
    static constexpr std::int64_t kMaxThumbnailBytes = std::int64_t{2} << 30;
    static constexpr std::int64_t kMaxTokenCacheBytes = std::int64_t{1} << 40;

    bool operator==(const Choices&) const = default;
};

class Settings final : public QObject {
    Q_OBJECT

  public:
    /// `file` is an INI file; its folder is made when first written.
    explicit Settings(const QString& file, QObject* parent = nullptr);
    ~Settings() override;

    const QString& fileName() const { return m_fileName; }
    /// Whether what is chosen outlasts the program; keptChanged() tells when that is different.
    /// Looks at the disk.
    bool canBeKept();

    /// From now on nothing is written: what is chosen or opened is forgotten with the program, and
    /// searches leave no history. For a kiosk.
    void keepAsTheyAre() { m_isFixed = true; }

    Choices choices() const;
    void setChoices(const Choices& choices);

    /// Newest first, at most ten.
    QStringList recentGalleries() const { return recent(QStringLiteral("galleries")); }
    QStringList recentBundles() const { return recent(QStringLiteral("bundles")); }
    void noteGallery(const QString& file) { note(QStringLiteral("galleries"), file); }
    /// `title` is what the bundle goes by.
    void noteBundle(const QString& folder, const QString& title);
    /// What a bundle that was noted goes by; the folder's name if that is not known.
    QString bundleTitle(const QString& folder) const;
    void forgetGallery(const QString& file) { forget(QStringLiteral("galleries"), file); }
    void forgetBundle(const QString& folder) { forget(QStringLiteral("bundles"), folder); }

    /// How the window or one of its parts stood; `part` names it.
    QVariantMap state(const QString& part) const;
    void setState(const QString& part, const QVariantMap& state);

  Q_SIGNALS:
    void choicesChanged();
    void recentChanged();
    /// What is chosen is not written any more, or is again.
    void keptChanged(bool isKept);

  private:
    void write(const QString& key, const QVariant& value);
    void check();
    void noteKept(bool isKept);
    QStringList recent(const QString& kind) const;
    void note(const QString& kind, const QString& path);
    void forget(const QString& kind, const QString& path);

    QString m_fileName;
    QHash<QString, QVariant> m_values;  ///< As the file has them, or soon will.
    QThread m_writing;
    QSettings* m_file;          ///< Of that thread, and gone with it.
    bool m_isCheckDue = false;  ///< Of that thread.
    bool m_isKept = true;
    bool m_isFixed = false;
};

}  // namespace descry
