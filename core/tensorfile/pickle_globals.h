#pragma once
/// Private to core/tensorfile: the only names of modules and members that a pickle may mention.
/// Everything else is refused, used or not. Thread rule: constants.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/tensorfile/dtype.h"

namespace descry {

/// What a global does when it is called.
enum class PickleCall : std::uint8_t {
    Nothing,  ///< A name that may stand as a value: torch.float32, a storage class.
    OrderedDict,
    Counter,
    Set,
    ByteArray,
    Encode,
    Namespace,
    Size,
    Device,
    RebuildTensor,
    RebuildTensorV2,
    RebuildParameter,
    RebuildParameterWithState,
    NumpyScalar,
    NumpyDtype,
};

struct PickleGlobal {
    std::string_view module;
    std::string_view name;
    PickleCall call = PickleCall::Nothing;
    std::optional<DType> storage;  ///< A storage class of this element type.
};

std::span<const PickleGlobal> pickleGlobals() noexcept;
/// Position in pickleGlobals(), compared byte for byte; nothing if the name isn't allowed.
std::optional<std::int64_t> findPickleGlobal(std::string_view module,
                                             std::string_view name) noexcept;

}  // namespace descry
