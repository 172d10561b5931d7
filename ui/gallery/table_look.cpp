#include "ui/gallery/table_look.h"

#include <QDateTime>
#include <QHeaderView>
#include <QTableView>
#include <QTimeZone>

namespace descry {
namespace {

constexpr int kRowHeight = 32;

}  // namespace

void setTableLook(QTableView& table,
                  const QString& objectName,
                  const QString& accessibleName,
                  std::initializer_list<int> widths) {
    table.setObjectName(objectName);
    table.setAccessibleName(accessibleName);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.setTextElideMode(Qt::ElideMiddle);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(kRowHeight);
    table.horizontalHeader()->setStretchLastSection(true);
    table.horizontalHeader()->setHighlightSections(false);
    int column = 0;
    for (const int width : widths) table.setColumnWidth(column++, width);
}

QString shownZonedTime(std::int64_t timeMs, const QString& zone) {
    // "+02:00" is what core writes.
    const int minutes = zone.size() == 6 ? zone.mid(1, 2).toInt() * 60 + zone.mid(4, 2).toInt() : 0;
    const int offsetSeconds = 60 * (zone.startsWith(QLatin1Char('-')) ? -minutes : minutes);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(timeMs, Qt::OffsetFromUTC, offsetSeconds);
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) +
           (zone.isEmpty() ? QStringLiteral("UTC") : zone);
}

}  // namespace descry
