#pragma once
/// Private to core/synthetic: lines and blank-separated fields of a text file, with numbers
/// checked. Thread rule: one object, one thread. Errors: CorruptFile with the file's name and the
/// line.

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/error.h"
#include "core/synthetic/geometry.h"

namespace descry::synthetic {

class TokenReader {
  public:
    TokenReader(std::string_view text, std::string_view name) : m_text(text), m_name(name) {}

    /// Goes to the next line; false at the end.
    bool nextLine() {
        if (m_offset >= m_text.size()) return false;
        const std::size_t end = std::min(m_text.find('\n', m_offset), m_text.size());
        m_line = m_text.substr(m_offset, end - m_offset);
        m_offset = end + 1;
        ++m_number;
        return true;
    }
    /// The next field of the line; empty at its end.
    std::string_view field() {
        const std::size_t begin = std::min(m_line.find_first_not_of(" \t\r"), m_line.size());
        m_line.remove_prefix(begin);
        const std::size_t end = std::min(m_line.find_first_of(" \t\r"), m_line.size());
        const std::string_view found = m_line.substr(0, end);
        m_line.remove_prefix(end);
        return found;
    }
    /// The next field of the whole text, over line ends.
    std::string_view word() {
        for (;;) {
            const std::string_view found = field();
            if (!found.empty()) return found;
            if (!nextLine()) refuse("the file ends too early");
        }
    }

    float number(std::string_view field) const {
        float value = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (error != std::errc() || end != field.data() + field.size() || !std::isfinite(value)) {
            refuse("a number was expected");
        }
        return value;
    }
    float number() { return number(field()); }
    Vec3 vector() {
        const float x = number();
        const float y = number();
        return {x, y, number()};
    }
    /// A whole number below `count`.
    std::uint32_t index(std::string_view field, std::size_t count) const {
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (error != std::errc() || end != field.data() + field.size() || value >= count) {
            refuse("an index is missing or out of range");
        }
        return value;
    }

    [[noreturn]] void refuse(std::string_view reason) const {
        fail(ErrorCode::CorruptFile, "{}, line {}: {}", m_name, m_number, reason);
    }

  private:
    std::string_view m_text;
    std::string_view m_name;
    std::string_view m_line;
    std::size_t m_offset = 0;
    std::size_t m_number = 0;
};

}  // namespace descry::synthetic
