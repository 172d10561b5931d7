#pragma once
/// Which device a model would run on here, without loading one. Thread rule: any thread; CUDA is
/// looked for once per process. Failure rule: as loadRasaModel (Device if CUDA was asked for by
/// name and cannot be had). The implementation is core/model/nn.

#include "core/model/rasa_model.h"

namespace descry {

DeviceStatus findDevice(const DeviceRequest& request = {});

}  // namespace descry
