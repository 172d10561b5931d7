#include "core/training/batch_loader.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/unicode.h"
#include "core/pixels/resize.h"
#include "core/text/caption.h"
#include "core/training/augmentation.h"
#include "core/vision/decode.h"

namespace descry {

int batchesAhead() {
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 2, 8);
}

BatchLoader::BatchLoader(PairSampler& sampler, Setup setup)
    : m_sampler(sampler), m_setup(std::move(setup)), m_nextStep(m_setup.firstStep) {
    for (int i = 0; i < m_setup.numAhead; ++i) startNext();
}

BatchLoader::~BatchLoader() {
    for (auto& batch : m_ahead) batch.wait();
}

void BatchLoader::startNext() {
    if (m_nextStep >= m_setup.endStep) return;
    const std::int64_t perEpoch = m_sampler.batchesPerEpoch();
    auto pairs = m_sampler.batch(m_nextStep / perEpoch, m_nextStep % perEpoch);
    ++m_nextStep;
    m_ahead.push_back(
        std::async(std::launch::async, [this, batch = std::move(pairs)] { return load(batch); }));
}

LoadedBatch BatchLoader::next() {
    const auto start = std::chrono::steady_clock::now();
    std::future<LoadedBatch> made = std::move(m_ahead.front());
    m_ahead.pop_front();
    LoadedBatch batch = made.get();
    m_waitedSeconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    startNext();
    return batch;
}

std::vector<std::int64_t> BatchLoader::idsOf(std::string_view caption) const {
    const auto maxWords = static_cast<int>(m_setup.config.maxWords);
    return m_setup.tokenizer->encode(cleanCaption(caption, maxWords)).ids;
}

training::TextBatch BatchLoader::padded(const std::vector<std::vector<std::int64_t>>& texts) const {
    std::size_t longest = 0;
    for (const auto& ids : texts) longest = std::max(longest, ids.size());
    const auto rows = static_cast<std::int64_t>(texts.size());
    const auto columns = static_cast<std::int64_t>(longest);
    training::TextBatch batch{
        at::full({rows, columns}, m_setup.tokenizer->specialTokens().pad, at::kLong),
        at::zeros({rows, columns}, at::kLong)};
    for (std::size_t row = 0; row < texts.size(); ++row) {
        const auto first = static_cast<std::ptrdiff_t>(row * longest);
        std::ranges::copy(texts[row], batch.ids.mutable_data_ptr<std::int64_t>() + first);
        std::fill_n(batch.mask.mutable_data_ptr<std::int64_t>() + first, texts[row].size(), 1);
    }
    return batch;
}

LoadedBatch BatchLoader::load(std::vector<SampledPair> pairs) const {
    LoadedBatch batch;
    const int side = static_cast<int>(m_setup.config.imageRes);
    const std::int64_t imageFloats = 3 * m_setup.config.imageRes * m_setup.config.imageRes;
    const auto wanted = static_cast<std::int64_t>(pairs.size());
    at::Tensor views = at::empty({2, wanted, 3, side, side}, at::kFloat);
    const auto view = [&](std::int64_t which, std::size_t row) {
        float* const first = views.mutable_data_ptr<float>() +
                             (which * wanted + static_cast<std::int64_t>(row)) * imageFloats;
        return std::span(first, static_cast<std::size_t>(imageFloats));
    };
    std::vector<std::vector<std::int64_t>> captions;
    std::vector<std::vector<std::int64_t>> pairedTexts;
    std::vector<std::int64_t> persons;
    std::vector<std::int64_t> replaced;
    for (const SampledPair& pair : pairs) {
        const std::string& path = m_setup.records[pair.own.record].imagePath;
        try {
            const DecodedImage decoded = readImage(resolveImage(m_setup.images, path));
            const RgbImage image = resizeBicubic(decoded.image, side, side);
            RandomStream random(pair.draw);
            for (const std::int64_t which : {0, 1}) {
                writeView(image,
                          chooseView(m_setup.augmentation, side, random),
                          view(which, batch.pairs.size()));
            }
        } catch (const Error& error) {
            if (error.code() == ErrorCode::OutOfMemory) throw;
            batch.problems.push_back(makeError(error.code(), "{}: {}", displayable(path), error));
            continue;
        }
        captions.push_back(idsOf(pair.ownText));
        pairedTexts.push_back(idsOf(pair.pairedText));
        persons.push_back(pair.person);
        replaced.push_back(pair.isReplaced ? 1 : 0);
        batch.pairs.push_back(pair);
    }
    if (batch.pairs.empty()) return batch;
    const auto count = static_cast<std::int64_t>(batch.pairs.size());
    const auto column = [&](std::vector<std::int64_t>& values) {
        return at::tensor(values, at::kLong);
    };
    batch.tensors = {.images = views[0].narrow(0, 0, count),
                     .otherImages = views[1].narrow(0, 0, count),
                     .captions = padded(captions),
                     .pairedTexts = padded(pairedTexts),
                     .persons = column(persons),
                     .replaced = column(replaced)};
    return batch;
}

}  // namespace descry
