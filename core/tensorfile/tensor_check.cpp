#include "core/tensorfile/tensor_check.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

/// Position of the first element whose exponent bits are all set: an infinity or not a number.
template <typename Bits>
std::size_t firstNotFinite(std::span<const std::byte> bytes, Bits exponentMask) {
    const std::size_t numElements = bytes.size() / sizeof(Bits);
    for (std::size_t i = 0; i < numElements; ++i) {
        const auto bits = loadLittleEndian<Bits>(bytes.data() + i * sizeof(Bits));
        if ((bits & exponentMask) == exponentMask) return i;
    }
    return numElements;
}

std::size_t firstNotFinite(std::span<const std::byte> bytes, DType type) {
    switch (type) {
        case DType::F16:
            return firstNotFinite<std::uint16_t>(bytes, 0x7C00);
        case DType::BF16:
            return firstNotFinite<std::uint16_t>(bytes, 0x7F80);
        case DType::F32:
            return firstNotFinite<std::uint32_t>(bytes, 0x7F800000U);
        case DType::F64:
            return firstNotFinite<std::uint64_t>(bytes, 0x7FF0000000000000U);
        default:
            return bytes.size() / byteSize(type);
    }
}

std::string digestOf(const TensorFile& file, const TensorEntry& tensor) {
    const std::size_t elementBytes = byteSize(tensor.dtype);
    std::vector<std::byte> piece(std::min(kPieceBytes, tensor.sizeBytes()));
    Sha256 hash;
    std::size_t left = tensor.sizeBytes();
    std::int64_t first = 0;
    while (left > 0) {
        const auto part = std::span(piece).first(std::min(left, piece.size()));
        const std::size_t numElements = part.size() / elementBytes;
        file.readPart(tensor, first, part);
        const std::size_t bad = firstNotFinite(part, tensor.dtype);
        if (bad < numElements) {
            fail(ErrorCode::CorruptFile,
                 "{}: the tensor {} is not finite at element {}; training diverged or the file is "
                 "damaged",
                 displayable(file.path().native()),
                 displayable(tensor.name),
                 first + static_cast<std::int64_t>(bad));
        }
        hash.update(part);
        left -= part.size();
        first += static_cast<std::int64_t>(numElements);
    }
    return hash.hexDigest();
}

}  // namespace

TensorCheck checkTensorFile(const TensorFile& file) {
    if (file.tensors().empty()) {
        fail(ErrorCode::CorruptFile, "{}: it holds no tensors", displayable(file.path().native()));
    }
    file.verifyChecksums();
    TensorCheck check;
    for (const TensorEntry& tensor : file.tensors()) {
        check.tensors.push_back({tensor.name, tensor.dtype, tensor.shape, digestOf(file, tensor)});
        if (tensor.numElements() == 0) {
            check.warnings.push_back(makeError(
                ErrorCode::InvalidInput, "the tensor {} is empty", displayable(tensor.name)));
        }
    }
    return check;
}

}  // namespace descry
