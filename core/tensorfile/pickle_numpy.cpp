#include "core/tensorfile/pickle_numpy.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

constexpr std::array<std::string_view, 13> kNumberTypes{
    "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "?"};

/// Bytes of one number of a numpy type named "f8", "?", ...
std::size_t numpyBytes(std::string_view name) noexcept {
    return name == "?" ? 1 : static_cast<std::size_t>(name[1] - '0');
}

std::int64_t numpyInteger(std::string_view name, const std::byte* bytes) noexcept {
    const bool isSigned = name[0] == 'i';
    switch (numpyBytes(name)) {
        case 1:
            return isSigned ? std::int64_t{loadLittleEndian<std::int8_t>(bytes)}
                            : std::int64_t{loadLittleEndian<std::uint8_t>(bytes)};
        case 2:
            return isSigned ? std::int64_t{loadLittleEndian<std::int16_t>(bytes)}
                            : std::int64_t{loadLittleEndian<std::uint16_t>(bytes)};
        case 4:
            return isSigned ? std::int64_t{loadLittleEndian<std::int32_t>(bytes)}
                            : std::int64_t{loadLittleEndian<std::uint32_t>(bytes)};
        default:
            return loadLittleEndian<std::int64_t>(bytes);
    }
}

double numpyReal(std::string_view name, const std::byte* bytes) noexcept {
    switch (numpyBytes(name)) {
        case 2:
            return halfToFloat(loadLittleEndian<std::uint16_t>(bytes));
        case 4:
            return loadLittleEndian<float>(bytes);
        default:
            return loadLittleEndian<double>(bytes);
    }
}

}  // namespace

PickleRef makeNumpyDtype(const PickleReader& reader,
                         PickleGraphBuilder& graph,
                         std::span<const PickleRef> arguments) {
    graph.requireArguments(arguments, 3, "numpy.dtype");
    const std::string_view name =
        graph.require(arguments[0], PickleKind::String, "a numpy type").text;
    if (std::find(kNumberTypes.begin(), kNumberTypes.end(), name) == kNumberTypes.end()) {
        reader.refuse("the numpy type \"{}\" is no plain number", shownPickleText(name));
    }
    graph.require(arguments[1], PickleKind::Bool, "a numpy type's alignment");
    graph.require(arguments[2], PickleKind::Bool, "a numpy type's copy");
    return graph.addText(PickleKind::NumpyDtype, name);
}

PickleRef makeNumpyScalar(const PickleReader& reader,
                          PickleGraphBuilder& graph,
                          std::span<const PickleRef> arguments) {
    graph.requireArguments(arguments, 2, "a numpy number");
    const PickleValue& type = graph.require(arguments[0], PickleKind::NumpyDtype, "its type");
    const std::string_view content =
        graph.require(arguments[1], PickleKind::Bytes, "a numpy number's bytes").text;
    if (content.size() != numpyBytes(type.text)) {
        reader.refuse("a numpy number of type {} in {} bytes", type.text, content.size());
    }
    const std::string_view name = type.text;
    const auto* bytes = reinterpret_cast<const std::byte*>(content.data());
    if (name == "?" || name == "b1") return graph.boolean(*bytes != std::byte{0});
    if (name[0] == 'f') return graph.addReal(numpyReal(name, bytes));
    const std::int64_t value = numpyInteger(name, bytes);
    if (name == "u8" && value < 0) reader.refuse("a numpy number beyond 2^63");
    return graph.addNumber(PickleKind::Int, value);
}

/// The state is (version, byte order, None, None, None, -1, -1, flags) for a plain number.
void checkNumpyState(const PickleReader& reader, const PickleGraphBuilder& graph, PickleRef state) {
    const PickleValue& parts = graph.require(state, PickleKind::Tuple, "a numpy type's state");
    if (parts.items.size() != 8) {
        reader.refuse("a numpy type's state has {} parts, not 8", parts.items.size());
    }
    const std::string_view order =
        graph.require(parts.items[1], PickleKind::String, "a byte order").text;
    if (order == ">") reader.refuseAs(ErrorCode::Unsupported, "a big-endian numpy number");
    if (order != "<" && order != "|" && order != "=") {
        reader.refuse("the byte order \"{}\"", shownPickleText(order));
    }
    for (const std::size_t part : {std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
        graph.require(parts.items[part], PickleKind::None, "a numpy type's fields");
    }
    for (const std::size_t part : {std::size_t{0}, std::size_t{5}, std::size_t{6}}) {
        graph.require(parts.items[part], PickleKind::Int, "a numpy type's state");
    }
    if (graph.require(parts.items[7], PickleKind::Int, "a numpy type's flags").integer != 0) {
        reader.refuse("a numpy type that holds objects");
    }
}

}  // namespace descry
