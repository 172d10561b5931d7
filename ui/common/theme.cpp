#include "ui/common/theme.h"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QPixmapCache>
#include <QStyleFactory>

#include "ui/common/motion_style.h"
#include "ui/common/style_sheet.h"

namespace descry {
namespace {

constexpr int kDarkBelow = 128;  ///< Lightness of a window, of 255.

QPalette paletteOf(const ThemeColours& colours) {
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.panel);
    palette.setColor(QPalette::AlternateBase, colours.raised);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.secondary);
    palette.setColor(QPalette::Button, colours.raised);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.accent);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.second);
    palette.setColor(QPalette::LinkVisited, colours.second);
    palette.setColor(QPalette::ToolTipBase, colours.raised);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Light, colours.raised);
    palette.setColor(QPalette::Midlight, colours.raised);
    palette.setColor(QPalette::Mid, colours.line);
    palette.setColor(QPalette::Dark, colours.line);
    palette.setColor(QPalette::Shadow, colours.window);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, colours.secondary);
    }
    return palette;
}

}  // namespace

ThemeColours darkColours() {
    return {.window = QColor(0x17191c),
            .panel = QColor(0x1e2125),
            .raised = QColor(0x262a2f),
            .line = QColor(0x31363c),
            .outline = QColor(0x707377),
            .chip = QColor(0x2b3036),
            .text = QColor(0xe6e8ea),
            .secondary = QColor(0x9aa2ab),
            .accent = QColor(0xe8a33d),
            .onAccent = QColor(0x17191c),
            .second = QColor(0x4da3c7),
            .contradicted = QColor(0xdc7c6c),
            .supported = QColor(0x6fae7f)};
}

ThemeColours lightColours() {
    return {.window = QColor(0xf4f4f2),
            .panel = QColor(0xfbfbfa),
            .raised = QColor(0xefefec),
            .line = QColor(0xdcdcd7),
            .outline = QColor(0x898986),
            .chip = QColor(0xe9e9e5),
            .text = QColor(0x22262a),
            .secondary = QColor(0x626970),
            .accent = QColor(0x985a00),
            .onAccent = QColor(0xffffff),
            .second = QColor(0x1e7093),
            .contradicted = QColor(0xb3432f),
            .supported = QColor(0x3b744b)};
}

Theme::Theme(QObject* parent)
    : QObject(parent),
      m_style(new MotionStyle(QStyleFactory::create(QStringLiteral("Fusion")))),
      m_ink(std::make_shared<IconInk>()),
      m_inkOnAccent(std::make_shared<IconInk>()) {
    if (QGuiApplication::palette().color(QPalette::Window).lightness() < kDarkBelow) {
        m_system = SystemScheme::Dark;
    }
    QApplication::setStyle(m_style.data());
    QFont font = QApplication::font();
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(kTextPixels);
    QApplication::setFont(font);
    apply();
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice == m_choice) return;
    m_choice = choice;
    apply();
}

void Theme::setSystemScheme(SystemScheme scheme) {
    if (scheme == m_system) return;
    m_system = scheme;
    if (m_choice == ThemeChoice::System) apply();
}

void Theme::setMotion(Motion motion) {
    m_motion = motion;
    applyMotion();
}

void Theme::setSystemMotion(Motion motion) {
    m_systemMotion = motion;
    applyMotion();
}

Motion Theme::motion() const {
    const bool isReduced = m_motion == Motion::Reduced || m_systemMotion == Motion::Reduced;
    return isReduced ? Motion::Reduced : Motion::Usual;
}

void Theme::applyMotion() {
    if (m_style != nullptr) m_style->setMotion(motion());
}

bool Theme::isDark() const {
    if (m_choice == ThemeChoice::System) return m_system == SystemScheme::Dark;
    return m_choice == ThemeChoice::Dark;
}

void Theme::apply() {
    m_colours = isDark() ? darkColours() : lightColours();
    *m_ink = {.normal = m_colours.text, .disabled = m_colours.secondary};
    *m_inkOnAccent = {.normal = m_colours.onAccent, .disabled = m_colours.secondary};
    QPixmapCache::clear();
    QApplication::setPalette(paletteOf(m_colours));
    qApp->setStyleSheet(styleSheetOf(m_colours));
    Q_EMIT changed();
}

}  // namespace descry
