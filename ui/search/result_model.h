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

#include "ui/search/search_controller.h"

namespace descry {

struct ResultRow {
    ShownCandidate candidate;
    std::int64_t rank = 0;            ///< 1 is the best; what re-ranking says now.
    std::int64_t similarityRank = 0;  ///< Of the first stage.
};

/// Where the bars of a search begin and end: scores have no scale of their own.
struct ScoreRange {
    float low = 0;
    float high = 0;

    /// 0 to 1.
    double partOf(float score) const;
};

class ResultModel final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role { ItemRole = Qt::UserRole + 1, RankRole, StackRole };

    explicit ResultModel(QObject* parent = nullptr);

    /// Another result: everything is new. Ranked: whether the order means something.
    void setRanking(const Ranking& all);
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

    const ResultRow& row(int index) const {
        return m_all[m_shown[static_cast<std::size_t>(index)]];
    }
    std::optional<ItemId> itemAt(const QModelIndex& index) const;
    /// Invalid where it is not among the rows, inside a collapsed stack for instance.
    QModelIndex indexOf(ItemId item) const;
    /// The item's track, 0 where it has none or is not in the result.
    std::uint32_t trackOf(ItemId item) const;
    /// The first row of a track; invalid if there is none.
    QModelIndex stackOf(std::uint32_t track) const;
    /// All of them by rank, those inside stacks too.
    const std::vector<ResultRow>& ranked() const { return m_all; }
    /// Rows before the break line; absent where no line is to be drawn.
    std::optional<int> breakRow() const { return m_breakRow; }
    /// Whether the rows are candidates with ranks, not items browsed.
    bool isRanked() const { return m_isRanked; }
    const ScoreRange& similarities() const { return m_similarities; }
    const ScoreRange& scores() const { return m_scores; }

    /// Null until it has been read; then linesWanted() follows.
    const ItemLine* line(ItemId item) const;
    void setLines(const ItemLines& lines);
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

    bool isStacked(const ResultRow& row) const;
    bool isBehindBreak(const ResultRow& row) const;
    void countStacks();
    void showAll();
    Places unfolded(std::size_t first, std::size_t last, const std::set<ItemId>& pinned) const;
    std::optional<std::vector<ResultRow>> rowsOf(const Ranking& head) const;
    void settleHead(const std::vector<ItemId>& shown, const std::set<ItemId>& pinned);
    void expand(int row, std::uint32_t track);
    void collapse(std::uint32_t track);
    void findBreakRow();

    std::vector<ResultRow> m_all;         ///< By rank.
    Places m_shown;                       ///< [rows]: places in m_all.
    std::size_t m_numHead = 0;            ///< Candidates that re-ranking moves.
    std::size_t m_numHeadShown = 0;       ///< Their rows.
    std::vector<std::int32_t> m_inTrack;  ///< [tracks]: items of the result.
    std::set<std::uint32_t> m_expanded;   ///< Tracks.
    bool m_isStacking = true;
    bool m_isRanked = false;
    std::optional<std::int64_t> m_breakAfter;
    std::optional<int> m_breakRow;
    ScoreRange m_similarities;
    ScoreRange m_scores;
    std::unordered_map<ItemId, ItemLine> m_lines;
    mutable std::set<ItemId> m_wanted;  ///< Asked for since the last linesWanted().
    mutable QTimer m_asking;
};

}  // namespace descry
