#pragma once
/// Private to core/tensorfile: a reader of the pickles that PyTorch writes. It builds a graph of
/// plain values and runs nothing: an allow-list of instructions, a list of globals
/// (pickle_globals.h) whose few calls are understood here, and caps on everything that can grow.
/// The graph is flat, values name one another by number, so neither reading nor destroying a deeply
/// nested pickle recurses. Thread rule: pure function. Errors: CorruptFile, Unsupported.
/// Source: Python's pickletools, protocols 0 to 5; torch's serialised forms.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensorfile/dtype.h"
#include "core/tensorfile/tensor_view.h"

namespace descry {

enum class PickleKind : std::uint8_t {
    None,
    Bool,
    Int,
    BigInt,  ///< Beyond 64 bits: `text` holds the little-endian two's complement.
    Float,
    String,  ///< `text` is valid UTF-8.
    Bytes,
    Tuple,
    List,
    Set,
    Dict,  ///< `items` holds key, value, key, value, ...
    OrderedDict,
    Namespace,   ///< argparse.Namespace and the like; items as in Dict.
    Global,      ///< `integer` counts into pickleGlobals().
    Storage,     ///< `integer` counts into PickleGraph::storages.
    Tensor,      ///< `integer` counts into PickleGraph::tensors.
    NumpyDtype,  ///< `text` is numpy's short name, "f8".
};

/// Counts into PickleGraph::values.
using PickleRef = std::uint32_t;

struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::int64_t integer = 0;  ///< Bool, Int, and the bits of Float.
    std::string_view text;     ///< Into the pickle's bytes or PickleGraph::ownedText.
    std::vector<PickleRef> items;

    double real() const noexcept { return std::bit_cast<double>(integer); }
};

/// A storage that the pickle names: its elements are elsewhere in the file.
struct PickleStorage {
    std::string_view key;  ///< Of the record that holds the bytes.
    DType dtype = DType::F32;
    std::int64_t recordElements = 0;  ///< Elements of the whole record.
    std::int64_t firstElement = 0;    ///< Of this storage in the record; not 0 in old views alone.
    std::int64_t numElements = 0;
};

struct PickleTensor {
    std::uint32_t storage = 0;
    StridedView view;  ///< Lies within the storage.
};

struct PickleGraph {
    std::vector<PickleValue> values;
    std::vector<PickleStorage> storages;
    std::vector<PickleTensor> tensors;
    std::deque<std::string> ownedText;
    PickleRef root = 0;
    std::size_t length = 0;  ///< Bytes of the pickle, up to and with STOP.

    const PickleValue& value(PickleRef ref) const noexcept { return values[ref]; }
};

/// How storages are named: five fields in a zip archive, six in the older stream of pickles.
enum class StorageNaming { Zip, Legacy, None };

struct PickleOptions {
    std::string name;  ///< Opens every message: the file, and which pickle of it.
    StorageNaming naming = StorageNaming::Zip;
};

/// Reads the pickle at the start of `bytes`, which must outlive the graph.
PickleGraph readPickle(std::span<const std::byte> bytes, const PickleOptions& options);

/// What a value is, in words, for messages: "a list", "a tensor".
std::string_view describeKind(PickleKind kind) noexcept;

}  // namespace descry
