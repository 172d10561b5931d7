#include "core/review/decision.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <random>
#include <span>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/base/version.h"

namespace descry {
namespace {

constexpr std::array<std::string_view, kNumReasons> kReasonNames{"wrong colour",
                                                                 "wrong garment",
                                                                 "accessory absent",
                                                                 "other person",
                                                                 "unreadable",
                                                                 "caption error"};
constexpr std::array<std::string_view, kNumQueueOrders> kOrderNames{
    "suspicious", "random", "person", "disagreements", "gold", "overlap", "imported"};
constexpr std::array<std::string_view, kNumQueueParts> kPartNames{"ordered", "random", "gold"};

/// Room for several, which a file of verdicts names together.
constexpr std::size_t kMaxNameBytes = 2000;
constexpr std::size_t kMaxPathBytes = 4096;
constexpr std::size_t kMaxTextBytesOfDecision = std::size_t{64} << 10;
constexpr std::size_t kUuidLetters = 36;

template <typename Value, std::size_t N>
std::optional<Value> named(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

void checkText(std::string_view text, const char* field, std::size_t maxBytes) {
    if (text.size() > maxBytes) {
        fail(ErrorCode::InvalidInput,
             "the {} has {} bytes, and {} are kept at most",
             field,
             text.size(),
             maxBytes);
    }
    if (firstInvalidUtf8(text) || text.find('\0') != text.npos) {
        fail(ErrorCode::InvalidInput, "the {} is not UTF-8 text", field);
    }
}

bool isBlankText(std::string_view text) {
    return std::ranges::all_of(decodeUtf8(text), isWhitespace);
}

void checkFilled(std::string_view text, const char* field, std::size_t maxBytes) {
    checkText(text, field, maxBytes);
    if (isBlankText(text)) fail(ErrorCode::InvalidInput, "the {} is empty", field);
}

}  // namespace

std::string_view reasonName(Reason reason) noexcept {
    return kReasonNames[static_cast<std::size_t>(reason)];
}

std::optional<Reason> reasonNamed(std::string_view name) noexcept {
    return named<Reason>(kReasonNames, name);
}

std::string_view queueOrderName(QueueOrder order) noexcept {
    return kOrderNames[static_cast<std::size_t>(order)];
}

std::optional<QueueOrder> queueOrderNamed(std::string_view name) noexcept {
    return named<QueueOrder>(kOrderNames, name);
}

std::string_view queuePartName(QueuePart part) noexcept {
    return kPartNames[static_cast<std::size_t>(part)];
}

std::optional<QueuePart> queuePartNamed(std::string_view name) noexcept {
    return named<QueuePart>(kPartNames, name);
}

std::string DecisionId::text() const {
    std::string text = toHex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

DecisionId DecisionId::random() {
    std::random_device device;
    DecisionId id;
    for (std::size_t at = 0; at < id.bytes.size(); at += sizeof(std::uint32_t)) {
        const std::uint32_t drawn = device();
        std::memcpy(id.bytes.data() + at, &drawn, sizeof drawn);
    }
    // Version 4, variant 1.
    id.bytes[6] = (id.bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    id.bytes[8] = (id.bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    return id;
}

std::optional<DecisionId> DecisionId::fromText(std::string_view text) {
    if (text.size() != kUuidLetters) return std::nullopt;
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash != (text[i] == '-')) return std::nullopt;
        if (!isDash) digits += text[i];
    }
    // As long as a digest, so that one reader of digits serves both.
    const auto digest = digestFromHex(digits + digits);
    if (!digest) return std::nullopt;
    DecisionId id;
    std::copy_n(digest->begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

void Decision::validate() const {
    checkFilled(imagePath, "image path", kMaxPathBytes);
    checkFilled(sourcePath, "path of the source image", kMaxPathBytes);
    checkFilled(caption, "caption", kMaxTextBytesOfDecision);
    checkAnnotator(annotator);
    if (edited) checkFilled(*edited, "edited caption", kMaxTextBytesOfDecision);
    checkText(note, "note", kMaxTextBytesOfDecision);
    checkText(version, "program version", kMaxNameBytes);
    if (fingerprint && !digestFromHex(*fingerprint)) {
        fail(ErrorCode::InvalidInput, "the fingerprint is not 64 hexadecimal digits");
    }
    if (durationMs < 0) fail(ErrorCode::InvalidInput, "the duration is below 0");
    if (isUndo() && !supersedes) {
        fail(ErrorCode::InvalidInput, "an undo does not say which decision it takes back");
    }
    if (supersedes == id) fail(ErrorCode::InvalidInput, "the decision supersedes itself");
}

void checkAnnotator(std::string_view name) {
    checkFilled(name, "annotator's name", kMaxNameBytes);
    const std::u32string letters = decodeUtf8(name);
    if (std::ranges::any_of(letters, [](char32_t c) { return c < 0x20 || c == 0x7f; })) {
        fail(ErrorCode::InvalidInput, "the annotator's name holds a control character");
    }
}

std::string annotatorKey(std::string_view name) {
    std::u32string key;
    for (const char32_t letter : toLower(toNfd(decodeUtf8(name)))) {
        const bool isBlank = isWhitespace(letter);
        if (isBlank && (key.empty() || key.back() == U' ')) continue;
        key += isBlank ? U' ' : letter;
    }
    if (key.ends_with(U' ')) key.pop_back();
    return encodeUtf8(key);
}

bool isSameAnnotator(std::string_view a, std::string_view b) {
    return a == b || annotatorKey(a) == annotatorKey(b);
}

Decision undoOf(const Decision& decision) {
    Decision undo = decision;
    undo.id = DecisionId::random();
    undo.verdict.reset();
    undo.reasons.clear();
    undo.edited.reset();
    undo.note.clear();
    undo.timeMs = utcNowMs();
    undo.durationMs = 0;
    undo.version = kVersion;
    undo.supersedes = decision.id;
    return undo;
}

std::int64_t utcNowMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace descry
