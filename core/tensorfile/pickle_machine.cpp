#include "core/tensorfile/pickle_machine.h"

#include <string_view>
#include <utility>

#include "core/tensorfile/pickle_globals.h"

namespace descry {
namespace {

constexpr std::size_t kMaxInstructions = 5'000'000;
constexpr unsigned kNewestProtocol = 5;

}  // namespace

PickleMachine::PickleMachine(std::span<const std::byte> bytes, const PickleOptions& options)
    : m_reader(bytes, options.name),
      m_naming(options.naming),
      m_graph(m_reader),
      m_stack(m_reader),
      m_tensors(m_reader, m_graph, options.naming),
      m_calls(m_reader, m_graph, m_tensors) {}

PickleGraph PickleMachine::run() {
    std::size_t numInstructions = 0;
    while (true) {
        const PickleOpcode instruction = m_reader.nextInstruction();
        if (++numInstructions > kMaxInstructions) {
            m_reader.refuse("more than {} instructions; no checkpoint needs so many",
                            kMaxInstructions);
        }
        if (instruction == PickleOpcode::Stop) break;
        step(instruction);
    }
    const PickleRef root = m_stack.pop();
    if (m_stack.numLeft() != 0) {
        m_reader.refuse("stops with {} values left over", m_stack.numLeft());
    }
    return m_graph.finish(root, m_reader.position());
}

void PickleMachine::step(PickleOpcode instruction) {
    if (stepMemo(instruction) || stepNumber(instruction) || stepText(instruction) ||
        stepSequence(instruction) || stepMapping(instruction) || stepStack(instruction) ||
        stepObject(instruction)) {
        return;
    }
    m_reader.refuse("instruction 0x{:02x} does not belong in a checkpoint",
                    static_cast<unsigned>(instruction));
}

// ---- Numbers ---------------------------------------------------------------------------------

bool PickleMachine::stepNumber(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::None:
            m_stack.push(m_graph.none());
            return true;
        case PickleOpcode::NewTrue:
            m_stack.push(m_graph.boolean(true));
            return true;
        case PickleOpcode::NewFalse:
            m_stack.push(m_graph.boolean(false));
            return true;
        case PickleOpcode::BinInt1:
            m_stack.push(m_graph.integer(m_reader.takeNumber<std::uint8_t>()));
            return true;
        case PickleOpcode::BinInt2:
            m_stack.push(m_graph.integer(m_reader.takeNumber<std::uint16_t>()));
            return true;
        case PickleOpcode::BinInt:
            m_stack.push(m_graph.integer(m_reader.takeNumber<std::int32_t>()));
            return true;
        case PickleOpcode::Int:
            pushIntLine();
            return true;
        case PickleOpcode::Long:
            pushLongLine();
            return true;
        case PickleOpcode::Float:
            m_stack.push(m_graph.addReal(m_reader.takeFloatLine()));
            return true;
        case PickleOpcode::BinFloat:
            m_stack.push(m_graph.addReal(m_reader.takeBigEndianFloat()));
            return true;
        case PickleOpcode::Long1:
            m_stack.push(m_graph.addLong(m_reader.take(m_reader.takeNumber<std::uint8_t>())));
            return true;
        case PickleOpcode::Long4:
            m_stack.push(m_graph.addLong(m_reader.take(m_reader.takeSignedLength("a number"))));
            return true;
        default:
            return false;
    }
}

/// Protocols 0 and 1 write truth values as the numbers 00 and 01.
void PickleMachine::pushIntLine() {
    const std::string_view line = m_reader.takeLine();
    if (line == "00" || line == "01") return m_stack.push(m_graph.boolean(line == "01"));
    m_stack.push(m_graph.integer(m_reader.wholeNumber(line)));
}

void PickleMachine::pushLongLine() {
    std::string_view line = m_reader.takeLine();
    if (line.ends_with('L')) line.remove_suffix(1);
    m_stack.push(m_graph.integer(m_reader.wholeNumber(line)));
}

// ---- Texts -----------------------------------------------------------------------------------

bool PickleMachine::stepText(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::BinUnicode:
            pushUtf8(m_reader.takeNumber<std::uint32_t>());
            return true;
        case PickleOpcode::BinUnicode8:
            pushUtf8(m_reader.takeNumber<std::uint64_t>());
            return true;
        case PickleOpcode::ShortBinUnicode:
        case PickleOpcode::ShortBinString:
            pushUtf8(m_reader.takeNumber<std::uint8_t>());
            return true;
        case PickleOpcode::BinString:
            pushUtf8(m_reader.takeSignedLength("a text"));
            return true;
        case PickleOpcode::String:
            m_stack.push(m_graph.addText(PickleKind::String, m_reader.takeQuotedLine()));
            return true;
        case PickleOpcode::Unicode:
            m_stack.push(m_graph.addText(PickleKind::String, m_reader.takeUnescapedLine()));
            return true;
        case PickleOpcode::BinBytes:
            pushBytes(m_reader.takeNumber<std::uint32_t>());
            return true;
        case PickleOpcode::ShortBinBytes:
            pushBytes(m_reader.takeNumber<std::uint8_t>());
            return true;
        case PickleOpcode::BinBytes8:
        case PickleOpcode::ByteArray8:
            pushBytes(m_reader.takeNumber<std::uint64_t>());
            return true;
        default:
            return false;
    }
}

void PickleMachine::pushUtf8(std::uint64_t length) {
    m_stack.push(m_graph.addText(PickleKind::String, m_reader.takeUtf8(length)));
}

void PickleMachine::pushBytes(std::uint64_t length) {
    m_stack.push(m_graph.addText(PickleKind::Bytes, m_reader.takeText(length)));
}

// ---- Containers ------------------------------------------------------------------------------

bool PickleMachine::stepSequence(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::EmptyTuple:
            m_stack.push(m_graph.emptyTuple());
            return true;
        case PickleOpcode::Tuple:
            pushContainer(PickleKind::Tuple, m_stack.popToMark());
            return true;
        case PickleOpcode::Tuple1:
            pushContainer(PickleKind::Tuple, m_stack.popLast(1));
            return true;
        case PickleOpcode::Tuple2:
            pushContainer(PickleKind::Tuple, m_stack.popLast(2));
            return true;
        case PickleOpcode::Tuple3:
            pushContainer(PickleKind::Tuple, m_stack.popLast(3));
            return true;
        case PickleOpcode::EmptyList:
            pushContainer(PickleKind::List, {});
            return true;
        case PickleOpcode::List:
            pushContainer(PickleKind::List, m_stack.popToMark());
            return true;
        case PickleOpcode::Append:
            appendToTop(m_stack.popLast(1), PickleKind::List);
            return true;
        case PickleOpcode::Appends:
            appendToTop(m_stack.popToMark(), PickleKind::List);
            return true;
        default:
            return false;
    }
}

bool PickleMachine::stepMapping(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::EmptyDict:
            pushContainer(PickleKind::Dict, {});
            return true;
        case PickleOpcode::Dict:
            pushDictToMark();
            return true;
        case PickleOpcode::SetItem:
            setItemsOfTop(m_stack.popLast(2));
            return true;
        case PickleOpcode::SetItems:
            setItemsOfTop(m_stack.popToMark());
            return true;
        case PickleOpcode::EmptySet:
            pushContainer(PickleKind::Set, {});
            return true;
        case PickleOpcode::AddItems:
            appendToTop(m_stack.popToMark(), PickleKind::Set);
            return true;
        case PickleOpcode::FrozenSet:
            pushContainer(PickleKind::Set, m_stack.popToMark());
            return true;
        default:
            return false;
    }
}

void PickleMachine::pushContainer(PickleKind kind, std::vector<PickleRef> items) {
    m_stack.push(m_graph.addContainer(kind, std::move(items)));
}

void PickleMachine::pushDictToMark() {
    std::vector<PickleRef> items = m_stack.popToMark();
    m_graph.checkPairs(items);
    pushContainer(PickleKind::Dict, std::move(items));
}

void PickleMachine::appendToTop(std::span<const PickleRef> items, PickleKind kind) {
    m_graph.append(m_stack.top(), items, kind);
}

void PickleMachine::setItemsOfTop(std::span<const PickleRef> items) {
    m_graph.setItems(m_stack.top(), items);
}

// ---- The stack and the memo ------------------------------------------------------------------

bool PickleMachine::stepStack(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::Protocol:
            checkProtocol();
            return true;
        case PickleOpcode::Frame:
            checkFrame();
            return true;
        case PickleOpcode::Mark:
            m_stack.mark();
            return true;
        case PickleOpcode::Pop:
            m_stack.popValueOrMark();
            return true;
        case PickleOpcode::PopMark:
            m_stack.popToMark();
            return true;
        case PickleOpcode::Duplicate:
            m_stack.push(m_stack.top());
            return true;
        default:
            return false;
    }
}

bool PickleMachine::stepMemo(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::BinPut:
            m_stack.memoize(m_reader.takeNumber<std::uint8_t>());
            return true;
        case PickleOpcode::LongBinPut:
            m_stack.memoize(m_reader.takeNumber<std::uint32_t>());
            return true;
        case PickleOpcode::Put:
            m_stack.memoize(m_reader.takeMemoLine());
            return true;
        case PickleOpcode::Memoize:
            m_stack.memoizeNext();
            return true;
        case PickleOpcode::BinGet:
            m_stack.recall(m_reader.takeNumber<std::uint8_t>());
            return true;
        case PickleOpcode::LongBinGet:
            m_stack.recall(m_reader.takeNumber<std::uint32_t>());
            return true;
        case PickleOpcode::Get:
            m_stack.recall(m_reader.takeMemoLine());
            return true;
        default:
            return false;
    }
}

void PickleMachine::checkProtocol() {
    const unsigned version = m_reader.takeNumber<std::uint8_t>();
    if (m_reader.instructionAt() != 0) m_reader.refuse("the protocol is set in the middle");
    if (version > kNewestProtocol) {
        m_reader.refuse("protocol {}; the newest known is {}", version, kNewestProtocol);
    }
}

void PickleMachine::checkFrame() {
    const auto length = m_reader.takeNumber<std::uint64_t>();
    if (length > m_reader.left()) {
        m_reader.refuse("a frame of {} bytes where {} are left", length, m_reader.left());
    }
}

// ---- Objects ---------------------------------------------------------------------------------

bool PickleMachine::stepObject(PickleOpcode instruction) {
    switch (instruction) {
        case PickleOpcode::Global:
            pushNamedGlobal();
            return true;
        case PickleOpcode::StackGlobal:
            pushStackGlobal();
            return true;
        case PickleOpcode::BinPersistentId:
            pushStorage();
            return true;
        case PickleOpcode::Reduce: {
            const PickleRef arguments = m_stack.pop();
            m_stack.push(m_calls.call(m_stack.pop(), arguments));
            return true;
        }
        case PickleOpcode::NewObject: {
            const PickleRef arguments = m_stack.pop();
            m_stack.push(m_calls.create(m_stack.pop(), arguments));
            return true;
        }
        case PickleOpcode::Build: {
            const PickleRef state = m_stack.pop();
            m_calls.build(m_stack.top(), state);
            return true;
        }
        default:
            return false;
    }
}

void PickleMachine::pushGlobal(std::string_view module, std::string_view name) {
    const auto found = findPickleGlobal(module, name);
    if (!found) {
        m_reader.refuse(
            "asks for {}.{}, which a checkpoint of weights does not need; the file may hold "
            "code and nothing of it is run. Save the model's state_dict alone, in a trusted "
            "place, or get the file from another source",
            shownPickleText(module),
            shownPickleText(name));
    }
    m_stack.push(m_graph.addNumber(PickleKind::Global, *found));
}

void PickleMachine::pushNamedGlobal() {
    const std::string_view module = m_reader.takeLine();
    pushGlobal(module, m_reader.takeLine());
}

void PickleMachine::pushStackGlobal() {
    const PickleRef name = m_stack.pop();
    const PickleRef module = m_stack.pop();
    const std::string_view moduleName =
        m_graph.require(module, PickleKind::String, "a module's name").text;
    pushGlobal(moduleName, m_graph.require(name, PickleKind::String, "a global's name").text);
}

void PickleMachine::pushStorage() {
    if (m_naming == StorageNaming::None) m_reader.refuse("names a storage where none belongs");
    m_stack.push(m_tensors.loadStorage(m_stack.pop()));
}

}  // namespace descry
