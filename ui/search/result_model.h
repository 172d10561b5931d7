#pragma once
/// The candidates of a search, or the items browsed, as a list: ids, ranks and scores, nothing
/// heavier. Items of one track stack: the best of them stands for all until the stack is expanded.
/// What else is shown of an item is asked for when it is first needed, a batch at a time, and kept
/// within a bound. Re-ranking moves rows, but not those that are pinned. Thread rule: GUI thread.

#include <QAbstractListModel>
#include <QTimer>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "ui/search/ranking.h"
#include "ui/search/search_source.h"

namespace descry {

class ResultModel final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role { ItemRole = Qt::UserRole + 1, RankRole, StackRole };

    explicit ResultModel(QObject* parent = nullptr);

    /// Another result: everything is new. Ranked: whether the order means something.
    void setRanking(std::shared_ptr<const Ranking> all);
    /// The first rows in a new order; those of `pinned` keep their places, and stand for their
    /// stacks.
    void rerank(const Ranking& head, const std::set<ItemId>& pinned);
    void clear();
    /// So many of the first candidates lie before the break line; nothing: it is not known.
    void setBreakAfter(std::optional<std::int64_t> numCandidates);

    /// Whether items of one track stack. A change shows every stack collapsed, or none.
    void setStacking(bool isOn);
    bool isStacking() const { return m_isStacking; }
    /// Expands or collapses the row's stack; nothing where it is alone.
    void toggleStack(const QModelIndex& index);
    /// Items of the row's track, 1 where it is alone or nothing stacks.
    int stackSize(int row) const;
    bool isExpanded(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    ResultRow row(int index) const { return m_all[m_shown[static_cast<std::size_t>(index)]]; }
    std::optional<ItemId> itemAt(const QModelIndex& index) const;
    /// Invalid where it is not among the rows, inside a collapsed stack for instance.
    QModelIndex indexOf(ItemId item) const;
    /// The item's track, 0 where it has none or is not in the result.
    std::uint32_t trackOf(ItemId item) const;
    /// The first row of a track; invalid if there is none.
    QModelIndex stackOf(std::uint32_t track) const;
    /// All of them by rank, those inside stacks too.
    const RankedRows& ranked() const { return m_all; }
    /// Rows that re-ranking may move.
    int numHeadRows() const { return static_cast<int>(m_numHeadShown); }
    /// Rows before the break line; absent where no line is to be drawn.
    std::optional<int> breakRow() const { return m_breakRow; }
    /// Whether the rows are candidates with ranks, not items browsed.
    bool isRanked() const { return m_isRanked; }
    const ScoreRange& similarities() const { return m_all.all->similarities; }
    const ScoreRange& scores() const { return m_scores; }

    /// Null until it has been read; then linesWanted() follows.
    const ItemLine* line(ItemId item) const;
    void setLines(const ItemLines& lines);
    /// Whose line has been read, in order.
    std::vector<ItemId> itemsWithLine() const;
    /// Everything that is kept of items is read again.
    void forgetLines();

  Q_SIGNALS:
    void linesWanted(const std::vector<descry::ItemId>& items) const;
    void breakRowChanged();

  private:
    using Places = std::vector<std::uint32_t>;

    void askForLines();
    QString accessibleText(int row) const;
    QString tooltip(int row) const;

    bool isStacked(const ShownCandidate& candidate) const;
    bool isBehindBreak(const ResultRow& row) const;
    void showAll();
    Places unfolded(std::size_t count, const std::set<ItemId>& pinned) const;
    std::optional<std::vector<ResultRow>> rowsOf(const Ranking& head) const;
    void settleHead(const std::vector<ItemId>& shown, const std::set<ItemId>& pinned);
    void expand(int row, std::uint32_t track);
    void collapse(std::uint32_t track);
    void findBreakRow();

    RankedRows m_all;
    Places m_shown;                      ///< [rows]: places in m_all.
    std::size_t m_numHeadShown = 0;      ///< Rows of its head.
    std::set<std::uint32_t> m_expanded;  ///< Tracks.
    bool m_isStacking = true;
    bool m_isRanked = false;
    std::optional<std::int64_t> m_breakAfter;
    std::optional<int> m_breakRow;
    ScoreRange m_scores;
    std::unordered_map<ItemId, ItemLine> m_lines;
    mutable std::set<ItemId> m_wanted;  ///< Asked for since the last linesWanted().
    mutable QTimer m_asking;
};

}  // namespace descry
