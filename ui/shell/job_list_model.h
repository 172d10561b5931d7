#pragma once
/// The jobs as rows: those that are not finished in their order, below them those that have ended,
/// newest first. Rows are moved, not reset, so that a selection stays; dragging a waiting row
/// changes the order of the queue. Thread rule: GUI thread.

#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "ui/common/job_signals.h"

namespace descry {

class JobListModel final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role {
        StateTextRole = Qt::UserRole + 1,  ///< "12 430 of 80 112 images · about 36 min".
        PermilleRole,                      ///< 0..1000; absent where nothing is known.
        IconNameRole,                      ///< A file of resources/icons.
    };

    explicit JobListModel(JobSignals& jobs, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data,
                         Qt::DropAction action,
                         int row,
                         int column,
                         const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data,
                      Qt::DropAction action,
                      int row,
                      int column,
                      const QModelIndex& parent) override;

    /// nullptr for an index that is not valid.
    const JobStatus* jobAt(const QModelIndex& index) const;
    /// The job changes places with its neighbour, if that has not ended.
    void moveUp(const QModelIndex& index);
    void moveDown(const QModelIndex& index);

  private:
    void refresh();
    void show(const JobStatus& status);
    /// Before which job of the queue a row would have to be put; absent: last.
    std::optional<JobId> jobBefore(int row) const;
    int numOpen() const;

    JobSignals& m_jobs;
    std::vector<JobStatus> m_rows;
};

/// What can be said of a job in a line, after its title.
QString shownJobState(const JobStatus& status);

}  // namespace descry
