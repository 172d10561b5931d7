#include "core/tensorfile/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/tensor_view.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr JsonLimits kHeaderLimits{
    .maxBytes = kMaxSafetensorsHeader, .maxDepth = 8, .maxValues = 1'000'000};

struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Located {
    TensorEntry entry;
    Extent extent;
};

class HeaderReader {
  public:
    HeaderReader(const std::string& shownPath, std::size_t dataBytes)
        : m_shownPath(shownPath), m_dataBytes(dataBytes) {}

    /// In the order of the data.
    std::vector<Located> tensors(const Json& header) const;
    Json metadata(const Json& header) const;

  private:
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::CorruptFile,
             "{}: damaged safetensors file: {}",
             m_shownPath,
             makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
    }
    const Json& field(const Json& tensor, const char* key, const std::string& shownName) const;
    Located readTensor(const std::string& name, const Json& tensor) const;
    DType readType(const Json& type, const std::string& shownName) const;
    Extent readExtent(const Json& offsets, const std::string& shownName) const;
    void readShape(const Json& shape, TensorEntry& entry) const;
    void checkCoverage(std::span<const Located> tensors) const;

    const std::string& m_shownPath;
    std::size_t m_dataBytes;
};

std::vector<Located> HeaderReader::tensors(const Json& header) const {
    if (!header.is_object()) refuse("its header is no JSON object");
    std::vector<Located> tensors;
    for (const auto& [name, value] : header.items()) {
        if (name != kSafetensorsMetadata) tensors.push_back(readTensor(name, value));
    }
    std::stable_sort(tensors.begin(), tensors.end(), [](const Located& a, const Located& b) {
        return std::pair(a.extent.begin, a.extent.end) < std::pair(b.extent.begin, b.extent.end);
    });
    checkCoverage(tensors);
    return tensors;
}

Json HeaderReader::metadata(const Json& header) const {
    const auto found = header.find(kSafetensorsMetadata);
    if (found == header.end()) return Json::object();
    if (!found->is_object()) refuse("its {} is no object", kSafetensorsMetadata);
    for (const auto& [key, value] : found->items()) {
        if (!value.is_string()) {
            refuse("the entry \"{}\" of its {} is no text", displayable(key), kSafetensorsMetadata);
        }
    }
    return *found;
}

const Json& HeaderReader::field(const Json& tensor,
                                const char* key,
                                const std::string& shownName) const {
    const auto found = tensor.find(key);
    if (found == tensor.end()) refuse("the tensor {} has no {}", shownName, key);
    return *found;
}

Located HeaderReader::readTensor(const std::string& name, const Json& tensor) const {
    const std::string shownName = displayable(name);
    if (!tensor.is_object()) refuse("the tensor {} is no object", shownName);
    Located located;
    located.entry.name = name;
    located.entry.dtype = readType(field(tensor, "dtype", shownName), shownName);
    readShape(field(tensor, "shape", shownName), located.entry);
    located.extent = readExtent(field(tensor, "data_offsets", shownName), shownName);
    const std::size_t size = located.extent.end - located.extent.begin;
    if (size != located.entry.sizeBytes()) {
        refuse("the tensor {} has {} bytes, and its shape asks for {}",
               shownName,
               size,
               located.entry.sizeBytes());
    }
    return located;
}

DType HeaderReader::readType(const Json& type, const std::string& shownName) const {
    const auto dtype =
        type.is_string() ? dtypeFromSafetensors(type.get_ref<const std::string&>()) : std::nullopt;
    if (!dtype) {
        fail(ErrorCode::Unsupported,
             "{}: the tensor {} has the element type {}, which Descry does not know",
             m_shownPath,
             shownName,
             displayable(type.dump().substr(0, 40)));
    }
    return *dtype;
}

Extent HeaderReader::readExtent(const Json& offsets, const std::string& shownName) const {
    const bool areOffsets = offsets.is_array() && offsets.size() == 2 &&
                            offsets[0].is_number_unsigned() && offsets[1].is_number_unsigned();
    if (!areOffsets) refuse("the tensor {} has no two offsets", shownName);
    const auto begin = offsets[0].get<std::uint64_t>();
    const auto end = offsets[1].get<std::uint64_t>();
    if (begin > end || end > m_dataBytes) {
        refuse("the tensor {} lies at {} to {}, in {} bytes of data; the file may be cut off",
               shownName,
               begin,
               end,
               m_dataBytes);
    }
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

void HeaderReader::readShape(const Json& shape, TensorEntry& entry) const {
    const std::string shownName = displayable(entry.name);
    if (!shape.is_array() || shape.size() > kMaxDimensions) {
        refuse("the shape of {} is no list of at most {} sizes", shownName, kMaxDimensions);
    }
    for (const Json& size : shape) {
        if (!size.is_number_unsigned() || size.get<std::uint64_t>() > INT64_MAX) {
            refuse("the shape of {} holds {}, which is no size",
                   shownName,
                   displayable(size.dump().substr(0, 40)));
        }
        entry.shape.push_back(size.get<std::int64_t>());
    }
    const auto numElements = checkedNumElements(entry.shape);
    if (!numElements || static_cast<std::uint64_t>(*numElements) > m_dataBytes) {
        refuse("the tensor {} of shape [{}] is larger than the file, which may be cut off",
               shownName,
               fmt::join(entry.shape, ", "));
    }
}

/// Every byte of the data belongs to exactly one tensor.
void HeaderReader::checkCoverage(std::span<const Located> tensors) const {
    std::size_t end = 0;
    for (const Located& tensor : tensors) {
        if (tensor.extent.begin != end) {
            refuse("the tensor {} begins at {} of the data, where {} was expected: {}",
                   displayable(tensor.entry.name),
                   tensor.extent.begin,
                   end,
                   tensor.extent.begin < end ? errorWords("tensors overlap")
                                             : errorWords("tensors leave a hole"));
        }
        end = tensor.extent.end;
    }
    if (end != m_dataBytes) refuse("{} bytes follow its last tensor", m_dataBytes - end);
}

class SafetensorsFile : public TensorFile {
  public:
    explicit SafetensorsFile(FileBytes file);

    TensorFileKind kind() const override { return TensorFileKind::Safetensors; }
    const std::filesystem::path& path() const override { return m_file.path(); }
    std::span<const TensorEntry> tensors() const override { return m_entries; }
    const TensorEntry* find(std::string_view name) const override;
    void read(const TensorEntry& tensor, std::span<std::byte> out) const override;
    void readPart(const TensorEntry& tensor,
                  std::int64_t firstElement,
                  std::span<std::byte> out) const override;
    const Json& metadata() const override { return m_metadata; }

  private:
    FileBytes m_file;
    std::vector<TensorEntry> m_entries;
    std::vector<std::size_t> m_offsets;  ///< In the file, one per entry.
    std::unordered_map<std::string_view, std::size_t> m_byName;
    Json m_metadata;
};

SafetensorsFile::SafetensorsFile(FileBytes file) : m_file(std::move(file)) {
    const auto bytes = m_file.bytes();
    const std::string& shownPath = m_file.shownPath();
    if (bytes.size() < kSafetensorsLengthBytes) {
        fail(ErrorCode::CorruptFile,
             "{}: {} bytes are no safetensors file",
             shownPath,
             bytes.size());
    }
    const auto headerBytes = loadLittleEndian<std::uint64_t>(bytes.data());
    if (headerBytes > bytes.size() - kSafetensorsLengthBytes ||
        headerBytes > kMaxSafetensorsHeader) {
        fail(ErrorCode::CorruptFile,
             "{}: no safetensors file, or damaged or cut off: it claims a header of {} bytes",
             shownPath,
             headerBytes);
    }
    const std::size_t dataAt = kSafetensorsLengthBytes + static_cast<std::size_t>(headerBytes);
    const std::string_view headerText(
        reinterpret_cast<const char*>(bytes.data()) + kSafetensorsLengthBytes,
        static_cast<std::size_t>(headerBytes));
    if (!headerText.starts_with('{')) {
        fail(ErrorCode::CorruptFile,
             "{}: no safetensors file: its header does not begin with {{",
             shownPath);
    }
    const Json header =
        parseJson(headerText, m_file.path().native() + ": its safetensors header", kHeaderLimits);
    const HeaderReader reader(shownPath, bytes.size() - dataAt);
    for (Located& tensor : reader.tensors(header)) {
        tensor.entry.index = static_cast<std::uint32_t>(m_entries.size());
        m_offsets.push_back(dataAt + tensor.extent.begin);
        m_entries.push_back(std::move(tensor.entry));
    }
    m_metadata = reader.metadata(header);
    m_byName.reserve(m_entries.size());
    for (const TensorEntry& entry : m_entries) m_byName.emplace(entry.name, entry.index);
}

const TensorEntry* SafetensorsFile::find(std::string_view name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_entries[found->second];
}

void SafetensorsFile::read(const TensorEntry& tensor, std::span<std::byte> out) const {
    if (out.size() != tensor.sizeBytes()) {
        fail(ErrorCode::Internal,
             "{}: {} bytes asked of {}, which has {}",
             m_file.shownPath(),
             out.size(),
             displayable(tensor.name),
             tensor.sizeBytes());
    }
    readPart(tensor, 0, out);
}

void SafetensorsFile::readPart(const TensorEntry& tensor,
                               std::int64_t firstElement,
                               std::span<std::byte> out) const {
    const TensorEntry* known = find(tensor.name);
    if (known == nullptr) {
        fail(ErrorCode::NotFound,
             "{}: it has no tensor {}",
             m_file.shownPath(),
             displayable(tensor.name));
    }
    const std::size_t size = known->sizeBytes();
    const std::size_t skipped = static_cast<std::size_t>(firstElement) * byteSize(known->dtype);
    if (firstElement < 0 || firstElement > known->numElements() || out.size() > size - skipped) {
        fail(ErrorCode::Internal,
             "{}: more asked of {} than it has",
             m_file.shownPath(),
             displayable(tensor.name));
    }
    m_file.copy(m_offsets[known->index] + skipped, out);
}

}  // namespace

bool looksLikeSafetensors(std::span<const std::byte> bytes) noexcept {
    if (bytes.size() <= kSafetensorsLengthBytes || bytes[kSafetensorsLengthBytes] != std::byte{'{'})
        return false;
    return loadLittleEndian<std::uint64_t>(bytes.data()) <= bytes.size() - kSafetensorsLengthBytes;
}

std::unique_ptr<TensorFile> openSafetensors(FileBytes file) {
    return std::make_unique<SafetensorsFile>(std::move(file));
}

}  // namespace descry
