#include "ui/search/result_model.h"

#include <algorithm>
#include <numeric>

#include "ui/common/text.h"
#include "ui/search/settling_order.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr std::size_t kMaxLines = 20'000;

}  // namespace

ResultModel::ResultModel(QObject* parent) : QAbstractListModel(parent) {
    m_asking.setSingleShot(true);
    m_asking.setInterval(0);
    connect(&m_asking, &QTimer::timeout, this, &ResultModel::askForLines);
}

void ResultModel::setRanking(std::shared_ptr<const Ranking> all) {
    beginResetModel();
    m_all = {std::move(all)};
    const auto numHead = static_cast<std::size_t>(m_all.all->progress.of);
    for (std::size_t i = 0; i < std::min(numHead, m_all.size()); ++i) {
        m_all.head.push_back(m_all[i]);
    }
    m_isRanked = !m_all.empty() && m_all.candidate(0).similarity.has_value();
    m_scores = m_all.all->scores;
    m_expanded.clear();
    m_breakAfter.reset();
    showAll();
    endResetModel();
    findBreakRow();
}

void ResultModel::clear() {
    setRanking(std::make_shared<const Ranking>());
}

bool ResultModel::isStacked(const ShownCandidate& candidate) const {
    const std::uint32_t track = candidate.track;
    return m_isStacking && track != 0 && m_all.all->inTrack[track] > 1;
}

/// Rows of the first `count` candidates, by rank; a stack stands where its best one does.
ResultModel::Places ResultModel::unfolded(std::size_t count, const std::set<ItemId>& pinned) const {
    std::vector<bool> isSeen(m_all.all->inTrack.size());
    std::unordered_map<std::uint32_t, std::uint32_t> standIns;
    std::unordered_map<std::uint32_t, Places> members;
    for (std::size_t i = 0; i < m_all.size() && !m_expanded.empty(); ++i) {
        const std::uint32_t track = m_all.candidate(i).track;
        if (m_expanded.contains(track)) members[track].push_back(static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i < count && !pinned.empty(); ++i) {
        const ShownCandidate& candidate = m_all.candidate(i);
        const auto place = static_cast<std::uint32_t>(i);
        if (pinned.contains(candidate.item)) standIns.emplace(candidate.track, place);
    }
    Places places;
    places.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto place = static_cast<std::uint32_t>(i);
        if (!isStacked(m_all.candidate(i))) {
            places.push_back(place);
            continue;
        }
        const std::uint32_t track = m_all.candidate(i).track;
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

/// Behind the head, stacks lie where they were counted to lie.
void ResultModel::showAll() {
    const std::size_t numHead = m_all.head.size();
    m_shown = unfolded(numHead, {});
    m_numHeadShown = m_shown.size();
    if (m_isStacking) {
        const Places& best = m_all.all->bestOfTracks;
        m_shown.insert(m_shown.end(), std::ranges::lower_bound(best, numHead), best.end());
    } else {
        m_shown.resize(m_all.size());
        std::iota(m_shown.begin(), m_shown.end(), 0U);
    }
}

/// In their new order; nothing if it is the head of another search.
std::optional<std::vector<ResultRow>> ResultModel::rowsOf(const Ranking& head) const {
    if (head.candidates.size() != m_all.head.size()) return std::nullopt;
    std::unordered_map<ItemId, const ResultRow*> known;
    for (const ResultRow& row : m_all.head) known.emplace(row.candidate.item, &row);
    std::vector<ResultRow> rows;
    rows.reserve(m_all.head.size());
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
    const Places places = unfolded(m_all.head.size(), pinned);
    std::unordered_map<ItemId, std::uint32_t> placeOf;
    std::vector<ItemId> ranked;
    for (const std::uint32_t place : places) {
        ranked.push_back(m_all.candidate(place).item);
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
        shown.push_back(m_all.candidate(m_shown[i]).item);
        if (pinned.contains(shown.back())) held.insert(shown.back());
    }
    m_all.head = std::move(*rows);
    settleHead(shown, held);
    std::unordered_map<ItemId, int> places;
    for (std::size_t i = 0; i < m_numHeadShown; ++i) {
        places.emplace(m_all.candidate(m_shown[i]).item, static_cast<int>(i));
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
    m_scores = head.scores;
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
        const auto numRows = static_cast<int>(unfolded(count, {}).size());
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
    const ShownCandidate& shown = m_all.candidate(m_shown[static_cast<std::size_t>(index)]);
    return isStacked(shown) ? m_all.all->inTrack[shown.track] : 1;
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
        const bool isOther = m_all.candidate(i).track == track && i != *place;
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
        return m_all.candidate(place).track == track;
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
        m_shown, [&](std::uint32_t shown) { return m_all.candidate(shown).item == item; });
    return place == m_shown.end() ? QModelIndex()
                                  : index(static_cast<int>(place - m_shown.begin()));
}

std::uint32_t ResultModel::trackOf(ItemId item) const {
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (m_all.candidate(i).item == item) return m_all.candidate(i).track;
    }
    return 0;
}

QModelIndex ResultModel::stackOf(std::uint32_t track) const {
    const auto place = std::ranges::find_if(
        m_shown, [&](std::uint32_t shown) { return m_all.candidate(shown).track == track; });
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

std::vector<ItemId> ResultModel::itemsWithLine() const {
    std::vector<ItemId> items;
    items.reserve(m_lines.size());
    for (const auto& [item, line] : m_lines) items.push_back(item);
    std::ranges::sort(items);
    return items;
}

void ResultModel::forgetLines() {
    m_lines.clear();
    m_wanted.clear();
}

}  // namespace descry
