#pragma once
/// A bundle's fingerprint: the SHA-256 that says which numbers a model gives. Over the architecture
/// part of the config, the tokenizer's bytes, the preprocessing version and every online tensor's
/// name, type, shape and values in the order of names. Thread rule: one object, one thread. Errors:
/// those of the files it reads; a cache that cannot be read or written is passed over.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/hash.h"
#include "core/model/config.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

/// Names of a bundle's files.
inline constexpr std::string_view kConfigFile = "config.json";
inline constexpr std::string_view kWeightsFile = "model.safetensors";
inline constexpr std::string_view kCardFile = "CARD.md";
inline constexpr std::string_view kRankingFile = "ranking.json";
inline constexpr std::string_view kDoubtFile = "word_doubt.safetensors";
inline constexpr std::string_view kFingerprintFile = "fingerprint.json";
inline constexpr std::string_view kWordPieceFile = "vocab.txt";
inline constexpr std::string_view kSentencePieceFile = "tokenizer.model";

/// Largest tokenizer file that is read, bytes.
inline constexpr std::size_t kMaxTokenizerBytes = std::size_t{64} << 20;

/// How pictures and captions become numbers (rasa-spec sections 5 and 6). Counts up whenever that
/// changes, because embeddings of before are then no longer comparable.
inline constexpr std::string_view kPreprocessingVersion = "rasa-1";

class FingerprintHash {
  public:
    /// `tokenizerFile` is the name in the bundle, `tokenizerBytes` its content.
    FingerprintHash(const RasaConfig& config,
                    std::string_view tokenizerFile,
                    std::string_view tokenizerBytes);

    /// Starts a tensor; its values follow. Tensors come in the order of expectedTensors().
    void beginTensor(const TensorEntry& tensor);
    void update(std::span<const std::byte> values) { m_hash.update(values); }
    /// 64 hexadecimal digits; spends the object.
    std::string hexDigest() { return m_hash.hexDigest(); }

  private:
    Sha256 m_hash;
};

/// The fingerprint of an open bundle: from fingerprint.json if the files are as they were when it
/// was written, else computed and, where the folder can be written to, kept there.
std::string bundleFingerprint(const std::filesystem::path& folder,
                              std::string_view tokenizerFile,
                              const RasaConfig& config,
                              const TensorFile& weights);

/// Writes fingerprint.json for the files that lie in `folder` now.
void writeFingerprintCache(const std::filesystem::path& folder,
                           std::string_view tokenizerFile,
                           const std::string& fingerprint);

}  // namespace descry
