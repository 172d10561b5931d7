#include "core/text/protobuf_reader.h"

#include "core/base/error.h"

namespace descry {

void ProtobufReader::refuse(std::string_view reason) const {
    fail(ErrorCode::CorruptFile, "{}: not a sentencepiece model: {}: {}", m_name, m_what, reason);
}

std::uint64_t ProtobufReader::takeVarint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (m_rest.empty()) refuse("cut inside a number");
        const auto byte = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        if (shift == 63 && byte > 1) break;
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if (byte < 0x80) return value;
    }
    refuse("a number of more than 64 bits");
}

std::string_view ProtobufReader::take(std::uint64_t numBytes) {
    if (numBytes > m_rest.size()) {
        fail(ErrorCode::CorruptFile,
             "{}: not a sentencepiece model: {}: a field of {} bytes where {} are left",
             m_name,
             m_what,
             numBytes,
             m_rest.size());
    }
    const std::string_view bytes = m_rest.substr(0, static_cast<std::size_t>(numBytes));
    m_rest.remove_prefix(bytes.size());
    return bytes;
}

std::uint64_t ProtobufReader::takeLittleEndian(std::size_t numBytes) {
    const std::string_view bytes = take(numBytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return value;
}

std::optional<ProtobufField> ProtobufReader::next() {
    if (m_rest.empty()) return std::nullopt;
    const std::string_view start = m_rest;
    const std::uint64_t tag = takeVarint();
    if (tag > 0xffffffffU || tag < 8) refuse("an impossible field number");
    ProtobufField field;
    field.number = static_cast<std::uint32_t>(tag >> 3);
    field.type = static_cast<WireType>(tag & 7U);
    switch (field.type) {
        case WireType::Varint:
            field.value = takeVarint();
            break;
        case WireType::Fixed64:
            field.value = takeLittleEndian(8);
            break;
        case WireType::Bytes:
            field.bytes = take(takeVarint());
            break;
        case WireType::Fixed32:
            field.value = takeLittleEndian(4);
            break;
        default:
            refuse("a field of an unknown kind");
    }
    field.wholeText = start.substr(0, start.size() - m_rest.size());
    return field;
}

}  // namespace descry
