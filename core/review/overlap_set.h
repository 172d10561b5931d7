#pragma once
/// The pairs that two annotators decide both, so that their agreement can be measured: as many of
/// every tenth of the pairs by suspicion, because annotators agree on what is plain. It is chosen
/// once and kept in a file (overlap.json) beside the decisions, which the second annotator gets
/// too. Thread rule: pure functions and files. Errors: InvalidInput, CorruptFile naming the file;
/// Io.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/review/pair_ids.h"
#include "core/review/suspicion.h"

namespace descry {

/// `size` numbers of pairs, rising, or all there are. Pairs without scores are a group of their
/// own; with no scores at all (`suspicions` empty) the draw is plain.
std::vector<std::size_t> chooseOverlap(std::size_t numPairs,
                                       const Suspicions& suspicions,
                                       std::size_t size,
                                       std::uint64_t seed);

void writeOverlap(const std::filesystem::path& file,
                  const std::vector<std::size_t>& numbers,
                  const PairIds& ids);
/// Pairs that are gone, as from a gallery that has changed, are left out. A file none of whose
/// pairs is there is refused: the data set is another one.
std::vector<std::size_t> readOverlap(const std::filesystem::path& file, const PairIds& ids);

}  // namespace descry
