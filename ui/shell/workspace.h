#pragma once
/// What the shell asks of a workspace, and all that a workspace knows of the shell. A workspace is
/// made with the ApplicationContext, hands out its widgets (the shell's layout owns them) and its
/// actions, and lives as long as the window. Thread rule: GUI thread.

#include <QAction>
#include <QList>
#include <QString>
#include <QVariantMap>
#include <QWidget>
#include <filesystem>

#include "ui/common/fixed_key.h"

namespace descry {

/// The order in the workspace switch, and the digit of the shortcut: Ctrl+1 is always Search.
enum class WorkspacePlace { Search = 1, Review, Train, Gallery };

class Workspace {
  public:
    virtual ~Workspace() = default;

    virtual WorkspacePlace place() const = 0;
    virtual QString name() const = 0;      ///< Of settings and tests: "gallery".
    virtual QString title() const = 0;     ///< For people.
    virtual QString iconName() const = 0;  ///< A file of resources/icons.

    virtual QWidget* left() = 0;  ///< Sources, filters; may be nullptr.
    virtual QWidget* centre() = 0;
    virtual QWidget* right() = 0;           ///< Details; may be nullptr.
    virtual QList<QAction*> actions() = 0;  ///< With shortcuts; they count while it is in front.
    /// Of its controls, for the list of keys.
    virtual QList<FixedKey> fixedKeys() const { return {}; }
    virtual void activated() = 0;    ///< It has come to the front.
    virtual void deactivated() = 0;  ///< It has gone from the front.
    virtual QVariantMap saveState() const = 0;
    virtual void restoreState(const QVariantMap& state) = 0;

    /// Searches for a description; an empty one shows everything again.
    virtual void describe(const QString&) {}
    /// A picture was dropped on the window. False: the workspace has no use for it now.
    virtual bool takePicture(const std::filesystem::path&) { return false; }
};

}  // namespace descry
