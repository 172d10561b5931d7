#pragma once
/// What the tests of core/tensorfile share: refusals looked at closely, files and pickles made by
/// hand. Thread rule: pure functions.

#include <QTest>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/tensorfile/crc32.h"
#include "core/tensorfile/zip_writer.h"

namespace descry::testing {

inline std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

template <typename T>
std::span<const std::byte> bytesOf(const std::vector<T>& values) {
    return std::as_bytes(std::span(values));
}

inline void writeFile(const std::filesystem::path& path, std::string_view contents) {
    std::ofstream out(path, std::ios::binary);
    out.write(contents.data(), static_cast<std::streamsize>(contents.size()));
}

inline std::string readWhole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Refusal {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
};

/// The Error that `action` throws; nothing if it throws none.
template <typename Action>
std::optional<Refusal> refusalOf(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return Refusal{error.code(), error.what()};
    }
    return std::nullopt;
}

struct ZipPart {
    std::string name;
    std::string contents;
};

inline std::string zipOf(const std::vector<ZipPart>& parts) {
    std::string archive;
    std::vector<ZipEntry> entries;
    for (const ZipPart& part : parts) {
        entries.push_back(
            {part.name, archive.size(), part.contents.size(), crc32(bytesOf(part.contents))});
        archive += zipLocalHeader(entries.back());
        archive += part.contents;
    }
    return archive + zipDirectory(entries, archive.size());
}

inline std::string littleEndian(std::uint64_t value, int numBytes) {
    std::string text;
    for (int i = 0; i < numBytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

inline std::string pickledText(std::string_view text) {
    return "X" + littleEndian(text.size(), 4) + std::string(text);
}

inline std::string pickledInt(std::int64_t value) {
    return "\x8a\x08" + littleEndian(static_cast<std::uint64_t>(value), 8);
}

inline std::string pickledTuple(const std::vector<std::int64_t>& values) {
    std::string text = "(";
    for (const std::int64_t value : values) text += pickledInt(value);
    return text + "t";
}

/// A tensor as torch pickles it.
struct PickledTensor {
    std::string storageClass = "FloatStorage";
    std::string key = "0";
    std::int64_t storageElements = 0;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::string legacyView;  ///< "N" or a tuple, for the older stream.

    std::string pickled() const {
        return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickledText("storage") + "ctorch\n" +
               storageClass + "\n" + pickledText(key) + pickledText("cuda:0") +
               pickledInt(storageElements) + legacyView + "tQ" + pickledInt(offset) +
               pickledTuple(shape) + pickledTuple(strides) + "\x89" +
               "ccollections\nOrderedDict\n)RtR";
    }
};

using PickledItems = std::vector<std::pair<std::string, std::string>>;

/// A dictionary of texts to pickled values, without PROTO and STOP.
inline std::string pickledDict(const PickledItems& items) {
    std::string text = "}(";
    for (const auto& [key, value] : items) text += pickledText(key) + value;
    return text + "u";
}

inline std::string pickleOf(const std::string& value) {
    return "\x80\x02" + value + ".";
}

/// The archive of a checkpoint with this pickle and these storages, named 0, 1, ...
inline std::string checkpointOf(const std::string& value,
                                const std::vector<std::string>& storages) {
    std::vector<ZipPart> parts{{"archive/data.pkl", pickleOf(value)}};
    for (std::size_t i = 0; i < storages.size(); ++i) {
        parts.push_back({"archive/data/" + std::to_string(i), storages[i]});
    }
    parts.push_back({"archive/version", "3\n"});
    return zipOf(parts);
}

template <typename T>
std::string rawBytes(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace descry::testing
