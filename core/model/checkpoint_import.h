#pragma once
/// Turning a checkpoint (RaSa's, ALBEF's, or a safetensors file of the same names) into a bundle.
/// Keeps the online weights; momentum copies, queues and optimiser state stay behind. Tensors pass
/// through one at a time, so memory stays near the largest of them. Thread rule: one call, one
/// thread. Errors: InvalidInput (does not fit, target exists), NotFound, CorruptFile, Io; nothing
/// is left behind by a failure.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/weights.h"

namespace descry {

enum class WeightType { F32, F16, BF16 };

struct ImportOptions {
    std::filesystem::path vocabFile;              ///< vocab.txt or tokenizer.model.
    std::optional<std::filesystem::path> config;  ///< --config; else the published one.
    WeightType weightType = WeightType::F32;      ///< How model.safetensors stores floats.
    std::vector<std::string> allowMissing;        ///< Glob patterns of tensors that may be absent.
    std::string vocabNotice;                      ///< Written to CARD.md: origin and licence.
    std::string cardNotes;                        ///< Further sections of CARD.md.
    std::stop_token stop;                         ///< Obeyed every few MiB: Cancelled.
    /// Called every few MiB: what is being done, bytes done and in all.
    std::function<void(const std::string& stage, std::int64_t done, std::int64_t total)> progress;
};

/// Reads a checkpoint or safetensors file and writes a bundle folder, whole or not at all.
/// Returns warnings. Throws MismatchError with WeightMismatch::describe() if it does not fit.
std::vector<Error> importCheckpoint(const std::filesystem::path& checkpoint,
                                    const std::filesystem::path& outFolder,
                                    const ImportOptions& options);

}  // namespace descry
