#include "ui/search/result_model.h"

#include <algorithm>

#include "ui/common/text.h"
#include "ui/search/settling_order.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr std::size_t kMaxLines = 20'000;

ScoreRange rangeOf(const std::vector<ResultRow>& rows,
                   std::optional<float> ShownCandidate::*score) {
    std::optional<ScoreRange> range;
    for (const ResultRow& row : rows) {
        const std::optional<float>& value = row.candidate.*score;
        if (!value) continue;
        if (!range) range = ScoreRange{*value, *value};
        range->low = std::min(range->low, *value);
        range->high = std::max(range->high, *value);
    }
    return range.value_or(ScoreRange{});
}

}  // namespace

double ScoreRange::partOf(float score) const {
    /// The lowest still has a bar, so that it does not look like a missing one.
    constexpr double kLeast = 0.04;
    if (!(high > low)) return 1;
    const double part =
        (static_cast<double>(score) - static_cast<double>(low)) / static_cast<double>(high - low);
    return std::clamp(kLeast + (1 - kLeast) * part, kLeast, 1.0);
}

ResultModel::ResultModel(QObject* parent) : QAbstractListModel(parent) {
    m_asking.setSingleShot(true);
    m_asking.setInterval(0);
    connect(&m_asking, &QTimer::timeout, this, &ResultModel::askForLines);
}

void ResultModel::setRanking(const Ranking& all) {
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(all.candidates.size());
    for (const ShownCandidate& candidate : all.candidates) {
        const auto rank = static_cast<std::int64_t>(m_rows.size()) + 1;
        m_rows.push_back({candidate, rank, rank});
    }
    m_isRanked = !m_rows.empty() && m_rows.front().candidate.similarity.has_value();
    m_similarities = rangeOf(m_rows, &ShownCandidate::similarity);
    m_scores = rangeOf(m_rows, &ShownCandidate::score);
    endResetModel();
}

void ResultModel::clear() {
    setRanking({});
}

void ResultModel::rerank(const Ranking& head, const std::set<ItemId>& pinned) {
    const std::size_t count = std::min(head.candidates.size(), m_rows.size());
    std::unordered_map<ItemId, ResultRow> known;
    std::vector<ItemId> shown;
    std::vector<ItemId> ranked;
    for (std::size_t i = 0; i < count; ++i) {
        shown.push_back(m_rows[i].candidate.item);
        known.emplace(shown.back(), m_rows[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = known.find(head.candidates[i].item);
        if (row == known.end()) return;  // Of another search.
        row->second.candidate = head.candidates[i];
        row->second.rank = static_cast<std::int64_t>(i) + 1;
        ranked.push_back(row->first);
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<ItemId> kept;
    for (const QModelIndex& index : before) kept.push_back(row(index.row()).candidate.item);
    std::unordered_map<ItemId, int> places;
    const std::vector<ItemId> order = settledOrder(shown, ranked, pinned);
    for (std::size_t i = 0; i < count; ++i) {
        m_rows[i] = known.at(order[i]);
        places[order[i]] = static_cast<int>(i);
    }
    // All at once: one by one, an index that has moved is taken for the one it moved onto.
    QModelIndexList after;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto place = places.find(kept[i]);
        after << (place == places.end() ? before[static_cast<qsizetype>(i)] : index(place->second));
    }
    changePersistentIndexList(before, after);
    m_scores = rangeOf(m_rows, &ShownCandidate::score);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int ResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ResultModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ResultRow& shown = row(index.row());
    switch (role) {
        case Qt::DisplayRole: {
            const ItemLine* known = line(shown.candidate.item);
            return known == nullptr ? QString() : shownPath(known->path);
        }
        case Qt::AccessibleTextRole:
            return accessibleText(index.row());
        case Qt::ToolTipRole:
            return tooltip(index.row());
        case ItemRole:
            return QVariant::fromValue<qlonglong>(shown.candidate.item.value);
        case RankRole:
            return m_isRanked ? QVariant::fromValue<qlonglong>(shown.rank) : QVariant();
        default:
            return {};
    }
}

QString ResultModel::accessibleText(int index) const {
    const ResultRow& shown = row(index);
    QStringList parts{m_isRanked ? tr("rank %1").arg(shown.rank) : tr("picture %1").arg(index + 1)};
    if (const ItemLine* known = line(shown.candidate.item)) {
        if (known->camera) parts << shownCamera(*known->camera);
        if (known->timeMs) parts << shownTime(*known->timeMs, known->timeZone).left(5);
        if (known->bookmarked) parts << tr("bookmarked");
    }
    return parts.join(QStringLiteral(", "));
}

QString ResultModel::tooltip(int index) const {
    const ResultRow& shown = row(index);
    const ShownCandidate& candidate = shown.candidate;
    QStringList lines;
    if (const ItemLine* known = line(candidate.item)) lines << shownPath(known->path);
    if (candidate.matchLogit) lines << tr("Match logit %1").arg(shownScore(*candidate.matchLogit));
    if (candidate.similarity) {
        lines << tr("Similarity %1 (rank %2)")
                     .arg(shownScore(*candidate.similarity))
                     .arg(shown.similarityRank);
    }
    return lines.join(QLatin1Char('\n'));
}

std::optional<ItemId> ResultModel::itemAt(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= rowCount()) return std::nullopt;
    return row(index.row()).candidate.item;
}

QModelIndex ResultModel::indexOf(ItemId item) const {
    const auto place = std::find_if(m_rows.begin(), m_rows.end(), [&](const ResultRow& row) {
        return row.candidate.item == item;
    });
    return place == m_rows.end() ? QModelIndex() : index(static_cast<int>(place - m_rows.begin()));
}

const ItemLine* ResultModel::line(ItemId item) const {
    const auto known = m_lines.find(item);
    if (known != m_lines.end()) return &known->second;
    m_wanted.insert(item);
    if (!m_asking.isActive()) m_asking.start();
    return nullptr;
}

void ResultModel::askForLines() {
    if (m_wanted.empty()) return;
    const std::vector<ItemId> items(m_wanted.begin(), m_wanted.end());
    m_wanted.clear();
    Q_EMIT linesWanted(items);
}

void ResultModel::setLines(const ItemLines& lines) {
    if (m_lines.size() + lines.size() > kMaxLines) m_lines.clear();
    for (const auto& [item, line] : lines) m_lines[item] = line;
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void ResultModel::forgetLines() {
    m_lines.clear();
    m_wanted.clear();
}

}  // namespace descry
