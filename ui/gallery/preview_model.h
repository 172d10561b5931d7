#pragma once
/// The first files of what is to be added, and what would be known of each. Thread rule: GUI
/// thread.

#include <QAbstractTableModel>
#include <vector>

#include "core/indexing/source_preview.h"

namespace descry {

class PreviewModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Path, Camera, Time, Track, Person, Note, NumColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setFiles(std::vector<PreviewedFile> files);
    int numWithProblems() const;
    /// Files whose time came without a zone.
    int numWithoutZone() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString cell(const PreviewedFile& file, int column) const;

    std::vector<PreviewedFile> m_files;
};

}  // namespace descry
