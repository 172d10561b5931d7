#pragma once
/// Which pair of an index has which id, as far as the images' hashes are known, and which pair of
/// the index a decision is about. Thread rule: one thread changes it. Errors: none.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/review/current_verdicts.h"
#include "core/review/pair_id.h"
#include "core/review/pair_index.h"

namespace descry {

class PairIds {
  public:
    /// `hashes` are by image of the index; a missing one is not known yet.
    PairIds(std::shared_ptr<const PairIndex> index,
            std::vector<std::optional<Sha256Digest>> hashes);

    const PairIndex& index() const noexcept { return *m_index; }
    std::size_t numUnknownImages() const;
    const std::optional<Sha256Digest>& hashOf(std::size_t image) const { return m_hashes[image]; }
    /// Nothing while the image's hash is not known.
    std::optional<PairId> of(std::size_t number) const;
    /// Rising; more than one where two files of the data set hold the same picture of a person.
    std::vector<std::size_t> find(const PairId& pair) const;
    /// By the pair's id, else by its paths and caption where the image's hash is not known.
    std::vector<std::size_t> find(const Decision& decision) const;

  private:
    std::shared_ptr<const PairIndex> m_index;
    std::vector<std::optional<Sha256Digest>> m_hashes;
    std::vector<std::pair<PairId, std::size_t>> m_numbers;  ///< Rising.
};

/// Of the index's pairs those that have been decided.
class DecidedPairs {
  public:
    DecidedPairs(const CurrentVerdicts& verdicts, const PairIds& ids);

    /// The id under which the log knows the pair; nothing if nobody has decided.
    std::optional<PairId> of(std::size_t number) const { return m_pairs[number]; }
    /// Decisions whose image or caption is not in the data set, or is another one by now.
    std::size_t numStrangers() const noexcept { return m_numStrangers; }

  private:
    std::vector<std::optional<PairId>> m_pairs;  ///< By number.
    std::size_t m_numStrangers = 0;
};

}  // namespace descry
