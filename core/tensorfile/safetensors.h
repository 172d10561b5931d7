#pragma once
/// Private to core/tensorfile: reading of the safetensors format: 8 bytes of header length, a JSON
/// header, the tensors' bytes without gaps. Thread rule: the file is immutable after opening.
/// Errors as in tensor_file.h. Source: the format's published description.

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "core/tensorfile/file_bytes.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

/// A header of 100,000 tensors has 12 MiB; a reader that believes any length reads gigabytes.
inline constexpr std::size_t kMaxSafetensorsHeader = std::size_t{16} << 20;
/// Before the header: its length.
inline constexpr std::size_t kSafetensorsLengthBytes = 8;
/// The one entry of the header that is no tensor.
inline constexpr std::string_view kSafetensorsMetadata = "__metadata__";

/// The bytes begin as a safetensors file does: a header of a length that fits, opening with '{'.
bool looksLikeSafetensors(std::span<const std::byte> bytes) noexcept;
std::unique_ptr<TensorFile> openSafetensors(FileBytes file);

}  // namespace descry
