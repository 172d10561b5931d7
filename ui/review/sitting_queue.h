#pragma once
/// The queue of a sitting: which pair stands where, what of it is decided or was passed over, and
/// what comes next. Thread rule: one thread. Errors: none.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/review/own_verdicts.h"
#include "ui/review/sitting.h"

namespace descry {

class SittingQueue {
  public:
    explicit SittingQueue(OpenedSitting sitting);

    const PairIndex& index() const { return *m_state.index; }
    const std::shared_ptr<const PairIndex>& sharedIndex() const { return m_state.index; }
    /// Folder that the data set's paths are relative to.
    const std::filesystem::path& images() const { return m_state.images; }
    /// As it was known when the sitting was opened.
    const std::optional<Sha256Digest>& knownHash(std::size_t image) const {
        return m_state.ids->hashOf(image);
    }
    /// What repeats in the data set or is left out of it.
    const std::vector<Finding>& findings() const { return m_state.findings; }
    /// Of the scores there are; empty: none.
    const std::string& fingerprint() const { return m_state.fingerprint; }
    const OwnVerdicts& verdicts() const { return m_verdicts; }

    std::size_t size() const { return m_entries.size(); }
    const QueueEntry& at(std::size_t place) const { return m_entries[place]; }
    /// Nothing for a pair that is not in the queue.
    std::optional<std::size_t> placeOf(std::size_t number) const;
    std::size_t numDecided() const { return m_numDecided; }
    /// The first place from `from` on that is neither decided nor passed over.
    std::optional<std::size_t> nextFrom(std::size_t from) const;
    /// As nextFrom(), and then from the beginning.
    std::optional<std::size_t> next(std::size_t from) const;

    /// A decision, or an undo, on the pair of this number.
    void record(const Decision& decision, std::size_t number);
    void passOver(std::size_t number);
    /// Which number a pair of an earlier opening has here; nothing if the data set has it no more.
    /// It stays in the queue: at the end, if this one has no place for it.
    std::optional<std::size_t> keep(const SittingQueue& before, std::size_t number);
    /// Numbers of pairs, in the order in which they were passed over.
    const std::vector<std::size_t>& passedOver() const { return m_passedOver; }

    NoiseEstimate noise() const;
    /// How many of the pairs of known verdict were decided so.
    std::optional<Share> shareOfKnown() const;

  private:
    bool isDone(std::size_t number) const;
    std::size_t countDecided(const std::vector<std::size_t>& numbers) const;

    std::uint64_t m_seed;
    std::vector<QueueEntry> m_entries;
    std::vector<GoldPair> m_gold;
    std::vector<std::uint32_t> m_placeOf;  ///< By number of the pair.
    std::vector<std::size_t> m_passedOver;
    ReviewState m_state;  ///< Its verdicts have gone to m_verdicts.
    OwnVerdicts m_verdicts;
    std::size_t m_numDecided = 0;
};

}  // namespace descry
