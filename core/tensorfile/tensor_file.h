#pragma once
/// Files of named tensors: safetensors, and PyTorch checkpoints (.pth, zip or the older stream of
/// pickles), told apart by their bytes. Opening reads and checks the directory only; a tensor's
/// bytes are touched when it is asked for. No code in a file is ever run: an allow-list of pickle
/// operations and globals, every size checked against the file.
/// Thread rule: immutable after opening, any thread. Errors: NotFound, Io, CorruptFile,
/// Unsupported; every message names the file and what is wrong.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensorfile/dtype.h"

namespace descry {

/// A tensor that no file holds yet.
inline constexpr std::uint32_t kNoTensorIndex = 0xFFFFFFFF;

struct TensorEntry {
    std::string name;  ///< As stored; `module.` is not stripped.
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;  ///< Empty for a scalar.
    /// The file's own number for it, set by readers; entries without it are found by name.
    std::uint32_t index = kNoTensorIndex;

    std::int64_t numElements() const noexcept;
    std::size_t sizeBytes() const noexcept {
        return static_cast<std::size_t>(numElements()) * byteSize(dtype);
    }
};

enum class TensorFileKind { Safetensors, ZipCheckpoint, LegacyCheckpoint };

class TensorFile {
  public:
    virtual ~TensorFile() = default;

    virtual TensorFileKind kind() const = 0;
    virtual const std::filesystem::path& path() const = 0;

    /// The model's tensors, in the file's order. For a checkpoint these are the entries of its
    /// state dictionary (`model` or `state_dict` if the top level has one, else the top level).
    virtual std::span<const TensorEntry> tensors() const = 0;
    /// nullptr if there is none of that name.
    virtual const TensorEntry* find(std::string_view name) const = 0;

    /// Writes the packed, row-major, little-endian elements of a tensor into `out`, which is
    /// `sizeBytes()` long. Strided, expanded and shared storages are packed.
    virtual void read(const TensorEntry& tensor, std::span<std::byte> out) const = 0;
    std::vector<std::byte> read(const TensorEntry& tensor) const;
    /// The same for a part: elements from `firstElement` on, as many as `out` holds, so that a
    /// large tensor can be read in pieces.
    virtual void readPart(const TensorEntry& tensor,
                          std::int64_t firstElement,
                          std::span<std::byte> out) const;
    /// Any float type (F16, BF16, F32, F64) converted to float32; other types throw InvalidInput.
    std::vector<float> readFloats(const TensorEntry& tensor) const;
    /// Any integer type or Bool widened to int64.
    std::vector<std::int64_t> readIntegers(const TensorEntry& tensor) const;

    /// What else the file says, as JSON: safetensors' `__metadata__`; a checkpoint's entries beside
    /// the model that are plain values (`config`, `epoch`, `best`, `best_epoch`; tensors left out).
    virtual const nlohmann::json& metadata() const = 0;

    /// Compares the checksums that the file carries, if it does, with all of its bytes:
    /// CorruptFile. Reading tensors does not, so that it touches no more than what is asked for.
    virtual void verifyChecksums() const {}
};

/// Opens a file of any of the three kinds. A checkpoint must hold a state dictionary.
std::unique_ptr<TensorFile> openTensorFile(const std::filesystem::path& path);
/// The same for bytes in memory, which must outlive the file; `name` stands for the path.
std::unique_ptr<TensorFile> openTensorBytes(std::span<const std::byte> bytes,
                                            const std::filesystem::path& name);

/// A tensor to write: `bytes` are its packed little-endian elements and must outlive the call.
struct TensorSource {
    TensorEntry entry;
    std::span<const std::byte> bytes;
};

/// Writes a safetensors file atomically, tensors in the order given. The first begins at a multiple
/// of 64 bytes; the format allows no gaps, so the others do where the sizes before them allow it.
void writeSafetensors(const std::filesystem::path& path,
                      std::span<const TensorSource> tensors,
                      const std::map<std::string, std::string>& metadata = {});

}  // namespace descry
