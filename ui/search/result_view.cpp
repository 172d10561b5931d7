#include "ui/search/result_view.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <utility>

#include "ui/common/colours.h"
#include "ui/search/accessible_results.h"
#include "ui/search/result_delegate.h"

namespace descry {
namespace {

constexpr int kGap = kSpaceM;
/// Height of a picture to its width: a standing person, whole.
constexpr double kTall = 2.4;
constexpr int kSizeStep = 16;
constexpr int kLabelHeight = 18;
constexpr double kLineWidth = 1.5;

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
    /// Between the cells before a row and the others, through the middle of the gaps: below the
    /// last cells of a line, up beside them, on above the next ones.
    QPolygonF boundary(int row, int width) const {
        const double above = row / numColumns * pitchY() - kGap / 2.0;
        const double below = above + pitchY();
        const double beside = row % numColumns * pitchX() - kGap / 2.0;
        if (row % numColumns == 0) return QPolygonF({{0, above}, {double(width), above}});
        return QPolygonF({{0, below}, {beside, below}, {beside, above}, {double(width), above}});
    }
};

ResultView::ResultView(QWidget* parent) : QAbstractItemView(parent) {
    AccessibleResults::install();
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
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

void ResultView::setBreakRow(std::optional<int> row) {
    if (row == m_breakRow) return;
    m_breakRow = row;
    viewport()->update();
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
    // From where the selection began to where it has come, in the order of reading.
    QModelIndex from = indexAt(rect.topLeft());
    QModelIndex to = indexAt(rect.bottomRight());
    if (!from.isValid()) from = to;
    if (!to.isValid()) to = from;
    if (to.row() < from.row()) std::swap(from, to);
    selectionModel()->select(from.isValid() ? QItemSelection(from, to) : QItemSelection(), flags);
}

/// Of what is in sight: a selection may be a whole gallery.
QRegion ResultView::visualRegionForSelection(const QItemSelection& selection) const {
    const Grid g = grid();
    const int bottom = verticalOffset() + viewport()->height();
    const int first = verticalOffset() / g.pitchY() * g.numColumns;
    const int last = (bottom / g.pitchY() + 1) * g.numColumns - 1;
    QRegion region;
    for (const QItemSelectionRange& range : selection) {
        const int end = std::min(range.bottom(), last);
        for (int row = std::max(range.top(), first); row <= end; ++row) {
            region += visualRect(model()->index(row, 0));
        }
    }
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
    paintBreak(painter);
}

void ResultView::paintBreak(QPainter& painter) const {
    if (!m_breakRow) return;
    const int width = viewport()->width();
    const QPolygonF line = grid().boundary(*m_breakRow, width).translated(0, -verticalOffset());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), kLineWidth));
    painter.drawPolyline(line);

    QFont font = painter.font();
    font.setPixelSize(kSmallPixels);
    painter.setFont(font);
    const QString text = tr("Unlikely from here on");
    const int labelWidth = QFontMetrics(font).horizontalAdvance(text) + 2 * kSpaceS;
    // On its lower part: the upper one of the first line of cells is out of sight.
    const bool isLeft = line.size() > 2 && (line[1].x() > labelWidth || line.last().y() < 0);
    const double x = isLeft ? kSpaceM : width - labelWidth - kSpaceM;
    const double y = (isLeft ? line.first() : line.last()).y() - kLabelHeight / 2.0;
    const QRectF label(x, y, labelWidth, kLabelHeight);
    // The view itself has no ground that would cover the line.
    painter.setBrush(QGuiApplication::palette().color(QPalette::Window));
    painter.drawRoundedRect(label, kLabelHeight / 2.0, kLabelHeight / 2.0);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(label, Qt::AlignCenter, text);
}

QModelIndex ResultView::stackAt(const QPoint& point) const {
    const QModelIndex index = indexAt(point);
    const bool isStack = index.isValid() && index.data(ResultModel::StackRole).toInt() > 1;
    if (!isStack || !ResultDelegate::stackBadge(visualRect(index)).contains(point)) return {};
    return index;
}

void ResultView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex stack = stackAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && stack.isValid()) {
        Q_EMIT stackToggleRequested(stack);
        return;
    }
    QAbstractItemView::mousePressEvent(event);
}

/// Two quick clicks on a badge are two clicks.
void ResultView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (stackAt(event->position().toPoint()).isValid()) {
        mousePressEvent(event);
        return;
    }
    QAbstractItemView::mouseDoubleClickEvent(event);
}

void ResultView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() != Qt::ControlModifier) {
        QAbstractItemView::wheelEvent(event);
        return;
    }
    setPictureSize(m_pictureSize + (event->angleDelta().y() > 0 ? kSizeStep : -kSizeStep));
    event->accept();
}

void ResultView::reset() {
    if (AccessibleResults* spoken = AccessibleResults::of(*this)) spoken->forgetEntries();
    QAbstractItemView::reset();
}

/// Qt's own asks every index for its place.
void ResultView::dataChanged(const QModelIndex& topLeft,
                             const QModelIndex& bottomRight,
                             const QList<int>&) {
    viewport()->update();
    const QModelIndex current = currentIndex();
    if (QItemSelectionRange(topLeft, bottomRight).contains(current)) {
        tell(QAccessible::NameChanged, current);
    }
}

void ResultView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QAbstractItemView::currentChanged(current, previous);
    if (current.isValid()) scrollTo(current);
    viewport()->update();
    if (!hasFocus()) return;
    // Its rank may be another than when it was last read.
    tell(QAccessible::NameChanged, current);
    tell(QAccessible::Focus, current);
}

/// As Qt's lists do, the first of each.
void ResultView::selectionChanged(const QItemSelection& selected,
                                  const QItemSelection& deselected) {
    QAbstractItemView::selectionChanged(selected, deselected);
    tell(QAccessible::SelectionAdd, selected.value(0).topLeft());
    tell(QAccessible::SelectionRemove, deselected.value(0).topLeft());
}

void ResultView::tell(QAccessible::Event event, const QModelIndex& index) {
    if (!index.isValid()) return;
    QAccessibleEvent told(this, event);
    told.setChild(index.row());
    QAccessible::updateAccessibility(&told);
}

}  // namespace descry
