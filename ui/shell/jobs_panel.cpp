#include "ui/shell/jobs_panel.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/shell/job_delegate.h"

namespace descry {
namespace {

constexpr int kPanelHeight = 280;

QString wordsOf(JobEvent event) {
    switch (event) {
        case JobEvent::Submitted:
            return JobsPanel::tr("put in the queue");
        case JobEvent::Started:
            return JobsPanel::tr("began");
        case JobEvent::Stage:
            return JobsPanel::tr("stage");
        case JobEvent::Warning:
            return JobsPanel::tr("warning");
        case JobEvent::Paused:
            return JobsPanel::tr("paused");
        case JobEvent::DiskFull:
            return JobsPanel::tr("paused, because the disk is full");
        case JobEvent::Interrupted:
            return JobsPanel::tr("interrupted: Descry ended");
        case JobEvent::Resumed:
            return JobsPanel::tr("went on");
        case JobEvent::Retried:
            return JobsPanel::tr("tried again");
        case JobEvent::Succeeded:
            return JobsPanel::tr("done");
        case JobEvent::Failed:
            return JobsPanel::tr("failed");
        case JobEvent::Cancelled:
            return JobsPanel::tr("cancelled");
    }
    return {};
}

bool canBeCancelled(const JobStatus& job) {
    return !hasEnded(job) && !job.isStopping;
}

/// Of errors the log has the window's words; of stages it has core's.
QString shownLine(const JobLogLine& line) {
    const QString time =
        QDateTime::fromMSecsSinceEpoch(line.timeMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    const QString text = time + QStringLiteral("  ") + wordsOf(line.event);
    if (line.text.empty()) return text;
    const bool isStage = line.event == JobEvent::Stage;
    return text + QStringLiteral(": ") + (isStage ? shownJobText(line.text) : toQString(line.text));
}

}  // namespace

QString shownLog(const JobLog& log) {
    QStringList lines;
    for (const JobLogLine& line : log.lines()) lines << shownLine(line);
    if (log.numOmitted() > 0) {
        lines.insert(static_cast<qsizetype>(JobLog::kMaxFirst),
                     JobsPanel::tr("… %1 lines left out …").arg(groupedNumber(log.numOmitted())));
    }
    return lines.join(QLatin1Char('\n'));
}

JobsPanel::JobsPanel(JobSignals& jobs, const Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_jobs(jobs),
      m_model(new JobListModel(jobs, this)),
      m_list(new QListView(this)),
      m_empty(
          lookLabel(tr("No jobs. Indexing, imports and training appear here."), "secondary", this)),
      m_log(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("jobsPanel"));
    setLook(this, "bar");
    setMaximumHeight(kPanelHeight);
    layOut(theme);
    connectParts();
    showSelected();
}

QSize JobsPanel::sizeHint() const {
    return {QFrame::sizeHint().width(), kPanelHeight};
}

void JobsPanel::layOut(const Theme& theme) {
    m_list->setObjectName(QStringLiteral("jobList"));
    m_list->setAccessibleName(tr("Jobs"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new JobDelegate(theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDropIndicatorShown(true);
    m_list->setMouseTracking(true);

    auto* lists = new QWidget(this);
    auto* stack = new QVBoxLayout(lists);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->addWidget(m_empty, 0, Qt::AlignTop);
    stack->addWidget(m_list, 1);
    auto* halves = new QSplitter(Qt::Horizontal, this);
    halves->setChildrenCollapsible(false);
    halves->setHandleWidth(kSpaceL);
    setLook(halves, "gap");
    halves->addWidget(lists);
    halves->addWidget(makeLog());
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceL, kSpaceM, kSpaceL, kSpaceM);
    column->setSpacing(kSpaceS);
    column->addWidget(makeBar(theme));
    column->addWidget(halves, 1);
}

QPushButton* JobsPanel::addButton(QHBoxLayout* row, const QString& text, const char* name) {
    auto* button = pushButton(text, this);
    button->setObjectName(QLatin1String(name));
    row->addWidget(button);
    return button;
}

QWidget* JobsPanel::makeBar(const Theme& theme) {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceS);
    row->addWidget(lookLabel(tr("Jobs"), "strong", bar));
    row->addSpacing(kSpaceL);
    m_pause = addButton(row, tr("Pause"), "panelPause");
    m_cancel = addButton(row, tr("Cancel"), "panelCancel");
    m_cancelAll = addButton(row, tr("Cancel all"), "panelCancelAll");
    m_retry = addButton(row, tr("Try again"), "panelRetry");
    m_up = iconButton(theme.icon(QStringLiteral("arrow-up")), tr("Earlier (Alt+Up)"), bar);
    m_up->setObjectName(QStringLiteral("panelUp"));
    row->addWidget(m_up);
    m_down = iconButton(theme.icon(QStringLiteral("arrow-down")), tr("Later (Alt+Down)"), bar);
    m_down->setObjectName(QStringLiteral("panelDown"));
    row->addWidget(m_down);
    row->addStretch(1);
    m_copy = addButton(row, tr("Copy the log"), "panelCopyLog");
    m_clear = addButton(row, tr("Clear ended ones"), "panelClear");
    m_close = iconButton(theme.icon(QStringLiteral("close")), tr("Close the list"), bar);
    m_close->setObjectName(QStringLiteral("panelClose"));
    row->addWidget(m_close);
    return bar;
}

QWidget* JobsPanel::makeLog() {
    m_log->setObjectName(QStringLiteral("jobLog"));
    m_log->setAccessibleName(tr("Log of the job"));
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setPlaceholderText(tr("Select a job to see what happened to it."));
    return m_log;
}

void JobsPanel::connectParts() {
    connect(m_list->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            &JobsPanel::showSelected);
    connect(&m_jobs, &JobSignals::changed, this, [this](const JobStatus& status) {
        showSelected();
        const JobStatus* shown = selected();
        const bool isNews = shown != nullptr && shown->id == status.id;
        if (isNews) showLog();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &JobsPanel::showSelected);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &JobsPanel::showSelected);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        const JobStatus* job = selected();
        if (job == nullptr) return;
        act(job->state == JobState::Paused ? &JobSignals::resume : &JobSignals::pause);
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { act(&JobSignals::cancel); });
    connect(m_cancelAll, &QPushButton::clicked, &m_jobs, &JobSignals::cancelAll);
    connect(m_retry, &QPushButton::clicked, this, [this] { act(&JobSignals::retry); });
    m_list->installEventFilter(this);
    connect(m_up, &QToolButton::clicked, this, [this] { m_model->moveUp(m_list->currentIndex()); });
    connect(
        m_down, &QToolButton::clicked, this, [this] { m_model->moveDown(m_list->currentIndex()); });
    connect(m_clear, &QPushButton::clicked, &m_jobs, &JobSignals::clearEnded);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_log->toPlainText());
    });
    connect(m_close, &QToolButton::clicked, this, &JobsPanel::closeRequested);
}

QList<FixedKey> JobsPanel::fixedKeys() {
    return {{{QKeySequence(Qt::ALT | Qt::Key_Up), QKeySequence(Qt::ALT | Qt::Key_Down)},
             tr("In the list of jobs: earlier, later")}};
}

void JobsPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeRequested();
    } else {
        QFrame::keyPressEvent(event);
    }
}

bool JobsPanel::eventFilter(QObject* watched, QEvent* event) {
    // Before the list takes the arrows for itself.
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::AltModifier) return false;
    if (key->key() == Qt::Key_Up) {
        m_model->moveUp(m_list->currentIndex());
    } else if (key->key() == Qt::Key_Down) {
        m_model->moveDown(m_list->currentIndex());
    } else {
        return false;
    }
    return true;
}

const JobStatus* JobsPanel::selected() const {
    return m_model->jobAt(m_list->currentIndex());
}

void JobsPanel::select(JobId id) {
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->jobAt(m_model->index(row))->id == id) {
            m_list->setCurrentIndex(m_model->index(row));
        }
    }
}

void JobsPanel::act(void (JobSignals::*action)(JobId)) {
    if (const JobStatus* job = selected()) (m_jobs.*action)(job->id);
}

void JobsPanel::showSelected() {
    const bool isEmpty = m_model->rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
    if (!isEmpty && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_model->index(0));
        return;
    }
    const JobStatus* job = selected();
    const bool isOpen = job != nullptr && !hasEnded(*job);
    const bool isPaused = job != nullptr && job->state == JobState::Paused;
    const bool canPause = isOpen && !job->isStopping &&
                          (job->state == JobState::Queued || job->isDurable() || isPaused);
    m_pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    m_pause->setEnabled(canPause);
    m_cancel->setEnabled(job != nullptr && canBeCancelled(*job));
    m_retry->setEnabled(job != nullptr && job->isDurable() && hasEnded(*job) &&
                        job->state != JobState::Succeeded);
    m_up->setEnabled(isOpen && m_list->currentIndex().row() > 0);
    m_down->setEnabled(isOpen);
    m_copy->setEnabled(job != nullptr);
    const std::vector<JobStatus> all = m_jobs.all();
    m_cancelAll->setEnabled(std::ranges::any_of(all, canBeCancelled));
    m_clear->setEnabled(std::ranges::any_of(all, hasEnded));
    showLog();
}

void JobsPanel::showLog() {
    const JobStatus* job = selected();
    const QString text = job == nullptr ? QString() : shownLog(m_jobs.log(job->id));
    if (text == m_log->toPlainText()) return;
    m_log->setPlainText(text);
    m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
}

}  // namespace descry
