#pragma once
/// How heat is shown, the same for the loupe and the comparison: on or off, how opaque, and which
/// maps are asked of the model. Thread rule: GUI thread.

#include <QObject>
#include <QVariantMap>

#include "core/explain/overlay.h"
#include "core/model/token_maps.h"

namespace descry {

class HeatLook final : public QObject {
    Q_OBJECT

  public:
    static constexpr double kOpacityStep = 0.1;

    using QObject::QObject;

    bool isOn() const { return m_isOn; }
    double opacity() const { return m_opacity; }  ///< 0 to 1, of the hottest place.
    const MapRequest& request() const { return m_request; }

    void setOn(bool isOn);
    void setOpacity(double opacity);  ///< Beyond 0 or 1: the nearer end.
    void setRequest(const MapRequest& request);

    QVariantMap saveState() const;
    /// What cannot be read is as at first.
    void restoreState(const QVariantMap& state);

  Q_SIGNALS:
    void changed();
    void requestChanged();  ///< Other maps are needed. changed() follows.

  private:
    bool m_isOn = true;
    double m_opacity = OverlayOptions{}.opacity;
    MapRequest m_request;
};

/// "gradient (Grad-CAM)", ... for people.
QString shownVariant(MapVariant variant);
/// What its warm places are, as a sentence.
QString meaningOf(MapVariant variant);

}  // namespace descry
