#pragma once
/// Private to core/text: walks one protobuf message, field by field, without a schema. Groups,
/// which nothing writes any more, are refused. Thread rule: one object, one thread. Errors:
/// CorruptFile.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace descry {

enum class WireType { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct ProtobufField {
    std::uint32_t number = 0;
    WireType type = WireType::Varint;
    std::uint64_t value = 0;     ///< Of a varint or a fixed number.
    std::string_view bytes;      ///< Of a length-delimited field.
    std::string_view wholeText;  ///< The field with its tag, as it stands in the message.
};

class ProtobufReader {
  public:
    /// `name` and `what` ("its trainer settings") open the messages.
    ProtobufReader(std::string_view message, std::string_view name, std::string_view what)
        : m_rest(message), m_name(name), m_what(what) {}

    /// The next field, or nothing at the end.
    std::optional<ProtobufField> next();

  private:
    std::uint64_t takeVarint();
    std::string_view take(std::uint64_t numBytes);
    std::uint64_t takeLittleEndian(std::size_t numBytes);
    [[noreturn]] void refuse(std::string_view reason) const;

    std::string_view m_rest;
    std::string_view m_name;
    std::string_view m_what;
};

}  // namespace descry
