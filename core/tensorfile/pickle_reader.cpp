#include "core/tensorfile/pickle_reader.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "core/base/unicode.h"

namespace descry {
namespace {

constexpr std::size_t kMaxLine = 256;  ///< Bytes of a name or number written as text.
constexpr std::size_t kMaxShownText = 80;

/// The whole text is one number that T can hold.
template <typename T>
bool parseNumber(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string shownPickleText(std::string_view text) {
    std::string shown = displayable(text.substr(0, kMaxShownText));
    if (text.size() > kMaxShownText) shown += "...";
    return shown;
}

PickleOpcode PickleReader::nextInstruction() {
    m_instructionAt = m_at;
    if (m_at >= m_bytes.size()) refuse("ends before its STOP; the file is cut or damaged");
    return PickleOpcode{std::to_integer<unsigned char>(m_bytes[m_at++])};
}

std::span<const std::byte> PickleReader::take(std::uint64_t length) {
    if (length > left()) {
        refuse("wants {} bytes where {} are left; the file is cut or damaged", length, left());
    }
    const auto taken = m_bytes.subspan(m_at, static_cast<std::size_t>(length));
    m_at += taken.size();
    return taken;
}

double PickleReader::takeBigEndianFloat() {
    std::uint64_t bits = 0;
    for (const std::byte byte : take(8)) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
    return std::bit_cast<double>(bits);
}

std::uint64_t PickleReader::takeSignedLength(std::string_view what) {
    const auto length = takeNumber<std::int32_t>();
    if (length < 0) refuse("{} of {} bytes", what, length);
    return static_cast<std::uint64_t>(length);
}

std::string_view PickleReader::takeText(std::uint64_t length) {
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view PickleReader::takeUtf8(std::uint64_t length) {
    const std::string_view text = takeText(length);
    if (firstInvalidUtf8(text)) refuse("a text that is not UTF-8");
    return text;
}

std::string_view PickleReader::takeLine() {
    const std::string_view rest(reinterpret_cast<const char*>(m_bytes.data()) + m_at,
                                std::min(left(), kMaxLine + 1));
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        refuse("a name or number without an end of line within {} bytes", kMaxLine);
    }
    m_at += end + 1;
    return rest.substr(0, end);
}

void PickleReader::checkUnescaped(std::string_view text) const {
    if (text.find('\\') != text.npos || firstInvalidUtf8(text)) {
        refuse("a text written with escapes");
    }
}

std::string_view PickleReader::takeUnescapedLine() {
    const std::string_view line = takeLine();
    checkUnescaped(line);
    return line;
}

std::string_view PickleReader::takeQuotedLine() {
    const std::string_view line = takeLine();
    const bool isQuoted = line.size() >= 2 && line.front() == line.back() &&
                          (line.front() == '\'' || line.front() == '"');
    if (!isQuoted) refuse("a text without its quotes");
    const std::string_view text = line.substr(1, line.size() - 2);
    checkUnescaped(text);
    return text;
}

double PickleReader::takeFloatLine() {
    const std::string_view line = takeLine();
    double value = 0;
    if (!parseNumber(line, value)) refuse("\"{}\" is no number", shownPickleText(line));
    return value;
}

std::uint32_t PickleReader::takeMemoLine() {
    const std::string_view line = takeLine();
    std::uint32_t index = 0;
    if (!parseNumber(line, index)) refuse("\"{}\" is no place in the memo", shownPickleText(line));
    return index;
}

std::int64_t PickleReader::wholeNumber(std::string_view digits) const {
    std::int64_t value = 0;
    if (!parseNumber(digits, value)) {
        refuse("\"{}\" is no whole number of 64 bits", shownPickleText(digits));
    }
    return value;
}

}  // namespace descry
