#include "ui/common/system_motion.h"

#include "ui/common/portal_setting.h"

namespace descry {
namespace {

const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kReducedMotion = QStringLiteral("reduced-motion");
const QString kGnome = QStringLiteral("org.gnome.desktop.interface");
const QString kAnimations = QStringLiteral("enable-animations");

constexpr unsigned kReduced = 1;

}  // namespace

SystemMotionWatch::SystemMotionWatch(QObject* parent) : QObject(parent) {
    const auto* wish = new PortalSetting(kAppearance, kReducedMotion, this);
    connect(wish, &PortalSetting::said, this, [this](const QVariant& value) {
        m_wishesLess = value.toUInt() == kReduced;
        tell();
    });
    const auto* animations = new PortalSetting(kGnome, kAnimations, this);
    connect(animations, &PortalSetting::said, this, [this](const QVariant& value) {
        m_hasAnimations = value.toBool();
        tell();
    });
}

void SystemMotionWatch::tell() {
    Q_EMIT changed(m_wishesLess || !m_hasAnimations ? Motion::Reduced : Motion::Usual);
}

}  // namespace descry
