#pragma once
/// How the tables of the Gallery workspace look. Thread rule: GUI thread.

#include <QString>
#include <initializer_list>

class QTableView;

namespace descry {

/// Rows to choose, without a grid, elided in the middle, the last column as wide as is left.
/// `widths` are those of the first columns.
void setTableLook(QTableView& table,
                  const QString& objectName,
                  const QString& accessibleName,
                  std::initializer_list<int> widths);

/// "2026-05-01 14:03:12 +02:00"; "UTC" where the source said no zone.
QString shownZonedTime(std::int64_t timeMs, const QString& zone);

}  // namespace descry
