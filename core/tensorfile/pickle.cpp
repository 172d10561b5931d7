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
            return "a truth value";
        case PickleKind::Int:
            return "a whole number";
        case PickleKind::BigInt:
            return "a whole number beyond 64 bits";
        case PickleKind::Float:
            return "a number";
        case PickleKind::String:
            return "a text";
        case PickleKind::Bytes:
            return "bytes";
        case PickleKind::Tuple:
            return "a tuple";
        case PickleKind::List:
            return "a list";
        case PickleKind::Set:
            return "a set";
        case PickleKind::Dict:
            return "a dictionary";
        case PickleKind::OrderedDict:
            return "an ordered dictionary";
        case PickleKind::Namespace:
            return "a namespace";
        case PickleKind::Global:
            return "a type";
        case PickleKind::Storage:
            return "a storage";
        case PickleKind::Tensor:
            return "a tensor";
        case PickleKind::NumpyDtype:
            return "a numpy type";
    }
    return "a value";
}

}  // namespace descry
