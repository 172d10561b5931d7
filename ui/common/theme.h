#pragma once
/// How the window looks: palette, style sheet and icons, light or dark as the system is or as the
/// user chose, changed at run time. Owns nothing but the colours; the application is told. Thread
/// rule: GUI thread. Failure rule: none.

#include <QIcon>
#include <QObject>
#include <QString>
#include <memory>

#include "ui/common/colours.h"
#include "ui/common/icons.h"

namespace descry {

enum class ThemeChoice { System, Light, Dark };
enum class SystemScheme { Light, Dark };

class Theme final : public QObject {
    Q_OBJECT

  public:
    /// Before anything is shown: reads from the application's palette whether the system is dark.
    explicit Theme(QObject* parent = nullptr);

    void setChoice(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    /// What the system says; counts while the choice is System.
    void setSystemScheme(SystemScheme scheme);

    bool isDark() const;
    const ThemeColours& colours() const { return m_colours; }
    /// Follows the theme by itself.
    QIcon icon(const QString& name) const { return themedIcon(name, m_ink); }
    /// In the colour of text on the accent.
    QIcon iconOnAccent(const QString& name) const { return themedIcon(name, m_inkOnAccent); }

  Q_SIGNALS:
    void changed();

  private:
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    SystemScheme m_system = SystemScheme::Light;
    ThemeColours m_colours;
    std::shared_ptr<IconInk> m_ink;
    std::shared_ptr<IconInk> m_inkOnAccent;
};

}  // namespace descry
