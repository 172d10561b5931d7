#pragma once
/// The page of the settings with all keys: select an action, press the keys it is to have. Keys
/// that are another action's are refused, and whose they are is said. Thread rule: GUI thread.

#include <QWidget>

#include "ui/shell/shortcuts.h"

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace descry {

class ShortcutsPage final : public QWidget {
    Q_OBJECT

  public:
    explicit ShortcutsPage(Shortcuts& shortcuts, QWidget* parent = nullptr);

  private:
    void layOut();
    void fillList();
    void showKeys();
    void showSelected();
    void takeKey();
    void say(const QString& text);
    QAction* selected() const;

    Shortcuts& m_shortcuts;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_key;
    QPushButton* m_none;
    QPushButton* m_reset;
    QPushButton* m_resetAll;
    QLabel* m_said;
};

}  // namespace descry
