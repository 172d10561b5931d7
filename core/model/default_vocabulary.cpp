#include "core/model/default_vocabulary.h"

#include <cstdlib>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxNoticeBytes = 64 << 10;

std::vector<fs::path> dataFolders(const fs::path& programFolder) {
    std::vector<fs::path> folders;
    const char* named = std::getenv("DESCRY_DATA_DIR");
    if (named != nullptr && *named != '\0') folders.emplace_back(named);
    folders.push_back(programFolder.parent_path() / "share" / "descry");
    // build/<preset>/bin lies three levels below a checkout; a build folder elsewhere may be
    // nearer.
    constexpr int kMaxLevels = 4;
    fs::path folder = programFolder;
    for (int level = 0; level < kMaxLevels && folder.has_relative_path(); ++level) {
        folder = folder.parent_path();
        folders.push_back(folder / ".deps");
    }
    return folders;
}

/// The file's text with a blank line after it; "" with a warning if it cannot be read.
std::string readParagraphs(const fs::path& file) {
    try {
        return readFile(file, kMaxNoticeBytes) + "\n";
    } catch (const Error& error) {
        log().warn("the vocabulary's notice is not complete: {}", error.what());
        return "";
    }
}

}  // namespace

std::optional<DefaultVocabulary> findDefaultVocabulary(const fs::path& programFolder) {
    for (const fs::path& folder : dataFolders(programFolder)) {
        const fs::path vocabularies = folder / "vocab";
        const fs::path file = vocabularies / "bert-base-uncased-vocab.txt";
        std::error_code ignored;
        if (!fs::is_regular_file(file, ignored)) continue;
        // The licence asks for its text to go wherever the vocabulary goes.
        return DefaultVocabulary{
            file,
            readParagraphs(vocabularies / "NOTICE") + readParagraphs(vocabularies / "LICENSE")};
    }
    return {};
}

}  // namespace descry
