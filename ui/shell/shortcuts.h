#pragma once
/// The keys of all actions of the window and of its workspaces: what they are by default, what the
/// user made of them, and that none is given twice where both could be meant. Actions of the window
/// count everywhere; those of a workspace while it is in front. Thread rule: GUI thread. Failure
/// rule: a stored key that cannot be read, or that conflicts, is passed over.

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPointer>
#include <vector>

#include "ui/common/settings.h"
#include "ui/shell/help_dialogs.h"

namespace descry {

/// Stable, and for no eyes: the group's scope with the action's name, else with the key it has; its
/// words are translated, its place changes.
QString actionId(const QString& scope, const QAction& action);

class Shortcuts final : public QObject {
    Q_OBJECT

  public:
    explicit Shortcuts(Settings& settings, QObject* parent = nullptr);

    /// Takes the actions' keys as their defaults, then those that were stored. The first group is
    /// the window's; `scope` is stable and for no eyes: "window", "search".
    void addGroup(const QString& scope, const ActionGroup& group);
    QList<ActionGroup> groups() const;

    QList<QKeySequence> defaultsOf(const QAction* action) const;
    bool isDefault(const QAction* action) const;
    /// The action that already has the key where `action` counts; nullptr: it is free.
    QAction* ownerOf(const QKeySequence& key, const QAction* action) const;
    /// One key, or none, in the place of all that the action has. False, and nothing happens, if it
    /// is another's.
    bool setKey(QAction* action, const QKeySequence& key);
    /// False if a default is another's by now.
    bool reset(QAction* action);
    void resetAll();

  Q_SIGNALS:
    void changed();

  private:
    struct Entry {
        QPointer<QAction> action;
        QString id;
        std::size_t group = 0;
        QList<QKeySequence> defaults;
    };

    const Entry* entryOf(const QAction* action) const;
    bool areFree(const QList<QKeySequence>& keys, const QAction* action) const;
    void apply(const Entry& entry, const QList<QKeySequence>& keys);
    void store();

    Settings& m_settings;
    QList<ActionGroup> m_groups;
    std::vector<Entry> m_entries;
};

}  // namespace descry
