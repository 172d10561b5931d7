#include "core/synthetic/attributes.h"

namespace descry::synthetic {
namespace {

constexpr std::array<std::string_view, kNumLabels> kTexts = {"background",
                                                             "skin",
                                                             "hair",
                                                             "hat",
                                                             "top",
                                                             "outer",
                                                             "bottom",
                                                             "shoes",
                                                             "bag",
                                                             "scarf",
                                                             "dress"};

}  // namespace

std::string_view labelText(Label label) noexcept {
    return kTexts[static_cast<std::size_t>(label)];
}

Label labelOfAttribute(std::string_view name) noexcept {
    const std::string_view part = name.substr(0, name.find('.'));
    for (std::size_t i = 1; i < kTexts.size(); ++i) {
        if (part == kTexts[i]) return static_cast<Label>(i);
    }
    return Label::Background;
}

}  // namespace descry::synthetic
