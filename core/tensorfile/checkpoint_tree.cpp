#include "core/tensorfile/checkpoint_tree.h"

#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/pickle_globals.h"

namespace descry {
namespace {

// A tree repeats what the pickle shares, so what is small there can be huge here.
constexpr std::size_t kMaxNodes = 250'000;
constexpr std::size_t kMaxTreeBytes = std::size_t{48} << 20;  ///< Of texts and shapes.
constexpr int kMaxDepth = 100;
/// Tensors may share or expand storages; together they stay within this many times the file ...
constexpr std::uint64_t kMaxExpansion = 4;
/// ... plus this much.
constexpr std::uint64_t kExpansionAllowance = std::uint64_t{64} << 20;

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
             makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
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
        if (isText) name += '\'';
        if (!keys.insert(std::move(name)).second) {
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

}  // namespace

PickleNode buildTree(const PickleGraph& graph, const FileBytes& file) {
    return TreeBuilder(graph, file).build();
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

}  // namespace descry
