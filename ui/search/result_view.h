#pragma once
/// The grid of results: cells of one size, as many columns as fit, only what is visible is looked
/// at, so that a million rows cost what a hundred do. Arrows, Home, End and pages move; with Shift
/// and Ctrl several are selected; a double click asks for a preview, a click on a stack's badge to
/// unfold it. The break line is drawn in the gaps between cells: it moves none. Thread rule: GUI
/// thread.

#include <QAbstractItemView>
#include <QAccessible>
#include <optional>

namespace descry {

class ResultView final : public QAbstractItemView {
    Q_OBJECT

  public:
    static constexpr int kMinPicture = 72;
    static constexpr int kMaxPicture = 280;
    static constexpr int kFirstPicture = 116;

    explicit ResultView(QWidget* parent = nullptr);

    /// The least width of a cell, pixels, kMinPicture to kMaxPicture.
    int pictureSize() const { return m_pictureSize; }
    void setPictureSize(int pixels);
    /// Rows before the break line; nothing: no line.
    void setBreakRow(std::optional<int> row);
    /// Of the item that the pointer is over.
    QModelIndex indexUnderPointer() const;

    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint& point) const override;
    /// Letters are keys; a name is not looked for among a million.
    void keyboardSearch(const QString&) override {}
    void reset() override;

  Q_SIGNALS:
    void pictureSizeChanged(int pixels);
    void previewRequested(const QModelIndex& index);
    void stackToggleRequested(const QModelIndex& index);

  protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected,
                          const QItemSelection& deselected) override;
    void dataChanged(const QModelIndex& topLeft,
                     const QModelIndex& bottomRight,
                     const QList<int>& roles) override;
    void initViewItemOption(QStyleOptionViewItem* option) const override;

  private:
    struct Grid;
    Grid grid() const;
    void paintBreak(QPainter& painter) const;
    /// To what reads aloud.
    void tell(QAccessible::Event event, const QModelIndex& index);
    /// Of the stack whose badge is there.
    QModelIndex stackAt(const QPoint& point) const;

    int m_pictureSize = kFirstPicture;
    std::optional<int> m_breakRow;
};

}  // namespace descry
