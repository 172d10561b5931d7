#include "core/tensorfile/checkpoint_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/checkpoint_parts.h"
#include "core/tensorfile/checkpoint_tree.h"
#include "core/tensorfile/crc32.h"
#include "core/tensorfile/legacy_checkpoint.h"
#include "core/tensorfile/state_dictionary.h"
#include "core/tensorfile/tensor_view.h"
#include "core/tensorfile/zip_checkpoint.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kVerifyPieceBytes = std::size_t{8} << 20;

/// A tensor's window on bytes of the file.
struct FileView {
    DType dtype = DType::F32;
    StridedView view;
    std::size_t storageAt = 0;
    std::size_t storageBytes = 0;
};

class CheckpointFile : public Checkpoint {
  public:
    CheckpointFile(FileBytes file, CheckpointParts parts);

    TensorFileKind kind() const override { return m_kind; }
    const std::filesystem::path& path() const override { return m_file.path(); }
    std::span<const TensorEntry> tensors() const override { return m_entries; }
    const TensorEntry* find(std::string_view name) const override;
    void read(const TensorEntry& tensor, std::span<std::byte> out) const override;
    void readPart(const TensorEntry& tensor,
                  std::int64_t firstElement,
                  std::span<std::byte> out) const override;
    const Json& metadata() const override { return m_metadata; }
    void verifyChecksums() const override;
    const PickleNode& tree() const override { return m_tree; }

  private:
    const FileView& viewOf(const TensorEntry& tensor) const;

    FileBytes m_file;
    TensorFileKind m_kind;
    std::vector<FileView> m_views;  ///< One per tensor of the pickle.
    std::vector<Checksummed> m_checksums;
    PickleNode m_tree;
    std::vector<TensorEntry> m_entries;
    std::unordered_map<std::string_view, std::size_t> m_byName;
    Json m_metadata;
};

CheckpointFile::CheckpointFile(FileBytes file, CheckpointParts parts)
    : m_file(std::move(file)), m_kind(parts.kind), m_checksums(std::move(parts.checksums)) {
    m_tree = buildTree(parts.graph, m_file);
    const StateDictionary state = findStateDictionary(m_tree, m_file.shownPath());
    m_entries = stateEntries(state, m_file.shownPath());
    m_metadata = plainEntries(m_tree, state.key);
    m_byName.reserve(m_entries.size());
    for (std::size_t i = 0; i < m_entries.size(); ++i) m_byName.emplace(m_entries[i].name, i);
    m_views.reserve(parts.graph.tensors.size());
    for (PickleTensor& tensor : parts.graph.tensors) {
        const PickleStorage& storage = parts.graph.storages[tensor.storage];
        m_views.push_back(
            {storage.dtype,
             std::move(tensor.view),
             parts.storageAt[tensor.storage],
             static_cast<std::size_t>(storage.numElements) * byteSize(storage.dtype)});
    }
}

const TensorEntry* CheckpointFile::find(std::string_view name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_entries[found->second];
}

const FileView& CheckpointFile::viewOf(const TensorEntry& tensor) const {
    const TensorEntry* known = tensor.index == kNoTensorIndex ? find(tensor.name) : &tensor;
    if (known != nullptr && known->index < m_views.size()) {
        const FileView& view = m_views[known->index];
        if (view.dtype == tensor.dtype && view.view.shape == tensor.shape) return view;
    }
    fail(ErrorCode::NotFound,
         "{}: it has no tensor {} of type {} and size [{}]",
         m_file.shownPath(),
         displayable(tensor.name),
         torchName(tensor.dtype),
         fmt::join(tensor.shape, ", "));
}

void CheckpointFile::read(const TensorEntry& tensor, std::span<std::byte> out) const {
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

void CheckpointFile::readPart(const TensorEntry& tensor,
                              std::int64_t firstElement,
                              std::span<std::byte> out) const {
    const FileView& file = viewOf(tensor);
    const std::size_t elementBytes = byteSize(file.dtype);
    const std::size_t skipped = static_cast<std::size_t>(firstElement) * elementBytes;
    if (firstElement < 0 || firstElement > tensor.numElements() ||
        out.size() > tensor.sizeBytes() - skipped || out.size() % elementBytes != 0) {
        fail(ErrorCode::Internal,
             "{}: more asked of {} than it has",
             m_file.shownPath(),
             displayable(tensor.name));
    }
    if (out.empty()) return;
    if (isContiguous(file.view)) {
        const auto first = static_cast<std::size_t>(file.view.offset) * elementBytes;
        return m_file.copy(file.storageAt + first + skipped, out);
    }
    packElements(file.view,
                 m_file.bytes().subspan(file.storageAt, file.storageBytes),
                 {elementBytes, firstElement},
                 out);
    m_file.release(file.storageAt, file.storageBytes);
}

void CheckpointFile::verifyChecksums() const {
    for (const Checksummed& record : m_checksums) {
        std::uint32_t crc = 0;
        for (std::size_t at = 0; at < record.size; at += kVerifyPieceBytes) {
            const std::size_t length = std::min(kVerifyPieceBytes, record.size - at);
            crc = crc32(m_file.bytes().subspan(record.offset + at, length), crc);
            m_file.release(record.offset + at, length);
        }
        if (crc != record.crc32) {
            fail(ErrorCode::CorruptFile,
                 "{}: the checksum of its record {} is wrong; the file is damaged, get it again",
                 m_file.shownPath(),
                 displayable(record.name));
        }
    }
}

}  // namespace

std::unique_ptr<Checkpoint> openZipCheckpoint(FileBytes file) {
    CheckpointParts parts = readZipCheckpoint(file);
    return std::make_unique<CheckpointFile>(std::move(file), std::move(parts));
}

std::unique_ptr<Checkpoint> openLegacyCheckpoint(FileBytes file) {
    CheckpointParts parts = readLegacyCheckpoint(file);
    return std::make_unique<CheckpointFile>(std::move(file), std::move(parts));
}

std::unique_ptr<Checkpoint> openCheckpoint(const std::filesystem::path& path) {
    FileBytes file(path);
    if (looksLikeZip(file.bytes())) return openZipCheckpoint(std::move(file));
    if (looksLikePickle(file.bytes())) return openLegacyCheckpoint(std::move(file));
    fail(ErrorCode::CorruptFile, "{}: no PyTorch checkpoint", file.shownPath());
}

}  // namespace descry
