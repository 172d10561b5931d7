#include "core/training/augmentation.h"

#include <algorithm>
#include <cmath>

#include "core/pixels/normalise.h"

namespace descry {

ViewChoice chooseView(const Augmentation& augmentation, int side, RandomStream& random) {
    ViewChoice choice;
    // As many draws whatever the settings, so that one setting does not change another's.
    const bool heads = random.chance(0.5);
    choice.isMirrored = augmentation.flip && heads;
    const double reach = augmentation.shift * side;
    const auto offset = [&] {
        return static_cast<int>(std::lround((2 * random.unit() - 1) * reach));
    };
    choice.right = offset();
    choice.down = offset();
    for (double& gain : choice.gain) gain = 1 + (2 * random.unit() - 1) * augmentation.gain;
    return choice;
}

void writeView(const RgbImage& image, const ViewChoice& choice, std::span<float> out) {
    RgbImage view{image.width, image.height, std::vector<std::uint8_t>(image.samples.size())};
    const auto place = [&](int x, int y) {
        return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                    static_cast<std::size_t>(x));
    };
    for (int y = 0; y < image.height; ++y) {
        const int fromY = std::clamp(y - choice.down, 0, image.height - 1);
        for (int x = 0; x < image.width; ++x) {
            const int column = std::clamp(x - choice.right, 0, image.width - 1);
            const int fromX = choice.isMirrored ? image.width - 1 - column : column;
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const double value =
                    image.samples[place(fromX, fromY) + channel] * choice.gain[channel];
                view.samples[place(x, y) + channel] =
                    static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
            }
        }
    }
    normalise(view, out);
}

}  // namespace descry
