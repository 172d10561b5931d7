#include "ui/gallery/audit_model.h"

#include <utility>

#include "ui/common/text.h"

namespace descry {

void AuditModel::setFindings(std::vector<AuditFinding> findings) {
    beginResetModel();
    m_findings = std::move(findings);
    endResetModel();
}

QString AuditModel::kindName(AuditKind kind) {
    switch (kind) {
        case AuditKind::Database:
            return tr("Gallery file");
        case AuditKind::Embedding:
            return tr("Index");
        case AuditKind::FolderMissing:
            return tr("Folder not there");
        case AuditKind::FileMissing:
            return tr("Picture not there");
        case AuditKind::FileChanged:
            return tr("Picture changed");
        default:
            return tr("Picture unreadable");
    }
}

QString AuditModel::remedyFor(AuditKind kind) {
    switch (kind) {
        case AuditKind::Database:
            return tr("Restore a copy, or make a new gallery of the folders");
        case AuditKind::Embedding:
            return tr("Update the index: it is computed anew");
        case AuditKind::FolderMissing:
            return tr("Connect its drive, or say where the folder is now");
        case AuditKind::FileMissing:
            return tr("Bring it back, or update the index and remove it");
        case AuditKind::FileChanged:
            return tr("Update the index: it is read again");
        default:
            return tr("Check the file’s permissions and the drive");
    }
}

int AuditModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

int AuditModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QVariant AuditModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const AuditFinding& finding = m_findings[static_cast<std::size_t>(index.row())];
    const QString place = toQString(finding.place);
    const QString detail = errorText(finding.detail);
    if (role == Qt::AccessibleTextRole) {
        return QStringLiteral("%1: %2 %3").arg(kindName(finding.kind), place, detail);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case Kind:
            return kindName(finding.kind);
        case Place:
            return place;
        case Detail:
            return detail;
        default:
            return remedyFor(finding.kind);
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Kind:
            return tr("What");
        case Place:
            return tr("Where");
        case Detail:
            return tr("Finding");
        default:
            return tr("What helps");
    }
}

}  // namespace descry
