#include "core/tensorfile/zip_checkpoint.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/crc32.h"
#include "core/tensorfile/zip_archive.h"

namespace descry {
namespace {

/// The folder that all records of the archive lie in, with its slash.
std::string_view archiveRoot(const ZipArchive& archive, const std::string& shownPath) {
    if (archive.records().empty()) {
        fail(ErrorCode::CorruptFile, "{}: an empty zip archive, no PyTorch checkpoint", shownPath);
    }
    const std::string_view first = archive.records().front().name;
    const std::string_view root = first.substr(0, first.find('/') + 1);
    for (const ZipRecord& record : archive.records()) {
        if (root.empty() || !record.name.starts_with(root)) {
            fail(ErrorCode::CorruptFile,
                 "{}: a zip archive, but no PyTorch checkpoint: its records lie in several folders",
                 shownPath);
        }
        const std::string_view name = record.name.substr(root.size());
        if (name == "constants.pkl" || name.starts_with("code/")) {
            fail(ErrorCode::Unsupported,
                 "{}: a TorchScript archive, which holds code beside weights; save the model's "
                 "state_dict instead",
                 shownPath);
        }
    }
    return root;
}

class ZipCheckpointReader {
  public:
    explicit ZipCheckpointReader(const FileBytes& file)
        : m_file(file),
          m_archive(file.bytes(), file.shownPath()),
          m_root(archiveRoot(m_archive, file.shownPath())) {}

    CheckpointParts read() const;

  private:
    const ZipRecord& record(const std::string& name) const;
    std::string_view smallText(const std::string& name) const;
    void checkFormat() const;
    std::size_t locate(const PickleStorage& storage) const;

    const FileBytes& m_file;
    ZipArchive m_archive;
    std::string m_root;
};

const ZipRecord& ZipCheckpointReader::record(const std::string& name) const {
    const ZipRecord* found = m_archive.find(m_root + name);
    if (found == nullptr) {
        fail(ErrorCode::CorruptFile,
             "{}: a zip archive, but no whole PyTorch checkpoint: the record {} is missing",
             m_file.shownPath(),
             displayable(name.substr(0, 100)));
    }
    return *found;
}

std::string_view ZipCheckpointReader::smallText(const std::string& name) const {
    const auto bytes = m_archive.bytes(record(name));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                                std::min<std::size_t>(bytes.size(), 16));
    return text.substr(0, text.find_last_not_of("\r\n ") + 1);
}

void ZipCheckpointReader::checkFormat() const {
    const std::string_view version = smallText("version");
    const bool isKnown = version == "10" || (version.size() == 1 && version >= "1");
    if (!isKnown) {
        fail(ErrorCode::Unsupported,
             "{}: a checkpoint of format version \"{}\"; 1 to 10 are read",
             m_file.shownPath(),
             displayable(version));
    }
    if (m_archive.find(m_root + "byteorder") != nullptr && smallText("byteorder") != "little") {
        fail(ErrorCode::Unsupported,
             "{}: written on a big-endian machine; load and save it on a common one",
             m_file.shownPath());
    }
}

std::size_t ZipCheckpointReader::locate(const PickleStorage& storage) const {
    const ZipRecord& found = record("data/" + std::string(storage.key.substr(0, 256)));
    const auto elementBytes = static_cast<std::int64_t>(byteSize(storage.dtype));
    const auto size = static_cast<std::int64_t>(found.size);
    if (size % elementBytes != 0 || size / elementBytes != storage.recordElements) {
        fail(ErrorCode::CorruptFile,
             "{}: the record data/{} has {} bytes, where {} elements of {} are needed",
             m_file.shownPath(),
             displayable(storage.key.substr(0, 100)),
             size,
             storage.recordElements,
             torchName(storage.dtype));
    }
    return found.offset;
}

CheckpointParts ZipCheckpointReader::read() const {
    const ZipRecord& pickle = record("data.pkl");
    checkFormat();
    const auto pickleBytes = m_archive.bytes(pickle);
    if (crc32(pickleBytes) != pickle.crc32) {
        fail(ErrorCode::CorruptFile,
             "{}: the checksum of its record data.pkl is wrong; the file is damaged, get it again",
             m_file.shownPath());
    }
    CheckpointParts parts;
    parts.graph = readPickle(pickleBytes, {m_file.shownPath() + ": data.pkl", StorageNaming::Zip});
    if (parts.graph.length != pickleBytes.size()) {
        fail(ErrorCode::CorruptFile,
             "{}: {} bytes follow the end of its data.pkl",
             m_file.shownPath(),
             pickleBytes.size() - parts.graph.length);
    }
    for (const PickleStorage& storage : parts.graph.storages) {
        parts.storageAt.push_back(locate(storage));
    }
    for (const ZipRecord& found : m_archive.records()) {
        parts.checksums.push_back({std::string(found.name), found.offset, found.size, found.crc32});
    }
    return parts;
}

std::string_view firstBytes(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 4)};
}

}  // namespace

bool looksLikeZip(std::span<const std::byte> bytes) noexcept {
    return firstBytes(bytes) == "PK\x03\x04" || firstBytes(bytes) == "PK\x05\x06";
}

CheckpointParts readZipCheckpoint(const FileBytes& file) {
    return ZipCheckpointReader(file).read();
}

}  // namespace descry
