#include "core/tensorfile/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/checkpoint_file.h"
#include "core/tensorfile/crc32.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_globals.h"
#include "core/tensorfile/zip_archive.h"

namespace descry {
namespace {

using Json = nlohmann::json;

// A tree repeats what the pickle shares, so what is small there can be huge here.
constexpr std::size_t kMaxNodes = 250'000;
constexpr std::size_t kMaxTreeBytes = std::size_t{48} << 20;  ///< Of texts and shapes.
constexpr int kMaxDepth = 100;
/// Tensors may share or expand storages; together they stay within this many times the file ...
constexpr std::uint64_t kMaxExpansion = 4;
/// ... plus this much.
constexpr std::uint64_t kExpansionAllowance = std::uint64_t{64} << 20;
constexpr std::size_t kVerifyPieceBytes = std::size_t{8} << 20;

/// A tensor's window on bytes of the file.
struct FileView {
    DType dtype = DType::F32;
    StridedView view;
    std::size_t storageAt = 0;
    std::size_t storageBytes = 0;
};

/// A stretch of the file with the checksum that the archive states for it.
struct Checksummed {
    std::string name;
    std::size_t offset = 0;
    std::size_t size = 0;
    std::uint32_t crc32 = 0;
};

// ---- The tree --------------------------------------------------------------------------------

class TreeBuilder {
  public:
    TreeBuilder(const PickleGraph& graph, const FileBytes& file)
        : m_graph(graph),
          m_file(file),
          m_bytesLeft(kMaxExpansion * file.bytes().size() + kExpansionAllowance) {}

    PickleNode build() {
        std::string path;
        return node(m_graph.root, path, 0);
    }

  private:
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::CorruptFile,
             "{}: {}",
             m_file.shownPath(),
             fmt::format(format, std::forward<Args>(args)...));
    }

    PickleNode node(PickleRef ref, std::string& path, int depth);
    PickleNode::Tensor tensor(const PickleValue& value, const std::string& path);
    PickleNode::Dict dict(const PickleValue& value, std::string& path, int depth);
    std::vector<PickleNode> items(const PickleValue& value, std::string& path, int depth);
    std::string text(std::string_view text);
    void charge(std::size_t bytes);

    const PickleGraph& m_graph;
    const FileBytes& m_file;
    std::uint64_t m_bytesLeft;
    std::size_t m_numNodes = 0;
    std::size_t m_treeBytes = 0;
};

void TreeBuilder::charge(std::size_t bytes) {
    m_treeBytes += bytes;
    if (m_treeBytes > kMaxTreeBytes) refuse("its pickle repeats texts until they fill the memory");
}

std::string TreeBuilder::text(std::string_view text) {
    charge(text.size());
    return std::string(text);
}

std::string latin1ToUtf8(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) appendUtf8(text, static_cast<unsigned char>(byte));
    return text;
}

double bigIntToDouble(std::string_view bytes) {
    const bool isNegative = (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0;
    double value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        value = value * 256 + (isNegative ? 255 - byte : byte);
    }
    return isNegative ? -value - 1 : value;
}

PickleNode TreeBuilder::node(PickleRef ref, std::string& path, int depth) {
    if (++m_numNodes > kMaxNodes) {
        refuse("its pickle repeats values more than {} times; no checkpoint needs that", kMaxNodes);
    }
    if (depth > kMaxDepth) refuse("its values are nested more than {} deep", kMaxDepth);
    const PickleValue& value = m_graph.value(ref);
    switch (value.kind) {
        case PickleKind::None:
            return {PickleNode::None{}};
        case PickleKind::Bool:
            return {value.integer != 0};
        case PickleKind::Int:
            return {value.integer};
        case PickleKind::BigInt:
            return {bigIntToDouble(value.text)};
        case PickleKind::Float:
            return {value.real()};
        case PickleKind::String:
            return {text(value.text)};
        case PickleKind::Bytes:
            return {text(latin1ToUtf8(value.text))};
        case PickleKind::Tuple:
            return {PickleNode::Tuple{items(value, path, depth)}};
        case PickleKind::List:
        case PickleKind::Set:
            return {PickleNode::List{items(value, path, depth)}};
        case PickleKind::Dict:
        case PickleKind::OrderedDict:
        case PickleKind::Namespace:
            return {dict(value, path, depth)};
        case PickleKind::Global: {
            const PickleGlobal& global = pickleGlobals()[static_cast<std::size_t>(value.integer)];
            return {fmt::format("{}.{}", global.module, global.name)};
        }
        case PickleKind::Tensor:
            return {tensor(value, path)};
        case PickleKind::NumpyDtype:
            return {text(value.text)};
        case PickleKind::Storage:
            break;
    }
    refuse("a storage stands where a tensor should, at {}", displayable(path));
}

PickleNode::Tensor TreeBuilder::tensor(const PickleValue& value, const std::string& path) {
    const PickleTensor& tensor = m_graph.tensors[static_cast<std::size_t>(value.integer)];
    PickleNode::Tensor node;
    node.entry.name = text(path);
    node.entry.dtype = m_graph.storages[tensor.storage].dtype;
    charge(tensor.view.shape.size() * sizeof(std::int64_t));
    node.entry.shape = tensor.view.shape;
    node.entry.index = static_cast<std::uint32_t>(value.integer);
    const auto numElements = static_cast<std::uint64_t>(node.entry.numElements());
    const std::uint64_t elementBytes = byteSize(node.entry.dtype);
    if (numElements > m_bytesLeft / elementBytes) {
        refuse(
            "the tensor {} of size [{}] spreads a small storage over more memory than the file "
            "could ever need",
            displayable(path),
            fmt::join(node.entry.shape, ", "));
    }
    m_bytesLeft -= numElements * elementBytes;
    return node;
}

std::string keyText(const PickleNode& key) {
    if (const auto* text = std::get_if<std::string>(&key.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&key.value)) return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&key.value)) return *flag ? "True" : "False";
    if (const auto* real = std::get_if<double>(&key.value)) return fmt::format("{}", *real);
    if (std::holds_alternative<PickleNode::None>(key.value)) return "None";
    const auto* tuple = std::get_if<PickleNode::Tuple>(&key.value);
    if (tuple == nullptr) return "?";
    std::string text;
    for (const PickleNode& item : tuple->items) {
        text += (text.empty() ? "(" : ", ") + keyText(item);
    }
    return text + ")";
}

PickleNode::Dict TreeBuilder::dict(const PickleValue& value, std::string& path, int depth) {
    PickleNode::Dict dict;
    dict.ordered = value.kind == PickleKind::OrderedDict;
    std::unordered_set<std::string> keys;
    const std::size_t parentLength = path.size();
    for (std::size_t i = 0; i < value.items.size(); i += 2) {
        PickleNode key = node(value.items[i], path, depth + 1);
        std::string name = text(keyText(key));
        path += (parentLength == 0 ? "" : ".") + name;
        charge(name.size());
        const bool isText = std::holds_alternative<std::string>(key.value);
        if (!keys.insert((isText ? "'" : "") + std::move(name)).second) {
            refuse("the key {} appears twice", displayable(path));
        }
        PickleNode content = node(value.items[i + 1], path, depth + 1);
        path.resize(parentLength);
        dict.items.emplace_back(std::move(key), std::move(content));
    }
    return dict;
}

std::vector<PickleNode> TreeBuilder::items(const PickleValue& value, std::string& path, int depth) {
    std::vector<PickleNode> nodes;
    const std::size_t parentLength = path.size();
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        path += fmt::format("{}{}", parentLength == 0 ? "" : ".", i);
        nodes.push_back(node(value.items[i], path, depth + 1));
        path.resize(parentLength);
    }
    return nodes;
}

// ---- What the tree says ----------------------------------------------------------------------

bool holdsTensor(const PickleNode& node) {
    const auto anyOf = [](const std::vector<PickleNode>& items) {
        return std::any_of(items.begin(), items.end(), holdsTensor);
    };
    if (std::holds_alternative<PickleNode::Tensor>(node.value)) return true;
    if (const auto* list = std::get_if<PickleNode::List>(&node.value)) return anyOf(list->items);
    if (const auto* tuple = std::get_if<PickleNode::Tuple>(&node.value)) return anyOf(tuple->items);
    const auto* dict = std::get_if<PickleNode::Dict>(&node.value);
    return dict != nullptr &&
           std::any_of(dict->items.begin(), dict->items.end(), [](const auto& item) {
               return holdsTensor(item.second);
           });
}

Json toJson(const PickleNode& node) {
    const auto array = [](const std::vector<PickleNode>& items) {
        Json json = Json::array();
        for (const PickleNode& item : items) json.push_back(toJson(item));
        return json;
    };
    if (const auto* flag = std::get_if<bool>(&node.value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&node.value)) return *number;
    if (const auto* real = std::get_if<double>(&node.value)) return *real;
    if (const auto* text = std::get_if<std::string>(&node.value)) return *text;
    if (const auto* list = std::get_if<PickleNode::List>(&node.value)) return array(list->items);
    if (const auto* tuple = std::get_if<PickleNode::Tuple>(&node.value)) return array(tuple->items);
    const auto* dict = std::get_if<PickleNode::Dict>(&node.value);
    if (dict == nullptr) return nullptr;
    Json json = Json::object();
    for (const auto& [key, value] : dict->items) json[keyText(key)] = toJson(value);
    return json;
}

std::string_view describeNode(const PickleNode& node) {
    constexpr std::string_view kWords[] = {"None",
                                           "a truth value",
                                           "a whole number",
                                           "a number",
                                           "a text",
                                           "a single tensor",
                                           "a dictionary",
                                           "a list",
                                           "a tuple"};
    static_assert(std::size(kWords) == std::variant_size_v<decltype(node.value)>);
    return kWords[node.value.index()];
}

const PickleNode* valueOf(const PickleNode::Dict& dict, std::string_view key) {
    for (const auto& [name, value] : dict.items) {
        const auto* text = std::get_if<std::string>(&name.value);
        if (text != nullptr && *text == key) return &value;
    }
    return nullptr;
}

/// The state dictionary within a checkpoint, and the key it stands under; no key if it is the
/// checkpoint itself.
struct StateDictionary {
    const PickleNode::Dict* dict = nullptr;
    std::string_view key;
};

StateDictionary findStateDictionary(const PickleNode& root, const std::string& shownPath) {
    const auto* top = std::get_if<PickleNode::Dict>(&root.value);
    if (top == nullptr) {
        fail(ErrorCode::CorruptFile,
             "{}: no model: the checkpoint holds {}, where a state dictionary of named tensors is "
             "needed",
             shownPath,
             describeNode(root));
    }
    for (const std::string_view key : {"model", "state_dict"}) {
        const PickleNode* value = valueOf(*top, key);
        if (value == nullptr) continue;
        const auto* dict = std::get_if<PickleNode::Dict>(&value->value);
        if (dict != nullptr) return {dict, key};
        fail(ErrorCode::CorruptFile,
             "{}: no model: its entry \"{}\" is {}, where a state dictionary of named tensors is "
             "needed",
             shownPath,
             key,
             describeNode(*value));
    }
    return {top, {}};
}

std::vector<TensorEntry> stateEntries(const StateDictionary& state, const std::string& shownPath) {
    std::vector<TensorEntry> entries;
    entries.reserve(state.dict->items.size());
    for (const auto& [key, value] : state.dict->items) {
        const auto* name = std::get_if<std::string>(&key.value);
        const auto* tensor = std::get_if<PickleNode::Tensor>(&value.value);
        if (name == nullptr || tensor == nullptr) {
            fail(ErrorCode::CorruptFile,
                 "{}: no model: {} holds \"{}\", which is {}, where a named tensor is needed",
                 shownPath,
                 state.key.empty() ? std::string("the checkpoint has no entry \"model\" and")
                                   : fmt::format("its state dictionary \"{}\"", state.key),
                 displayable(keyText(key).substr(0, 100)),
                 describeNode(value));
        }
        entries.push_back(tensor->entry);
        entries.back().name = *name;
    }
    return entries;
}

Json plainEntries(const PickleNode& root, std::string_view modelKey) {
    Json json = Json::object();
    const auto* top = std::get_if<PickleNode::Dict>(&root.value);
    if (top == nullptr || modelKey.empty()) return json;
    for (const auto& [key, value] : top->items) {
        std::string name = keyText(key);
        if (name != modelKey && !holdsTensor(value)) json[std::move(name)] = toJson(value);
    }
    return json;
}

// ---- The file --------------------------------------------------------------------------------

/// Where the containers' readers found what the pickle names.
struct CheckpointParts {
    TensorFileKind kind = TensorFileKind::ZipCheckpoint;
    PickleGraph graph;
    std::vector<std::size_t> storageAt;  ///< First byte of each of the graph's storages.
    std::vector<Checksummed> checksums;
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
    m_tree = TreeBuilder(parts.graph, m_file).build();
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

// ---- Zip -------------------------------------------------------------------------------------

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

// ---- The stream of pickles -------------------------------------------------------------------

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
             fmt::format(format, std::forward<Args>(args)...));
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

std::string_view firstBytes(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 4)};
}

}  // namespace

bool looksLikeZip(std::span<const std::byte> bytes) noexcept {
    return firstBytes(bytes) == "PK\x03\x04" || firstBytes(bytes) == "PK\x05\x06";
}

bool looksLikePickle(std::span<const std::byte> bytes) noexcept {
    return bytes.size() >= 2 && bytes[0] == std::byte{0x80} && bytes[1] <= std::byte{5};
}

std::unique_ptr<Checkpoint> openZipCheckpoint(FileBytes file) {
    CheckpointParts parts = ZipCheckpointReader(file).read();
    return std::make_unique<CheckpointFile>(std::move(file), std::move(parts));
}

std::unique_ptr<Checkpoint> openLegacyCheckpoint(FileBytes file) {
    CheckpointParts parts = LegacyReader(file).read();
    return std::make_unique<CheckpointFile>(std::move(file), std::move(parts));
}

std::unique_ptr<Checkpoint> openCheckpoint(const std::filesystem::path& path) {
    FileBytes file(path);
    if (looksLikeZip(file.bytes())) return openZipCheckpoint(std::move(file));
    if (looksLikePickle(file.bytes())) return openLegacyCheckpoint(std::move(file));
    fail(ErrorCode::CorruptFile, "{}: no PyTorch checkpoint", file.shownPath());
}

}  // namespace descry
