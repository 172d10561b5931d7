#include "ui/common/curve_plot.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace descry {
namespace {

constexpr double kWheelStep = 1.25;   ///< By notch.
constexpr double kPanShare = 0.2;     ///< Of the view, by key.
constexpr double kLeastShare = 1e-4;  ///< Of everything: the deepest zoom.
constexpr double kLeastDrag = 6;      ///< Pixels; less is a click.

}  // namespace

CurvePlot::CurvePlot(const Words& words, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_words(words), m_theme(theme) {
    setAccessibleName(words.title);
    setAccessibleDescription(words.empty);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setToolTip(tr("Wheel or drag: zoom · double click: everything · arrow keys: read values"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void CurvePlot::setSeries(std::vector<PlotSeries> series) {
    m_series = std::move(series);
    if (m_cursor) m_cursor = knownX(*m_cursor);
    setAccessibleDescription(shownValues());
    update();
}

void CurvePlot::setMarked(bool isMarked) {
    m_isMarked = isMarked;
    update();
}

PlotRange CurvePlot::view() const {
    const auto extent = extentOf(m_series);
    if (!extent) return {};
    if (m_view) return *m_view;
    // A single point needs a width to stand in.
    if (extent->size() <= 0) return {extent->least - 0.5, extent->most + 0.5};
    return *extent;
}

void CurvePlot::setView(const PlotRange& view) {
    const auto extent = extentOf(m_series);
    if (!extent || extent->size() <= 0) return;
    const double size = std::clamp(view.size(), extent->size() * kLeastShare, extent->size());
    if (size >= extent->size()) {
        m_view.reset();
    } else {
        const double least = std::clamp(view.least, extent->least, extent->most - size);
        m_view = PlotRange{least, least + size};
    }
    update();
    Q_EMIT viewChanged();
}

void CurvePlot::showAll() {
    m_view.reset();
    update();
    Q_EMIT viewChanged();
}

QString CurvePlot::shownValues() const {
    const auto extent = extentOf(m_series);
    if (!extent) return m_words.empty;
    const double x = m_cursor.value_or(extent->most);
    QStringList values;
    for (const PlotSeries& one : m_series) {
        const auto point = nearestPoint(one.points, x);
        if (point) values << QStringLiteral("%1 %2").arg(one.name, shownValue(point->y()));
    }
    return QStringLiteral("%1 %2: %3")
        .arg(m_words.xName)
        .arg(x, 0, 'f', 0)
        .arg(values.join(QStringLiteral(", ")));
}

QImage CurvePlot::picture(double scale) {
    QImage image(size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(m_theme.colours().window);
    QPainter painter(&image);
    painter.setFont(font());
    CurvePicture still = pictureNow();
    still.cursor.reset();
    still.selection.reset();
    paintCurves(painter, still, place());
    return image;
}

CurvePicture CurvePlot::pictureNow() const {
    std::optional<PlotRange> selection;
    if (m_dragFrom) {
        selection = PlotRange{std::min(*m_dragFrom, m_dragTo), std::max(*m_dragFrom, m_dragTo)};
    }
    return {.colours = m_theme.colours(),
            .series = m_series,
            .title = m_words.title,
            .xName = m_words.xName,
            .empty = m_words.empty,
            .isMarked = m_isMarked,
            .view = view(),
            .cursor = m_cursor,
            .selection = selection};
}

QRectF CurvePlot::place() const {
    return QRectF(rect()).adjusted(kSpaceXs, kSpaceXs, -kSpaceXs, -kSpaceXs);
}

CurveFrame CurvePlot::frame() const {
    return frameOf(pictureNow(), place(), font());
}

void CurvePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintCurves(painter, pictureNow(), place());
    if (!hasFocus()) return;
    painter.setPen(QPen(m_theme.colours().accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void CurvePlot::zoom(double factor, double about) {
    const PlotRange now = view();
    setView({about - (about - now.least) / factor, about + (now.most - about) / factor});
}

void CurvePlot::pan(double share) {
    if (!m_view) return;
    const double by = share * m_view->size();
    setView({m_view->least + by, m_view->most + by});
}

std::optional<double> CurvePlot::knownX(double x) const {
    std::optional<double> nearest;
    for (const PlotSeries& one : m_series) {
        const auto point = nearestPoint(one.points, x);
        if (!point) continue;
        if (!nearest || std::abs(point->x() - x) < std::abs(*nearest - x)) nearest = point->x();
    }
    return nearest;
}

void CurvePlot::setCursorAt(std::optional<double> x) {
    if (x) x = knownX(*x);
    if (x == m_cursor) return;
    m_cursor = x;
    setAccessibleDescription(shownValues());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
    Q_EMIT cursorChanged();
}

/// A pixel further, or the next point where points lie farther apart.
void CurvePlot::moveCursor(int direction) {
    const PlotRange now = view();
    if (!m_cursor) {
        setCursorAt(direction > 0 ? now.least : now.most);
        return;
    }
    std::optional<double> next;
    for (const PlotSeries& one : m_series) {
        for (const QPointF& point : pointsForWidth(one.points, now, width())) {
            const double ahead = (point.x() - *m_cursor) * direction;
            if (!(ahead > 0) || !std::isfinite(point.y())) continue;
            if (!next || ahead < (*next - *m_cursor) * direction) next = point.x();
        }
    }
    if (next && *next >= now.least && *next <= now.most) setCursorAt(*next);
}

void CurvePlot::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    if (notches == 0 || !extentOf(m_series)) {
        event->ignore();
        return;
    }
    zoom(std::pow(kWheelStep, notches), frame().xAt(event->position().x()));
    event->accept();
}

void CurvePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !extentOf(m_series)) return;
    m_dragFrom = m_dragTo = frame().xAt(event->position().x());
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event) {
    if (!extentOf(m_series)) return;
    const CurveFrame now = frame();
    const double x = now.xAt(event->position().x());
    if (m_dragFrom) {
        m_dragTo = std::clamp(x, now.x.least, now.x.most);
        update();
    }
    setCursorAt(std::clamp(x, now.x.least, now.x.most));
}

void CurvePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_dragFrom) return;
    const CurveFrame now = frame();
    const PlotRange wanted{std::min(*m_dragFrom, m_dragTo), std::max(*m_dragFrom, m_dragTo)};
    m_dragFrom.reset();
    const double pixels = wanted.size() / now.x.size() * now.area.width();
    if (pixels >= kLeastDrag) setView(wanted);
    update();
}

void CurvePlot::mouseDoubleClickEvent(QMouseEvent*) {
    m_dragFrom.reset();
    showAll();
}

void CurvePlot::leaveEvent(QEvent* event) {
    if (!hasFocus()) setCursorAt(std::nullopt);
    QWidget::leaveEvent(event);
}

QList<FixedKey> CurvePlot::fixedKeys() {
    return {{{QKeySequence(Qt::Key_Left), QKeySequence(Qt::Key_Right)},
             tr("In a plot: value by value")},
            {{QKeySequence(Qt::SHIFT | Qt::Key_Left), QKeySequence(Qt::SHIFT | Qt::Key_Right)},
             tr("In a plot: move what is shown")},
            {{QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Minus)},
             tr("In a plot: closer, further")},
            {{QKeySequence(Qt::Key_0)}, tr("In a plot: show everything")}};
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
    const PlotRange now = view();
    const double about = m_cursor.value_or((now.least + now.most) / 2);
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
        case Qt::Key_Left:
            isShift ? pan(-kPanShare) : moveCursor(-1);
            break;
        case Qt::Key_Right:
            isShift ? pan(kPanShare) : moveCursor(1);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoom(kWheelStep, about);
            break;
        case Qt::Key_Minus:
            zoom(1 / kWheelStep, about);
            break;
        case Qt::Key_0:
            showAll();
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

void CurvePlot::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasValues = extentOf(m_series).has_value();
    connect(menu->addAction(tr("Save as picture…")),
            &QAction::triggered,
            this,
            &CurvePlot::pictureWanted);
    connect(menu->addAction(tr("Save values as CSV…")),
            &QAction::triggered,
            this,
            &CurvePlot::csvWanted);
    menu->addSeparator();
    auto* all = menu->addAction(tr("Show everything"));
    connect(all, &QAction::triggered, this, &CurvePlot::showAll);
    all->setEnabled(m_view.has_value());
    for (QAction* action : menu->actions().mid(0, 2)) action->setEnabled(hasValues);
    menu->popup(event->globalPos());
}

}  // namespace descry
