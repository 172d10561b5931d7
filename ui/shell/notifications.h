#pragma once
/// Desktop notifications: org.freedesktop.Notifications over D-Bus, without waiting. Where no
/// service answers, nothing is shown and nothing breaks. Thread rule: GUI thread.

#include <QObject>
#include <QString>
#include <QVariantMap>
#include <functional>
#include <set>

#include "ui/common/job_signals.h"
#include "ui/common/settings.h"

namespace descry {

class Notifier {
  public:
    virtual ~Notifier() = default;
    virtual void notify(const QString& title, const QString& text) = 0;
};

class DesktopNotifier final : public QObject, public Notifier {
    Q_OBJECT

  public:
    explicit DesktopNotifier(QObject* parent = nullptr);

    void notify(const QString& title, const QString& text) override;

  Q_SIGNALS:
    /// A notification of this program was clicked.
    void activated();

  private Q_SLOTS:
    void actionInvoked(quint32 id, const QString& action);

  private:
    quint32 m_last = 0;  ///< A newer one takes the place of the older.
};

/// Says when a job has ended, or was stopped by a full disk, while the window is not the active
/// one, if the user wants that.
class JobNotifications final : public QObject {
    Q_OBJECT

  public:
    JobNotifications(JobSignals& jobs,
                     const Settings& settings,
                     Notifier& notifier,
                     std::function<bool()> isWindowActive,
                     QObject* parent = nullptr);

  private:
    bool isWanted() const;
    void jobChanged(const JobStatus& status);
    void jobEnded(const JobStatus& status);

    JobSignals& m_jobs;
    const Settings& m_settings;
    Notifier& m_notifier;
    std::function<bool()> m_isWindowActive;
    std::set<JobId> m_running;
};

}  // namespace descry
