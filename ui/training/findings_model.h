#pragma once
/// Findings of a data set's check as a table (severity, kind, record, what is wrong), one kind or
/// all of them, narrowed by words; and the same as text and CSV. Thread rule: GUI thread.

#include <QAbstractTableModel>
#include <QString>
#include <optional>
#include <vector>

#include "ui/training/dataset_facts.h"

namespace descry {

class FindingsModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { SeverityColumn, KindColumn, RecordColumn, MessageColumn, NumColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(const QString& file, std::vector<ShownFinding> findings);
    /// Absent: all kinds. `words` must all be in the message, whatever their case.
    void setFilter(std::optional<FindingKind> kind, const QString& words);

    std::int64_t numOf(FindingKind kind) const;
    std::int64_t numAll() const { return static_cast<std::int64_t>(m_findings.size()); }
    /// "FILE: record 3: ...", of the rows given, or of all shown.
    QString textOf(const QList<int>& rows) const;
    /// All that is shown; RFC 4180, a header line first.
    QString csv() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    const ShownFinding& at(int row) const {
        return m_findings[m_shown[static_cast<std::size_t>(row)]];
    }
    QString cell(const ShownFinding& finding, int column) const;
    void select();

    QString m_file;
    std::vector<ShownFinding> m_findings;
    std::vector<std::size_t> m_shown;  ///< Indices of m_findings.
    std::optional<FindingKind> m_kind;
    QStringList m_words;
};

}  // namespace descry
