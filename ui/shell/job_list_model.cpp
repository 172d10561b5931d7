#include "ui/shell/job_list_model.h"

#include <QMimeData>
#include <algorithm>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kPermille = 1000;
const QString kMimeType = QStringLiteral("application/x-descry-job");

/// Open ones in the queue's order, then ended ones, newest first.
std::vector<JobStatus> inRows(std::vector<JobStatus> jobs) {
    const auto ended = std::stable_partition(
        jobs.begin(), jobs.end(), [](const JobStatus& status) { return !hasEnded(status); });
    std::reverse(ended, jobs.end());
    return jobs;
}

const char* iconNameOf(const JobStatus& status) {
    switch (status.state) {
        case JobState::Queued:
            return "wait";
        case JobState::Running:
            return "play";
        case JobState::Paused:
            return status.pauseReason == PauseReason::DiskFull ? "problem" : "pause";
        case JobState::Succeeded:
            return status.numWarnings > 0 ? "warning" : "done";
        case JobState::Failed:
            return "problem";
        case JobState::Cancelled:
            return "close";
    }
    return "note";
}

QString shownPause(const JobStatus& status) {
    switch (status.pauseReason) {
        case PauseReason::Interrupted:
            return JobListModel::tr("interrupted when Descry ended");
        case PauseReason::DiskFull:
            return JobListModel::tr("paused: the disk is full");
        case PauseReason::Asked:
            break;
    }
    return JobListModel::tr("paused");
}

QString firstLine(const Error& error) {
    return errorText(error).section(QLatin1Char('\n'), 0, 0);
}

QString shownEnd(const JobStatus& status) {
    if (status.state == JobState::Cancelled) return JobListModel::tr("cancelled");
    if (status.state == JobState::Failed) {
        const QString failed = JobListModel::tr("failed");
        return status.error ? failed + QStringLiteral(": ") + firstLine(*status.error) : failed;
    }
    if (status.numWarnings == 0) return JobListModel::tr("done");
    if (status.numWarnings == 1) return JobListModel::tr("done, with a warning");
    return JobListModel::tr(
        "done, with %n warnings", nullptr, static_cast<int>(status.numWarnings));
}

}  // namespace

QString shownJobState(const JobStatus& status) {
    const QString progress = shownProgress(status.progress);
    switch (status.state) {
        case JobState::Queued:
            return JobListModel::tr("waiting");
        case JobState::Running:
            if (status.isStopping) return JobListModel::tr("stopping…");
            return progress.isEmpty() ? JobListModel::tr("starting…") : progress;
        case JobState::Paused:
            return progress.isEmpty() ? shownPause(status)
                                      : shownPause(status) + QStringLiteral(" · ") + progress;
        default:
            return shownEnd(status);
    }
}

JobListModel::JobListModel(JobSignals& jobs, QObject* parent)
    : QAbstractListModel(parent), m_jobs(jobs), m_rows(inRows(jobs.all())) {
    connect(&jobs, &JobSignals::changed, this, &JobListModel::show);
    connect(&jobs, &JobSignals::cleared, this, &JobListModel::refresh);
}

int JobListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const JobStatus* JobListModel::jobAt(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= rowCount()) return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    const JobStatus* status = jobAt(index);
    if (status == nullptr) return {};
    const Progress& progress = status->progress;
    switch (role) {
        case Qt::DisplayRole:
            return toQString(status->title);
        case StateTextRole:
            return shownJobState(*status);
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole:
            return QStringLiteral("%1: %2").arg(toQString(status->title), shownJobState(*status));
        case IconNameRole:
            return QString::fromLatin1(iconNameOf(*status));
        case PermilleRole:
            if (hasEnded(*status) || progress.total <= 0) return {};
            return static_cast<int>(std::min(progress.done, progress.total) * kPermille /
                                    progress.total);
        default:
            return {};
    }
}

Qt::ItemFlags JobListModel::flags(const QModelIndex& index) const {
    // Dropped between rows, never onto one.
    if (!index.isValid()) return Qt::ItemIsDropEnabled;
    const JobStatus* status = jobAt(index);
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return status != nullptr && !hasEnded(*status) ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList JobListModel::mimeTypes() const {
    return {kMimeType};
}

QMimeData* JobListModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) return nullptr;
    const JobStatus* status = jobAt(indexes.constFirst());
    if (status == nullptr) return nullptr;
    auto* data = new QMimeData;
    data->setData(kMimeType, QByteArray::number(static_cast<qlonglong>(status->id.value)));
    return data;
}

bool JobListModel::canDropMimeData(
    const QMimeData* data, Qt::DropAction action, int row, int, const QModelIndex& parent) const {
    return action == Qt::MoveAction && data != nullptr && data->hasFormat(kMimeType) &&
           !parent.isValid() && row >= 0 && row <= numOpen();
}

bool JobListModel::dropMimeData(
    const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent)) return false;
    const JobId dragged{data->data(kMimeType).toLongLong()};
    m_jobs.move(dragged, jobBefore(row));
    // The rows follow the queue; the view must not take the dragged one away.
    return false;
}

void JobListModel::moveUp(const QModelIndex& index) {
    const JobStatus* status = jobAt(index);
    if (status == nullptr || hasEnded(*status) || index.row() == 0) return;
    m_jobs.move(status->id, jobBefore(index.row() - 1));
}

void JobListModel::moveDown(const QModelIndex& index) {
    const JobStatus* status = jobAt(index);
    if (status == nullptr || index.row() + 1 >= numOpen()) return;
    m_jobs.move(status->id, jobBefore(index.row() + 2));
}

std::optional<JobId> JobListModel::jobBefore(int row) const {
    if (row >= numOpen()) return std::nullopt;
    return m_rows[static_cast<std::size_t>(row)].id;
}

int JobListModel::numOpen() const {
    const auto isOpen = [](const JobStatus& status) { return !hasEnded(status); };
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), isOpen));
}

void JobListModel::show(const JobStatus& status) {
    const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const JobStatus& other) {
        return other.id == status.id;
    });
    // Progress alone moves no row.
    const bool staysInPlace =
        row != m_rows.end() && row->state == JobState::Running && status.state == JobState::Running;
    if (!staysInPlace) {
        refresh();
        return;
    }
    *row = status;
    const QModelIndex changed = index(static_cast<int>(row - m_rows.begin()));
    Q_EMIT dataChanged(changed, changed);
}

void JobListModel::refresh() {
    const std::vector<JobStatus> wanted = inRows(m_jobs.all());
    const auto isIn = [](const std::vector<JobStatus>& rows, JobId id) {
        return std::any_of(
            rows.begin(), rows.end(), [&](const JobStatus& row) { return row.id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (isIn(wanted, m_rows[static_cast<std::size_t>(row)].id)) continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const int row = static_cast<int>(at);
        const auto found = std::find_if(m_rows.begin() + row, m_rows.end(), [&](const auto& s) {
            return s.id == wanted[at].id;
        });
        if (found == m_rows.end()) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, wanted[at]);
            endInsertRows();
        } else if (const int from = static_cast<int>(found - m_rows.begin()); from != row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_rows.begin() + row, found, found + 1);
            endMoveRows();
        }
        m_rows[at] = wanted[at];
    }
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

}  // namespace descry
