#include "core/tensorfile/pickle_graph_builder.h"

#include <bit>
#include <utility>

#include "core/tensorfile/tensor_view.h"

namespace descry {
namespace {

// A published checkpoint of 1000 tensors has 15,000 values. The cap leaves room for 30 times that
// and keeps a hostile pickle within about 100 MB.
constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kMaxNumberBytes = 1024;

}  // namespace

PickleGraphBuilder::PickleGraphBuilder(const PickleReader& reader) : m_reader(reader) {
    m_none = addNumber(PickleKind::None, 0);
    m_false = addNumber(PickleKind::Bool, 0);
    m_true = addNumber(PickleKind::Bool, 1);
    m_emptyTuple = addContainer(PickleKind::Tuple, {});
    m_smallInts.fill(m_none);
}

// ---- Values ----------------------------------------------------------------------------------

PickleRef PickleGraphBuilder::add(PickleValue value) {
    if (m_graph.values.size() >= kMaxValues) {
        m_reader.refuse("more than {} values; no checkpoint needs so many", kMaxValues);
    }
    m_graph.values.push_back(std::move(value));
    return static_cast<PickleRef>(m_graph.values.size() - 1);
}

PickleRef PickleGraphBuilder::addNumber(PickleKind kind, std::int64_t value) {
    return add({.kind = kind, .integer = value, .text = {}, .items = {}});
}

PickleRef PickleGraphBuilder::addReal(double value) {
    return addNumber(PickleKind::Float, std::bit_cast<std::int64_t>(value));
}

PickleRef PickleGraphBuilder::addText(PickleKind kind, std::string_view text) {
    return add({.kind = kind, .integer = 0, .text = text, .items = {}});
}

PickleRef PickleGraphBuilder::addOwnedBytes(std::string bytes) {
    m_graph.ownedText.push_back(std::move(bytes));
    return addText(PickleKind::Bytes, m_graph.ownedText.back());
}

PickleRef PickleGraphBuilder::addContainer(PickleKind kind, std::vector<PickleRef> items) {
    return add({.kind = kind, .integer = 0, .text = {}, .items = std::move(items)});
}

PickleRef PickleGraphBuilder::integer(std::int64_t value) {
    if (value < 0 || value >= static_cast<std::int64_t>(m_smallInts.size())) {
        return addNumber(PickleKind::Int, value);
    }
    PickleRef& known = m_smallInts[static_cast<std::size_t>(value)];
    if (known == m_none) known = addNumber(PickleKind::Int, value);
    return known;
}

PickleRef PickleGraphBuilder::addLong(std::span<const std::byte> bytes) {
    if (bytes.size() > kMaxNumberBytes) m_reader.refuse("a number of {} bytes", bytes.size());
    if (bytes.size() > 8) {
        return addText(PickleKind::BigInt,
                       {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    const bool isNegative = !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{0};
    std::uint64_t bits = isNegative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        bits = bits << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    }
    return integer(static_cast<std::int64_t>(bits));
}

PickleRef PickleGraphBuilder::addTensor(PickleTensor tensor) {
    m_graph.tensors.push_back(std::move(tensor));
    return addNumber(PickleKind::Tensor, static_cast<std::int64_t>(m_graph.tensors.size() - 1));
}

std::uint32_t PickleGraphBuilder::addStorage(const PickleStorage& storage) {
    m_graph.storages.push_back(storage);
    return static_cast<std::uint32_t>(m_graph.storages.size() - 1);
}

PickleGraph PickleGraphBuilder::finish(PickleRef root, std::size_t length) {
    m_graph.root = root;
    m_graph.length = length;
    return std::move(m_graph);
}

// ---- Containers ------------------------------------------------------------------------------

void PickleGraphBuilder::extend(PickleValue& container, std::span<const PickleRef> items) {
    container.items.insert(container.items.end(), items.begin(), items.end());
}

void PickleGraphBuilder::append(PickleRef target,
                                std::span<const PickleRef> items,
                                PickleKind kind) {
    PickleValue& container = m_graph.values[target];
    if (container.kind != kind) {
        m_reader.refuse("puts items into {}, which takes none", describeKind(container.kind));
    }
    extend(container, items);
}

void PickleGraphBuilder::setItems(PickleRef target, std::span<const PickleRef> items) {
    PickleValue& container = m_graph.values[target];
    if (!isDict(container.kind)) {
        m_reader.refuse("puts entries into {}, which takes none", describeKind(container.kind));
    }
    checkPairs(items);
    extend(container, items);
}

void PickleGraphBuilder::setAttributes(PickleRef target, std::span<const PickleRef> items) {
    extend(m_graph.values[target], items);
}

void PickleGraphBuilder::checkPairs(std::span<const PickleRef> items) const {
    if (items.size() % 2 != 0) m_reader.refuse("a dictionary with a key that has no value");
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const PickleKind kind = value(items[i]).kind;
        if (kind > PickleKind::Tuple && kind != PickleKind::Global) {
            m_reader.refuse("{} as a key of a dictionary", describeKind(kind));
        }
    }
}

// ---- Questions -------------------------------------------------------------------------------

const PickleValue& PickleGraphBuilder::require(PickleRef ref,
                                               PickleKind kind,
                                               std::string_view what) const {
    const PickleValue& found = value(ref);
    if (found.kind != kind) {
        m_reader.refuse("{} is {}, not {}", what, describeKind(found.kind), describeKind(kind));
    }
    return found;
}

const PickleGlobal& PickleGraphBuilder::requireGlobal(PickleRef ref, std::string_view what) const {
    const PickleValue& global = require(ref, PickleKind::Global, what);
    return pickleGlobals()[static_cast<std::size_t>(global.integer)];
}

std::int64_t PickleGraphBuilder::requireCount(PickleRef ref, std::string_view what) const {
    const std::int64_t count = require(ref, PickleKind::Int, what).integer;
    if (count < 0) m_reader.refuse("{} is {}", what, count);
    return count;
}

std::vector<std::int64_t> PickleGraphBuilder::requireCounts(PickleRef ref,
                                                            std::string_view what) const {
    const PickleValue& tuple = require(ref, PickleKind::Tuple, what);
    if (tuple.items.size() > kMaxDimensions) {
        m_reader.refuse(
            "a tensor of {} dimensions; at most {} are read", tuple.items.size(), kMaxDimensions);
    }
    std::vector<std::int64_t> counts;
    counts.reserve(tuple.items.size());
    for (const PickleRef item : tuple.items) counts.push_back(requireCount(item, what));
    return counts;
}

void PickleGraphBuilder::requireArguments(std::span<const PickleRef> arguments,
                                          std::size_t expected,
                                          std::string_view function) const {
    if (arguments.size() == expected) return;
    m_reader.refuse("{} is given {} arguments, not {}", function, arguments.size(), expected);
}

}  // namespace descry
