#pragma once
/// Which image and captions stand in which batch: the published sampler (rasa-spec section 7). One
/// pair per image and caption, shuffled each epoch, the last incomplete batch dropped. Verdicts of
/// a review change which pairs there are, what they read and whether they count as strong. Any
/// batch is a function of seed, epoch and place, so a run resumes anywhere. Thread rule: batch() on
/// one thread. Errors: InvalidInput for records without a pair.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/pair_verdicts.h"

namespace descry {

/// A caption of a record.
struct CaptionPlace {
    std::uint32_t record = 0;
    std::uint32_t caption = 0;
};

struct SampledPair {
    CaptionPlace own;             ///< The image, and its own caption.
    CaptionPlace paired;          ///< Own, or a caption of the person.
    std::string_view ownText;     ///< What is read of them; valid while the sampler is.
    std::string_view pairedText;  ///< Likewise.
    std::int64_t person = 0;      ///< 0.. in order of first appearance.
    bool isReplaced = false;      ///< Weak: judged so, or the paired caption reads differently.
    std::uint64_t draw = 0;       ///< For the sample's further draws.
};

class PairSampler {
  public:
    struct Options {
        std::int64_t batchSize = 13;
        double weakPairProbability = 0.1;
        std::uint64_t seed = 0;
    };

    /// `records` must outlive the sampler; `verdicts` need not. Fewer pairs than a batch: all of
    /// them are one batch. A verdict is on an image and a text, wherever the person's captions hold
    /// it. One on an image or caption that `records` lacks has no effect.
    PairSampler(std::span<const DatasetRecord> records,
                const Options& options,
                std::span<const PairVerdict> verdicts = {});

    std::int64_t numPairs() const noexcept { return static_cast<std::int64_t>(m_pairs.size()); }
    std::int64_t numPeople() const noexcept { return static_cast<std::int64_t>(m_people.size()); }
    /// Pairs of an image and a caption in `records` that a verdict decides.
    std::int64_t numJudged() const noexcept { return static_cast<std::int64_t>(m_judged.size()); }
    std::int64_t batchSize() const noexcept { return m_batchSize; }
    std::int64_t batchesPerEpoch() const noexcept { return numPairs() / m_batchSize; }

    std::vector<SampledPair> batch(std::int64_t epoch, std::int64_t index);

  private:
    struct Judged {
        Verdict verdict = Verdict::Weak;
        std::string text;
    };
    /// The image's record, then the caption's place.
    using PairKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

    void judge(std::span<const PairVerdict> verdicts);
    void addPairs();
    void shuffle(std::int64_t epoch);
    /// nullptr: nobody has looked.
    const Judged* judgementOf(std::uint32_t record, const CaptionPlace& place) const;
    bool isRejected(std::uint32_t record, const CaptionPlace& place) const;
    /// Of the person's captions, those that may stand beside the record's image.
    std::vector<CaptionPlace> allowedCaptions(std::uint32_t record) const;
    std::string_view textOf(std::uint32_t record, const CaptionPlace& place) const;
    bool isWeak(const SampledPair& sample) const;

    std::span<const DatasetRecord> m_records;
    Options m_options;
    std::int64_t m_batchSize = 0;
    std::map<PairKey, Judged> m_judged;
    std::vector<CaptionPlace> m_pairs;
    std::vector<std::int64_t> m_personOfRecord;
    std::vector<bool> m_hasRejected;                  ///< By record: a caption of the person.
    std::vector<std::vector<CaptionPlace>> m_people;  ///< All captions of each person.
    std::int64_t m_epoch = -1;
    std::vector<std::uint32_t> m_order;  ///< Of the epoch: indices into m_pairs.
};

}  // namespace descry
