#pragma once
/// Private to core/tensorfile: the bytes of a pickle, read one instruction and one argument after
/// the other, and the refusals of whatever the pickle does wrong: they name the file and the byte
/// that the current instruction stands at. Arguments are views into the bytes; nothing is copied.
/// Thread rule: one object, one thread. Errors: CorruptFile for a cut or malformed argument; the
/// other parts of the pickle machine refuse through it, as CorruptFile or Unsupported.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/pickle_opcodes.h"

namespace descry {

class PickleReader {
  public:
    /// `bytes` must outlive the object; `name` opens every message.
    PickleReader(std::span<const std::byte> bytes, std::string name)
        : m_bytes(bytes), m_name(std::move(name)) {}

    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        refuseAs(ErrorCode::CorruptFile,
                 makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
    }
    template <typename Reason>
    [[noreturn]] void refuseAs(ErrorCode code, const Reason& reason) const {
        fail(code, "{}, byte {}: {}", m_name, m_instructionAt, reason);
    }

    /// Any byte, known as an instruction or not.
    PickleOpcode nextInstruction();
    std::size_t instructionAt() const noexcept { return m_instructionAt; }
    std::size_t position() const noexcept { return m_at; }
    std::size_t size() const noexcept { return m_bytes.size(); }
    std::size_t left() const noexcept { return m_bytes.size() - m_at; }

    std::span<const std::byte> take(std::uint64_t length);
    template <typename T>
    T takeNumber() {
        return loadLittleEndian<T>(take(sizeof(T)).data());
    }
    double takeBigEndianFloat();
    /// A length of 32 bits with a sign; `what` it is the length of, for the message.
    std::uint64_t takeSignedLength(std::string_view what);
    std::string_view takeText(std::uint64_t length);
    std::string_view takeUtf8(std::uint64_t length);

    // Arguments written as a line of text.
    std::string_view takeLine();
    std::string_view takeUnescapedLine();
    std::string_view takeQuotedLine();
    double takeFloatLine();
    std::uint32_t takeMemoLine();
    /// A whole number of 64 bits in decimal digits.
    std::int64_t wholeNumber(std::string_view digits) const;

  private:
    void checkUnescaped(std::string_view text) const;

    std::span<const std::byte> m_bytes;
    std::string m_name;
    std::size_t m_at = 0;
    std::size_t m_instructionAt = 0;
};

/// A text from the pickle as messages show it: cut to a length, harmless to print.
std::string shownPickleText(std::string_view text);

}  // namespace descry
