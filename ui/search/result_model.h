#pragma once
/// The candidates of a search, or the items browsed, as a list: ids, ranks and scores, nothing
/// heavier. What else is shown of an item is asked for when it is first needed, a batch at a time,
/// and kept within a bound. Re-ranking moves rows, but not those that are pinned. Thread rule: GUI
/// thread.

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
    enum Role { ItemRole = Qt::UserRole + 1, RankRole };

    explicit ResultModel(QObject* parent = nullptr);

    /// Another result: everything is new. Ranked: whether the order means something.
    void setRanking(const Ranking& all);
    /// The first rows in a new order; those of `pinned` keep their places.
    void rerank(const Ranking& head, const std::set<ItemId>& pinned);
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    const ResultRow& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    std::optional<ItemId> itemAt(const QModelIndex& index) const;
    QModelIndex indexOf(ItemId item) const;
    const std::vector<ResultRow>& rows() const { return m_rows; }
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

  private:
    void askForLines();
    QString accessibleText(int row) const;
    QString tooltip(int row) const;

    std::vector<ResultRow> m_rows;
    bool m_isRanked = false;
    ScoreRange m_similarities;
    ScoreRange m_scores;
    std::unordered_map<ItemId, ItemLine> m_lines;
    mutable std::set<ItemId> m_wanted;  ///< Asked for since the last linesWanted().
    mutable QTimer m_asking;
};

}  // namespace descry
