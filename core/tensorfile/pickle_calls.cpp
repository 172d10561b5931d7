#include "core/tensorfile/pickle_calls.h"

#include <string>
#include <utility>
#include <vector>

#include "core/base/unicode.h"
#include "core/tensorfile/pickle_numpy.h"

namespace descry {

PickleRef PickleCalls::call(PickleRef function, PickleRef arguments) {
    const PickleGlobal& global = m_graph.requireGlobal(function, "what is called");
    const PickleValue& tuple =
        m_graph.require(arguments, PickleKind::Tuple, "the arguments of a call");
    if (global.call == PickleCall::Nothing) {
        m_reader.refuse("calls {}.{}, which is only a name here", global.module, global.name);
    }
    const std::vector<PickleRef> items = tuple.items;  // The tuple may move when values are made.
    return result(global.call, items);
}

PickleRef PickleCalls::create(PickleRef type, PickleRef arguments) {
    const PickleGlobal& global = m_graph.requireGlobal(type, "the type of an object");
    const bool isContainer = global.call == PickleCall::OrderedDict ||
                             global.call == PickleCall::Counter ||
                             global.call == PickleCall::Namespace || global.call == PickleCall::Set;
    if (!isContainer) m_reader.refuse("makes an object of {}.{}", global.module, global.name);
    return call(type, arguments);
}

PickleRef PickleCalls::result(PickleCall call, std::span<const PickleRef> arguments) {
    switch (call) {
        case PickleCall::OrderedDict:
            return makeOrderedDict(arguments);
        case PickleCall::Counter:
            return makeCounter(arguments);
        case PickleCall::Namespace:
            return emptyContainer(PickleKind::Namespace, arguments);
        case PickleCall::Set:
            return makeSet(arguments);
        case PickleCall::ByteArray:
            return makeByteArray(arguments);
        case PickleCall::Encode:
            return encodeLatin1(arguments);
        case PickleCall::Size:
            return makeSize(arguments);
        case PickleCall::Device:
            return makeDevice(arguments);
        case PickleCall::RebuildTensor:
            return m_tensors.rebuildTensor(arguments);
        case PickleCall::RebuildTensorV2:
            return m_tensors.rebuildTensorV2(arguments);
        case PickleCall::RebuildParameter:
            return m_tensors.rebuildParameter(arguments, 3);
        case PickleCall::RebuildParameterWithState:
            return m_tensors.rebuildParameter(arguments, 4);
        case PickleCall::NumpyDtype:
            return makeNumpyDtype(m_reader, m_graph, arguments);
        case PickleCall::NumpyScalar:
            return makeNumpyScalar(m_reader, m_graph, arguments);
        case PickleCall::Nothing:
            break;
    }
    m_reader.refuse("a call without a meaning");
}

// ---- Containers ------------------------------------------------------------------------------

PickleRef PickleCalls::emptyContainer(PickleKind kind, std::span<const PickleRef> arguments) {
    m_graph.requireArguments(arguments, 0, describeKind(kind));
    return m_graph.addContainer(kind, {});
}

/// Python 2 wrote the entries as a list of pairs, later versions set them afterwards.
PickleRef PickleCalls::makeOrderedDict(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return emptyContainer(PickleKind::OrderedDict, arguments);
    m_graph.requireArguments(arguments, 1, "OrderedDict");
    const PickleValue& pairs = m_graph.require(arguments[0], PickleKind::List, "its entries");
    std::vector<PickleRef> entries;
    for (const PickleRef ref : pairs.items) {
        const PickleValue& pair = m_graph.value(ref);
        const bool isPair = (pair.kind == PickleKind::List || pair.kind == PickleKind::Tuple) &&
                            pair.items.size() == 2;
        if (!isPair) m_reader.refuse("an entry of OrderedDict is no pair");
        entries.insert(entries.end(), pair.items.begin(), pair.items.end());
    }
    m_graph.checkPairs(entries);
    return m_graph.addContainer(PickleKind::OrderedDict, std::move(entries));
}

PickleRef PickleCalls::makeCounter(std::span<const PickleRef> arguments) {
    if (arguments.size() != 1) return emptyContainer(PickleKind::Dict, arguments);
    const PickleValue& counts = m_graph.require(arguments[0], PickleKind::Dict, "a counter");
    return m_graph.addContainer(PickleKind::Dict, counts.items);
}

PickleRef PickleCalls::makeSet(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return emptyContainer(PickleKind::Set, arguments);
    m_graph.requireArguments(arguments, 1, "set");
    const PickleValue& list = m_graph.require(arguments[0], PickleKind::List, "a set's items");
    return m_graph.addContainer(PickleKind::Set, list.items);
}

// ---- Bytes -----------------------------------------------------------------------------------

/// Protocol 2 has no bytes: Python writes them as a text of code points below 256.
PickleRef PickleCalls::encodeLatin1(std::span<const PickleRef> arguments) {
    m_graph.requireArguments(arguments, 2, "encode");
    const std::string_view encoding =
        m_graph.require(arguments[1], PickleKind::String, "encoding").text;
    if (encoding != "latin1" && encoding != "latin-1") {
        m_reader.refuse("encodes a text as \"{}\"", shownPickleText(encoding));
    }
    const std::string_view text = m_graph.require(arguments[0], PickleKind::String, "a text").text;
    std::string bytes;
    for (const char32_t point : decodeUtf8(text)) {
        if (point > 0xFF) {
            m_reader.refuse("bytes written as a text hold a character beyond 255");
        }
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(point)));
    }
    return m_graph.addOwnedBytes(std::move(bytes));
}

PickleRef PickleCalls::makeByteArray(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return m_graph.addText(PickleKind::Bytes, {});
    if (arguments.size() == 2) return encodeLatin1(arguments);
    m_graph.requireArguments(arguments, 1, "bytearray");
    const PickleValue& bytes =
        m_graph.require(arguments[0], PickleKind::Bytes, "a bytearray's bytes");
    return m_graph.addText(PickleKind::Bytes, bytes.text);
}

// ---- What stands for itself ------------------------------------------------------------------

PickleRef PickleCalls::makeSize(std::span<const PickleRef> arguments) const {
    m_graph.requireArguments(arguments, 1, "torch.Size");
    m_graph.requireCounts(arguments[0], "a size");
    return arguments[0];
}

PickleRef PickleCalls::makeDevice(std::span<const PickleRef> arguments) const {
    if (arguments.size() == 2) {
        m_graph.requireCount(arguments[1], "a device's number");
    } else {
        m_graph.requireArguments(arguments, 1, "torch.device");
    }
    m_graph.require(arguments[0], PickleKind::String, "a device");
    return arguments[0];
}

// ---- States ----------------------------------------------------------------------------------

void PickleCalls::build(PickleRef target, PickleRef state) {
    const PickleKind kind = m_graph.value(target).kind;
    switch (kind) {
        case PickleKind::OrderedDict:
            return checkOrderedDictState(state);
        case PickleKind::Namespace:
            return buildNamespace(target, state);
        case PickleKind::NumpyDtype:
            return checkNumpyState(m_reader, m_graph, state);
        default:
            m_reader.refuse("sets the state of {}, which has none", describeKind(kind));
    }
}

/// A state dictionary carries its modules' versions as the attribute `_metadata`; Descry has no use
/// for them.
void PickleCalls::checkOrderedDictState(PickleRef state) const {
    const PickleValue& attributes =
        m_graph.require(state, PickleKind::Dict, "an OrderedDict's state");
    for (std::size_t i = 0; i < attributes.items.size(); i += 2) {
        const std::string_view name =
            m_graph.require(attributes.items[i], PickleKind::String, "an attribute's name").text;
        if (name != "_metadata") m_reader.refuse("sets the attribute {}", shownPickleText(name));
        const PickleKind kind = m_graph.value(attributes.items[i + 1]).kind;
        if (!isDict(kind)) m_reader.refuse("_metadata is {}", describeKind(kind));
    }
}

void PickleCalls::buildNamespace(PickleRef target, PickleRef state) {
    const PickleValue& attributes = m_graph.require(state, PickleKind::Dict, "a namespace's state");
    for (std::size_t i = 0; i < attributes.items.size(); i += 2) {
        const std::string_view name =
            m_graph.require(attributes.items[i], PickleKind::String, "an attribute's name").text;
        if (name.starts_with("__")) {
            m_reader.refuse("sets the attribute {}", shownPickleText(name));
        }
        if (m_graph.value(attributes.items[i + 1]).kind == PickleKind::Global) {
            m_reader.refuse("sets the attribute {} to a type", shownPickleText(name));
        }
    }
    m_graph.setAttributes(target, attributes.items);
}

}  // namespace descry
