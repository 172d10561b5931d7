#pragma once
/// The device that models run on here, without loading one. Thread rule: any thread where nothing
/// else is said; CUDA is looked for once per process. Failure rule: as loadRasaModel (Device if
/// CUDA was asked for by name and cannot be had). The implementation is core/model/nn.

#include "core/model/rasa_model.h"

namespace descry {

DeviceStatus findDevice(const DeviceRequest& request = {});

/// Has the processor's matrix products add in the same order in every run with as many threads:
/// else oneMKL may split them by which thread is free, and a training that goes on could end with
/// other bits. Leaves a choice of MKL_CBWR that was made outside. For the start of a program, before
/// another thread and any other call of torch.
void askForRepeatableProducts();

}  // namespace descry
