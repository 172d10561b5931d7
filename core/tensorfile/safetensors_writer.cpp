#include "core/tensorfile/safetensors_writer.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/safetensors.h"
#include "core/tensorfile/tensor_view.h"

namespace descry {
namespace {

constexpr std::size_t kDataAlignment = 64;

/// The header's text and the size of what follows it.
struct Header {
    std::string text;
    std::size_t dataBytes = 0;
};

std::string jsonText(std::string_view text) {
    if (firstInvalidUtf8(text)) {
        fail(ErrorCode::InvalidInput,
             "\"{}\" cannot stand in a safetensors file: it is not UTF-8 text",
             displayable(text));
    }
    return nlohmann::json(text).dump();
}

std::string describeMetadata(const std::map<std::string, std::string>& metadata) {
    std::string json;
    for (const auto& [key, value] : metadata) {
        json += json.empty() ? "" : ",";
        json += jsonText(key) + ":" + jsonText(value);
    }
    return fmt::format("{}:{{{}}}", jsonText(kSafetensorsMetadata), json);
}

void checkEntry(const TensorEntry& tensor, std::unordered_set<std::string_view>& names) {
    if (!names.insert(tensor.name).second) {
        fail(ErrorCode::InvalidInput,
             "\"{}\" cannot be the name of a tensor here: it is taken",
             displayable(tensor.name));
    }
    if (!checkedNumElements(tensor.shape)) {
        fail(ErrorCode::InvalidInput,
             "the tensor {} cannot have the shape [{}]",
             displayable(tensor.name),
             fmt::join(tensor.shape, ", "));
    }
}

/// `begin` and `end` are those of its bytes in the data.
std::string describeTensor(const TensorEntry& tensor, std::size_t begin, std::size_t end) {
    return fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}",
                       jsonText(tensor.name),
                       safetensorsName(tensor.dtype),
                       fmt::join(tensor.shape, ","),
                       begin,
                       end);
}

Header makeHeader(std::span<const TensorEntry> tensors,
                  const std::map<std::string, std::string>& metadata) {
    Header header;
    header.text = "{";
    if (!metadata.empty()) header.text += describeMetadata(metadata);
    std::unordered_set<std::string_view> names{kSafetensorsMetadata};
    for (const TensorEntry& tensor : tensors) {
        checkEntry(tensor, names);
        const std::size_t end = header.dataBytes + tensor.sizeBytes();
        if (header.text.size() > 1) header.text += ',';
        header.text += describeTensor(tensor, header.dataBytes, end);
        header.dataBytes = end;
    }
    header.text += "}";
    const std::size_t length = kSafetensorsLengthBytes + header.text.size();
    header.text.append((kDataAlignment - length % kDataAlignment) % kDataAlignment, ' ');
    if (header.text.size() > kMaxSafetensorsHeader) {
        fail(ErrorCode::InvalidInput, "{} tensors are too many for one file", tensors.size());
    }
    return header;
}

}  // namespace

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path,
                                     std::span<const TensorEntry> tensors,
                                     const std::map<std::string, std::string>& metadata)
    : m_file(path) {
    const Header header = makeHeader(tensors, metadata);
    std::string length;
    appendLittleEndian<std::uint64_t>(length, header.text.size());
    m_file.write(length);
    m_file.write(header.text);
    m_endPosition = m_file.position() + header.dataBytes;
}

void SafetensorsWriter::write(std::span<const std::byte> bytes) {
    if (bytes.size() > m_endPosition - m_file.position()) {
        fail(ErrorCode::Internal, "more bytes were written than the tensors have");
    }
    m_file.write(bytes);
}

void SafetensorsWriter::commit() {
    if (m_file.position() != m_endPosition) {
        fail(ErrorCode::Internal,
             "{} bytes of tensors were not written",
             m_endPosition - m_file.position());
    }
    m_file.commit();
}

void writeSafetensors(const std::filesystem::path& path,
                      std::span<const TensorSource> tensors,
                      const std::map<std::string, std::string>& metadata) {
    std::vector<TensorEntry> entries;
    for (const TensorSource& tensor : tensors) {
        const auto numElements = checkedNumElements(tensor.entry.shape);
        if (!numElements || tensor.bytes.size() != tensor.entry.sizeBytes()) {
            fail(ErrorCode::InvalidInput,
                 "the tensor {} of shape [{}] comes with {} bytes",
                 displayable(tensor.entry.name),
                 fmt::join(tensor.entry.shape, ", "),
                 tensor.bytes.size());
        }
        entries.push_back(tensor.entry);
    }
    SafetensorsWriter writer(path, entries, metadata);
    for (const TensorSource& tensor : tensors) writer.write(tensor.bytes);
    writer.commit();
}

}  // namespace descry
