#pragma once
/// Tensors that keep a file from being a model, as a table: what is wrong, name, shape in the file,
/// shape that is asked for. Thread rule: GUI thread.

#include <QAbstractTableModel>
#include <vector>

#include "core/model/weights.h"

namespace descry {

class MismatchModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Kind, Name, InFile, Expected, NumColumns };

    explicit MismatchModel(std::vector<TensorMismatch> tensors, QObject* parent = nullptr);

    static QString kindName(TensorMismatch::Kind kind);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<TensorMismatch> m_tensors;
};

}  // namespace descry
