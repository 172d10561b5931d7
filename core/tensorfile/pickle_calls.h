#pragma once
/// Private to core/tensorfile: what calling an allowed global means: it makes a value of the graph,
/// and no function of that name exists here. Also the setting of an object's state, which only
/// ordered dictionaries, namespaces and numpy types have. Thread rule: one object, one thread.
/// Errors: CorruptFile, Unsupported, refused through the reader of the pickle.

#include <span>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_globals.h"
#include "core/tensorfile/pickle_graph_builder.h"
#include "core/tensorfile/pickle_reader.h"
#include "core/tensorfile/pickle_tensors.h"

namespace descry {

class PickleCalls {
  public:
    /// All three must outlive the object.
    PickleCalls(const PickleReader& reader, PickleGraphBuilder& graph, PickleTensors& tensors)
        : m_reader(reader), m_graph(graph), m_tensors(tensors) {}

    /// `function(*arguments)`.
    PickleRef call(PickleRef function, PickleRef arguments);
    /// `type.__new__(type, *arguments)`, for the containers alone.
    PickleRef create(PickleRef type, PickleRef arguments);
    /// `target.__setstate__(state)` or its default.
    void build(PickleRef target, PickleRef state);

  private:
    PickleRef result(PickleCall call, std::span<const PickleRef> arguments);
    PickleRef emptyContainer(PickleKind kind, std::span<const PickleRef> arguments);
    PickleRef makeOrderedDict(std::span<const PickleRef> arguments);
    PickleRef makeCounter(std::span<const PickleRef> arguments);
    PickleRef makeSet(std::span<const PickleRef> arguments);
    PickleRef encodeLatin1(std::span<const PickleRef> arguments);
    PickleRef makeByteArray(std::span<const PickleRef> arguments);
    PickleRef makeSize(std::span<const PickleRef> arguments) const;
    PickleRef makeDevice(std::span<const PickleRef> arguments) const;
    void checkOrderedDictState(PickleRef state) const;
    void buildNamespace(PickleRef target, PickleRef state);

    const PickleReader& m_reader;
    PickleGraphBuilder& m_graph;
    PickleTensors& m_tensors;
};

}  // namespace descry
