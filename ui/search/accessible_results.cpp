#include "ui/search/accessible_results.h"

#include <QAccessible>
#include <utility>

#include "ui/search/result_view.h"

namespace descry {
namespace {

class AccessibleResult final : public QAccessibleInterface {
  public:
    AccessibleResult(ResultView& view, const QModelIndex& index) : m_view(view), m_index(index) {}

    const QPersistentModelIndex& index() const { return m_index; }

    bool isValid() const override { return m_index.isValid(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(&m_view);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Name) return {};
        return m_index.data(Qt::AccessibleTextRole).toString();
    }

    QRect rect() const override {
        const QRect place = m_view.visualRect(m_index);
        return {m_view.viewport()->mapToGlobal(place.topLeft()), place.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.extSelectable = true;
        state.selected = m_view.selectionModel()->isSelected(m_index);
        state.focused = m_view.hasFocus() && m_index == m_view.currentIndex();
        state.offscreen = !m_view.visualRect(m_index).intersects(m_view.viewport()->rect());
        state.invisible = state.offscreen || !m_view.isVisible();
        return state;
    }

  private:
    ResultView& m_view;
    QPersistentModelIndex m_index;
};

QAccessibleInterface* interfaceOf(const QString&, QObject* object) {
    auto* view = qobject_cast<ResultView*>(object);
    return view == nullptr ? nullptr : new AccessibleResults(*view);
}

}  // namespace

AccessibleResults::AccessibleResults(ResultView& view)
    : QAccessibleWidget(&view, QAccessible::List), m_view(view) {}

AccessibleResults::~AccessibleResults() {
    forgetEntries();
}

void AccessibleResults::install() {
    QAccessible::installFactory(interfaceOf);
}

AccessibleResults* AccessibleResults::of(ResultView& view) {
    return dynamic_cast<AccessibleResults*>(QAccessible::queryAccessibleInterface(&view));
}

void AccessibleResults::forgetEntries() {
    for (const QAccessible::Id id : std::as_const(m_entries)) {
        QAccessible::deleteAccessibleInterface(id);
    }
    m_entries.clear();
}

int AccessibleResults::childCount() const {
    return m_view.model() == nullptr ? 0 : m_view.model()->rowCount();
}

QAccessibleInterface* AccessibleResults::child(int row) const {
    if (row < 0 || row >= childCount()) return nullptr;
    const QPersistentModelIndex index = m_view.model()->index(row, 0);
    const auto known = m_entries.constFind(index);
    if (known != m_entries.cend()) return QAccessible::accessibleInterface(*known);
    auto* entry = new AccessibleResult(m_view, index);
    m_entries.insert(index, QAccessible::registerAccessibleInterface(entry));
    return entry;
}

QAccessibleInterface* AccessibleResults::childAt(int x, int y) const {
    const QModelIndex index = m_view.indexAt(m_view.viewport()->mapFromGlobal(QPoint(x, y)));
    return child(index.row());
}

QAccessibleInterface* AccessibleResults::focusChild() const {
    return m_view.hasFocus() ? child(m_view.currentIndex().row()) : nullptr;
}

int AccessibleResults::indexOfChild(const QAccessibleInterface* entry) const {
    const auto* result = dynamic_cast<const AccessibleResult*>(entry);
    return result == nullptr ? -1 : result->index().row();
}

QAccessible::State AccessibleResults::state() const {
    QAccessible::State state = QAccessibleWidget::state();
    state.multiSelectable = true;
    state.extSelectable = true;
    return state;
}

}  // namespace descry
