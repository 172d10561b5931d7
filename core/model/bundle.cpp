#include "core/model/bundle.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/model/fingerprint.h"
#include "core/model/tokenizer_fit.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

void requireBundleFolder(const fs::path& folder) {
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) {
        if (error && status.type() == fs::file_type::none) {
            fail(ErrorCode::Io, "{}: {}", shown(folder), error.message());
        }
        fail(ErrorCode::NotFound, "{}: no such bundle", shown(folder));
    }
    if (!fs::is_directory(status)) {
        fail(ErrorCode::InvalidInput,
             "{}: is a file, and a bundle is a folder; import the file into one first",
             shown(folder));
    }
    for (const std::string_view name : {kConfigFile, kWeightsFile}) {
        if (isThere(folder / name)) continue;
        fail(ErrorCode::NotFound,
             "{}: not a bundle: there is no {} in it; import a checkpoint to make one",
             shown(folder),
             name);
    }
}

std::string_view tokenizerFileOf(const fs::path& folder) {
    const bool hasWordPiece = isThere(folder / kWordPieceFile);
    const bool hasSentencePiece = isThere(folder / kSentencePieceFile);
    if (hasWordPiece && hasSentencePiece) {
        fail(ErrorCode::InvalidInput,
             "{}: has both {} and {}; remove the one that the model was not trained with",
             shown(folder),
             kWordPieceFile,
             kSentencePieceFile);
    }
    if (!hasWordPiece && !hasSentencePiece) {
        fail(ErrorCode::NotFound,
             "{}: not a bundle: there is neither {} nor {} in it",
             shown(folder),
             kWordPieceFile,
             kSentencePieceFile);
    }
    return hasWordPiece ? kWordPieceFile : kSentencePieceFile;
}

std::unique_ptr<TensorFile> openWeights(const fs::path& file, const RasaConfig& config) {
    std::unique_ptr<TensorFile> weights = openTensorFile(file);
    if (weights->kind() != TensorFileKind::Safetensors) {
        fail(ErrorCode::InvalidInput,
             "{}: is a checkpoint under a safetensors file's name; import it instead",
             shown(file));
    }
    WeightMismatch mismatch = compareWeights(*weights, config);
    // In a bundle names are plain; what an import understands (`module.`, duplicates) is not.
    for (const ExpectedTensor& tensor : expectedTensors(config)) {
        if (weights->find(tensor.name) != nullptr) continue;
        if (std::ranges::find(mismatch.missing, tensor.name) == mismatch.missing.end()) {
            mismatch.missing.push_back(tensor.name);
        }
    }
    if (!mismatch.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: does not fit {}\n{}",
             shown(file),
             kConfigFile,
             mismatch.describe());
    }
    return weights;
}

std::string folderName(const fs::path& folder) {
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(folder, error);
    return (error ? folder : absolute).filename().string();
}

}  // namespace

std::shared_ptr<const Bundle> Bundle::open(const fs::path& folder) {
    requireBundleFolder(folder);
    const fs::path configFile = folder / kConfigFile;
    const std::string_view tokenizerFile = tokenizerFileOf(folder);

    std::shared_ptr<Bundle> bundle(new Bundle);
    bundle->m_path = folder;
    bundle->m_name = folderName(folder);
    bundle->m_config =
        parseConfig(readJsonFile(configFile, {.maxBytes = kMaxConfigBytes}), shown(configFile));
    bundle->m_ranking = readRankingRule(folder / kRankingFile);
    bundle->m_tokenizer = loadTokenizer(folder / tokenizerFile);
    requireTokenizerFits(*bundle->m_tokenizer, shown(folder / tokenizerFile), bundle->m_config);
    bundle->m_weights = openWeights(folder / kWeightsFile, bundle->m_config);
    bundle->m_fingerprint =
        bundleFingerprint(folder, tokenizerFile, bundle->m_config, *bundle->m_weights);
    bundle->m_doubtReference =
        readDoubtReference(folder / kDoubtFile, bundle->m_config, bundle->m_fingerprint);
    return bundle;
}

}  // namespace descry
