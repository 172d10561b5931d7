#include <array>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/crc32.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/tensor_view.h"
#include "core/tensorfile/zip_writer.h"

namespace descry {
namespace {

constexpr std::string_view kRoot = "archive/";
constexpr int kMaxDepth = 100;  ///< As the reader.

std::string_view storageClass(DType type) noexcept {
    constexpr std::array<std::string_view, 10> kNames{"BoolStorage",
                                                      "ByteStorage",
                                                      "CharStorage",
                                                      "ShortStorage",
                                                      "IntStorage",
                                                      "LongStorage",
                                                      "HalfStorage",
                                                      "BFloat16Storage",
                                                      "FloatStorage",
                                                      "DoubleStorage"};
    return kNames[static_cast<std::size_t>(type)];
}

/// Writes the pickle of a tree, protocol 2, in the few instructions that torch.load accepts with
/// weights_only, and collects the tensors in the order of their records.
class PickleWriter {
  public:
    std::string write(const PickleNode& root) {
        m_out = "\x80\x02";
        node(root, 0);
        m_out += '.';
        return std::move(m_out);
    }
    std::span<const PickleNode::Tensor* const> tensors() const noexcept { return m_tensors; }

  private:
    void node(const PickleNode& node, int depth);
    void integer(std::int64_t value);
    void real(double value);
    void text(std::string_view text);
    void global(std::string_view module, std::string_view name);
    void dict(const PickleNode::Dict& dict, int depth);
    void tensor(const PickleNode::Tensor& tensor);
    void emptyOrderedDict();

    std::string m_out;
    std::unordered_map<std::string, std::uint8_t> m_memo;  ///< Globals already written.
    std::vector<const PickleNode::Tensor*> m_tensors;
};

void PickleWriter::node(const PickleNode& node, int depth) {
    if (depth > kMaxDepth) {
        fail(ErrorCode::InvalidInput, "a checkpoint's tree is nested more than {} deep", kMaxDepth);
    }
    const auto items = [&](const std::vector<PickleNode>& nodes) {
        m_out += '(';
        for (const PickleNode& item : nodes) this->node(item, depth + 1);
    };
    if (const auto* flag = std::get_if<bool>(&node.value)) {
        m_out += *flag ? '\x88' : '\x89';
    } else if (const auto* number = std::get_if<std::int64_t>(&node.value)) {
        integer(*number);
    } else if (const auto* fraction = std::get_if<double>(&node.value)) {
        real(*fraction);
    } else if (const auto* words = std::get_if<std::string>(&node.value)) {
        text(*words);
    } else if (const auto* stored = std::get_if<PickleNode::Tensor>(&node.value)) {
        tensor(*stored);
    } else if (const auto* entries = std::get_if<PickleNode::Dict>(&node.value)) {
        dict(*entries, depth);
    } else if (const auto* list = std::get_if<PickleNode::List>(&node.value)) {
        m_out += ']';
        items(list->items);
        m_out += 'e';
    } else if (const auto* tuple = std::get_if<PickleNode::Tuple>(&node.value)) {
        items(tuple->items);
        m_out += 't';
    } else {
        m_out += 'N';
    }
}

void PickleWriter::integer(std::int64_t value) {
    if (value >= 0 && value < 256) {
        m_out += 'K';
        appendLittleEndian(m_out, static_cast<std::uint8_t>(value));
    } else if (value >= INT32_MIN && value <= INT32_MAX) {
        m_out += 'J';
        appendLittleEndian(m_out, static_cast<std::int32_t>(value));
    } else {
        m_out += "\x8a\x08";
        appendLittleEndian(m_out, value);
    }
}

void PickleWriter::real(double value) {
    m_out += 'G';
    std::string bytes;
    appendLittleEndian(bytes, value);
    m_out.append(bytes.rbegin(), bytes.rend());
}

void PickleWriter::text(std::string_view text) {
    if (firstInvalidUtf8(text) || text.size() > UINT32_MAX) {
        fail(ErrorCode::InvalidInput,
             "the text \"{}\" for a checkpoint is not UTF-8",
             displayable(text.substr(0, 100)));
    }
    m_out += 'X';
    appendLittleEndian(m_out, static_cast<std::uint32_t>(text.size()));
    m_out += text;
}

void PickleWriter::global(std::string_view module, std::string_view name) {
    std::string line = fmt::format("c{}\n{}\n", module, name);
    const auto known = m_memo.find(line);
    if (known != m_memo.end()) {
        m_out += 'h';
        appendLittleEndian(m_out, known->second);
        return;
    }
    m_out += line + 'q';
    const auto place = static_cast<std::uint8_t>(m_memo.size());
    appendLittleEndian(m_out, place);
    m_memo.emplace(std::move(line), place);
}

void PickleWriter::emptyOrderedDict() {
    global("collections", "OrderedDict");
    m_out += ")R";
}

void PickleWriter::dict(const PickleNode::Dict& dict, int depth) {
    if (dict.ordered) {
        emptyOrderedDict();
    } else {
        m_out += '}';
    }
    m_out += '(';
    for (const auto& [key, value] : dict.items) {
        const bool isKey = std::holds_alternative<std::string>(key.value) ||
                           std::holds_alternative<std::int64_t>(key.value);
        if (!isKey) {
            fail(ErrorCode::InvalidInput,
                 "a checkpoint's dictionary has a key that is neither "
                 "text nor whole number");
        }
        node(key, depth + 1);
        node(value, depth + 1);
    }
    m_out += 'u';
}

void PickleWriter::tensor(const PickleNode::Tensor& tensor) {
    const TensorEntry& entry = tensor.entry;
    const auto numElements = checkedNumElements(entry.shape);
    if (!numElements || tensor.bytes.size() != entry.sizeBytes()) {
        fail(ErrorCode::InvalidInput,
             "the tensor {} of size [{}] comes with {} bytes",
             displayable(entry.name),
             fmt::join(entry.shape, ", "),
             tensor.bytes.size());
    }
    global("torch._utils", "_rebuild_tensor_v2");
    m_out += "((";
    text("storage");
    global("torch", storageClass(entry.dtype));
    text(std::to_string(m_tensors.size()));
    text("cpu");
    integer(*numElements);
    m_out += "tQ";
    integer(0);
    m_out += '(';
    for (const std::int64_t size : entry.shape) integer(size);
    m_out += "t(";
    std::vector<std::int64_t> strides(entry.shape.size(), 1);
    for (std::size_t i = strides.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * std::max<std::int64_t>(entry.shape[i], 1);
    }
    for (const std::int64_t stride : strides) integer(stride);
    m_out += "t\x89";
    emptyOrderedDict();
    m_out += "tR";
    m_tensors.push_back(&tensor);
}

class ArchiveWriter {
  public:
    explicit ArchiveWriter(const std::filesystem::path& path) : m_file(path) {}

    void add(std::string_view name, std::span<const std::byte> bytes) {
        ZipEntry entry{
            std::string(kRoot).append(name), m_file.position(), bytes.size(), crc32(bytes)};
        m_file.write(zipLocalHeader(entry));
        m_file.write(bytes);
        m_checksums = crc32(std::as_bytes(std::span(&entry.crc32, 1)), m_checksums);
        m_entries.push_back(std::move(entry));
    }
    void add(std::string_view name, std::string_view text) {
        add(name, std::as_bytes(std::span(text)));
    }
    void commit() {
        // torch.save lets readers recognise a file by this: 20 digits for the names, 20 for the
        // bytes.
        const std::string id = fmt::format("{:020}{:020}", m_entries.size(), m_checksums);
        add(".data/serialization_id", id);
        m_file.write(zipDirectory(m_entries, m_file.position()));
        m_file.commit();
    }

  private:
    AtomicFile m_file;
    std::vector<ZipEntry> m_entries;
    std::uint32_t m_checksums = 0;
};

}  // namespace

void writeCheckpoint(const std::filesystem::path& path, const PickleNode& tree) {
    PickleWriter pickle;
    const std::string pickled = pickle.write(tree);
    ArchiveWriter archive(path);
    archive.add("data.pkl", pickled);
    archive.add(".format_version", std::string_view("1"));
    archive.add(".storage_alignment", std::string_view("64"));
    archive.add("byteorder", std::string_view("little"));
    for (std::size_t i = 0; i < pickle.tensors().size(); ++i) {
        archive.add(fmt::format("data/{}", i), std::span(pickle.tensors()[i]->bytes));
    }
    archive.add("version", std::string_view("3\n"));
    archive.commit();
}

}  // namespace descry
