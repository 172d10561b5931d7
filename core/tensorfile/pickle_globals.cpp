#include "core/tensorfile/pickle_globals.h"

#include <iterator>

namespace descry {
namespace {

using enum PickleCall;

constexpr PickleGlobal kGlobals[] = {
    {"collections", "OrderedDict", OrderedDict, {}},
    {"collections", "Counter", Counter, {}},
    {"builtins", "set", Set, {}},
    {"__builtin__", "set", Set, {}},
    {"builtins", "frozenset", Set, {}},
    {"__builtin__", "frozenset", Set, {}},
    {"builtins", "bytearray", ByteArray, {}},
    {"__builtin__", "bytearray", ByteArray, {}},
    {"builtins", "bytes", ByteArray, {}},
    {"__builtin__", "bytes", ByteArray, {}},
    {"_codecs", "encode", Encode, {}},
    {"argparse", "Namespace", Namespace, {}},
    {"types", "SimpleNamespace", Namespace, {}},
    {"torch", "Size", Size, {}},
    {"torch", "device", Device, {}},
    {"torch._utils", "_rebuild_tensor", RebuildTensor, {}},
    {"torch._utils", "_rebuild_tensor_v2", RebuildTensorV2, {}},
    {"torch._utils", "_rebuild_parameter", RebuildParameter, {}},
    {"torch._utils", "_rebuild_parameter_with_state", RebuildParameterWithState, {}},
    {"numpy.core.multiarray", "scalar", NumpyScalar, {}},
    {"numpy._core.multiarray", "scalar", NumpyScalar, {}},
    {"numpy", "dtype", NumpyDtype, {}},
    {"torch", "BoolStorage", Nothing, DType::Bool},
    {"torch", "ByteStorage", Nothing, DType::U8},
    {"torch", "CharStorage", Nothing, DType::I8},
    {"torch", "ShortStorage", Nothing, DType::I16},
    {"torch", "IntStorage", Nothing, DType::I32},
    {"torch", "LongStorage", Nothing, DType::I64},
    {"torch", "HalfStorage", Nothing, DType::F16},
    {"torch", "BFloat16Storage", Nothing, DType::BF16},
    {"torch", "FloatStorage", Nothing, DType::F32},
    {"torch", "DoubleStorage", Nothing, DType::F64},
    {"torch.cuda", "BoolStorage", Nothing, DType::Bool},
    {"torch.cuda", "ByteStorage", Nothing, DType::U8},
    {"torch.cuda", "CharStorage", Nothing, DType::I8},
    {"torch.cuda", "ShortStorage", Nothing, DType::I16},
    {"torch.cuda", "IntStorage", Nothing, DType::I32},
    {"torch.cuda", "LongStorage", Nothing, DType::I64},
    {"torch.cuda", "HalfStorage", Nothing, DType::F16},
    {"torch.cuda", "BFloat16Storage", Nothing, DType::BF16},
    {"torch.cuda", "FloatStorage", Nothing, DType::F32},
    {"torch.cuda", "DoubleStorage", Nothing, DType::F64},
    {"torch", "bool", Nothing, {}},
    {"torch", "uint8", Nothing, {}},
    {"torch", "int8", Nothing, {}},
    {"torch", "int16", Nothing, {}},
    {"torch", "int32", Nothing, {}},
    {"torch", "int64", Nothing, {}},
    {"torch", "float16", Nothing, {}},
    {"torch", "bfloat16", Nothing, {}},
    {"torch", "float32", Nothing, {}},
    {"torch", "float64", Nothing, {}},
};

}  // namespace

std::span<const PickleGlobal> pickleGlobals() noexcept {
    return kGlobals;
}

std::optional<std::int64_t> findPickleGlobal(std::string_view module,
                                             std::string_view name) noexcept {
    for (std::size_t i = 0; i < std::size(kGlobals); ++i) {
        if (kGlobals[i].module == module && kGlobals[i].name == name) {
            return static_cast<std::int64_t>(i);
        }
    }
    return std::nullopt;
}

}  // namespace descry
