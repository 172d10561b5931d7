#pragma once
/// Files that could not become items, as a table: name, folder, reason. Thread rule: GUI thread.

#include <QAbstractTableModel>
#include <vector>

#include "ui/gallery/gallery_reading.h"

namespace descry {

class FailuresModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Name, Folder, Reason, NumColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setFailures(std::vector<ShownFailure> failures);
    bool isSame(const std::vector<ShownFailure>& failures) const { return failures == m_failures; }
    const ShownFailure& at(int row) const { return m_failures[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<ShownFailure> m_failures;
};

}  // namespace descry
