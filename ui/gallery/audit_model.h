#pragma once
/// What a check of a gallery found, as a table: kind, place, what is wrong, what to do. Thread
/// rule: GUI thread.

#include <QAbstractTableModel>
#include <vector>

#include "core/indexing/gallery_audit.h"

namespace descry {

class AuditModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Kind, Place, Detail, Remedy, NumColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(std::vector<AuditFinding> findings);

    static QString kindName(AuditKind kind);
    /// What helps.
    static QString remedyFor(AuditKind kind);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<AuditFinding> m_findings;
};

}  // namespace descry
