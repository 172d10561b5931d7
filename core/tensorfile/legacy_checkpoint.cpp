#include "core/tensorfile/legacy_checkpoint.h"

#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

class LegacyReader {
  public:
    explicit LegacyReader(const FileBytes& file) : m_file(file) {}

    CheckpointParts read();

  private:
    struct Record {
        DType dtype = DType::F32;
        std::int64_t numElements = 0;
        std::optional<std::size_t> at;
    };

    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::CorruptFile,
             "{}: damaged checkpoint: {}",
             m_file.shownPath(),
             makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
    }
    PickleGraph next(std::string_view part, StorageNaming naming);
    void checkMagic();
    void checkSystem();
    void locateRecords(const PickleGraph& keys);

    const FileBytes& m_file;
    std::size_t m_at = 0;
    std::unordered_map<std::string_view, Record> m_records;
};

PickleGraph LegacyReader::next(std::string_view part, StorageNaming naming) {
    PickleGraph graph = readPickle(m_file.bytes().subspan(m_at),
                                   {fmt::format("{}: {}", m_file.shownPath(), part), naming});
    m_at += graph.length;
    return graph;
}

void LegacyReader::checkMagic() {
    using namespace std::string_view_literals;
    constexpr std::string_view kMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;
    const PickleGraph magic = next("a pickle", StorageNaming::None);
    const PickleValue& value = magic.value(magic.root);
    if (value.kind != PickleKind::BigInt || value.text != kMagic) {
        fail(ErrorCode::CorruptFile,
             "{}: this is a Python pickle, but no PyTorch checkpoint",
             m_file.shownPath());
    }
}

void LegacyReader::checkSystem() {
    const PickleGraph version = next("its version", StorageNaming::None);
    const PickleValue& number = version.value(version.root);
    if (number.kind != PickleKind::Int || number.integer != 1001) {
        fail(ErrorCode::Unsupported,
             "{}: a checkpoint of a version that is not 1001",
             m_file.shownPath());
    }
    const PickleGraph system = next("its system", StorageNaming::None);
    const PickleValue& facts = system.value(system.root);
    if (facts.kind != PickleKind::Dict) refuse("its system is {}", describeKind(facts.kind));
    for (std::size_t i = 0; i < facts.items.size(); i += 2) {
        const PickleValue& value = system.value(facts.items[i + 1]);
        if (system.value(facts.items[i]).text != "little_endian") continue;
        if (value.kind == PickleKind::Bool && value.integer == 1) return;
        fail(ErrorCode::Unsupported,
             "{}: written on a big-endian machine; load and save it on a common one",
             m_file.shownPath());
    }
    refuse("its system does not state the byte order");
}

/// After the keys come the storages in their order: a count of elements, then the elements.
void LegacyReader::locateRecords(const PickleGraph& keys) {
    const auto bytes = m_file.bytes();
    const PickleValue& list = keys.value(keys.root);
    if (list.kind != PickleKind::List) refuse("its keys are {}", describeKind(list.kind));
    for (const PickleRef ref : list.items) {
        const PickleValue& key = keys.value(ref);
        const auto found =
            key.kind == PickleKind::String ? m_records.find(key.text) : m_records.end();
        if (found == m_records.end()) refuse("it lists a storage that no tensor uses");
        Record& record = found->second;
        if (record.at) refuse("it lists the storage {} twice", displayable(found->first));
        if (bytes.size() - m_at < sizeof(std::int64_t)) refuse("it is cut off");
        const auto numElements = loadLittleEndian<std::int64_t>(bytes.data() + m_at);
        m_at += sizeof(std::int64_t);
        if (numElements != record.numElements) {
            refuse("the storage {} has {} elements, not {}",
                   displayable(found->first),
                   numElements,
                   record.numElements);
        }
        const std::size_t left = (bytes.size() - m_at) / byteSize(record.dtype);
        if (static_cast<std::uint64_t>(numElements) > left) refuse("it is cut off");
        record.at = m_at;
        m_at += static_cast<std::size_t>(numElements) * byteSize(record.dtype);
    }
    if (m_at != bytes.size()) refuse("{} bytes follow its last storage", bytes.size() - m_at);
}

CheckpointParts LegacyReader::read() {
    checkMagic();
    checkSystem();
    CheckpointParts parts;
    parts.kind = TensorFileKind::LegacyCheckpoint;
    parts.graph = next("its object", StorageNaming::Legacy);
    const PickleGraph keys = next("its keys", StorageNaming::None);
    for (const PickleStorage& storage : parts.graph.storages) {
        m_records.emplace(storage.key, Record{storage.dtype, storage.recordElements, {}});
    }
    locateRecords(keys);
    for (const PickleStorage& storage : parts.graph.storages) {
        const Record& record = m_records.at(storage.key);
        if (!record.at) refuse("the storage {} is missing", displayable(storage.key));
        parts.storageAt.push_back(*record.at + static_cast<std::size_t>(storage.firstElement) *
                                                   byteSize(storage.dtype));
    }
    return parts;
}

}  // namespace

bool looksLikePickle(std::span<const std::byte> bytes) noexcept {
    return bytes.size() >= 2 && bytes[0] == std::byte{0x80} && bytes[1] <= std::byte{5};
}

CheckpointParts readLegacyCheckpoint(const FileBytes& file) {
    return LegacyReader(file).read();
}

}  // namespace descry
