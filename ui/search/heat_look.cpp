#include "ui/search/heat_look.h"

#include <algorithm>

namespace descry {
namespace {

const QString kOn = QStringLiteral("heat");
const QString kOpacity = QStringLiteral("heatOpacity");

}  // namespace

void HeatLook::setOn(bool isOn) {
    if (isOn == m_isOn) return;
    m_isOn = isOn;
    Q_EMIT changed();
}

void HeatLook::setOpacity(double opacity) {
    const double kept = std::clamp(opacity, 0.0, 1.0);
    if (qFuzzyCompare(kept + 1, m_opacity + 1)) return;
    m_opacity = kept;
    Q_EMIT changed();
}

void HeatLook::setRequest(const MapRequest& request) {
    if (request.layer == m_request.layer && request.variant == m_request.variant) return;
    m_request = request;
    Q_EMIT requestChanged();
    Q_EMIT changed();
}

/// Layer and variant are not kept: they are a choice for the model at hand.
QVariantMap HeatLook::saveState() const {
    return {{kOn, m_isOn}, {kOpacity, m_opacity}};
}

void HeatLook::restoreState(const QVariantMap& state) {
    setOn(state.value(kOn, true).toBool());
    bool isNumber = false;
    const double opacity = state.value(kOpacity).toDouble(&isNumber);
    setOpacity(isNumber ? opacity : OverlayOptions{}.opacity);
    setRequest({});
}

QString shownVariant(MapVariant variant) {
    switch (variant) {
        case MapVariant::Gradient:
            return HeatLook::tr("gradient (Grad-CAM)");
        case MapVariant::Raw:
            return HeatLook::tr("attention alone");
        case MapVariant::Rollout:
            return HeatLook::tr("attention rollout");
        case MapVariant::Focus:
            return HeatLook::tr("focus of the rollout");
    }
    return {};
}

QString meaningOf(MapVariant variant) {
    switch (variant) {
        case MapVariant::Gradient:
            return HeatLook::tr("Warm places raised the match logit for this word.");
        case MapVariant::Raw:
            return HeatLook::tr("Warm places are where the chosen layer looked for this word.");
        case MapVariant::Rollout:
            return HeatLook::tr(
                "Warm places are where the model looked for this word, in all fusion layers up to "
                "the chosen one.");
        case MapVariant::Focus:
            return HeatLook::tr(
                "Warm places are where the model looked for this word more than elsewhere, in all "
                "fusion layers up to the chosen one.");
    }
    return {};
}

}  // namespace descry
