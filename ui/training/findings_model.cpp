#include "ui/training/findings_model.h"

#include <algorithm>

#include "ui/common/text.h"

namespace descry {
namespace {

QString quoted(QString text) {
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
}

}  // namespace

void FindingsModel::setFindings(const QString& file, std::vector<ShownFinding> findings) {
    beginResetModel();
    m_file = file;
    m_findings = std::move(findings);
    select();
    endResetModel();
}

void FindingsModel::setFilter(std::optional<FindingKind> kind, const QString& words) {
    beginResetModel();
    m_kind = kind;
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    select();
    endResetModel();
}

void FindingsModel::select() {
    m_shown.clear();
    for (std::size_t i = 0; i < m_findings.size(); ++i) {
        if (m_kind && m_findings[i].kind != *m_kind) continue;
        const QString text = m_words.isEmpty()
                                 ? QString()
                                 : cell(m_findings[i], RecordColumn) + QLatin1Char(' ') +
                                       cell(m_findings[i], MessageColumn);
        const bool hasAll = std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        if (hasAll) m_shown.push_back(i);
    }
}

std::int64_t FindingsModel::numOf(FindingKind kind) const {
    return std::count_if(m_findings.begin(), m_findings.end(), [kind](const ShownFinding& one) {
        return one.kind == kind;
    });
}

QString FindingsModel::textOf(const QList<int>& rows) const {
    QStringList lines;
    const auto add = [&](int row) {
        lines << errorText(describeFinding(toPath(m_file), at(row).finding));
    };
    if (rows.isEmpty()) {
        for (int row = 0; row < rowCount(); ++row) add(row);
    } else {
        for (const int row : rows) add(row);
    }
    return lines.join(QLatin1Char('\n'));
}

QString FindingsModel::csv() const {
    QString text = QStringLiteral("severity,kind,file,record,message\r\n");
    for (const std::size_t index : m_shown) {
        const ShownFinding& one = m_findings[index];
        QStringList cells{cell(one, SeverityColumn), cell(one, KindColumn), m_file};
        cells << cell(one, RecordColumn) << cell(one, MessageColumn);
        for (QString& value : cells) value = quoted(value);
        text += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return text;
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int FindingsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QString FindingsModel::cell(const ShownFinding& one, int column) const {
    switch (column) {
        case SeverityColumn:
            return one.finding.severity == Severity::Error ? tr("Error") : tr("Warning");
        case KindColumn:
            return kindName(one.kind);
        case RecordColumn:
            return one.finding.record ? QString::number(*one.finding.record) : QString();
        default:
            return errorText(one.finding.message);
    }
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ShownFinding& one = at(index.row());
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
        return errorText(describeFinding(toPath(m_file), one.finding));
    }
    if (role != Qt::DisplayRole) return {};
    return cell(one, index.column());
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case SeverityColumn:
            return tr("Severity");
        case KindColumn:
            return tr("Kind");
        case RecordColumn:
            return tr("Record");
        default:
            return tr("What is wrong");
    }
}

}  // namespace descry
