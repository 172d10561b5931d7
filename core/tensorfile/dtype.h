#pragma once
/// Element types of stored tensors. Thread rule: values.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace descry {

enum class DType : std::uint8_t { Bool, U8, I8, I16, I32, I64, F16, BF16, F32, F64 };

std::size_t byteSize(DType type) noexcept;              ///< Bytes of one element.
std::string_view torchName(DType type) noexcept;        ///< "float32", "int64", ...
std::string_view safetensorsName(DType type) noexcept;  ///< "F32", "I64", ...
std::optional<DType> dtypeFromSafetensors(std::string_view name) noexcept;

}  // namespace descry
