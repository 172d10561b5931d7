#pragma once
/// What one training step reads: pairs of an image, seen twice, and captions (rasa-spec section 7).
/// Thread rule: values. Failure rule: check() throws InvalidInput naming what does not fit.

#include "core/model/config.h"
#include "core/model/nn/torch_headers.h"

namespace descry::training {

/// Captions as ids, padded to the longest.
struct TextBatch {
    at::Tensor ids;   ///< [B, L] int64.
    at::Tensor mask;  ///< [B, L] int64, 1 at tokens, 0 at padding.
};

struct TrainingBatch {
    at::Tensor images;       ///< [B, 3, R, R], the first view.
    at::Tensor otherImages;  ///< The same images' second view.
    TextBatch captions;      ///< The images' own: MLM and MRTD.
    TextBatch pairedTexts;   ///< Own, or another caption of the person: CL, P-ITM and PRD.
    at::Tensor persons;      ///< [B] int64, not negative.
    at::Tensor replaced;     ///< [B] int64, 1 where the paired text is another caption.

    std::int64_t size() const { return images.size(0); }
    TrainingBatch slice(std::int64_t first, std::int64_t count) const;
    TrainingBatch to(at::Device device) const;
    void check(const RasaConfig& config) const;
};

/// Takes captions to the positions that the model has; returns how many texts lost words.
std::int64_t cutToPositions(TrainingBatch& batch, std::int64_t numPositions);

}  // namespace descry::training
