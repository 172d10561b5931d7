#include "ui/search/result_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>

#include "ui/common/colours.h"
#include "ui/search/result_delegate.h"

namespace descry {
namespace {

constexpr int kGap = kSpaceM;
/// Height of a picture to its width: a standing person, whole.
constexpr double kTall = 2.4;
constexpr int kSizeStep = 16;

}  // namespace

/// Where cells lie. Rows of cells are as wide as the view.
struct ResultView::Grid {
    int numColumns = 1;
    QSize cell;
    int numItems = 0;

    int pitchX() const { return cell.width() + kGap; }
    int pitchY() const { return cell.height() + kGap; }
    int numLines() const { return (numItems + numColumns - 1) / numColumns; }
    qint64 height() const { return std::max<qint64>(0, qint64{numLines()} * pitchY() - kGap); }
};

ResultView::ResultView(QWidget* parent) : QAbstractItemView(parent) {
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectItems);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractItemView::doubleClicked, this, &ResultView::previewRequested);
}

ResultView::Grid ResultView::grid() const {
    Grid grid;
    const int width = viewport()->width();
    grid.numColumns = std::max(1, (width + kGap) / (m_pictureSize + kGap));
    const int cellWidth = (width - kGap * (grid.numColumns - 1)) / grid.numColumns;
    grid.cell =
        QSize(cellWidth, static_cast<int>(cellWidth * kTall) + ResultDelegate::kFooterHeight);
    grid.numItems = model() == nullptr ? 0 : model()->rowCount();
    return grid;
}

void ResultView::setPictureSize(int pixels) {
    const int size = std::clamp(pixels, kMinPicture, kMaxPicture);
    if (size == m_pictureSize) return;
    m_pictureSize = size;
    updateGeometries();
    if (currentIndex().isValid()) scrollTo(currentIndex());
    viewport()->update();
    Q_EMIT pictureSizeChanged(size);
}

QModelIndex ResultView::indexUnderPointer() const {
    const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
    return viewport()->underMouse() ? indexAt(point) : QModelIndex();
}

int ResultView::verticalOffset() const {
    return verticalScrollBar()->value();
}

QRect ResultView::visualRect(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const Grid g = grid();
    return {QPoint(index.row() % g.numColumns * g.pitchX(),
                   index.row() / g.numColumns * g.pitchY() - verticalOffset()),
            g.cell};
}

QModelIndex ResultView::indexAt(const QPoint& point) const {
    const Grid g = grid();
    const int y = point.y() + verticalOffset();
    if (point.x() < 0 || y < 0) return {};
    const int column = point.x() / g.pitchX();
    const bool isInGap =
        point.x() % g.pitchX() >= g.cell.width() || y % g.pitchY() >= g.cell.height();
    const int row = y / g.pitchY() * g.numColumns + column;
    if (isInGap || column >= g.numColumns || row >= g.numItems) return {};
    return model()->index(row, 0);
}

void ResultView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    const QRect place = visualRect(index);
    if (place.isEmpty()) return;
    const int height = viewport()->height();
    int by = 0;
    if (hint == PositionAtTop || place.top() < 0) {
        by = place.top();
    } else if (place.bottom() >= height) {
        // A cell that is higher than the view shows its top.
        by = std::min(place.bottom() - height + 1, place.top());
    }
    verticalScrollBar()->setValue(verticalScrollBar()->value() + by);
}

QModelIndex ResultView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    const Grid g = grid();
    if (g.numItems == 0) return {};
    if (!currentIndex().isValid()) return model()->index(0, 0);
    const int page = g.numColumns * std::max(1, viewport()->height() / g.pitchY());
    int row = currentIndex().row();
    switch (action) {
        case MoveLeft:
        case MovePrevious:
            --row;
            break;
        case MoveRight:
        case MoveNext:
            ++row;
            break;
        case MoveUp:
            row = row >= g.numColumns ? row - g.numColumns : row;
            break;
        case MoveDown:
            row = row + g.numColumns < g.numItems ? row + g.numColumns : row;
            break;
        case MovePageUp:
            row = row >= page ? row - page : row % g.numColumns;
            break;
        case MovePageDown:
            row += page;
            break;
        case MoveHome:
            row = 0;
            break;
        case MoveEnd:
            row = g.numItems - 1;
            break;
    }
    return model()->index(std::clamp(row, 0, g.numItems - 1), 0);
}

void ResultView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) {
    const QModelIndex index = indexAt(rect.topLeft());
    selectionModel()->select(index.isValid() ? QItemSelection(index, index) : QItemSelection(),
                             flags);
}

QRegion ResultView::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    for (const QModelIndex& index : selection.indexes()) region += visualRect(index);
    return region;
}

void ResultView::updateGeometries() {
    const Grid g = grid();
    const int height = viewport()->height();
    verticalScrollBar()->setPageStep(height);
    verticalScrollBar()->setSingleStep(std::max(1, g.pitchY() / 4));
    verticalScrollBar()->setRange(
        0, static_cast<int>(std::clamp<qint64>(g.height() - height, 0, INT_MAX / 2)));
    QAbstractItemView::updateGeometries();
}

void ResultView::scrollContentsBy(int dx, int dy) {
    scrollDirtyRegion(dx, dy);
    viewport()->scroll(dx, dy);
}

void ResultView::resizeEvent(QResizeEvent* event) {
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void ResultView::initViewItemOption(QStyleOptionViewItem* option) const {
    QAbstractItemView::initViewItemOption(option);
    option->showDecorationSelected = true;
}

void ResultView::paintEvent(QPaintEvent* event) {
    const Grid g = grid();
    if (g.numItems == 0) return;
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QStyle::State plain = option.state & ~(QStyle::State_HasFocus | QStyle::State_MouseOver);
    const QModelIndex underPointer = indexUnderPointer();
    const int top = event->rect().top() + verticalOffset();
    const int bottom = event->rect().bottom() + verticalOffset();
    const int first = top / g.pitchY() * g.numColumns;
    const int last = std::min(g.numItems - 1, (bottom / g.pitchY() + 1) * g.numColumns - 1);
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0);
        option.rect = visualRect(index);
        option.state = plain;
        if (selectionModel()->isSelected(index)) option.state |= QStyle::State_Selected;
        if (hasFocus() && index == currentIndex()) option.state |= QStyle::State_HasFocus;
        if (index == underPointer) option.state |= QStyle::State_MouseOver;
        itemDelegate()->paint(&painter, option, index);
    }
}

void ResultView::keyPressEvent(QKeyEvent* event) {
    const bool asksPreview = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return ||
                             event->key() == Qt::Key_Enter;
    if (asksPreview && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT previewRequested(currentIndex());
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

void ResultView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() != Qt::ControlModifier) {
        QAbstractItemView::wheelEvent(event);
        return;
    }
    setPictureSize(m_pictureSize + (event->angleDelta().y() > 0 ? kSizeStep : -kSizeStep));
    event->accept();
}

void ResultView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QAbstractItemView::currentChanged(current, previous);
    if (current.isValid()) scrollTo(current);
    viewport()->update();
}

}  // namespace descry
