#pragma once
/// How the window looks: palette, style sheet and icons, light or dark as the system is or as the
/// user chose, and whether things move, changed at run time. Owns nothing but the colours; the
/// application is told. Thread rule: GUI thread. Failure rule: none.

#include <QIcon>
#include <QObject>
#include <QPointer>
#include <QString>
#include <memory>

#include "ui/common/colours.h"
#include "ui/common/icons.h"

namespace descry {

enum class ThemeChoice { System, Light, Dark };
enum class SystemScheme { Light, Dark };
enum class Motion { Usual, Reduced };  ///< Reduced: nothing glides or fades.

class MotionStyle;

class Theme final : public QObject {
    Q_OBJECT

  public:
    /// Before anything is shown: reads from the application's palette whether the system is dark.
    explicit Theme(QObject* parent = nullptr);

    void setChoice(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    /// What the system says; counts while the choice is System.
    void setSystemScheme(SystemScheme scheme);

    /// As the user chose; reduced too where the system asks for it.
    void setMotion(Motion motion);
    /// What the system says.
    void setSystemMotion(Motion motion);
    Motion motion() const;

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
    void applyMotion();

    ThemeChoice m_choice = ThemeChoice::System;
    SystemScheme m_system = SystemScheme::Light;
    Motion m_motion = Motion::Usual;
    Motion m_systemMotion = Motion::Usual;
    QPointer<MotionStyle> m_style;  ///< The application's, until another is set.
    ThemeColours m_colours;
    std::shared_ptr<IconInk> m_ink;
    std::shared_ptr<IconInk> m_inkOnAccent;
};

}  // namespace descry
