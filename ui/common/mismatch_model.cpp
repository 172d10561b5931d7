#include "ui/common/mismatch_model.h"

#include <utility>

#include "core/base/unicode.h"
#include "ui/common/text.h"

namespace descry {

MismatchModel::MismatchModel(std::vector<TensorMismatch> tensors, QObject* parent)
    : QAbstractTableModel(parent), m_tensors(std::move(tensors)) {}

QString MismatchModel::kindName(TensorMismatch::Kind kind) {
    switch (kind) {
        case TensorMismatch::Kind::Missing:
            return tr("Missing");
        case TensorMismatch::Kind::Unexpected:
            return tr("Unexpected");
        default:
            return tr("Misshapen");
    }
}

int MismatchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_tensors.size());
}

int MismatchModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QVariant MismatchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const TensorMismatch& tensor = m_tensors[static_cast<std::size_t>(index.row())];
    const QString name = toQString(displayable(tensor.name));
    if (role == Qt::AccessibleTextRole) {
        return tr("%1: %2, in the file %3, asked for %4")
            .arg(kindName(tensor.kind),
                 name,
                 tensor.inFile.empty() ? tr("nothing") : toQString(tensor.inFile),
                 tensor.expected.empty() ? tr("nothing") : toQString(tensor.expected));
    }
    if (role == Qt::ToolTipRole && index.column() == Name) return name;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Kind:
            return kindName(tensor.kind);
        case Name:
            return name;
        case InFile:
            return toQString(tensor.inFile);
        default:
            return toQString(tensor.expected);
    }
}

QVariant MismatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Kind:
            return tr("Problem");
        case Name:
            return tr("Tensor");
        case InFile:
            return tr("In the file");
        default:
            return tr("Asked for");
    }
}

}  // namespace descry
