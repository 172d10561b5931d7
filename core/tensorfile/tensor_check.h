#pragma once
/// The thorough look at a tensor file, for `model check` and the import: every tensor is read, in
/// pieces of a few MiB whatever its size. Thread rule: pure function. Errors: CorruptFile, with
/// the file and the tensor, for a wrong checksum, a value that is not finite, a file without
/// tensors.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

struct TensorDigest {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::string sha256;  ///< Of the packed little-endian elements; 64 hexadecimal digits.
};

struct TensorCheck {
    std::vector<TensorDigest> tensors;  ///< In the file's order.
    std::vector<Error> warnings;        ///< Odd, yet readable.
};

TensorCheck checkTensorFile(const TensorFile& file);

}  // namespace descry
