#include "core/tensorfile/dtype.h"

#include <array>

namespace descry {
namespace {

struct DTypeFacts {
    std::size_t byteSize;
    std::string_view torchName;
    std::string_view safetensorsName;
};

// In the order of the enumeration.
constexpr std::array<DTypeFacts, 10> kFacts{{{1, "bool", "BOOL"},
                                             {1, "uint8", "U8"},
                                             {1, "int8", "I8"},
                                             {2, "int16", "I16"},
                                             {4, "int32", "I32"},
                                             {8, "int64", "I64"},
                                             {2, "float16", "F16"},
                                             {2, "bfloat16", "BF16"},
                                             {4, "float32", "F32"},
                                             {8, "float64", "F64"}}};

const DTypeFacts& factsOf(DType type) noexcept {
    return kFacts[static_cast<std::size_t>(type)];
}

}  // namespace

std::size_t byteSize(DType type) noexcept {
    return factsOf(type).byteSize;
}

std::string_view torchName(DType type) noexcept {
    return factsOf(type).torchName;
}

std::string_view safetensorsName(DType type) noexcept {
    return factsOf(type).safetensorsName;
}

std::optional<DType> dtypeFromSafetensors(std::string_view name) noexcept {
    for (std::size_t i = 0; i < kFacts.size(); ++i) {
        if (kFacts[i].safetensorsName == name) return static_cast<DType>(i);
    }
    return std::nullopt;
}

}  // namespace descry
