#include "ui/common/model_import_job.h"

#include <fmt/format.h>

#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/model/checkpoint_import.h"
#include "core/model/default_vocabulary.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMegabyte = 1'000'000;

/// A vocabulary beside the checkpoint goes before the published one.
void chooseVocabulary(const ModelImport& import, ImportOptions& options) {
    for (const char* name : {"tokenizer.model", "vocab.txt"}) {
        const fs::path beside = import.checkpoint.parent_path() / name;
        if (!fs::is_regular_file(beside)) continue;
        options.vocabFile = beside;
        return;
    }
    auto vocabulary = findDefaultVocabulary(import.programFolder);
    if (!vocabulary) {
        fail(ErrorCode::NotFound,
             "{}: no vocab.txt or tokenizer.model lies beside it, and BERT's vocabulary is not "
             "installed; put the model's vocabulary beside the file",
             displayable(import.checkpoint.native()));
    }
    options.vocabFile = std::move(vocabulary->file);
    options.vocabNotice = std::move(vocabulary->notice);
}

}  // namespace

std::string ModelImportJob::title() const {
    return fmt::format("Importing {}", displayable(m_import.checkpoint.filename().native()));
}

void ModelImportJob::run(JobContext& context) {
    ImportOptions options;
    chooseVocabulary(m_import, options);
    const fs::path config = m_import.checkpoint.parent_path() / "config.json";
    if (fs::is_regular_file(config)) options.config = config;
    options.stop = context.stopToken();
    options.progress = [&](const std::string& stage, std::int64_t done, std::int64_t total) {
        const bool isEarlyRounding = done < total && done / kMegabyte == total / kMegabyte;
        if (!isEarlyRounding) context.report(stage, done / kMegabyte, total / kMegabyte, "MB");
    };
    makeFolder(m_import.bundle.parent_path());
    try {
        for (const Error& warning :
             importCheckpoint(m_import.checkpoint, m_import.bundle, options)) {
            context.warn(warning);
        }
    } catch (const MismatchError& error) {
        *m_mismatches = error.tensors();
        throw;
    }
}

fs::path freeBundleFolder(const fs::path& bundlesFolder,
                          const fs::path& checkpoint,
                          const std::set<fs::path>& taken) {
    const std::string name = checkpoint.stem().native();
    fs::path folder = bundlesFolder / name;
    std::error_code problem;
    for (int number = 2; taken.contains(folder) || fs::exists(folder, problem); ++number) {
        folder = bundlesFolder / fmt::format("{} {}", name, number);
    }
    if (problem) {
        fail(ErrorCode::Io, "{}: {}", displayable(folder.native()), problem.message());
    }
    return folder;
}

}  // namespace descry
