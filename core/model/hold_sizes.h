#pragma once
/// How much a long job computes under one hold of the compute lane, and hence in one call of the
/// model. Told from the network's size, not measured: how many items are computed together shows in
/// the last bits of what comes out, and the same work must give the same numbers on a busy machine.
/// Thread rule: any thread. Errors: none.

#include <cstddef>

#include "core/model/rasa_model.h"

namespace descry {

struct HoldSizes {
    std::size_t images = 1;
    std::size_t pairs = 1;
};

/// So that a search waits about half a second, or for one image of a large model.
HoldSizes holdSizes(const RasaModel& model);

}  // namespace descry
