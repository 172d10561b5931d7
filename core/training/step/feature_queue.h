#pragma once
/// The momentum features of past batches that CL contrasts with, under their published names:
/// `image_queue`, `text_queue`, `idx_queue`, `queue_ptr` (rasa-spec sections 4 and 8).
/// Thread rule: one thread. Failure rule: c10::Error for shapes that do not fit.

#include "core/model/config.h"
#include "core/model/nn/torch_headers.h"

namespace descry::training {

class FeatureQueue : public torch::nn::Module {
  public:
    /// Person of a column that holds no image yet.
    static constexpr std::int64_t kNobody = -100;

    FeatureQueue(const RasaConfig& config, at::Device device);

    std::int64_t capacity() const { return m_images.size(1); }  ///< Q.
    const at::Tensor& images() const { return m_images; }       ///< [E, Q].
    const at::Tensor& texts() const { return m_texts; }         ///< [E, Q].
    at::Tensor persons() const { return m_persons[0]; }         ///< [Q].
    std::int64_t pointer() const { return m_pointer.item<std::int64_t>(); }

    /// Unit Gaussian columns that belong to nobody.
    void clear(at::Generator& generator);
    /// The columns stay, of nobody: their persons are numbered by another data set.
    void disown();
    /// Writes features [B, E] and persons [B] from the pointer on, round the end of the queue. Of a
    /// batch larger than the queue the last columns stay.
    void enqueue(const at::Tensor& imageFeatures,
                 const at::Tensor& textFeatures,
                 const at::Tensor& persons);

  private:
    at::Tensor m_images;
    at::Tensor m_texts;
    at::Tensor m_persons;  ///< [1, Q].
    at::Tensor m_pointer;  ///< [1], on the CPU.
};

}  // namespace descry::training
