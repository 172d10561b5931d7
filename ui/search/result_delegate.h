#pragma once
/// Paints one item of the grid: the whole picture, rank, bookmark and size of its stack on it,
/// camera and time below, and two bars, score and similarity. Thread rule: GUI thread.

#include <QStyledItemDelegate>

#include "ui/common/theme.h"
#include "ui/common/thumbnail_cache.h"
#include "ui/search/result_model.h"

namespace descry {

class ResultDelegate final : public QStyledItemDelegate {
    Q_OBJECT

  public:
    ResultDelegate(const ResultModel& model,
                   ThumbnailCache& thumbnails,
                   const Theme& theme,
                   QObject* parent = nullptr);

    /// Pixels below a picture.
    static constexpr int kFooterHeight = 44;
    /// Where a click unfolds the stack of a cell.
    static QRect stackBadge(const QRect& cell);

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    void paintPicture(QPainter& painter, const QRect& place, ItemId item) const;
    void paintMarks(QPainter& painter, const QRect& place, const ResultRow& row) const;
    void paintStack(QPainter& painter, const QRect& cell, int row) const;
    void paintFooter(QPainter& painter, const QRect& place, const ResultRow& row) const;
    void paintBar(QPainter& painter, const QRect& place, double part, const QColor& colour) const;

    const ResultModel& m_model;
    ThumbnailCache& m_thumbnails;
    const Theme& m_theme;
};

}  // namespace descry
