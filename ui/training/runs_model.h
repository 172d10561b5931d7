#pragma once
/// Training runs as a list, newest first, and how one is painted: name, state, best R@1, date.
/// Thread rule: GUI thread.

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include "ui/common/theme.h"
#include "ui/training/training_runs.h"

namespace descry {

class RunsModel final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role { StateRole = Qt::UserRole, FactsRole, IconRole };

    explicit RunsModel(const TrainingRuns& runs, QObject* parent = nullptr);

    int rowOf(const std::filesystem::path& folder) const;
    std::filesystem::path folderAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  private:
    void reset();

    const TrainingRuns& m_runs;
    int m_count = 0;  ///< Rows that the views know of.
};

class RunDelegate final : public QStyledItemDelegate {
    Q_OBJECT

  public:
    RunDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    const Theme& m_theme;
};

}  // namespace descry
