#pragma once
/// The Tab key's way through a window: as it is read, row by row and from left to right, whenever
/// a widget was made. (Qt's own order is that in which they were made or came into the window.)
/// Thread rule: GUI thread.

#include <QWidget>
#include <vector>

namespace descry {

/// The way comes to the widget and what is in it after everything else in its parent.
void putLastInTabOrder(QWidget& widget);

/// All that the Tab key stops at now, in order.
std::vector<QWidget*> tabStops(QWidget& window);

/// To the next stop, or with Qt::BacktabFocusReason to the one before; round at the ends. False:
/// there is none.
bool moveFocus(QWidget& window, Qt::FocusReason reason);

}  // namespace descry
