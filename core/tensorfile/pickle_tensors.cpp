#include "core/tensorfile/pickle_tensors.h"

#include <utility>

#include "core/base/error.h"

namespace descry {
namespace {

constexpr std::size_t kMaxDimensionsInAll = 1'000'000;  ///< Over all tensors.

}  // namespace

// ---- Storages --------------------------------------------------------------------------------

/// The parts of the id are "storage", type, key, location, size and, in the older stream of
/// pickles, a view.
PickleRef PickleTensors::loadStorage(PickleRef id) {
    const PickleValue& parts = m_graph.require(id, PickleKind::Tuple, "the name of a storage");
    const std::size_t expected = m_naming == StorageNaming::Zip ? 5 : 6;
    if (parts.items.size() != expected) {
        m_reader.refuse("the name of a storage has {} parts, not {}", parts.items.size(), expected);
    }
    PickleStorage storage = namedStorage(parts);
    if (const auto range = expected == 6 ? legacyRange(parts.items[5]) : std::nullopt) {
        narrow(storage, *range);
    }
    return m_graph.addNumber(PickleKind::Storage, internStorage(storage));
}

DType PickleTensors::storageType(PickleRef ref) const {
    const PickleGlobal& global = m_graph.requireGlobal(ref, "a storage's type");
    if (!global.storage) {
        m_reader.refuse("{}.{} is no type of storage", global.module, global.name);
    }
    return *global.storage;
}

PickleStorage PickleTensors::namedStorage(const PickleValue& id) const {
    const auto text = [&](std::size_t part, std::string_view what) {
        return m_graph.require(id.items[part], PickleKind::String, what).text;
    };
    if (text(0, "the name of a storage") != "storage") {
        m_reader.refuse("refers to something outside the pickle that is no storage");
    }
    PickleStorage storage;
    storage.dtype = storageType(id.items[1]);
    storage.key = text(2, "a storage's key");
    text(3, "a storage's location");
    storage.recordElements = m_graph.requireCount(id.items[4], "a storage's size");
    storage.numElements = storage.recordElements;
    return storage;
}

std::optional<PickleTensors::Range> PickleTensors::legacyRange(PickleRef ref) const {
    if (m_graph.value(ref).kind == PickleKind::None) return std::nullopt;
    const PickleValue& view = m_graph.require(ref, PickleKind::Tuple, "a storage's view");
    if (view.items.size() != 3) {
        m_reader.refuse("a storage's view has {} parts, not 3", view.items.size());
    }
    m_graph.require(view.items[0], PickleKind::String, "a view's key");
    return Range{m_graph.requireCount(view.items[1], "a view's offset"),
                 m_graph.requireCount(view.items[2], "a view's size")};
}

void PickleTensors::narrow(PickleStorage& storage, const Range& range) const {
    if (range.first > storage.recordElements ||
        range.count > storage.recordElements - range.first) {
        m_reader.refuse("a view of {} elements from {} in a storage of {}",
                        range.count,
                        range.first,
                        storage.recordElements);
    }
    storage.firstElement = range.first;
    storage.numElements = range.count;
}

std::uint32_t PickleTensors::internStorage(const PickleStorage& storage) {
    const auto known = m_storageByKey.find(storage.key);
    if (known != m_storageByKey.end()) {
        const PickleStorage& first = m_graph.storages()[known->second];
        if (first.dtype != storage.dtype || first.recordElements != storage.recordElements) {
            m_reader.refuse("the storage {} is named with two types or sizes",
                            shownPickleText(storage.key));
        }
        if (first.firstElement == storage.firstElement &&
            first.numElements == storage.numElements) {
            return known->second;
        }
    }
    const std::uint32_t index = m_graph.addStorage(storage);
    m_storageByKey.emplace(storage.key, index);
    return index;
}

// ---- Tensors ---------------------------------------------------------------------------------

PickleTensor PickleTensors::window(std::span<const PickleRef> arguments) const {
    const PickleValue& storage =
        m_graph.require(arguments[0], PickleKind::Storage, "a tensor's storage");
    PickleTensor tensor;
    tensor.storage = static_cast<std::uint32_t>(storage.integer);
    tensor.view.offset = m_graph.requireCount(arguments[1], "a tensor's offset");
    tensor.view.shape = m_graph.requireCounts(arguments[2], "a tensor's size");
    tensor.view.strides = m_graph.requireCounts(arguments[3], "a tensor's stride");
    if (tensor.view.shape.size() != tensor.view.strides.size()) {
        m_reader.refuse("a tensor with {} sizes and {} strides",
                        tensor.view.shape.size(),
                        tensor.view.strides.size());
    }
    return tensor;
}

PickleRef PickleTensors::addTensor(PickleTensor tensor) {
    const std::int64_t available = m_graph.storages()[tensor.storage].numElements;
    const auto needed = storageElementsNeeded(tensor.view);
    if (!checkedNumElements(tensor.view.shape) || !needed || *needed > available) {
        m_reader.refuse("a tensor of size [{}] reaches outside its storage of {} elements",
                        fmt::join(tensor.view.shape, ", "),
                        available);
    }
    m_numDimensions += tensor.view.shape.size();
    if (m_numDimensions > kMaxDimensionsInAll) m_reader.refuse("too many dimensions in all");
    return m_graph.addTensor(std::move(tensor));
}

PickleRef PickleTensors::rebuildTensor(std::span<const PickleRef> arguments) {
    m_graph.requireArguments(arguments, 4, "the making of a tensor");
    return addTensor(window(arguments));
}

PickleRef PickleTensors::rebuildTensorV2(std::span<const PickleRef> arguments) {
    const bool hasState = arguments.size() == 7;
    m_graph.requireArguments(arguments, hasState ? 7 : 6, "the making of a tensor");
    PickleTensor tensor = window(arguments);
    m_graph.require(arguments[4], PickleKind::Bool, "requires_grad");
    if (!isAbsent(m_graph.value(arguments[5]))) m_reader.refuse("a tensor with backward hooks");
    if (hasState && !isAbsent(m_graph.value(arguments[6]))) {
        m_reader.refuseAs(ErrorCode::Unsupported, "a conjugated or negated tensor");
    }
    return addTensor(std::move(tensor));
}

PickleRef PickleTensors::rebuildParameter(std::span<const PickleRef> arguments,
                                          std::size_t expected) const {
    m_graph.requireArguments(arguments, expected, "the making of a parameter");
    m_graph.require(arguments[0], PickleKind::Tensor, "a parameter's value");
    m_graph.require(arguments[1], PickleKind::Bool, "requires_grad");
    if (!isAbsent(m_graph.value(arguments[2]))) m_reader.refuse("a parameter with backward hooks");
    return arguments[0];
}

}  // namespace descry
