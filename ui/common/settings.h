#pragma once
/// What is remembered between two runs: the user's choices, what was open, and how the window
/// stood. One small file, read once at the start. Thread rule: GUI thread. Failure rule: a value
/// that cannot be read counts as absent.

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include "core/model/rasa_model.h"
#include "ui/common/theme.h"

namespace descry {

/// What the user chose.
struct Choices {
    ThemeChoice theme = ThemeChoice::System;
    QString language;  ///< "en", "zh", ...; empty: the system's.
    DeviceRequest::Kind device = DeviceRequest::Kind::Auto;
    int numThreads = 0;  ///< CPU threads of the model, 0 (all cores)..kMaxThreads.

    static constexpr int kMaxThreads = 256;

    bool operator==(const Choices&) const = default;
};

class Settings final : public QObject {
    Q_OBJECT

  public:
    /// `file` is an INI file; its folder is made when first written.
    explicit Settings(const QString& file, QObject* parent = nullptr);

    Choices choices() const;
    void setChoices(const Choices& choices);

    /// Newest first, at most ten.
    QStringList recentGalleries() const { return recent(QStringLiteral("galleries")); }
    QStringList recentBundles() const { return recent(QStringLiteral("bundles")); }
    void noteGallery(const QString& file) { note(QStringLiteral("galleries"), file); }
    void noteBundle(const QString& folder) { note(QStringLiteral("bundles"), folder); }

    /// How the window or one of its parts stood; `part` names it.
    QVariantMap state(const QString& part) const;
    void setState(const QString& part, const QVariantMap& state);

  Q_SIGNALS:
    void choicesChanged();
    void recentChanged();

  private:
    QStringList recent(const QString& kind) const;
    void note(const QString& kind, const QString& path);

    QSettings m_file;
};

}  // namespace descry
