#include "core/model/fingerprint.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/model/weights.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kScheme = 1;
constexpr std::size_t kMaxCacheBytes = 64 << 10;

/// Sizes and times of the files that the fingerprint depends on.
Json fileStamps(const fs::path& folder, std::string_view tokenizerFile) {
    Json stamps = Json::object();
    for (const std::string_view name : {kConfigFile, kWeightsFile, tokenizerFile}) {
        const fs::path file = folder / name;
        std::error_code error;
        const auto size = fs::file_size(file, error);
        const auto time = error ? fs::file_time_type{} : fs::last_write_time(file, error);
        if (error) {
            fail(ErrorCode::Io, "{}: {}", displayable(file.native()), error.message());
        }
        stamps[std::string(name)] = {{"size", size}, {"time", time.time_since_epoch().count()}};
    }
    return stamps;
}

bool isFingerprint(const Json& value) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::optional<std::string> cachedFingerprint(const fs::path& folder, const Json& stamps) {
    std::error_code error;
    if (!fs::exists(folder / kFingerprintFile, error)) return {};
    try {
        const Json cache = readJsonFile(folder / kFingerprintFile, {.maxBytes = kMaxCacheBytes});
        if (!cache.is_object() || cache.value("scheme", Json()) != kScheme ||
            cache.value("preprocessing", Json()) != kPreprocessingVersion ||
            cache.value("files", Json()) != stamps ||
            !isFingerprint(cache.value("fingerprint", Json()))) {
            return {};
        }
        return cache["fingerprint"].get<std::string>();
    } catch (const Error& cause) {
        log().info("fingerprint is computed anew: {}", cause.what());
        return {};
    }
}

void writeCache(const fs::path& folder, const Json& stamps, const std::string& fingerprint) {
    const Json cache = {{"scheme", kScheme},
                        {"preprocessing", kPreprocessingVersion},
                        {"files", stamps},
                        {"fingerprint", fingerprint}};
    writeFileAtomically(folder / kFingerprintFile, cache.dump(2) + "\n");
}

std::string computeFingerprint(const fs::path& folder,
                               std::string_view tokenizerFile,
                               const RasaConfig& config,
                               const TensorFile& weights) {
    FingerprintHash hash(
        config, tokenizerFile, readFile(folder / tokenizerFile, kMaxTokenizerBytes));
    for (const ExpectedTensor& tensor : expectedTensors(config)) {
        const TensorEntry* entry = weights.find(tensor.name);
        if (entry == nullptr) fail(ErrorCode::Internal, "{} is not among the weights", tensor.name);
        hash.beginTensor(*entry);
        readInPieces(weights, *entry, [&](std::span<const std::byte> part) { hash.update(part); });
    }
    return hash.hexDigest();
}

}  // namespace

FingerprintHash::FingerprintHash(const RasaConfig& config,
                                 std::string_view tokenizerFile,
                                 std::string_view tokenizerBytes) {
    m_hash.update(fmt::format("descry bundle {}\n{}\n{}\n{} {}\n",
                              kScheme,
                              kPreprocessingVersion,
                              architectureJson(config),
                              tokenizerFile,
                              tokenizerBytes.size()));
    m_hash.update(tokenizerBytes);
}

void FingerprintHash::beginTensor(const TensorEntry& tensor) {
    m_hash.update(fmt::format(
        "\n{} {} {}\n", tensor.name, safetensorsName(tensor.dtype), shownShape(tensor.shape)));
}

std::string bundleFingerprint(const fs::path& folder,
                              std::string_view tokenizerFile,
                              const RasaConfig& config,
                              const TensorFile& weights) {
    // Taken before reading: a file that changes meanwhile makes the cache stale, not wrong.
    const Json stamps = fileStamps(folder, tokenizerFile);
    if (auto cached = cachedFingerprint(folder, stamps)) return *cached;
    const std::string fingerprint = computeFingerprint(folder, tokenizerFile, config, weights);
    try {
        writeCache(folder, stamps, fingerprint);
    } catch (const Error& cause) {
        log().info("fingerprint is not kept: {}", cause.what());
    }
    return fingerprint;
}

void writeFingerprintCache(const fs::path& folder,
                           std::string_view tokenizerFile,
                           const std::string& fingerprint) {
    writeCache(folder, fileStamps(folder, tokenizerFile), fingerprint);
}

}  // namespace descry
