#pragma once
/// Private to core/training: one view of an image, ready for the network (rasa-spec section 6;
/// shift and gain are Descry's, for training from nothing). Thread rule: pure. Never fails.

#include <array>
#include <span>

#include "core/base/random_stream.h"
#include "core/pixels/image.h"
#include "core/training/train_options.h"

namespace descry {

struct ViewChoice {
    bool isMirrored = false;
    int right = 0;  ///< Pixels that the content moves.
    int down = 0;
    std::array<double, 3> gain{1, 1, 1};
};

ViewChoice chooseView(const Augmentation& augmentation, int side, RandomStream& random);
/// Of an image that has the network's size: float32 [3, height, width] into `out`, normalised.
void writeView(const RgbImage& image, const ViewChoice& choice, std::span<float> out);

}  // namespace descry
