#pragma once
/// A heat map as a picture to be laid over another: transparent where there is no heat, in the
/// colours and by the rule of core/explain/overlay.h, small enough to be made while the pointer
/// moves. Thread rule: pure. Errors: InvalidInput (an option out of range).

#include <QImage>
#include <QSize>

#include "core/explain/overlay.h"

namespace descry {

/// Of the proportions of `picture`, at most kMaxHeatSide along a side: to be stretched over it.
QImage heatLayer(const HeatMap& map, const QSize& picture, const OverlayOptions& options);

/// Pixels. A map has some 24 cells along a side: more than this shows nothing more.
inline constexpr int kMaxHeatSide = 240;

/// The scale, from none at the left to the most at the right.
QImage heatScale(const QSize& size);

}  // namespace descry
