#pragma once
/// How commands name the variants of heat maps. Thread rule: pure functions. Errors: none.

#include <map>
#include <string>

#include "core/model/token_maps.h"

namespace descry {

inline const std::map<std::string, MapVariant>& mapVariants() {
    static const std::map<std::string, MapVariant> kVariants{{"focus", MapVariant::Focus},
                                                             {"gradient", MapVariant::Gradient},
                                                             {"raw", MapVariant::Raw},
                                                             {"rollout", MapVariant::Rollout}};
    return kVariants;
}

inline std::string variantName(MapVariant wanted) {
    for (const auto& [name, variant] : mapVariants()) {
        if (variant == wanted) return name;
    }
    return {};
}

}  // namespace descry
