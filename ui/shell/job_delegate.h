#pragma once
/// Paints a job of the list: sign, title, what is said of it, and a bar while it is not finished.
/// Thread rule: GUI thread.

#include <QStyledItemDelegate>

#include "ui/common/theme.h"

namespace descry {

class JobDelegate final : public QStyledItemDelegate {
    Q_OBJECT

  public:
    explicit JobDelegate(const Theme& theme, QObject* parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  private:
    const Theme& m_theme;
};

}  // namespace descry
