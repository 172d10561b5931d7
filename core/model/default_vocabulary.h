#pragma once
/// BERT's uncased vocabulary as Descry carries it, for checkpoints that come without one. Thread
/// rule: reads the environment and the disk, any thread. Errors: none; absence is nullopt.

#include <filesystem>
#include <optional>
#include <string>

namespace descry {

struct DefaultVocabulary {
    std::filesystem::path file;
    std::string notice;  ///< Origin and the licence's text, as they lie beside the file.
};

/// Looks in DESCRY_DATA_DIR, in ../share/descry beside the program's folder, and in the .deps of a
/// checkout that the program was built in, in this order; in each for
/// vocab/bert-base-uncased-vocab.txt.
std::optional<DefaultVocabulary> findDefaultVocabulary(const std::filesystem::path& programFolder);

}  // namespace descry
