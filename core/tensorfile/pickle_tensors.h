#pragma once
/// Private to core/tensorfile: the storages that a pickle names and the tensors that it makes of
/// them. Each tensor is a window that has been checked to lie within its storage; no element is
/// read. Thread rule: one object, one thread. Errors: CorruptFile and, for conjugated or negated
/// tensors, Unsupported, refused through the reader of the pickle.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_graph_builder.h"
#include "core/tensorfile/pickle_reader.h"

namespace descry {

class PickleTensors {
  public:
    /// `reader` and `graph` must outlive the object.
    PickleTensors(const PickleReader& reader, PickleGraphBuilder& graph, StorageNaming naming)
        : m_reader(reader), m_graph(graph), m_naming(naming) {}

    /// The storage that a persistent id names, in the way that zip archives or the older streams of
    /// pickles do.
    PickleRef loadStorage(PickleRef id);
    /// Arguments: storage, offset, size, stride.
    PickleRef rebuildTensor(std::span<const PickleRef> arguments);
    /// After these: requires_grad and backward hooks; then, in files of conjugated or negated
    /// tensors, what to do on reading.
    PickleRef rebuildTensorV2(std::span<const PickleRef> arguments);
    /// Gives the tensor that the parameter holds.
    PickleRef rebuildParameter(std::span<const PickleRef> arguments, std::size_t expected) const;

  private:
    /// A part of a storage, in elements.
    struct Range {
        std::int64_t first = 0;
        std::int64_t count = 0;
    };

    DType storageType(PickleRef ref) const;
    PickleStorage namedStorage(const PickleValue& id) const;
    std::optional<Range> legacyRange(PickleRef ref) const;
    void narrow(PickleStorage& storage, const Range& range) const;
    std::uint32_t internStorage(const PickleStorage& storage);
    PickleTensor window(std::span<const PickleRef> arguments) const;
    PickleRef addTensor(PickleTensor tensor);

    const PickleReader& m_reader;
    PickleGraphBuilder& m_graph;
    StorageNaming m_naming;
    std::size_t m_numDimensions = 0;  ///< Of all tensors together.
    std::unordered_map<std::string_view, std::uint32_t> m_storageByKey;
};

}  // namespace descry
