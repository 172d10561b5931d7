#include "ui/gallery/failures_model.h"

#include "ui/common/text.h"

namespace descry {

void FailuresModel::setFailures(std::vector<ShownFailure> failures) {
    beginResetModel();
    m_failures = std::move(failures);
    endResetModel();
}

int FailuresModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_failures.size());
}

int FailuresModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QVariant FailuresModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ShownFailure& failure = m_failures[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) return shownPath(failure.file);
    if (role == Qt::AccessibleTextRole) {
        return tr("%1: %2").arg(shownPath(failure.file.filename()), failure.reason);
    }
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Name:
            return shownPath(failure.file.filename());
        case Folder:
            return shownPath(failure.file.parent_path());
        default:
            return failure.reason;
    }
}

QVariant FailuresModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name:
            return tr("File");
        case Folder:
            return tr("Folder");
        default:
            return tr("Reason");
    }
}

}  // namespace descry
