#pragma once
/// What one annotator has decided of an index's pairs, by number, kept up with every decision of a
/// sitting. Thread rule: one thread. Errors: none.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/review/current_verdicts.h"
#include "core/review/pair_ids.h"

namespace descry {

class OwnVerdicts {
  public:
    OwnVerdicts(std::shared_ptr<const PairIds> ids,
                CurrentVerdicts verdicts,
                std::string annotator);

    /// The decision that counts; nullptr if there is none.
    const Decision* of(std::size_t number) const;
    std::optional<Verdict> verdictOf(std::size_t number) const;
    bool isDecided(std::size_t number) const { return of(number) != nullptr; }
    /// Those of the other annotators, by name.
    std::vector<const Decision*> othersOf(std::size_t number) const;
    /// All that was ever decided of it, the latest first. `shown` is the pair's id by the image
    /// that is shown, for a pair of which no decision counts.
    std::vector<PastDecision> historyOf(std::size_t number,
                                        const std::optional<PairId>& shown) const;

    /// Pairs that a decision is about; several where two files hold the same picture.
    std::vector<std::size_t> numbersOf(const Decision& decision) const;
    /// A decision, or an undo, on the pair of this number; one that is there already is no other.
    void add(const Decision& decision, std::size_t number);

  private:
    std::optional<PairId> pairOf(std::size_t number) const;
    bool isKnown(const Decision& decision) const;

    std::shared_ptr<const PairIds> m_ids;
    CurrentVerdicts m_verdicts;
    std::string m_annotator;
    DecidedPairs m_before;                            ///< As the sitting was opened.
    std::unordered_map<std::size_t, PairId> m_since;  ///< What has been decided in it.
};

}  // namespace descry
