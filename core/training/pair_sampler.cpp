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

}  // namespace

PairSampler::PairSampler(std::span<const DatasetRecord> records, const Options& options)
    : m_records(records), m_options(options) {
    std::unordered_map<std::int64_t, std::int64_t> indices;
    for (std::uint32_t record = 0; record < m_records.size(); ++record) {
        const auto [found, isNew] =
            indices.try_emplace(m_records[record].personId, std::ssize(m_people));
        if (isNew) m_people.emplace_back();
        m_personOfRecord.push_back(found->second);
        const auto numCaptions = static_cast<std::uint32_t>(m_records[record].captions.size());
        for (std::uint32_t caption = 0; caption < numCaptions; ++caption) {
            m_pairs.push_back({record, caption});
            m_people[static_cast<std::size_t>(found->second)].push_back({record, caption});
        }
    }
    if (m_pairs.empty()) {
        fail(ErrorCode::InvalidInput, "the training split has no image with a caption");
    }
    m_batchSize = std::min(m_options.batchSize, numPairs());
}

const std::string& PairSampler::text(const CaptionPlace& place) const {
    return m_records[place.record].captions[place.caption];
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
        SampledPair sample{.own = m_pairs[pair], .paired = m_pairs[pair]};
        sample.person = m_personOfRecord[sample.own.record];
        if (random.chance(m_options.weakPairProbability)) {
            sample.paired = random.pick(m_people[static_cast<std::size_t>(sample.person)]);
        }
        sample.isReplaced = text(sample.paired) != text(sample.own);
        sample.draw = random.next();
        batch.push_back(sample);
    }
    return batch;
}

}  // namespace descry
