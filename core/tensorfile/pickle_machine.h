#pragma once
/// Private to core/tensorfile: the machine that a pickle is a program for. It owns the parts, reads
/// instruction after instruction up to STOP, and hands each to the part that it concerns. Thread
/// rule: one object, one thread, one run. Errors: CorruptFile, Unsupported, with the pickle's name
/// and the instruction's place.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_calls.h"
#include "core/tensorfile/pickle_graph_builder.h"
#include "core/tensorfile/pickle_reader.h"
#include "core/tensorfile/pickle_stack.h"
#include "core/tensorfile/pickle_tensors.h"

namespace descry {

class PickleMachine {
  public:
    /// `bytes` must outlive the object and the graph.
    PickleMachine(std::span<const std::byte> bytes, const PickleOptions& options);
    // The parts refer to one another.
    PickleMachine(const PickleMachine&) = delete;
    PickleMachine& operator=(const PickleMachine&) = delete;

    PickleGraph run();

  private:
    void step(PickleOpcode instruction);

    // Instructions, grouped; each group says whether it knew the byte.
    bool stepNumber(PickleOpcode instruction);
    bool stepText(PickleOpcode instruction);
    bool stepSequence(PickleOpcode instruction);
    bool stepMapping(PickleOpcode instruction);
    bool stepStack(PickleOpcode instruction);
    bool stepMemo(PickleOpcode instruction);
    bool stepObject(PickleOpcode instruction);

    void pushIntLine();
    void pushLongLine();
    void pushUtf8(std::uint64_t length);
    void pushBytes(std::uint64_t length);
    void pushContainer(PickleKind kind, std::vector<PickleRef> items);
    void pushDictToMark();
    void appendToTop(std::span<const PickleRef> items, PickleKind kind);
    void setItemsOfTop(std::span<const PickleRef> items);
    void checkProtocol();
    void checkFrame();
    void pushGlobal(std::string_view module, std::string_view name);
    void pushNamedGlobal();
    void pushStackGlobal();
    void pushStorage();

    PickleReader m_reader;
    StorageNaming m_naming;
    PickleGraphBuilder m_graph;
    PickleStack m_stack;
    PickleTensors m_tensors;
    PickleCalls m_calls;
};

}  // namespace descry
