#include "ui/shell/jobs_strip.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/text.h"
#include "ui/shell/job_list_model.h"

namespace descry {
namespace {

constexpr int kTextWidth = 720;
constexpr int kBarSteps = 1000;

int barValue(const Progress& progress) {
    if (progress.total <= 0) return 0;
    const double part = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    return static_cast<int>(part * kBarSteps);
}

/// What runs goes before what waits, and that before what is paused.
int importanceOf(const JobStatus& status) {
    return status.state == JobState::Running ? 2 : status.state == JobState::Queued ? 1 : 0;
}

}  // namespace

JobsStrip::JobsStrip(JobSignals& jobs, const Theme& theme, QAction* toggleList, QWidget* parent)
    : QFrame(parent),
      m_jobs(jobs),
      m_theme(theme),
      m_text(new ElidedLabel({}, this)),
      m_bar(new QProgressBar(this)),
      m_pause(iconButton(theme.icon(QStringLiteral("pause")), tr("Pause"), this)),
      m_cancel(iconButton(theme.icon(QStringLiteral("close")), tr("Cancel"), this)),
      m_list(new QToolButton(this)) {
    setObjectName(QStringLiteral("jobsStrip"));
    setLook(this, "bar");
    layOut(toggleList);
    connect(m_pause, &QToolButton::clicked, this, &JobsStrip::pauseOrResume);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_shown) m_jobs.cancel(m_shown->id);
    });
    connect(&jobs, &JobSignals::changed, this, &JobsStrip::follow);
    follow();
}

void JobsStrip::layOut(QAction* toggleList) {
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    m_text->setObjectName(QStringLiteral("jobText"));
    m_pause->setObjectName(QStringLiteral("pauseJob"));
    m_cancel->setObjectName(QStringLiteral("cancelJob"));
    m_list->setObjectName(QStringLiteral("jobsButton"));
    m_list->setDefaultAction(toggleList);
    m_list->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_list->setFocusPolicy(Qt::TabFocus);
    setLook(m_list, "chip");

    auto* texts = new QVBoxLayout;
    texts->setSpacing(kSpaceXs);
    texts->addWidget(m_text);
    texts->addWidget(m_bar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceL, kSpaceS, kSpaceM, kSpaceS);
    row->setSpacing(kSpaceS);
    auto* content = new QWidget(this);
    content->setMaximumWidth(kTextWidth);
    texts->setContentsMargins(0, 0, 0, 0);
    content->setLayout(texts);
    row->addWidget(content, 1);
    row->addWidget(m_pause);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_list);
}

void JobsStrip::lock() {
    m_isLocked = true;
    m_list->hide();
    follow();
}

void JobsStrip::follow() {
    const std::vector<JobStatus> open = m_jobs.open();
    const auto first =
        std::max_element(open.begin(), open.end(), [](const JobStatus& a, const JobStatus& b) {
            return importanceOf(a) < importanceOf(b);
        });
    setVisible(first != open.end());
    m_shown.reset();
    if (first == open.end()) return;
    show(*first);
    m_list->setText(open.size() == 1 ? tr("1 job")
                                     : tr("%n jobs", nullptr, static_cast<int>(open.size())));
    m_list->setAccessibleName(tr("%1: show the list").arg(m_list->text()));
}

void JobsStrip::show(const JobStatus& status) {
    m_shown = status;
    const QString title = toQString(status.title);
    m_text->setText(title + QStringLiteral(" · ") + shownJobState(status));
    m_bar->setValue(barValue(status.progress));
    m_bar->setAccessibleName(m_text->text());
    const bool isPaused = status.state == JobState::Paused;
    const QString pause = isPaused ? tr("Go on: %1").arg(title) : tr("Pause: %1").arg(title);
    m_pause->setIcon(m_theme.icon(isPaused ? QStringLiteral("play") : QStringLiteral("pause")));
    m_pause->setAccessibleName(pause);
    m_pause->setToolTip(pause);
    m_pause->setEnabled(!status.isStopping);
    m_pause->setVisible(!m_isLocked && (isPaused || status.isDurable()));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(title));
    m_cancel->setToolTip(m_cancel->accessibleName());
    m_cancel->setEnabled(!status.isStopping);
    m_cancel->setVisible(!m_isLocked);
}

void JobsStrip::pauseOrResume() {
    if (!m_shown) return;
    if (m_shown->state == JobState::Paused) {
        m_jobs.resume(m_shown->id);
    } else {
        m_jobs.pause(m_shown->id);
    }
}

}  // namespace descry
