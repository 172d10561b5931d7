#include "core/evaluation/image_batches.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "core/pixels/normalise.h"
#include "core/vision/decode.h"

namespace descry {

ImageBatches::ImageBatches(std::span<const DatasetRecord> records,
                           std::vector<std::size_t> images,
                           Settings settings)
    : m_records(records), m_images(std::move(images)), m_settings(std::move(settings)) {
    startNext();
}

ImageBatches::~ImageBatches() {
    m_abandoned.request_stop();
    if (m_ahead.valid()) m_ahead.wait();
}

void ImageBatches::startNext() {
    const std::size_t first = m_next;
    const auto batch = static_cast<std::size_t>(m_settings.batch);
    m_next = std::min(m_next + batch, m_images.size());
    m_ahead = std::async(std::launch::async, [this, first] { return decode(first); });
}

ImageBatch ImageBatches::next() {
    ImageBatch ready = m_ahead.get();
    startNext();
    return ready;
}

std::optional<Error> ImageBatches::decodeOne(std::size_t image, std::span<float> out) const {
    const DatasetRecord& record = m_records[image];
    try {
        const auto path = resolveImage(m_settings.folder, record.imagePath);
        const DecodedImage decoded = readImage(path);
        preprocess(decoded.image, static_cast<int>(m_settings.imageRes), out);
        if (decoded.warnings.empty()) return std::nullopt;
        return decoded.warnings.front();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::OutOfMemory) throw;
        fail(ErrorCode::InvalidInput,
             "record {} of the split: {}; check the data set with descry-cli dataset check",
             image,
             error);
    }
}

ImageBatch ImageBatches::decode(std::size_t first) const {
    ImageBatch batch;
    const std::size_t count =
        std::min(static_cast<std::size_t>(m_settings.batch), m_images.size() - first);
    const auto begin = m_images.begin() + static_cast<std::ptrdiff_t>(first);
    batch.images.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    const auto side = static_cast<std::size_t>(m_settings.imageRes);
    const std::size_t imageFloats = 3 * side * side;
    batch.pixels.resize(count * imageFloats);
    std::vector<std::optional<Error>> warnings(count);

    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            if (m_settings.stop.stop_requested()) {
                fail(ErrorCode::Cancelled, "the evaluation was cancelled");
            }
            if (m_abandoned.stop_requested()) return;
            const auto out = std::span(batch.pixels).subspan(i * imageFloats, imageFloats);
            warnings[i] = decodeOne(batch.images[i], out);
        }
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const int wanted = m_settings.numThreads;
    const std::size_t threads = wanted > 0 ? static_cast<std::size_t>(wanted) : cores;
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < std::min(threads, count); ++i) {
        others.push_back(std::async(std::launch::async, work));
    }
    work();
    for (auto& other : others) other.get();
    for (auto& warning : warnings) {
        if (warning) batch.warnings.push_back(*std::move(warning));
    }
    return batch;
}

}  // namespace descry
