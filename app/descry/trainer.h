#pragma once
/// Training as the window is given it: jobs of core/training, and forecasts from the request and
/// the device's own speed. Thread rule: the functions are called off the GUI thread, one forecast
/// at a time per device. Failure rule: as core/training.

#include <memory>

#include "ui/training/trainer.h"

namespace descry {

/// `lane` is taken while the device's speed is measured.
Trainer makeTrainer(BundleLoader loadBundle, std::shared_ptr<ComputeLane> lane);

}  // namespace descry
