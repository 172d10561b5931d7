#include "core/tensorfile/tensor_file.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/base/unicode.h"
#include "core/tensorfile/checkpoint_file.h"
#include "core/tensorfile/file_bytes.h"
#include "core/tensorfile/legacy_checkpoint.h"
#include "core/tensorfile/little_endian.h"
#include "core/tensorfile/safetensors.h"
#include "core/tensorfile/zip_checkpoint.h"

namespace descry {
namespace {

/// What a file that is no tensor file begins with.
struct Signature {
    std::string_view start;
    std::string_view kind;
};

constexpr Signature kSignatures[] = {
    {"\x89HDF\r\n", "an HDF5 file (Keras weights, perhaps)"},
    {"\x89PNG", "a PNG image"},
    {"\xff\xd8\xff", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"RIFF", "a WebP image or another RIFF file"},
    {"%PDF", "a PDF document"},
    {"\x1f\x8b", "a gzip archive; unpack it first"},
    {"BZh", "a bzip2 archive; unpack it first"},
    {"\xfd"
     "7zXZ",
     "an xz archive; unpack it first"},
    {"7z\xbc\xaf", "a 7-Zip archive; unpack it first"},
    {"Rar!", "a RAR archive; unpack it first"},
    {"\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"},
    {"GGUF", "a GGUF model"},
    {"\x93NUMPY", "a NumPy array"},
    {"\x7f"
     "ELF",
     "a program or library"},
    {"MZ", "a Windows program"},
    {"SQLite format 3", "an SQLite database"},
    {"version https://git-lfs", "a Git LFS pointer; fetch the file itself with git lfs pull"},
    {"#!", "a script"},
    {"<", "a web page or XML document; the download may have failed"},
};

bool looksLikeText(std::string_view start) {
    return std::none_of(start.begin(), start.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
    });
}

std::string_view describeContent(std::span<const std::byte> bytes) {
    if (bytes.empty()) return errorWords("an empty file");
    const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                                 std::min<std::size_t>(bytes.size(), 512));
    for (const Signature& signature : kSignatures) {
        if (start.starts_with(signature.start)) return signature.kind;
    }
    if (start.size() > 262 && start.substr(257, 5) == "ustar") {
        return errorWords(
            "a tar archive, the form of checkpoints before 2018; load and save it with PyTorch");
    }
    if (start.front() == '{' || start.front() == '[') return errorWords("a JSON text");
    return looksLikeText(start) ? errorWords("a text") : errorWords("a file of an unknown kind");
}

std::unique_ptr<TensorFile> open(FileBytes file) {
    const auto bytes = file.bytes();
    // Before the others: a header length may begin with the bytes of a pickle or a zip archive.
    if (looksLikeSafetensors(bytes)) return openSafetensors(std::move(file));
    if (looksLikeZip(bytes)) return openZipCheckpoint(std::move(file));
    if (looksLikePickle(bytes)) return openLegacyCheckpoint(std::move(file));
    if (file.path().extension() == ".safetensors" && !bytes.empty()) {
        return openSafetensors(std::move(file));
    }
    fail(ErrorCode::CorruptFile,
         "{}: not a safetensors file or a PyTorch checkpoint: it is {}",
         file.shownPath(),
         describeContent(bytes));
}

template <typename Stored, typename Convert>
void convert(std::span<const std::byte> bytes, std::span<float> out, Convert toFloat) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = toFloat(loadLittleEndian<Stored>(bytes.data() + i * sizeof(Stored)));
    }
}

template <typename Stored>
void widen(std::span<const std::byte> bytes, std::span<std::int64_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = loadLittleEndian<Stored>(bytes.data() + i * sizeof(Stored));
    }
}

}  // namespace

std::int64_t TensorEntry::numElements() const noexcept {
    // A zero anywhere makes it empty, and the product of the rest may be too large to compute.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size;
    return product;
}

void TensorFile::readPart(const TensorEntry& tensor,
                          std::int64_t firstElement,
                          std::span<std::byte> out) const {
    const std::vector<std::byte> whole = read(tensor);
    const auto skipped = static_cast<std::size_t>(firstElement) * byteSize(tensor.dtype);
    if (firstElement < 0 || skipped > whole.size() || out.size() > whole.size() - skipped) {
        fail(ErrorCode::Internal, "more asked of {} than it has", displayable(tensor.name));
    }
    std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(skipped), out.size(), out.begin());
}

std::vector<std::byte> TensorFile::read(const TensorEntry& tensor) const {
    std::vector<std::byte> bytes(tensor.sizeBytes());
    read(tensor, bytes);
    return bytes;
}

std::vector<float> TensorFile::readFloats(const TensorEntry& tensor) const {
    std::vector<float> values(static_cast<std::size_t>(tensor.numElements()));
    if (tensor.dtype == DType::F32) {
        read(tensor, std::as_writable_bytes(std::span(values)));
        return values;
    }
    const bool isFloat =
        tensor.dtype == DType::F16 || tensor.dtype == DType::BF16 || tensor.dtype == DType::F64;
    if (!isFloat) {
        fail(ErrorCode::InvalidInput,
             "{}: the tensor {} holds {}, where fractions are needed",
             displayable(path().native()),
             displayable(tensor.name),
             torchName(tensor.dtype));
    }
    // In pieces, so that a large tensor is not in memory twice.
    constexpr std::size_t kPieceElements = std::size_t{1} << 18;
    std::vector<std::byte> piece;
    for (std::size_t first = 0; first < values.size(); first += kPieceElements) {
        const auto part =
            std::span(values).subspan(first, std::min(kPieceElements, values.size() - first));
        piece.resize(part.size() * byteSize(tensor.dtype));
        readPart(tensor, static_cast<std::int64_t>(first), piece);
        switch (tensor.dtype) {
            case DType::F16:
                convert<std::uint16_t>(piece, part, [](std::uint16_t v) { return halfToFloat(v); });
                break;
            case DType::BF16:
                convert<std::uint16_t>(piece, part, bfloat16ToFloat);
                break;
            default:
                convert<double>(piece, part, [](double v) { return static_cast<float>(v); });
        }
    }
    return values;
}

std::vector<std::int64_t> TensorFile::readIntegers(const TensorEntry& tensor) const {
    const std::vector<std::byte> bytes = read(tensor);
    std::vector<std::int64_t> values(static_cast<std::size_t>(tensor.numElements()));
    switch (tensor.dtype) {
        case DType::Bool:
            std::transform(bytes.begin(), bytes.end(), values.begin(), [](std::byte value) {
                return value == std::byte{0} ? 0 : 1;
            });
            return values;
        case DType::U8:
            widen<std::uint8_t>(bytes, values);
            return values;
        case DType::I8:
            widen<std::int8_t>(bytes, values);
            return values;
        case DType::I16:
            widen<std::int16_t>(bytes, values);
            return values;
        case DType::I32:
            widen<std::int32_t>(bytes, values);
            return values;
        case DType::I64:
            widen<std::int64_t>(bytes, values);
            return values;
        default:
            fail(ErrorCode::InvalidInput,
                 "{}: the tensor {} holds {}, where whole numbers are needed",
                 displayable(path().native()),
                 displayable(tensor.name),
                 torchName(tensor.dtype));
    }
}

std::unique_ptr<TensorFile> openTensorFile(const std::filesystem::path& path) {
    return open(FileBytes(path));
}

std::unique_ptr<TensorFile> openTensorBytes(std::span<const std::byte> bytes,
                                            const std::filesystem::path& name) {
    return open(FileBytes(bytes, name));
}

}  // namespace descry
