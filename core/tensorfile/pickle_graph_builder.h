#pragma once
/// Private to core/tensorfile: the graph of values while its pickle is read. It makes values within
/// the cap on their number, shares those that occur everywhere (None, truth values, small whole
/// numbers), changes containers, and answers what a value is where a certain kind is needed.
/// References to values end with the next value that is made. Thread rule: one object, one thread.
/// Errors: CorruptFile, refused through the reader of the pickle.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_globals.h"
#include "core/tensorfile/pickle_reader.h"

namespace descry {

class PickleGraphBuilder {
  public:
    /// `reader` must outlive the object.
    explicit PickleGraphBuilder(const PickleReader& reader);

    // The shared values.
    PickleRef none() const noexcept { return m_none; }
    PickleRef boolean(bool value) const noexcept { return value ? m_true : m_false; }
    PickleRef emptyTuple() const noexcept { return m_emptyTuple; }
    /// Shared if it is small.
    PickleRef integer(std::int64_t value);

    // New values.
    PickleRef addNumber(PickleKind kind, std::int64_t value);
    PickleRef addReal(double value);
    /// `text` lies in the pickle or in another value.
    PickleRef addText(PickleKind kind, std::string_view text);
    PickleRef addOwnedBytes(std::string bytes);
    PickleRef addContainer(PickleKind kind, std::vector<PickleRef> items);
    /// A value of 64 bits or, beyond them, a BigInt, from little-endian two's complement.
    PickleRef addLong(std::span<const std::byte> bytes);
    PickleRef addTensor(PickleTensor tensor);
    /// Its place among the storages; the values that name it are made apart.
    std::uint32_t addStorage(const PickleStorage& storage);

    // Changes of containers.
    void append(PickleRef target, std::span<const PickleRef> items, PickleKind kind);
    void setItems(PickleRef target, std::span<const PickleRef> items);
    void setAttributes(PickleRef target, std::span<const PickleRef> items);
    /// `items` are keys and values by turns, and no key is a container that can change.
    void checkPairs(std::span<const PickleRef> items) const;

    // Questions.
    const PickleValue& value(PickleRef ref) const noexcept { return m_graph.value(ref); }
    const PickleValue& require(PickleRef ref, PickleKind kind, std::string_view what) const;
    const PickleGlobal& requireGlobal(PickleRef ref, std::string_view what) const;
    std::int64_t requireCount(PickleRef ref, std::string_view what) const;
    std::vector<std::int64_t> requireCounts(PickleRef ref, std::string_view what) const;
    void requireArguments(std::span<const PickleRef> arguments,
                          std::size_t expected,
                          std::string_view function) const;
    const std::vector<PickleStorage>& storages() const noexcept { return m_graph.storages; }

    /// Hands the graph over; the object is spent.
    PickleGraph finish(PickleRef root, std::size_t length);

  private:
    PickleRef add(PickleValue value);
    static void extend(PickleValue& container, std::span<const PickleRef> items);

    const PickleReader& m_reader;
    PickleGraph m_graph;
    PickleRef m_none = 0;
    PickleRef m_false = 0;
    PickleRef m_true = 0;
    PickleRef m_emptyTuple = 0;
    std::array<PickleRef, 256> m_smallInts{};  ///< m_none where there is none yet.
};

inline bool isDict(PickleKind kind) noexcept {
    return kind == PickleKind::Dict || kind == PickleKind::OrderedDict;
}

/// None or a dictionary without entries, as optional arguments of torch's functions are left out.
inline bool isAbsent(const PickleValue& value) noexcept {
    return value.kind == PickleKind::None || (isDict(value.kind) && value.items.empty());
}

}  // namespace descry
