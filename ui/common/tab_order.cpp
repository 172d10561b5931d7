#include "ui/common/tab_order.h"

#include <QScrollArea>
#include <algorithm>

namespace descry {
namespace {

constexpr char kIsLast[] = "isLastInTabOrder";

std::vector<QWidget*> shownChildren(const QWidget& parent) {
    std::vector<QWidget*> children;
    for (QObject* object : parent.children()) {
        auto* child = qobject_cast<QWidget*>(object);
        if (child != nullptr && !child->isWindow() && !child->isHidden()) children.push_back(child);
    }
    return children;
}

/// Of one row are those that begin above the middle of its first one.
std::vector<QWidget*> childrenAsRead(const QWidget& parent) {
    std::vector<QWidget*> children = shownChildren(parent);
    std::ranges::stable_sort(children, {}, &QWidget::y);
    for (auto row = children.begin(); row != children.end();) {
        const int middle = (*row)->geometry().center().y();
        const auto rowEnd = std::find_if(
            row + 1, children.end(), [&](const QWidget* next) { return next->y() >= middle; });
        std::stable_sort(
            row, rowEnd, [](const QWidget* a, const QWidget* b) { return a->x() < b->x(); });
        row = rowEnd;
    }
    std::ranges::stable_partition(
        children, [](const QWidget* child) { return !child->property(kIsLast).toBool(); });
    return children;
}

void walk(QWidget& widget, std::vector<QWidget*>& way) {
    way.push_back(&widget);
    for (QWidget* child : childrenAsRead(widget)) walk(*child, way);
}

bool isStop(const QWidget* widget) {
    return (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr &&
           widget->isEnabled();
}

void show(QWidget& stop) {
    for (QWidget* around = stop.parentWidget(); around != nullptr;
         around = around->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(around)) area->ensureWidgetVisible(&stop);
    }
}

}  // namespace

void putLastInTabOrder(QWidget& widget) {
    widget.setProperty(kIsLast, true);
}

std::vector<QWidget*> tabStops(QWidget& window) {
    std::vector<QWidget*> way;
    walk(window, way);
    std::erase_if(way, [](const QWidget* widget) { return !isStop(widget); });
    return way;
}

bool moveFocus(QWidget& window, Qt::FocusReason reason) {
    std::vector<QWidget*> way;
    walk(window, way);
    if (reason == Qt::BacktabFocusReason) std::ranges::reverse(way);
    // From where the focus is; where that has just been hidden, from what it was in.
    const QWidget* from = window.focusWidget();
    while (from != nullptr && std::ranges::find(way, from) == way.end())
        from = from->parentWidget();
    if (from != nullptr) std::ranges::rotate(way, std::ranges::find(way, from) + 1);
    const auto stop = std::ranges::find_if(way, isStop);
    if (stop == way.end()) return false;
    (*stop)->setFocus(reason);
    show(**stop);
    return true;
}

}  // namespace descry
