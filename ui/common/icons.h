#pragma once
/// Icons drawn as SVG in one ink, taken from the resources and inked with a theme's colour each
/// time they are painted, sharp at any scale. Thread rule: GUI thread. Failure rule: an unknown
/// name is an empty icon.

#include <QColor>
#include <QIcon>
#include <QString>
#include <memory>

namespace descry {

/// What icons are inked with; shared so that they follow a change of theme.
struct IconInk {
    QColor normal;
    QColor disabled;
};

/// `name` is a file of resources/icons without its ending.
QIcon themedIcon(const QString& name, std::shared_ptr<const IconInk> ink);

}  // namespace descry
