#pragma once
/// The colours of the window, by role, in a dark and a light set (WCAG AA: every ink on every
/// ground at least 4.5 : 1, the outline of a field 3 : 1), and the 4 px grid that spaces keep to.
/// Thread rule: values.

#include <QColor>

namespace descry {

struct ThemeColours {
    QColor window;        ///< Behind everything.
    QColor panel;         ///< Docks, bars, fields.
    QColor raised;        ///< Buttons, chips under the pointer.
    QColor line;          ///< 1 px borders.
    QColor outline;       ///< Of what is typed into or chosen from.
    QColor chip;          ///< Small labels.
    QColor text;          ///< What is read first.
    QColor secondary;     ///< What is read second.
    QColor accent;        ///< Selection, the rerank score.
    QColor onAccent;      ///< Text on the accent.
    QColor second;        ///< Similarity.
    QColor contradicted;  ///< With an underline or a sign, never alone.
    QColor supported;     ///< Likewise.
};

ThemeColours darkColours();
ThemeColours lightColours();

/// Spaces, pixels.
inline constexpr int kSpaceXs = 4;
inline constexpr int kSpaceS = 8;
inline constexpr int kSpaceM = 12;
inline constexpr int kSpaceL = 16;
inline constexpr int kSpaceXl = 24;
inline constexpr int kSpaceXxl = 40;

/// Sizes of type, pixels.
inline constexpr int kTextPixels = 13;
inline constexpr int kSmallPixels = 12;

}  // namespace descry
