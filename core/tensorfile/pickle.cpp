#include "core/tensorfile/pickle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/pickle_globals.h"

namespace descry {
namespace {

// A published checkpoint of 1000 tensors has 15,000 values. The caps leave room for 30 times that
// and keep a hostile pickle within about 100 MB.
constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kMaxInstructions = 5'000'000;
constexpr std::size_t kMaxStack = 500'000;
constexpr std::size_t kMaxMemo = 500'000;
constexpr std::size_t kMaxDimensionsInAll = 1'000'000;  ///< Over all tensors.
constexpr std::size_t kMaxLine = 256;  ///< Bytes of a name or number written as text.
constexpr std::size_t kMaxNumberBytes = 1024;
constexpr std::size_t kMaxShownText = 80;

std::string shownText(std::string_view text) {
    std::string shown = displayable(text.substr(0, kMaxShownText));
    if (text.size() > kMaxShownText) shown += "...";
    return shown;
}

bool isDict(PickleKind kind) noexcept {
    return kind == PickleKind::Dict || kind == PickleKind::OrderedDict;
}

/// The parts of a storage's name that are not in the tuple's fixed places.
struct LegacyView {
    std::string_view key;
    std::int64_t firstElement = 0;
    std::int64_t numElements = 0;
};

class PickleMachine {
  public:
    PickleMachine(std::span<const std::byte> bytes, const PickleOptions& options)
        : m_bytes(bytes), m_options(options) {
        m_none = add({.kind = PickleKind::None, .integer = 0, .text = {}, .items = {}});
        m_false = add(number(PickleKind::Bool, 0));
        m_true = add(number(PickleKind::Bool, 1));
        m_emptyTuple = add({.kind = PickleKind::Tuple, .integer = 0, .text = {}, .items = {}});
        m_smallInts.fill(m_none);
    }

    PickleGraph run();

  private:
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        refuseAs(ErrorCode::CorruptFile, fmt::format(format, std::forward<Args>(args)...));
    }
    [[noreturn]] void refuseAs(ErrorCode code, const std::string& reason) const {
        fail(code, "{}, byte {}: {}", m_options.name, m_instructionAt, reason);
    }

    // Reading the instruction's arguments.
    std::span<const std::byte> take(std::uint64_t length);
    template <typename T>
    T takeNumber() {
        return loadLittleEndian<T>(take(sizeof(T)).data());
    }
    std::string_view takeText(std::uint64_t length);
    std::string_view takeUtf8(std::uint64_t length);
    std::string_view takeLine();

    // The stack and the memo.
    static PickleValue number(PickleKind kind, std::int64_t value) {
        return {.kind = kind, .integer = value, .text = {}, .items = {}};
    }
    static PickleValue textual(PickleKind kind, std::string_view text) {
        return {.kind = kind, .integer = 0, .text = text, .items = {}};
    }
    static PickleValue holding(PickleKind kind, std::vector<PickleRef> items) {
        return {.kind = kind, .integer = 0, .text = {}, .items = std::move(items)};
    }
    PickleRef add(PickleValue value);
    void push(PickleRef ref);
    void push(PickleValue value) { push(add(std::move(value))); }
    void pushInt(std::int64_t value);
    PickleRef pop();
    PickleRef top();
    std::vector<PickleRef> popToMark();
    std::vector<PickleRef> popLast(std::size_t count);
    void memoize(std::uint64_t index);
    void recall(std::uint64_t index);
    std::uint64_t memoIndexFromText();
    PickleValue& valueAt(PickleRef ref) { return m_graph.values[ref]; }

    // Instructions, grouped; each group says whether it knew the byte.
    void step(unsigned char instruction);
    bool stepScalar(unsigned char instruction);
    bool stepText(unsigned char instruction);
    bool stepContainer(unsigned char instruction);
    bool stepStack(unsigned char instruction);
    bool stepObject(unsigned char instruction);
    void pushIntLine();
    void pushLongLine();
    void pushFloatLine();
    void pushQuotedLine();
    void pushBigEndianFloat();
    void pushLong(std::span<const std::byte> bytes);
    void pushGlobal(std::string_view module, std::string_view name);
    void pushStackGlobal();
    void protocol();
    void popValueOrMark();
    void appendTo(PickleRef target, std::span<const PickleRef> items, PickleKind kind);
    void setItems(PickleRef target, std::span<const PickleRef> items);
    void checkPairs(std::span<const PickleRef> items) const;

    // Objects.
    void loadStorage();
    DType storageType(PickleRef ref) const;
    std::optional<LegacyView> legacyView(PickleRef ref) const;
    std::uint32_t internStorage(PickleStorage storage);
    void call(PickleRef function, PickleRef arguments);
    void create(PickleRef type, PickleRef arguments);
    PickleRef callResult(PickleCall call, std::span<const PickleRef> arguments);
    PickleRef emptyContainer(PickleKind kind, std::span<const PickleRef> arguments);
    PickleRef makeOrderedDict(std::span<const PickleRef> arguments);
    PickleRef makeSet(std::span<const PickleRef> arguments);
    PickleRef encodeLatin1(std::span<const PickleRef> arguments);
    PickleRef makeByteArray(std::span<const PickleRef> arguments);
    PickleRef makeSize(std::span<const PickleRef> arguments);
    PickleRef makeDevice(std::span<const PickleRef> arguments);
    PickleRef rebuildTensor(std::span<const PickleRef> arguments, std::size_t numPlain);
    PickleRef rebuildParameter(std::span<const PickleRef> arguments, std::size_t expected);
    PickleRef makeNumpyDtype(std::span<const PickleRef> arguments);
    PickleRef makeNumpyScalar(std::span<const PickleRef> arguments);
    void build(PickleRef target, PickleRef state);
    void buildNamespace(PickleRef target, PickleRef state);
    void buildOrderedDict(PickleRef state) const;
    void buildNumpyDtype(PickleRef state) const;

    const PickleValue& require(PickleRef ref, PickleKind kind, std::string_view what) const;
    std::int64_t requireCount(PickleRef ref, std::string_view what) const;
    std::vector<std::int64_t> requireCounts(PickleRef ref, std::string_view what) const;
    void requireArguments(std::span<const PickleRef> arguments,
                          std::size_t expected,
                          std::string_view function) const;

    std::span<const std::byte> m_bytes;
    const PickleOptions& m_options;
    PickleGraph m_graph;
    std::size_t m_at = 0;
    std::size_t m_instructionAt = 0;
    std::size_t m_numDimensions = 0;
    std::vector<PickleRef> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint32_t, PickleRef> m_memo;
    std::unordered_map<std::string_view, std::uint32_t> m_storageByKey;
    PickleRef m_none = 0;
    PickleRef m_false = 0;
    PickleRef m_true = 0;
    PickleRef m_emptyTuple = 0;
    std::array<PickleRef, 256> m_smallInts{};
};

// ---- Arguments -------------------------------------------------------------------------------

std::span<const std::byte> PickleMachine::take(std::uint64_t length) {
    const std::size_t left = m_bytes.size() - m_at;
    if (length > left) {
        refuse("wants {} bytes where {} are left; the file is cut or damaged", length, left);
    }
    const auto taken = m_bytes.subspan(m_at, static_cast<std::size_t>(length));
    m_at += taken.size();
    return taken;
}

std::string_view PickleMachine::takeText(std::uint64_t length) {
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view PickleMachine::takeUtf8(std::uint64_t length) {
    const std::string_view text = takeText(length);
    if (firstInvalidUtf8(text)) refuse("a text that is not UTF-8");
    return text;
}

std::string_view PickleMachine::takeLine() {
    const std::string_view rest(reinterpret_cast<const char*>(m_bytes.data()) + m_at,
                                std::min(m_bytes.size() - m_at, kMaxLine + 1));
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        refuse("a name or number without an end of line within {} bytes", kMaxLine);
    }
    m_at += end + 1;
    return rest.substr(0, end);
}

// ---- Stack and memo --------------------------------------------------------------------------

PickleRef PickleMachine::add(PickleValue value) {
    if (m_graph.values.size() >= kMaxValues) {
        refuse("more than {} values; no checkpoint needs so many", kMaxValues);
    }
    m_graph.values.push_back(std::move(value));
    return static_cast<PickleRef>(m_graph.values.size() - 1);
}

void PickleMachine::push(PickleRef ref) {
    if (m_stack.size() >= kMaxStack) refuse("more than {} values on the stack", kMaxStack);
    m_stack.push_back(ref);
}

void PickleMachine::pushInt(std::int64_t value) {
    if (value < 0 || value >= static_cast<std::int64_t>(m_smallInts.size())) {
        return push(number(PickleKind::Int, value));
    }
    PickleRef& known = m_smallInts[static_cast<std::size_t>(value)];
    if (known == m_none) known = add(number(PickleKind::Int, value));
    push(known);
}

PickleRef PickleMachine::pop() {
    const PickleRef ref = top();
    m_stack.pop_back();
    return ref;
}

PickleRef PickleMachine::top() {
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= floor) refuse("takes a value from an empty stack");
    return m_stack.back();
}

std::vector<PickleRef> PickleMachine::popToMark() {
    if (m_marks.empty()) refuse("looks for a mark that was never set");
    const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleRef> items(start, m_stack.end());
    m_stack.erase(start, m_stack.end());
    m_marks.pop_back();
    return items;
}

std::vector<PickleRef> PickleMachine::popLast(std::size_t count) {
    std::vector<PickleRef> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
}

void PickleMachine::memoize(std::uint64_t index) {
    if (index >= m_bytes.size() || m_memo.size() >= kMaxMemo) {
        refuse("memo place {} is beyond what the pickle can fill", index);
    }
    m_memo[static_cast<std::uint32_t>(index)] = top();
}

void PickleMachine::recall(std::uint64_t index) {
    const auto found =
        index < m_bytes.size() ? m_memo.find(static_cast<std::uint32_t>(index)) : m_memo.end();
    if (found == m_memo.end()) refuse("memo place {} was never filled", index);
    push(found->second);
}

std::uint64_t PickleMachine::memoIndexFromText() {
    const std::string_view line = takeLine();
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), index);
    if (error != std::errc() || end != line.data() + line.size()) {
        refuse("\"{}\" is no place in the memo", shownText(line));
    }
    return index;
}

// ---- Instructions ----------------------------------------------------------------------------

PickleGraph PickleMachine::run() {
    std::size_t numInstructions = 0;
    while (true) {
        m_instructionAt = m_at;
        if (m_at >= m_bytes.size()) refuse("ends before its STOP; the file is cut or damaged");
        if (++numInstructions > kMaxInstructions) {
            refuse("more than {} instructions; no checkpoint needs so many", kMaxInstructions);
        }
        const auto instruction = std::to_integer<unsigned char>(m_bytes[m_at++]);
        if (instruction == '.') break;
        step(instruction);
    }
    m_graph.root = pop();
    if (!m_stack.empty() || !m_marks.empty()) {
        refuse("stops with {} values left over", m_stack.size() + m_marks.size());
    }
    m_graph.length = m_at;
    return std::move(m_graph);
}

void PickleMachine::step(unsigned char instruction) {
    if (stepScalar(instruction) || stepText(instruction) || stepContainer(instruction) ||
        stepStack(instruction) || stepObject(instruction)) {
        return;
    }
    refuse("instruction 0x{:02x} does not belong in a checkpoint", unsigned{instruction});
}

bool PickleMachine::stepScalar(unsigned char instruction) {
    switch (instruction) {
        case 'N':
            push(m_none);
            return true;
        case 0x88:
            push(m_true);
            return true;
        case 0x89:
            push(m_false);
            return true;
        case 'K':
            pushInt(takeNumber<std::uint8_t>());
            return true;
        case 'M':
            pushInt(takeNumber<std::uint16_t>());
            return true;
        case 'J':
            pushInt(takeNumber<std::int32_t>());
            return true;
        case 'I':
            pushIntLine();
            return true;
        case 'L':
            pushLongLine();
            return true;
        case 'F':
            pushFloatLine();
            return true;
        case 'G':
            pushBigEndianFloat();
            return true;
        case 0x8a:
            pushLong(take(takeNumber<std::uint8_t>()));
            return true;
        case 0x8b: {
            const auto length = takeNumber<std::int32_t>();
            if (length < 0) refuse("a number of {} bytes", length);
            pushLong(take(static_cast<std::uint64_t>(length)));
            return true;
        }
        default:
            return false;
    }
}

bool PickleMachine::stepText(unsigned char instruction) {
    const auto pushUtf8 = [&](std::uint64_t length) {
        push(textual(PickleKind::String, takeUtf8(length)));
    };
    const auto pushBytes = [&](std::uint64_t length) {
        push(textual(PickleKind::Bytes, takeText(length)));
    };
    switch (instruction) {
        case 'X':
            pushUtf8(takeNumber<std::uint32_t>());
            return true;
        case 0x8c:
            pushUtf8(takeNumber<std::uint8_t>());
            return true;
        case 0x8d:
            pushUtf8(takeNumber<std::uint64_t>());
            return true;
        case 'U':
            pushUtf8(takeNumber<std::uint8_t>());
            return true;
        case 'T': {
            const auto length = takeNumber<std::int32_t>();
            if (length < 0) refuse("a text of {} bytes", length);
            pushUtf8(static_cast<std::uint64_t>(length));
            return true;
        }
        case 'S':
            pushQuotedLine();
            return true;
        case 'V': {
            const std::string_view line = takeLine();
            if (line.find('\\') != line.npos || firstInvalidUtf8(line)) {
                refuse("a text written with escapes");
            }
            push(textual(PickleKind::String, line));
            return true;
        }
        case 'B':
            pushBytes(takeNumber<std::uint32_t>());
            return true;
        case 'C':
            pushBytes(takeNumber<std::uint8_t>());
            return true;
        case 0x8e:
            pushBytes(takeNumber<std::uint64_t>());
            return true;
        case 0x96:
            pushBytes(takeNumber<std::uint64_t>());
            return true;
        default:
            return false;
    }
}

bool PickleMachine::stepContainer(unsigned char instruction) {
    switch (instruction) {
        case ')':
            push(m_emptyTuple);
            return true;
        case 't':
            push(holding(PickleKind::Tuple, popToMark()));
            return true;
        case 0x85:
            push(holding(PickleKind::Tuple, popLast(1)));
            return true;
        case 0x86:
            push(holding(PickleKind::Tuple, popLast(2)));
            return true;
        case 0x87:
            push(holding(PickleKind::Tuple, popLast(3)));
            return true;
        case ']':
            push(holding(PickleKind::List, {}));
            return true;
        case 'l':
            push(holding(PickleKind::List, popToMark()));
            return true;
        case 'a': {
            const auto items = popLast(1);
            appendTo(top(), items, PickleKind::List);
            return true;
        }
        case 'e': {
            const auto items = popToMark();
            appendTo(top(), items, PickleKind::List);
            return true;
        }
        case '}':
            push(holding(PickleKind::Dict, {}));
            return true;
        case 'd': {
            auto items = popToMark();
            checkPairs(items);
            push(holding(PickleKind::Dict, std::move(items)));
            return true;
        }
        case 's': {
            const auto items = popLast(2);
            setItems(top(), items);
            return true;
        }
        case 'u': {
            const auto items = popToMark();
            setItems(top(), items);
            return true;
        }
        case 0x8f:
            push(holding(PickleKind::Set, {}));
            return true;
        case 0x90: {
            const auto items = popToMark();
            appendTo(top(), items, PickleKind::Set);
            return true;
        }
        case 0x91:
            push(holding(PickleKind::Set, popToMark()));
            return true;
        default:
            return false;
    }
}

bool PickleMachine::stepStack(unsigned char instruction) {
    switch (instruction) {
        case 0x80:
            protocol();
            return true;
        case 0x95: {
            const auto length = takeNumber<std::uint64_t>();
            if (length > m_bytes.size() - m_at) {
                refuse("a frame of {} bytes where {} are left", length, m_bytes.size() - m_at);
            }
            return true;
        }
        case '(':
            if (m_marks.size() >= kMaxStack) refuse("more than {} marks", kMaxStack);
            m_marks.push_back(m_stack.size());
            return true;
        case '0':
            popValueOrMark();
            return true;
        case '1':
            popToMark();
            return true;
        case '2':
            push(top());
            return true;
        case 'q':
            memoize(takeNumber<std::uint8_t>());
            return true;
        case 'r':
            memoize(takeNumber<std::uint32_t>());
            return true;
        case 'p':
            memoize(memoIndexFromText());
            return true;
        case 0x94:
            memoize(m_memo.size());
            return true;
        case 'h':
            recall(takeNumber<std::uint8_t>());
            return true;
        case 'j':
            recall(takeNumber<std::uint32_t>());
            return true;
        case 'g':
            recall(memoIndexFromText());
            return true;
        default:
            return false;
    }
}

bool PickleMachine::stepObject(unsigned char instruction) {
    switch (instruction) {
        case 'c': {
            const std::string_view module = takeLine();
            pushGlobal(module, takeLine());
            return true;
        }
        case 0x93:
            pushStackGlobal();
            return true;
        case 'Q':
            loadStorage();
            return true;
        case 'R': {
            const PickleRef arguments = pop();
            call(pop(), arguments);
            return true;
        }
        case 0x81: {
            const PickleRef arguments = pop();
            create(pop(), arguments);
            return true;
        }
        case 'b': {
            const PickleRef state = pop();
            build(top(), state);
            return true;
        }
        default:
            return false;
    }
}

void PickleMachine::protocol() {
    const auto version = takeNumber<std::uint8_t>();
    if (m_instructionAt != 0) refuse("the protocol is set in the middle");
    if (version > 5) refuse("protocol {}; the newest known is 5", version);
}

void PickleMachine::popValueOrMark() {
    if (!m_marks.empty() && m_marks.back() == m_stack.size()) {
        m_marks.pop_back();
    } else {
        pop();
    }
}

void PickleMachine::pushIntLine() {
    const std::string_view line = takeLine();
    if (line == "00") return push(m_false);
    if (line == "01") return push(m_true);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || end != line.data() + line.size()) {
        refuse("\"{}\" is no whole number of 64 bits", shownText(line));
    }
    pushInt(value);
}

void PickleMachine::pushLongLine() {
    std::string_view line = takeLine();
    if (line.ends_with('L')) line.remove_suffix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || end != line.data() + line.size()) {
        refuse("\"{}\" is no whole number of 64 bits", shownText(line));
    }
    pushInt(value);
}

void PickleMachine::pushFloatLine() {
    const std::string_view line = takeLine();
    double value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || end != line.data() + line.size()) {
        refuse("\"{}\" is no number", shownText(line));
    }
    push(number(PickleKind::Float, std::bit_cast<std::int64_t>(value)));
}

void PickleMachine::pushQuotedLine() {
    const std::string_view line = takeLine();
    const bool isQuoted = line.size() >= 2 && line.front() == line.back() &&
                          (line.front() == '\'' || line.front() == '"');
    if (!isQuoted) refuse("a text without its quotes");
    const std::string_view text = line.substr(1, line.size() - 2);
    if (text.find('\\') != text.npos || firstInvalidUtf8(text)) {
        refuse("a text written with escapes");
    }
    push(textual(PickleKind::String, text));
}

void PickleMachine::pushBigEndianFloat() {
    std::uint64_t bits = 0;
    for (const std::byte byte : take(8)) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
    push(number(PickleKind::Float, static_cast<std::int64_t>(bits)));
}

void PickleMachine::pushLong(std::span<const std::byte> bytes) {
    if (bytes.size() > kMaxNumberBytes) refuse("a number of {} bytes", bytes.size());
    if (bytes.size() > 8) {
        return push(textual(PickleKind::BigInt,
                            {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    }
    const bool isNegative = !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{0};
    std::uint64_t bits = isNegative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        bits = bits << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    }
    pushInt(static_cast<std::int64_t>(bits));
}

void PickleMachine::pushGlobal(std::string_view module, std::string_view name) {
    const auto found = findPickleGlobal(module, name);
    if (!found) {
        refuse(
            "asks for {}.{}, which a checkpoint of weights does not need; the file may hold "
            "code and nothing of it is run. Save the model's state_dict alone, in a trusted "
            "place, or get the file from another source",
            shownText(module),
            shownText(name));
    }
    push(number(PickleKind::Global, *found));
}

void PickleMachine::pushStackGlobal() {
    const PickleRef name = pop();
    const PickleRef module = pop();
    const std::string_view moduleName = require(module, PickleKind::String, "a module's name").text;
    pushGlobal(moduleName, require(name, PickleKind::String, "a global's name").text);
}

void PickleMachine::appendTo(PickleRef target, std::span<const PickleRef> items, PickleKind kind) {
    PickleValue& container = valueAt(target);
    if (container.kind != kind) {
        refuse("puts items into {}, which takes none", describeKind(container.kind));
    }
    container.items.insert(container.items.end(), items.begin(), items.end());
}

void PickleMachine::setItems(PickleRef target, std::span<const PickleRef> items) {
    PickleValue& container = valueAt(target);
    if (!isDict(container.kind)) {
        refuse("puts entries into {}, which takes none", describeKind(container.kind));
    }
    checkPairs(items);
    container.items.insert(container.items.end(), items.begin(), items.end());
}

void PickleMachine::checkPairs(std::span<const PickleRef> items) const {
    if (items.size() % 2 != 0) refuse("a dictionary with a key that has no value");
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const PickleKind kind = m_graph.value(items[i]).kind;
        if (kind > PickleKind::Tuple && kind != PickleKind::Global) {
            refuse("{} as a key of a dictionary", describeKind(kind));
        }
    }
}

// ---- Objects ---------------------------------------------------------------------------------

const PickleValue& PickleMachine::require(PickleRef ref,
                                          PickleKind kind,
                                          std::string_view what) const {
    const PickleValue& value = m_graph.value(ref);
    if (value.kind != kind) {
        refuse("{} is {}, not {}", what, describeKind(value.kind), describeKind(kind));
    }
    return value;
}

std::int64_t PickleMachine::requireCount(PickleRef ref, std::string_view what) const {
    const std::int64_t count = require(ref, PickleKind::Int, what).integer;
    if (count < 0) refuse("{} is {}", what, count);
    return count;
}

std::vector<std::int64_t> PickleMachine::requireCounts(PickleRef ref, std::string_view what) const {
    const PickleValue& tuple = require(ref, PickleKind::Tuple, what);
    if (tuple.items.size() > kMaxDimensions) {
        refuse(
            "a tensor of {} dimensions; at most {} are read", tuple.items.size(), kMaxDimensions);
    }
    std::vector<std::int64_t> counts;
    counts.reserve(tuple.items.size());
    for (const PickleRef item : tuple.items) counts.push_back(requireCount(item, what));
    return counts;
}

void PickleMachine::requireArguments(std::span<const PickleRef> arguments,
                                     std::size_t expected,
                                     std::string_view function) const {
    if (arguments.size() == expected) return;
    refuse("{} is given {} arguments, not {}", function, arguments.size(), expected);
}

DType PickleMachine::storageType(PickleRef ref) const {
    const PickleValue& type = require(ref, PickleKind::Global, "a storage's type");
    const PickleGlobal& global = pickleGlobals()[static_cast<std::size_t>(type.integer)];
    if (!global.storage) refuse("{}.{} is no type of storage", global.module, global.name);
    return *global.storage;
}

std::optional<LegacyView> PickleMachine::legacyView(PickleRef ref) const {
    if (m_graph.value(ref).kind == PickleKind::None) return std::nullopt;
    const PickleValue& view = require(ref, PickleKind::Tuple, "a storage's view");
    if (view.items.size() != 3) refuse("a storage's view has {} parts, not 3", view.items.size());
    return LegacyView{require(view.items[0], PickleKind::String, "a view's key").text,
                      requireCount(view.items[1], "a view's offset"),
                      requireCount(view.items[2], "a view's size")};
}

void PickleMachine::loadStorage() {
    if (m_options.naming == StorageNaming::None) refuse("names a storage where none belongs");
    const PickleValue& parts = require(pop(), PickleKind::Tuple, "the name of a storage");
    const std::size_t expected = m_options.naming == StorageNaming::Zip ? 5 : 6;
    if (parts.items.size() != expected) {
        refuse("the name of a storage has {} parts, not {}", parts.items.size(), expected);
    }
    if (require(parts.items[0], PickleKind::String, "the name of a storage").text != "storage") {
        refuse("refers to something outside the pickle that is no storage");
    }
    PickleStorage storage;
    storage.dtype = storageType(parts.items[1]);
    storage.key = require(parts.items[2], PickleKind::String, "a storage's key").text;
    require(parts.items[3], PickleKind::String, "a storage's location");
    storage.recordElements = requireCount(parts.items[4], "a storage's size");
    storage.numElements = storage.recordElements;
    if (const auto view = expected == 6 ? legacyView(parts.items[5]) : std::nullopt) {
        if (view->firstElement > storage.recordElements ||
            view->numElements > storage.recordElements - view->firstElement) {
            refuse("a view of {} elements from {} in a storage of {}",
                   view->numElements,
                   view->firstElement,
                   storage.recordElements);
        }
        storage.firstElement = view->firstElement;
        storage.numElements = view->numElements;
    }
    push(number(PickleKind::Storage, internStorage(storage)));
}

std::uint32_t PickleMachine::internStorage(PickleStorage storage) {
    const auto known = m_storageByKey.find(storage.key);
    if (known != m_storageByKey.end()) {
        const PickleStorage& first = m_graph.storages[known->second];
        if (first.dtype != storage.dtype || first.recordElements != storage.recordElements) {
            refuse("the storage {} is named with two types or sizes", shownText(storage.key));
        }
        if (first.firstElement == storage.firstElement &&
            first.numElements == storage.numElements) {
            return known->second;
        }
    }
    const auto index = static_cast<std::uint32_t>(m_graph.storages.size());
    m_storageByKey.emplace(storage.key, index);
    m_graph.storages.push_back(storage);
    return index;
}

void PickleMachine::call(PickleRef function, PickleRef arguments) {
    const PickleValue& callee = require(function, PickleKind::Global, "what is called");
    const PickleGlobal& global = pickleGlobals()[static_cast<std::size_t>(callee.integer)];
    const PickleValue& tuple = require(arguments, PickleKind::Tuple, "the arguments of a call");
    if (global.call == PickleCall::Nothing) {
        refuse("calls {}.{}, which is only a name here", global.module, global.name);
    }
    const std::vector<PickleRef> items = tuple.items;
    push(callResult(global.call, items));
}

void PickleMachine::create(PickleRef type, PickleRef arguments) {
    const PickleValue& callee = require(type, PickleKind::Global, "the type of an object");
    const PickleGlobal& global = pickleGlobals()[static_cast<std::size_t>(callee.integer)];
    const bool isContainer = global.call == PickleCall::OrderedDict ||
                             global.call == PickleCall::Counter ||
                             global.call == PickleCall::Namespace || global.call == PickleCall::Set;
    if (!isContainer) refuse("makes an object of {}.{}", global.module, global.name);
    call(type, arguments);
}

PickleRef PickleMachine::callResult(PickleCall call, std::span<const PickleRef> arguments) {
    switch (call) {
        case PickleCall::OrderedDict:
            return makeOrderedDict(arguments);
        case PickleCall::Counter: {
            if (arguments.size() != 1) return emptyContainer(PickleKind::Dict, arguments);
            return add(holding(PickleKind::Dict,
                               require(arguments[0], PickleKind::Dict, "a counter").items));
        }
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
            return rebuildTensor(arguments, 4);
        case PickleCall::RebuildTensorV2:
            return rebuildTensor(arguments, 6);
        case PickleCall::RebuildParameter:
            return rebuildParameter(arguments, 3);
        case PickleCall::RebuildParameterWithState:
            return rebuildParameter(arguments, 4);
        case PickleCall::NumpyDtype:
            return makeNumpyDtype(arguments);
        case PickleCall::NumpyScalar:
            return makeNumpyScalar(arguments);
        case PickleCall::Nothing:
            break;
    }
    refuse("a call without a meaning");
}

PickleRef PickleMachine::emptyContainer(PickleKind kind, std::span<const PickleRef> arguments) {
    requireArguments(arguments, 0, describeKind(kind));
    return add(holding(kind, {}));
}

/// Python 2 wrote the entries as a list of pairs, later versions set them afterwards.
PickleRef PickleMachine::makeOrderedDict(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return emptyContainer(PickleKind::OrderedDict, arguments);
    requireArguments(arguments, 1, "OrderedDict");
    std::vector<PickleRef> entries;
    for (const PickleRef ref : require(arguments[0], PickleKind::List, "its entries").items) {
        const PickleValue& pair = m_graph.value(ref);
        const bool isPair = (pair.kind == PickleKind::List || pair.kind == PickleKind::Tuple) &&
                            pair.items.size() == 2;
        if (!isPair) refuse("an entry of OrderedDict is no pair");
        entries.insert(entries.end(), pair.items.begin(), pair.items.end());
    }
    checkPairs(entries);
    return add(holding(PickleKind::OrderedDict, std::move(entries)));
}

PickleRef PickleMachine::makeSet(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return emptyContainer(PickleKind::Set, arguments);
    requireArguments(arguments, 1, "set");
    return add(
        holding(PickleKind::Set, require(arguments[0], PickleKind::List, "a set's items").items));
}

/// Protocol 2 has no bytes: Python writes them as a text of code points below 256.
PickleRef PickleMachine::encodeLatin1(std::span<const PickleRef> arguments) {
    requireArguments(arguments, 2, "encode");
    const std::string_view encoding = require(arguments[1], PickleKind::String, "encoding").text;
    if (encoding != "latin1" && encoding != "latin-1") {
        refuse("encodes a text as \"{}\"", shownText(encoding));
    }
    std::string bytes;
    for (const char32_t point :
         decodeUtf8(require(arguments[0], PickleKind::String, "a text").text)) {
        if (point > 0xFF) refuse("bytes written as a text hold a character beyond 255");
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(point)));
    }
    m_graph.ownedText.push_back(std::move(bytes));
    return add(textual(PickleKind::Bytes, m_graph.ownedText.back()));
}

PickleRef PickleMachine::makeByteArray(std::span<const PickleRef> arguments) {
    if (arguments.empty()) return add(textual(PickleKind::Bytes, {}));
    if (arguments.size() == 2) return encodeLatin1(arguments);
    requireArguments(arguments, 1, "bytearray");
    return add(textual(PickleKind::Bytes,
                       require(arguments[0], PickleKind::Bytes, "a bytearray's bytes").text));
}

PickleRef PickleMachine::makeSize(std::span<const PickleRef> arguments) {
    requireArguments(arguments, 1, "torch.Size");
    requireCounts(arguments[0], "a size");
    return arguments[0];
}

PickleRef PickleMachine::makeDevice(std::span<const PickleRef> arguments) {
    if (arguments.size() == 2) {
        requireCount(arguments[1], "a device's number");
    } else {
        requireArguments(arguments, 1, "torch.device");
    }
    require(arguments[0], PickleKind::String, "a device");
    return arguments[0];
}

/// Arguments: storage, offset, size, stride; then requires_grad and backward hooks; then, in files
/// of conjugated or negated tensors, what to do on reading.
PickleRef PickleMachine::rebuildTensor(std::span<const PickleRef> arguments, std::size_t numPlain) {
    const bool hasState = numPlain == 6 && arguments.size() == 7;
    requireArguments(arguments, hasState ? 7 : numPlain, "the making of a tensor");
    const PickleValue& named = require(arguments[0], PickleKind::Storage, "a tensor's storage");
    PickleTensor tensor;
    tensor.storage = static_cast<std::uint32_t>(named.integer);
    tensor.view.offset = requireCount(arguments[1], "a tensor's offset");
    tensor.view.shape = requireCounts(arguments[2], "a tensor's size");
    tensor.view.strides = requireCounts(arguments[3], "a tensor's stride");
    if (tensor.view.shape.size() != tensor.view.strides.size()) {
        refuse("a tensor with {} sizes and {} strides",
               tensor.view.shape.size(),
               tensor.view.strides.size());
    }
    if (numPlain == 6) {
        require(arguments[4], PickleKind::Bool, "requires_grad");
        const PickleValue& hooks = m_graph.value(arguments[5]);
        const bool hasNone =
            hooks.kind == PickleKind::None || (isDict(hooks.kind) && hooks.items.empty());
        if (!hasNone) refuse("a tensor with backward hooks");
    }
    if (hasState) {
        const PickleValue& state = m_graph.value(arguments[6]);
        const bool isPlain =
            state.kind == PickleKind::None || (isDict(state.kind) && state.items.empty());
        if (!isPlain) refuseAs(ErrorCode::Unsupported, "a conjugated or negated tensor");
    }
    const std::int64_t available = m_graph.storages[tensor.storage].numElements;
    const auto needed = storageElementsNeeded(tensor.view);
    if (!checkedNumElements(tensor.view.shape) || !needed || *needed > available) {
        refuse("a tensor of size [{}] reaches outside its storage of {} elements",
               fmt::join(tensor.view.shape, ", "),
               available);
    }
    m_numDimensions += tensor.view.shape.size();
    if (m_numDimensions > kMaxDimensionsInAll) refuse("too many dimensions in all");
    m_graph.tensors.push_back(std::move(tensor));
    return add(number(PickleKind::Tensor, static_cast<std::int64_t>(m_graph.tensors.size() - 1)));
}

PickleRef PickleMachine::rebuildParameter(std::span<const PickleRef> arguments,
                                          std::size_t expected) {
    requireArguments(arguments, expected, "the making of a parameter");
    require(arguments[0], PickleKind::Tensor, "a parameter's value");
    require(arguments[1], PickleKind::Bool, "requires_grad");
    const PickleValue& hooks = m_graph.value(arguments[2]);
    if (hooks.kind != PickleKind::None && !(isDict(hooks.kind) && hooks.items.empty())) {
        refuse("a parameter with backward hooks");
    }
    return arguments[0];
}

PickleRef PickleMachine::makeNumpyDtype(std::span<const PickleRef> arguments) {
    requireArguments(arguments, 3, "numpy.dtype");
    const std::string_view name = require(arguments[0], PickleKind::String, "a numpy type").text;
    constexpr std::array<std::string_view, 13> kNumberTypes{
        "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "?"};
    if (std::find(kNumberTypes.begin(), kNumberTypes.end(), name) == kNumberTypes.end()) {
        refuse("the numpy type \"{}\" is no plain number", shownText(name));
    }
    require(arguments[1], PickleKind::Bool, "a numpy type's alignment");
    require(arguments[2], PickleKind::Bool, "a numpy type's copy");
    return add(textual(PickleKind::NumpyDtype, name));
}

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

PickleRef PickleMachine::makeNumpyScalar(std::span<const PickleRef> arguments) {
    requireArguments(arguments, 2, "a numpy number");
    const PickleValue& type = require(arguments[0], PickleKind::NumpyDtype, "its type");
    const std::string_view content =
        require(arguments[1], PickleKind::Bytes, "a numpy number's bytes").text;
    if (content.size() != numpyBytes(type.text)) {
        refuse("a numpy number of type {} in {} bytes", type.text, content.size());
    }
    const std::string_view name = type.text;
    const auto* bytes = reinterpret_cast<const std::byte*>(content.data());
    if (name == "?" || name == "b1") return *bytes == std::byte{0} ? m_false : m_true;
    if (name[0] == 'f') {
        const double value = numpyReal(name, bytes);
        return add(number(PickleKind::Float, std::bit_cast<std::int64_t>(value)));
    }
    const std::int64_t value = numpyInteger(name, bytes);
    if (name == "u8" && value < 0) refuse("a numpy number beyond 2^63");
    return add(number(PickleKind::Int, value));
}

void PickleMachine::build(PickleRef target, PickleRef state) {
    switch (m_graph.value(target).kind) {
        case PickleKind::OrderedDict:
            return buildOrderedDict(state);
        case PickleKind::Namespace:
            return buildNamespace(target, state);
        case PickleKind::NumpyDtype:
            return buildNumpyDtype(state);
        default:
            refuse("sets the state of {}, which has none",
                   describeKind(m_graph.value(target).kind));
    }
}

/// A state dictionary carries its modules' versions as the attribute `_metadata`; Descry has no use
/// for them.
void PickleMachine::buildOrderedDict(PickleRef state) const {
    const PickleValue& attributes = require(state, PickleKind::Dict, "an OrderedDict's state");
    for (std::size_t i = 0; i < attributes.items.size(); i += 2) {
        const std::string_view name =
            require(attributes.items[i], PickleKind::String, "an attribute's name").text;
        if (name != "_metadata") refuse("sets the attribute {}", shownText(name));
        const PickleKind kind = m_graph.value(attributes.items[i + 1]).kind;
        if (!isDict(kind)) refuse("_metadata is {}", describeKind(kind));
    }
}

void PickleMachine::buildNamespace(PickleRef target, PickleRef state) {
    const std::vector<PickleRef> items =
        require(state, PickleKind::Dict, "a namespace's state").items;
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const std::string_view name =
            require(items[i], PickleKind::String, "an attribute's name").text;
        if (name.starts_with("__")) refuse("sets the attribute {}", shownText(name));
        if (m_graph.value(items[i + 1]).kind == PickleKind::Global) {
            refuse("sets the attribute {} to a type", shownText(name));
        }
    }
    valueAt(target).items.insert(valueAt(target).items.end(), items.begin(), items.end());
}

/// The state is (version, byte order, None, None, None, -1, -1, flags) for a plain number.
void PickleMachine::buildNumpyDtype(PickleRef state) const {
    const PickleValue& parts = require(state, PickleKind::Tuple, "a numpy type's state");
    if (parts.items.size() != 8) {
        refuse("a numpy type's state has {} parts, not 8", parts.items.size());
    }
    const std::string_view order = require(parts.items[1], PickleKind::String, "a byte order").text;
    if (order == ">") refuseAs(ErrorCode::Unsupported, "a big-endian numpy number");
    if (order != "<" && order != "|" && order != "=") {
        refuse("the byte order \"{}\"", shownText(order));
    }
    for (const std::size_t part : {std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
        require(parts.items[part], PickleKind::None, "a numpy type's fields");
    }
    for (const std::size_t part : {std::size_t{0}, std::size_t{5}, std::size_t{6}}) {
        require(parts.items[part], PickleKind::Int, "a numpy type's state");
    }
    if (require(parts.items[7], PickleKind::Int, "a numpy type's flags").integer != 0) {
        refuse("a numpy type that holds objects");
    }
}

}  // namespace

PickleGraph readPickle(std::span<const std::byte> bytes, const PickleOptions& options) {
    return PickleMachine(bytes, options).run();
}

std::string_view describeKind(PickleKind kind) noexcept {
    switch (kind) {
        case PickleKind::None:
            return "None";
        case PickleKind::Bool:
            return "a truth value";
        case PickleKind::Int:
            return "a whole number";
        case PickleKind::BigInt:
            return "a whole number beyond 64 bits";
        case PickleKind::Float:
            return "a number";
        case PickleKind::String:
            return "a text";
        case PickleKind::Bytes:
            return "bytes";
        case PickleKind::Tuple:
            return "a tuple";
        case PickleKind::List:
            return "a list";
        case PickleKind::Set:
            return "a set";
        case PickleKind::Dict:
            return "a dictionary";
        case PickleKind::OrderedDict:
            return "an ordered dictionary";
        case PickleKind::Namespace:
            return "a namespace";
        case PickleKind::Global:
            return "a type";
        case PickleKind::Storage:
            return "a storage";
        case PickleKind::Tensor:
            return "a tensor";
        case PickleKind::NumpyDtype:
            return "a numpy type";
    }
    return "a value";
}

}  // namespace descry
