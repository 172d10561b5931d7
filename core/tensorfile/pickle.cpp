#include "core/tensorfile/pickle.h"

#include "core/tensorfile/pickle_machine.h"

namespace descry {

PickleGraph readPickle(std::span<const std::byte> bytes, const PickleOptions& options) {
    return PickleMachine(bytes, options).run();
}

std::string_view describeKind(PickleKind kind) noexcept {
    switch (kind) {
        case PickleKind::None:
            return "None";
        case PickleKind::Bool:
            return errorWords("a truth value");
        case PickleKind::Int:
            return errorWords("a whole number");
        case PickleKind::BigInt:
            return errorWords("a whole number beyond 64 bits");
        case PickleKind::Float:
            return errorWords("a number");
        case PickleKind::String:
            return errorWords("a text");
        case PickleKind::Bytes:
            return errorWords("bytes");
        case PickleKind::Tuple:
            return errorWords("a tuple");
        case PickleKind::List:
            return errorWords("a list");
        case PickleKind::Set:
            return errorWords("a set");
        case PickleKind::Dict:
            return errorWords("a dictionary");
        case PickleKind::OrderedDict:
            return errorWords("an ordered dictionary");
        case PickleKind::Namespace:
            return errorWords("a namespace");
        case PickleKind::Global:
            return errorWords("a type");
        case PickleKind::Storage:
            return errorWords("a storage");
        case PickleKind::Tensor:
            return errorWords("a tensor");
        case PickleKind::NumpyDtype:
            return errorWords("a numpy type");
    }
    return errorWords("a value");
}

}  // namespace descry
