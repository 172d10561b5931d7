#pragma once
/// A bundle: the folder that holds a model ready for use (config.json, model.safetensors, vocab.txt
/// or tokenizer.model, CARD.md, optionally ranking.json and word_doubt.safetensors). Thread rule:
/// immutable after opening. Errors: NotFound, Io, CorruptFile, InvalidInput; messages name the
/// file.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/model/checkpoint_import.h"
#include "core/model/config.h"
#include "core/model/doubt_reference.h"
#include "core/model/ranking_rule.h"
#include "core/model/weights.h"
#include "core/tensorfile/tensor_file.h"
#include "core/text/tokenizer.h"

namespace descry {

class Bundle {
  public:
    /// Reads config and tokenizer, opens the weights' directory, checks every tensor that the
    /// config asks for: a mismatch names every missing, unexpected and misshapen one.
    static std::shared_ptr<const Bundle> open(const std::filesystem::path& folder);

    const std::filesystem::path& path() const noexcept { return m_path; }
    const std::string& name() const noexcept { return m_name; }  ///< The folder's name.
    const RasaConfig& config() const noexcept { return m_config; }
    const Tokenizer& tokenizer() const noexcept { return *m_tokenizer; }
    const TensorFile& weights() const noexcept { return *m_weights; }
    const RankingRule& ranking() const noexcept { return m_ranking; }
    /// Absent where it was not fitted.
    const std::optional<DoubtReference>& doubtReference() const noexcept {
        return m_doubtReference;
    }
    /// SHA-256 over weights, the architecture part of config, tokenizer and preprocessing version;
    /// 64 hexadecimal digits. Read once; kept in fingerprint.json beside file sizes and times.
    const std::string& fingerprint() const noexcept { return m_fingerprint; }

  private:
    Bundle() = default;

    std::filesystem::path m_path;
    std::string m_name;
    RasaConfig m_config;
    std::unique_ptr<Tokenizer> m_tokenizer;
    std::unique_ptr<TensorFile> m_weights;
    RankingRule m_ranking;
    std::optional<DoubtReference> m_doubtReference;
    std::string m_fingerprint;
};

}  // namespace descry
