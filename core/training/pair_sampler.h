#pragma once
/// Which image and captions stand in which batch: the published sampler (rasa-spec section 7). One
/// pair per image and caption, shuffled each epoch, the last incomplete batch dropped. Any batch is
/// a function of seed, epoch and place, so a run resumes anywhere. Thread rule: batch() on one
/// thread. Errors: InvalidInput for records without a pair.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace descry {

/// A caption of a record.
struct CaptionPlace {
    std::uint32_t record = 0;
    std::uint32_t caption = 0;
};

struct SampledPair {
    CaptionPlace own;         ///< The image, and its own caption.
    CaptionPlace paired;      ///< Own, or a caption of the person.
    std::int64_t person = 0;  ///< 0.. in order of first appearance.
    bool isReplaced = false;  ///< The paired caption reads differently.
    std::uint64_t draw = 0;   ///< For the sample's further draws.
};

class PairSampler {
  public:
    struct Options {
        std::int64_t batchSize = 13;
        double weakPairProbability = 0.1;
        std::uint64_t seed = 0;
    };

    /// `records` must outlive the sampler. Fewer pairs than a batch: all of them are one batch.
    PairSampler(std::span<const DatasetRecord> records, const Options& options);

    std::int64_t numPairs() const noexcept { return static_cast<std::int64_t>(m_pairs.size()); }
    std::int64_t numPeople() const noexcept { return static_cast<std::int64_t>(m_people.size()); }
    std::int64_t batchSize() const noexcept { return m_batchSize; }
    std::int64_t batchesPerEpoch() const noexcept { return numPairs() / m_batchSize; }

    std::vector<SampledPair> batch(std::int64_t epoch, std::int64_t index);

  private:
    void shuffle(std::int64_t epoch);
    const std::string& text(const CaptionPlace& place) const;

    std::span<const DatasetRecord> m_records;
    Options m_options;
    std::int64_t m_batchSize = 0;
    std::vector<CaptionPlace> m_pairs;
    std::vector<std::int64_t> m_personOfRecord;
    std::vector<std::vector<CaptionPlace>> m_people;  ///< All captions of each person.
    std::int64_t m_epoch = -1;
    std::vector<std::uint32_t> m_order;  ///< Of the epoch: indices into m_pairs.
};

}  // namespace descry
