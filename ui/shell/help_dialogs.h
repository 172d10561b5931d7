#pragma once
/// The list of keys, made from the actions themselves, and About. Not modal; they delete themselves
/// when closed. Thread rule: GUI thread.

#include <QAction>
#include <QDialog>
#include <QList>
#include <QPair>
#include <QString>

#include "ui/common/fixed_key.h"

namespace descry {

/// Actions under a heading, and keys that are no actions'.
struct ActionGroup {
    QString title;
    QList<QAction*> actions;
    QList<FixedKey> fixed{};
};

/// Actions without a shortcut, and those that are not shown, are left out.
QDialog* makeShortcutList(const QList<ActionGroup>& groups, QWidget* parent);
QDialog* makeAbout(QWidget* parent);

}  // namespace descry
