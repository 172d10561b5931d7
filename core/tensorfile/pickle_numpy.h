#pragma once
/// Private to core/tensorfile: numpy's plain numbers in a pickle: their types, and single numbers
/// as schedules and best scores are often saved. Arrays and types that hold objects are refused.
/// Thread rule: pure functions of their arguments; the graph is the caller's. Errors: CorruptFile
/// and, for big-endian numbers, Unsupported, refused through the reader of the pickle.

#include <span>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_graph_builder.h"
#include "core/tensorfile/pickle_reader.h"

namespace descry {

/// numpy.dtype(name, align, copy).
PickleRef makeNumpyDtype(const PickleReader& reader,
                         PickleGraphBuilder& graph,
                         std::span<const PickleRef> arguments);
/// numpy.core.multiarray.scalar(type, bytes).
PickleRef makeNumpyScalar(const PickleReader& reader,
                          PickleGraphBuilder& graph,
                          std::span<const PickleRef> arguments);
/// The state that a pickle sets after making a type; it may add nothing to the type.
void checkNumpyState(const PickleReader& reader, const PickleGraphBuilder& graph, PickleRef state);

}  // namespace descry
