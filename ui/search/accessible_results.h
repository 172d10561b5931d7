#pragma once
/// What is read aloud of the grid of results: a list, whose entries are the model's rows. An entry
/// is made when it is asked for and follows its item to another row. Thread rule: GUI thread.

#include <QAccessibleWidget>
#include <QHash>
#include <QPersistentModelIndex>

namespace descry {

class ResultView;

class AccessibleResults final : public QAccessibleWidget {
  public:
    explicit AccessibleResults(ResultView& view);
    ~AccessibleResults() override;

    /// Qt knows no interface for a view of our own; may be called again.
    static void install();
    /// Of a view; null while it is being made or goes.
    static AccessibleResults* of(ResultView& view);

    /// After the model has been reset.
    void forgetEntries();

    int childCount() const override;
    QAccessibleInterface* child(int row) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;
    int indexOfChild(const QAccessibleInterface* entry) const override;
    QAccessible::State state() const override;

  private:
    ResultView& m_view;
    mutable QHash<QPersistentModelIndex, QAccessible::Id> m_entries;
};

}  // namespace descry
