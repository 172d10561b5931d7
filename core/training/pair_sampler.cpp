#include "core/training/pair_sampler.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/random_stream.h"

namespace descry {
namespace {

/// Purposes of the streams below a run's seed.
constexpr std::uint64_t kOrder = 1;
constexpr std::uint64_t kSample = 2;

/// Where images and captions stand, in more than one place where they repeat.
class RecordPlaces {
  public:
    RecordPlaces(std::span<const DatasetRecord> records, std::span<const PairVerdict> verdicts)
        : m_records(records) {
        for (std::uint32_t record = 0; record < records.size(); ++record) {
            const DatasetRecord& listed = records[record];
            m_images[listed.imagePath].push_back(record);
            for (std::uint32_t i = 0; i < listed.captions.size(); ++i) {
                m_captions[{listed.personId, listed.captions[i]}].push_back({record, i});
            }
        }
        for (const PairVerdict& verdict : verdicts) {
            if (verdict.isOwn() && verdict.edited) addEdit(verdict);
        }
    }

    std::span<const std::uint32_t> of(std::string_view imagePath) const {
        const auto found = m_images.find(imagePath);
        return found == m_images.end() ? std::span<const std::uint32_t>() : found->second;
    }
    /// Where the judged caption stands: wherever the person's read as it did, because a pair is an
    /// image and a text, and where an export has written its edit into the data set.
    std::vector<CaptionPlace> captions(const PairVerdict& verdict) const {
        const auto images = of(verdict.imagePath);
        if (images.empty()) return {};
        const auto found = m_captions.find({m_records[images.front()].personId, verdict.caption});
        return found == m_captions.end() ? std::vector<CaptionPlace>() : found->second;
    }

  private:
    void addEdit(const PairVerdict& own) {
        for (const std::uint32_t record : of(own.imagePath)) {
            const DatasetRecord& listed = m_records[record];
            for (std::uint32_t i = 0; i < listed.captions.size(); ++i) {
                if (listed.captions[i] != *own.edited) continue;
                m_captions[{listed.personId, own.caption}].push_back({record, i});
            }
        }
    }

    std::span<const DatasetRecord> m_records;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> m_images;
    std::map<std::pair<std::int64_t, std::string_view>, std::vector<CaptionPlace>> m_captions;
};

}  // namespace

PairSampler::PairSampler(std::span<const DatasetRecord> records,
                         const Options& options,
                         std::span<const PairVerdict> verdicts)
    : m_records(records), m_options(options), m_hasRejected(records.size(), false) {
    judge(verdicts);
    addPairs();
    if (m_pairs.empty() && m_judged.empty()) {
        fail(ErrorCode::InvalidInput, "the training split has no image with a caption");
    }
    if (m_pairs.empty()) {
        fail(ErrorCode::InvalidInput,
             "the training split has no image with a caption that the verdicts on pairs do not "
             "reject");
    }
    m_batchSize = std::min(m_options.batchSize, numPairs());
}

void PairSampler::judge(std::span<const PairVerdict> verdicts) {
    if (verdicts.empty()) return;
    const RecordPlaces records(m_records, verdicts);
    for (const PairVerdict& verdict : verdicts) {
        if (verdict.verdict == Verdict::Unsure) continue;
        for (const CaptionPlace& place : records.captions(verdict)) {
            for (const std::uint32_t record : records.of(verdict.imagePath)) {
                m_judged[{record, place.record, place.caption}] = {verdict.verdict, verdict.text()};
            }
        }
    }
    for (const auto& [key, judged] : m_judged) {
        if (judged.verdict == Verdict::Reject) m_hasRejected[std::get<0>(key)] = true;
    }
}

void PairSampler::addPairs() {
    std::unordered_map<std::int64_t, std::int64_t> indices;
    for (std::uint32_t record = 0; record < m_records.size(); ++record) {
        const auto [found, isNew] =
            indices.try_emplace(m_records[record].personId, std::ssize(m_people));
        if (isNew) m_people.emplace_back();
        m_personOfRecord.push_back(found->second);
        const auto numCaptions = static_cast<std::uint32_t>(m_records[record].captions.size());
        for (std::uint32_t caption = 0; caption < numCaptions; ++caption) {
            const CaptionPlace place{record, caption};
            if (!isRejected(record, place)) m_pairs.push_back(place);
            m_people[static_cast<std::size_t>(found->second)].push_back(place);
        }
    }
}

const PairSampler::Judged* PairSampler::judgementOf(std::uint32_t record,
                                                    const CaptionPlace& place) const {
    const auto found = m_judged.find({record, place.record, place.caption});
    return found == m_judged.end() ? nullptr : &found->second;
}

bool PairSampler::isRejected(std::uint32_t record, const CaptionPlace& place) const {
    const Judged* const judged = judgementOf(record, place);
    return judged != nullptr && judged->verdict == Verdict::Reject;
}

std::vector<CaptionPlace> PairSampler::allowedCaptions(std::uint32_t record) const {
    std::vector<CaptionPlace> captions =
        m_people[static_cast<std::size_t>(m_personOfRecord[record])];
    std::erase_if(captions, [&](const CaptionPlace& place) { return isRejected(record, place); });
    return captions;
}

std::string_view PairSampler::textOf(std::uint32_t record, const CaptionPlace& place) const {
    const Judged* const judged = judgementOf(record, place);
    return judged != nullptr ? std::string_view(judged->text)
                             : std::string_view(m_records[place.record].captions[place.caption]);
}

bool PairSampler::isWeak(const SampledPair& sample) const {
    const Judged* const judged = judgementOf(sample.own.record, sample.paired);
    return judged != nullptr ? judged->verdict == Verdict::Weak
                             : sample.pairedText != sample.ownText;
}

void PairSampler::shuffle(std::int64_t epoch) {
    if (epoch == m_epoch) return;
    m_order.resize(m_pairs.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    RandomStream random(m_options.seed, {kOrder, static_cast<std::uint64_t>(epoch)});
    for (std::size_t left = m_order.size(); left > 1; --left) {
        std::swap(m_order[left - 1], m_order[random.index(left)]);
    }
    m_epoch = epoch;
}

std::vector<SampledPair> PairSampler::batch(std::int64_t epoch, std::int64_t index) {
    shuffle(epoch);
    std::vector<SampledPair> batch;
    for (std::int64_t i = 0; i < m_batchSize; ++i) {
        const std::uint32_t pair = m_order[static_cast<std::size_t>(index * m_batchSize + i)];
        RandomStream random(m_options.seed, {kSample, static_cast<std::uint64_t>(epoch), pair});
        SampledPair sample;
        sample.own = sample.paired = m_pairs[pair];
        const std::uint32_t record = sample.own.record;
        sample.person = m_personOfRecord[record];
        if (random.chance(m_options.weakPairProbability)) {
            // The own caption at least is left to pick.
            sample.paired = m_hasRejected[record]
                                ? random.pick(allowedCaptions(record))
                                : random.pick(m_people[static_cast<std::size_t>(sample.person)]);
        }
        sample.ownText = textOf(record, sample.own);
        sample.pairedText = textOf(record, sample.paired);
        sample.isReplaced = isWeak(sample);
        sample.draw = random.next();
        batch.push_back(sample);
    }
    return batch;
}

}  // namespace descry
