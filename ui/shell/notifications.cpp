#include "ui/shell/notifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <utility>

#include "ui/common/text.h"

namespace descry {
namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kDefaultAction = QStringLiteral("default");
constexpr int kServiceDecides = -1;

QString reasonOf(const JobStatus& status) {
    return status.error ? errorText(*status.error).section(QLatin1Char('\n'), 0, 0) : QString();
}

}  // namespace

DesktopNotifier::DesktopNotifier(QObject* parent) : QObject(parent) {
    QDBusConnection::sessionBus().connect(kService,
                                          kPath,
                                          kService,
                                          QStringLiteral("ActionInvoked"),
                                          this,
                                          SLOT(actionInvoked(quint32, QString)));
}

void DesktopNotifier::notify(const QString& title, const QString& text) {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    // The text may be taken for markup: a file's name is none.
    call << QStringLiteral("Descry") << m_last << QStringLiteral("descry") << title
         << text.toHtmlEscaped() << QStringList{kDefaultAction, tr("Show")} << QVariantMap()
         << kServiceDecides;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<quint32> reply = *answer;
        if (reply.isValid()) m_last = reply.value();
        answer->deleteLater();
    });
}

void DesktopNotifier::actionInvoked(quint32 id, const QString&) {
    if (id == m_last) Q_EMIT activated();
}

JobNotifications::JobNotifications(JobSignals& jobs,
                                   const Settings& settings,
                                   Notifier& notifier,
                                   std::function<bool()> isWindowActive,
                                   QObject* parent)
    : QObject(parent),
      m_jobs(jobs),
      m_settings(settings),
      m_notifier(notifier),
      m_isWindowActive(std::move(isWindowActive)) {
    connect(&jobs, &JobSignals::changed, this, &JobNotifications::jobChanged);
    connect(&jobs, &JobSignals::ended, this, &JobNotifications::jobEnded);
}

bool JobNotifications::isWanted() const {
    return m_settings.choices().notifies && !m_isWindowActive();
}

/// Only what ran is news: a paused job changes when it is moved, or read from the journal.
void JobNotifications::jobChanged(const JobStatus& status) {
    if (status.state == JobState::Running) {
        m_running.insert(status.id);
        return;
    }
    const bool hasRun = m_running.erase(status.id) > 0;
    const bool isFull =
        status.state == JobState::Paused && status.pauseReason == PauseReason::DiskFull;
    if (!hasRun || !isFull || !isWanted()) return;
    m_notifier.notify(tr("Paused: %1").arg(toQString(status.title)), reasonOf(status));
}

void JobNotifications::jobEnded(const JobStatus& status) {
    // Who cancelled it knows.
    const bool isNews = status.state != JobState::Cancelled;
    if (!isNews || !isWanted()) return;
    const QString title = toQString(status.title);
    if (status.state == JobState::Failed) {
        m_notifier.notify(tr("Stopped: %1").arg(title), reasonOf(status));
        return;
    }
    const int numLeft = static_cast<int>(m_jobs.open().size());
    const QString left = numLeft == 0   ? tr("All jobs are done.")
                         : numLeft == 1 ? tr("1 job is left.")
                                        : tr("%n jobs are left.", nullptr, numLeft);
    m_notifier.notify(tr("Done: %1").arg(title), left);
}

}  // namespace descry
