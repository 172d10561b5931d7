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
    m_all.clear();
    m_all.reserve(all.candidates.size());
    for (const ShownCandidate& candidate : all.candidates) {
        const auto rank = static_cast<std::int64_t>(m_all.size()) + 1;
        m_all.push_back({candidate, rank, rank});
    }
    m_isRanked = !m_all.empty() && m_all.front().candidate.similarity.has_value();
    m_similarities = rangeOf(m_all, &ShownCandidate::similarity);
    m_scores = rangeOf(m_all, &ShownCandidate::score);
    m_expanded.clear();
    m_breakAfter.reset();
    countStacks();
    m_numHead = std::min(static_cast<std::size_t>(all.progress.of), m_all.size());
    showAll();
    endResetModel();
    findBreakRow();
}

void ResultModel::clear() {
    setRanking({});
}

void ResultModel::countStacks() {
    m_inTrack.clear();
    for (const ResultRow& row : m_all) {
        const std::uint32_t track = row.candidate.track;
        if (track >= m_inTrack.size()) m_inTrack.resize(track + std::size_t{1});
        ++m_inTrack[track];
    }
}

bool ResultModel::isStacked(const ResultRow& row) const {
    const std::uint32_t track = row.candidate.track;
    return m_isStacking && track != 0 && m_inTrack[track] > 1;
}

/// Rows of the candidates from `first` on, by rank; a stack stands where its best one does, unless
/// that one is before `first`.
ResultModel::Places ResultModel::unfolded(std::size_t first,
                                          std::size_t last,
                                          const std::set<ItemId>& pinned) const {
    std::vector<bool> isSeen(m_inTrack.size());
    std::unordered_map<std::uint32_t, std::uint32_t> standIns;
    std::unordered_map<std::uint32_t, Places> members;
    for (std::size_t i = 0; i < m_all.size() && !(pinned.empty() && m_expanded.empty()); ++i) {
        const ShownCandidate& candidate = m_all[i].candidate;
        const auto place = static_cast<std::uint32_t>(i);
        if (m_expanded.contains(candidate.track)) members[candidate.track].push_back(place);
        if (pinned.contains(candidate.item)) standIns.emplace(candidate.track, place);
    }
    for (std::size_t i = 0; i < first; ++i) isSeen[m_all[i].candidate.track] = true;
    Places places;
    places.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) {
        const auto place = static_cast<std::uint32_t>(i);
        if (!isStacked(m_all[i])) {
            places.push_back(place);
            continue;
        }
        const std::uint32_t track = m_all[i].candidate.track;
        if (isSeen[track]) continue;
        isSeen[track] = true;
        const auto standIn = standIns.find(track);
        if (m_expanded.contains(track)) {
            places.insert(places.end(), members[track].begin(), members[track].end());
        } else {
            places.push_back(standIn == standIns.end() ? place : standIn->second);
        }
    }
    return places;
}

void ResultModel::showAll() {
    m_shown = unfolded(0, m_numHead, {});
    m_numHeadShown = m_shown.size();
    const Places rest = unfolded(m_numHead, m_all.size(), {});
    m_shown.insert(m_shown.end(), rest.begin(), rest.end());
}

/// In their new order; nothing if it is the head of another search.
std::optional<std::vector<ResultRow>> ResultModel::rowsOf(const Ranking& head) const {
    if (head.candidates.size() != m_numHead) return std::nullopt;
    std::unordered_map<ItemId, const ResultRow*> known;
    for (std::size_t i = 0; i < m_numHead; ++i) known.emplace(m_all[i].candidate.item, &m_all[i]);
    std::vector<ResultRow> rows;
    rows.reserve(m_numHead);
    for (const ShownCandidate& candidate : head.candidates) {
        const auto row = known.find(candidate.item);
        if (row == known.end()) return std::nullopt;
        const auto rank = static_cast<std::int64_t>(rows.size()) + 1;
        rows.push_back({candidate, rank, row->second->similarityRank});
        rows.back().candidate.track = row->second->candidate.track;
    }
    return rows;
}

/// Rows of the head by rank, but for those that are pinned where they were shown.
void ResultModel::settleHead(const std::vector<ItemId>& shown, const std::set<ItemId>& pinned) {
    const Places places = unfolded(0, m_numHead, pinned);
    std::unordered_map<ItemId, std::uint32_t> placeOf;
    std::vector<ItemId> ranked;
    for (const std::uint32_t place : places) {
        ranked.push_back(m_all[place].candidate.item);
        placeOf.emplace(ranked.back(), place);
    }
    const std::vector<ItemId> order = settledOrder(shown, ranked, pinned);
    for (std::size_t i = 0; i < order.size(); ++i) m_shown[i] = placeOf.at(order[i]);
}

void ResultModel::rerank(const Ranking& head, const std::set<ItemId>& pinned) {
    auto rows = rowsOf(head);
    if (!rows) return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<ItemId> kept;
    for (const QModelIndex& index : before) kept.push_back(row(index.row()).candidate.item);
    std::vector<ItemId> shown;
    std::set<ItemId> held;  // What is pinned but inside a stack holds no place.
    for (std::size_t i = 0; i < m_numHeadShown; ++i) {
        shown.push_back(m_all[m_shown[i]].candidate.item);
        if (pinned.contains(shown.back())) held.insert(shown.back());
    }
    std::ranges::move(*rows, m_all.begin());
    settleHead(shown, held);
    std::unordered_map<ItemId, int> places;
    for (std::size_t i = 0; i < m_numHeadShown; ++i) {
        places.emplace(m_all[m_shown[i]].candidate.item, static_cast<int>(i));
    }
    // All at once: one by one, an index that has moved is taken for the one it moved onto.
    QModelIndexList after;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const QModelIndex& old = before[static_cast<qsizetype>(i)];
        const auto place = places.find(kept[i]);
        const bool isInTail = static_cast<std::size_t>(old.row()) >= m_numHeadShown;
        const QModelIndex moved = place == places.end() ? QModelIndex() : index(place->second);
        after << (isInTail ? old : moved);
    }
    changePersistentIndexList(before, after);
    m_scores = rangeOf(m_all, &ShownCandidate::score);
    Q_EMIT layoutChanged({}, VerticalSortHint);
    findBreakRow();
}

void ResultModel::setBreakAfter(std::optional<std::int64_t> numCandidates) {
    m_breakAfter = numCandidates;
    findBreakRow();
}

bool ResultModel::isBehindBreak(const ResultRow& row) const {
    return m_breakRow && row.rank > *m_breakAfter;
}

/// A stack lies where its best one does. The line has rows on both sides.
void ResultModel::findBreakRow() {
    std::optional<int> found;
    if (m_breakAfter) {
        const auto count = std::min(static_cast<std::size_t>(*m_breakAfter), m_all.size());
        const auto numRows = static_cast<int>(unfolded(0, count, {}).size());
        if (numRows > 0 && numRows < rowCount()) found = numRows;
    }
    if (found == m_breakRow) return;
    m_breakRow = found;
    Q_EMIT breakRowChanged();
}

void ResultModel::setStacking(bool isOn) {
    if (m_isStacking == isOn) return;
    beginResetModel();
    m_isStacking = isOn;
    m_expanded.clear();
    showAll();
    endResetModel();
    findBreakRow();
}

int ResultModel::stackSize(int index) const {
    const ResultRow& shown = row(index);
    return isStacked(shown) ? m_inTrack[shown.candidate.track] : 1;
}

bool ResultModel::isExpanded(int index) const {
    return m_expanded.contains(row(index).candidate.track);
}

void ResultModel::toggleStack(const QModelIndex& index) {
    if (!index.isValid() || stackSize(index.row()) == 1) return;
    const std::uint32_t track = row(index.row()).candidate.track;
    if (m_expanded.contains(track)) {
        collapse(track);
    } else {
        expand(index.row(), track);
    }
    findBreakRow();
}

/// The others follow the one that stood for them.
void ResultModel::expand(int row, std::uint32_t track) {
    const auto place = m_shown.begin() + row;
    Places others;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const bool isOther = m_all[i].candidate.track == track && i != *place;
        if (isOther) others.push_back(static_cast<std::uint32_t>(i));
    }
    beginInsertRows({}, row + 1, row + static_cast<int>(others.size()));
    m_shown.insert(place + 1, others.begin(), others.end());
    m_expanded.insert(track);
    if (static_cast<std::size_t>(row) < m_numHeadShown) m_numHeadShown += others.size();
    endInsertRows();
    Q_EMIT dataChanged(index(row), index(row));
}

/// The first of them that is shown stands for all.
void ResultModel::collapse(std::uint32_t track) {
    const auto isOfTrack = [&](std::uint32_t place) {
        return m_all[place].candidate.track == track;
    };
    const auto first = std::ranges::find_if(m_shown, isOfTrack) - m_shown.begin();
    m_expanded.erase(track);
    for (auto row = std::ssize(m_shown) - 1; row > first; --row) {
        if (!isOfTrack(m_shown[static_cast<std::size_t>(row)])) continue;
        beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
        m_shown.erase(m_shown.begin() + row);
        if (static_cast<std::size_t>(row) < m_numHeadShown) --m_numHeadShown;
        endRemoveRows();
    }
    const QModelIndex left = index(static_cast<int>(first));
    Q_EMIT dataChanged(left, left);
}

int ResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
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
        case StackRole:
            return stackSize(index.row());
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
    if (const int size = stackSize(index); size > 1) {
        parts << (isExpanded(index) ? tr("one of %1 of a track").arg(size)
                                    : tr("stands for %1 of a track").arg(size));
    }
    if (isBehindBreak(shown)) parts << tr("unlikely");
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
    if (const int size = stackSize(index); size > 1) {
        lines << tr("One of %1 pictures of a track (S)").arg(size);
    }
    if (isBehindBreak(shown)) lines << tr("Behind the break line: unlikely");
    return lines.join(QLatin1Char('\n'));
}

std::optional<ItemId> ResultModel::itemAt(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= rowCount()) return std::nullopt;
    return row(index.row()).candidate.item;
}

QModelIndex ResultModel::indexOf(ItemId item) const {
    const auto place = std::ranges::find_if(
        m_shown, [&](std::uint32_t shown) { return m_all[shown].candidate.item == item; });
    return place == m_shown.end() ? QModelIndex()
                                  : index(static_cast<int>(place - m_shown.begin()));
}

std::uint32_t ResultModel::trackOf(ItemId item) const {
    const auto row = std::ranges::find_if(
        m_all, [&](const ResultRow& one) { return one.candidate.item == item; });
    return row == m_all.end() ? 0 : row->candidate.track;
}

QModelIndex ResultModel::stackOf(std::uint32_t track) const {
    const auto place = std::ranges::find_if(
        m_shown, [&](std::uint32_t shown) { return m_all[shown].candidate.track == track; });
    return place == m_shown.end() ? QModelIndex()
                                  : index(static_cast<int>(place - m_shown.begin()));
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
    if (!m_shown.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void ResultModel::forgetLines() {
    m_lines.clear();
    m_wanted.clear();
}

}  // namespace descry
