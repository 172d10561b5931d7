#pragma once
/// The style sheet: what a palette cannot say. Widgets are told apart by their class and by the
/// property `look` ("title", "heading", "secondary", "chip", "primary", "segment", "card", "bar").
/// Thread rule: pure.

#include <QString>

#include "ui/common/colours.h"

namespace descry {

QString styleSheetOf(const ThemeColours& colours);

}  // namespace descry
