#include "ui/gallery/preview_model.h"

#include <algorithm>
#include <utility>

#include "ui/common/text.h"
#include "ui/gallery/table_look.h"

namespace descry {
namespace {

QString shown(const std::optional<std::string>& text) {
    return text ? toQString(*text) : QString();
}

/// What is wrong, else what the pattern read that is stored nowhere.
QString noteOf(const PreviewedFile& file) {
    QStringList parts;
    for (const Error& problem : file.problems) parts << errorText(problem);
    if (!parts.isEmpty()) return parts.join(QStringLiteral("; "));
    for (const auto& [group, value] : file.groups) {
        const bool isStored =
            group == "camera" || group == "time" || group == "track" || group == "person";
        if (!isStored) parts << toQString(group + " " + value);
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace

void PreviewModel::setFiles(std::vector<PreviewedFile> files) {
    beginResetModel();
    m_files = std::move(files);
    endResetModel();
}

int PreviewModel::numWithProblems() const {
    return static_cast<int>(
        std::ranges::count_if(m_files, [](const auto& file) { return !file.problems.empty(); }));
}

int PreviewModel::numWithoutZone() const {
    return static_cast<int>(std::ranges::count_if(m_files, [](const PreviewedFile& file) {
        return file.metadata.timeMs && !file.metadata.timeZone;
    }));
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_files.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QString PreviewModel::cell(const PreviewedFile& file, int column) const {
    switch (column) {
        case Path:
            return shownPath(file.path);
        case Camera:
            return shown(file.metadata.camera);
        case Time:
            return file.metadata.timeMs
                       ? shownZonedTime(*file.metadata.timeMs, shown(file.metadata.timeZone))
                       : QString();
        case Track:
            return shown(file.metadata.track);
        case Person:
            return shown(file.metadata.person);
        default:
            return noteOf(file);
    }
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PreviewedFile& file = m_files[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) return cell(file, index.column());
    if (role == Qt::ToolTipRole) {
        return index.column() == Path ? shownPath(file.folder / file.path)
                                      : cell(file, index.column());
    }
    if (role != Qt::AccessibleTextRole) return {};
    QStringList words;
    for (int column = 0; column < NumColumns; ++column) {
        const QString text = cell(file, column);
        if (text.isEmpty()) continue;
        words
            << (column == Path
                    ? text
                    : QStringLiteral("%1 %2").arg(
                          headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().toLower(),
                          text));
    }
    return words.join(QStringLiteral(", "));
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Path:
            return tr("File");
        case Camera:
            return tr("Camera");
        case Time:
            return tr("Time");
        case Track:
            return tr("Track");
        case Person:
            return tr("Person");
        default:
            return tr("Note");
    }
}

}  // namespace descry
