#include "ui/common/system_scheme.h"

#include "ui/common/portal_setting.h"

namespace descry {
namespace {

const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

constexpr unsigned kPrefersDark = 1;

}  // namespace

SystemSchemeWatch::SystemSchemeWatch(QObject* parent) : QObject(parent) {
    const auto* scheme = new PortalSetting(kGroup, kKey, this);
    connect(scheme, &PortalSetting::said, this, [this](const QVariant& value) {
        Q_EMIT changed(value.toUInt() == kPrefersDark ? SystemScheme::Dark : SystemScheme::Light);
    });
}

}  // namespace descry
