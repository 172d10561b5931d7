#include "core/training/step/feature_queue.h"

#include <algorithm>

namespace descry::training {

FeatureQueue::FeatureQueue(const RasaConfig& config, at::Device device) {
    const auto floats = at::TensorOptions(at::kFloat).device(device);
    const auto integers = at::TensorOptions(at::kLong).device(device);
    const std::int64_t width = config.embedDim;
    m_images = register_buffer("image_queue", at::zeros({width, config.queueSize}, floats));
    m_texts = register_buffer("text_queue", at::zeros({width, config.queueSize}, floats));
    m_persons = register_buffer("idx_queue", at::full({1, config.queueSize}, kNobody, integers));
    m_pointer = register_buffer("queue_ptr", at::zeros({1}, at::kLong));
}

void FeatureQueue::clear(at::Generator& generator) {
    for (at::Tensor* queue : {&m_images, &m_texts}) {
        const at::Tensor values = at::empty(queue->sizes(), at::kFloat).normal_(0, 1, generator);
        queue->copy_(values / values.norm(2, 0, /*keepdim=*/true));
    }
    disown();
}

void FeatureQueue::disown() {
    m_persons.fill_(kNobody);
    m_pointer.zero_();
}

void FeatureQueue::enqueue(const at::Tensor& imageFeatures,
                           const at::Tensor& textFeatures,
                           const at::Tensor& persons) {
    if (capacity() == 0) return;
    const at::NoGradGuard noGrad;
    const std::int64_t size = imageFeatures.size(0);
    const std::int64_t kept = std::min(size, capacity());
    const std::int64_t first = pointer() + size - kept;
    const at::Tensor columns =
        at::arange(first, first + kept, m_persons.options()).remainder(capacity());
    const auto last = [&](const at::Tensor& rows) { return rows.narrow(0, size - kept, kept); };
    m_images.index_copy_(1, columns, last(imageFeatures).t().to(m_images.options()));
    m_texts.index_copy_(1, columns, last(textFeatures).t().to(m_texts.options()));
    m_persons.index_copy_(1, columns, last(persons).unsqueeze(0).to(m_persons.options()));
    m_pointer.fill_((pointer() + size) % capacity());
}

}  // namespace descry::training
