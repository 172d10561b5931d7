#include "ui/shell/jobs_strip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <algorithm>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr std::size_t kMaxShown = 3;
constexpr int kEntryWidth = 440;
constexpr int kBarSteps = 1000;
constexpr int kMaxWarningsShown = 100;

int barValue(const Progress& progress) {
    if (progress.total <= 0) return 0;
    const double part = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    return static_cast<int>(part * kBarSteps);
}

QString warningsOf(const JobStatus& status) {
    QStringList lines;
    for (const std::string& warning : status.warnings) {
        if (lines.size() == kMaxWarningsShown) break;
        lines << toQString(warning);
    }
    const std::int64_t rest = status.numWarnings - lines.size();
    if (rest > 0) lines << JobsStrip::tr("and %1 more").arg(rest);
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

JobEntry::JobEntry(const JobStatus& status, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_text(new ElidedLabel({}, this)), m_bar(new QProgressBar(this)) {
    setMaximumWidth(kEntryWidth);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    m_cancel = iconButton(theme.icon(QStringLiteral("close")),
                          JobEntry::tr("Cancel: %1").arg(toQString(status.title)),
                          this);
    m_cancel->setObjectName(QStringLiteral("cancelJob"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kSpaceS);
    grid->setVerticalSpacing(kSpaceXs);
    grid->addWidget(m_text, 0, 0);
    grid->addWidget(m_bar, 1, 0);
    grid->addWidget(m_cancel, 0, 1, 2, 1, Qt::AlignVCenter);
    grid->setColumnStretch(0, 1);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        Q_EMIT cancelRequested();
    });
    show(status);
}

void JobEntry::show(const JobStatus& status) {
    const QString title = toQString(status.title);
    const QString now =
        status.state == JobState::Queued ? tr("waiting") : shownProgress(status.progress);
    m_text->setText(now.isEmpty() ? title : title + QStringLiteral(" · ") + now);
    m_bar->setValue(barValue(status.progress));
    m_bar->setAccessibleName(m_text->text());
}

JobsStrip::JobsStrip(JobSignals& jobs, Messages& messages, const Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_jobs(jobs),
      m_messages(messages),
      m_theme(theme),
      m_row(new QHBoxLayout(this)),
      m_count(lookLabel({}, "secondary", this)) {
    setObjectName(QStringLiteral("jobsStrip"));
    setLook(this, "bar");
    m_row->setContentsMargins(kSpaceL, kSpaceS, kSpaceL, kSpaceS);
    m_row->setSpacing(kSpaceXl);
    m_row->addStretch(1);
    m_row->addWidget(m_count, 0, Qt::AlignVCenter);
    hide();
    connect(&jobs, &JobSignals::changed, this, &JobsStrip::jobChanged);
    connect(&jobs, &JobSignals::ended, this, &JobsStrip::jobEnded);
    for (const JobStatus& status : jobs.open()) jobChanged(status);
}

void JobsStrip::addEntry(const JobStatus& status) {
    auto* entry = new JobEntry(status, m_theme, this);
    connect(entry, &JobEntry::cancelRequested, this, [this, id = status.id] { m_jobs.cancel(id); });
    m_row->insertWidget(static_cast<int>(m_entries.size()), entry, 1);
    m_entries.emplace(status.id, entry);
}

void JobsStrip::jobChanged(const JobStatus& status) {
    const auto known = m_entries.find(status.id);
    if (hasEnded(status)) {
        if (known != m_entries.end()) {
            known->second->hide();
            known->second->deleteLater();
            m_row->removeWidget(known->second);
            m_entries.erase(known);
        }
    } else if (known != m_entries.end()) {
        known->second->show(status);
    } else if (m_entries.size() < kMaxShown) {
        addEntry(status);
    }
    const auto open = m_jobs.open();
    for (const JobStatus& waiting : open) {
        const bool isNew = !m_entries.contains(waiting.id);
        if (isNew && m_entries.size() < kMaxShown) addEntry(waiting);
    }
    m_count->setText(open.size() == 1 ? tr("1 job")
                                      : tr("%n jobs", nullptr, static_cast<int>(open.size())));
    setVisible(!open.empty());
}

void JobsStrip::jobEnded(const JobStatus& status) {
    const QString title = toQString(status.title);
    if (status.state == JobState::Failed && status.error) {
        m_messages.raise(problemOf({}, JobsStrip::tr("%1 stopped.").arg(title), *status.error));
        return;
    }
    if (status.numWarnings == 0) return;
    Message message;
    message.severity = Message::Severity::Warning;
    const auto numWarnings = static_cast<int>(status.numWarnings);
    message.cause = numWarnings == 1
                        ? tr("%1 ended with a warning.").arg(title)
                        : tr("%1 ended with %n warnings.", nullptr, numWarnings).arg(title);
    message.details = warningsOf(status);
    m_messages.raise(message);
}

}  // namespace descry
