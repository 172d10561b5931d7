#include "ui/training/runs_model.h"

#include <QPainter>
#include <QStyle>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kRowHeight = 56;
constexpr int kIconSize = 16;

QString factsOf(const ShownRun& run) {
    QStringList facts;
    const QString best = shownBest(run.record);
    if (!best.isEmpty()) facts << best;
    facts << shownDate(run.record.begunAt);
    return facts.join(QStringLiteral(" · "));
}

}  // namespace

RunsModel::RunsModel(const TrainingRuns& runs, QObject* parent)
    : QAbstractListModel(parent), m_runs(runs) {
    connect(&runs, &TrainingRuns::listChanged, this, &RunsModel::reset);
    connect(&runs, &TrainingRuns::runChanged, this, [this](const std::filesystem::path& folder) {
        const int row = rowOf(folder);
        if (row >= 0 && row < m_count) Q_EMIT dataChanged(index(row), index(row));
    });
    reset();
}

void RunsModel::reset() {
    beginResetModel();
    m_count = static_cast<int>(m_runs.runs().size());
    endResetModel();
}

int RunsModel::rowOf(const std::filesystem::path& folder) const {
    const ShownRun* run = m_runs.find(folder);
    return run == nullptr ? -1 : static_cast<int>(run - m_runs.runs().data());
}

std::filesystem::path RunsModel::folderAt(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    return m_runs.runs()[static_cast<std::size_t>(row)].record.folder;
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ShownRun& run = m_runs.runs()[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return run.name();
        case Qt::ToolTipRole:
            return shownPath(run.record.folder);
        case Qt::AccessibleTextRole:
            return QStringList{run.name(), stateName(run.state()), factsOf(run)}.join(
                QStringLiteral(", "));
        case StateRole:
            return stateName(run.state());
        case FactsRole:
            return factsOf(run);
        case IconRole:
            return stateIcon(run.state());
        default:
            return {};
    }
}

void RunDelegate::paint(QPainter* painter,
                        const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const ThemeColours& colours = m_theme.colours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect card = option.rect.adjusted(0, 1, 0, -1);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours.chip);
        painter->drawRoundedRect(card, 6, 6);
        painter->setBrush(colours.accent);
        painter->drawRoundedRect(QRect(card.left(), card.top() + 8, 3, card.height() - 16), 1, 1);
    }
    const QRect inside = card.adjusted(kSpaceM, kSpaceS, -kSpaceS, -kSpaceS);
    const QRect icon(inside.left(), inside.top() + 2, kIconSize, kIconSize);
    m_theme.icon(index.data(RunsModel::IconRole).toString()).paint(painter, icon);
    const int left = icon.right() + 1 + kSpaceS;
    const int half = inside.height() / 2;
    const QRect first(left, inside.top(), inside.right() - left, half);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(colours.text);
    painter->drawText(
        first,
        Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideMiddle, first.width()));
    painter->setFont(option.font);
    painter->setPen(colours.secondary);
    const QString line = index.data(RunsModel::StateRole).toString() + QStringLiteral(" · ") +
                         index.data(RunsModel::FactsRole).toString();
    const QRect second = first.translated(0, half);
    painter->drawText(second,
                      Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(line, Qt::ElideRight, second.width()));
    painter->restore();
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {0, kRowHeight};
}

}  // namespace descry
