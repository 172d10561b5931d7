#include "core/training/step/batch.h"

#include "core/base/error.h"

namespace descry::training {
namespace {

TextBatch sliceOf(const TextBatch& texts, std::int64_t first, std::int64_t count) {
    return {texts.ids.narrow(0, first, count), texts.mask.narrow(0, first, count)};
}

void require(bool good, const char* what) {
    if (!good) fail(ErrorCode::InvalidInput, "training batch: {}", what);
}

void checkTexts(const TextBatch& texts, std::int64_t size, std::int64_t vocabSize) {
    require(texts.ids.dim() == 2 && texts.ids.size(0) == size && texts.ids.size(1) > 0,
            "token ids are not [B, L]");
    require(texts.mask.sizes() == texts.ids.sizes(), "mask and token ids differ in shape");
    require(texts.ids.scalar_type() == at::kLong, "token ids are not int64");
    require(texts.ids.min().item<std::int64_t>() >= 0 &&
                texts.ids.max().item<std::int64_t>() < vocabSize,
            "a token id is outside the vocabulary");
}

std::int64_t cut(TextBatch& texts, std::int64_t numPositions) {
    if (texts.ids.size(1) <= numPositions) return 0;
    const at::Tensor lost = texts.mask.narrow(1, numPositions, texts.mask.size(1) - numPositions);
    const auto numCut = (lost.sum(1) > 0).sum().item<std::int64_t>();
    texts = {texts.ids.narrow(1, 0, numPositions), texts.mask.narrow(1, 0, numPositions)};
    return numCut;
}

}  // namespace

TrainingBatch TrainingBatch::slice(std::int64_t first, std::int64_t count) const {
    return {images.narrow(0, first, count),
            otherImages.narrow(0, first, count),
            sliceOf(captions, first, count),
            sliceOf(pairedTexts, first, count),
            persons.narrow(0, first, count),
            replaced.narrow(0, first, count)};
}

TrainingBatch TrainingBatch::to(at::Device device) const {
    const auto moved = [&](const TextBatch& texts) {
        return TextBatch{texts.ids.to(device), texts.mask.to(device)};
    };
    return {images.to(device),
            otherImages.to(device),
            moved(captions),
            moved(pairedTexts),
            persons.to(device),
            replaced.to(device)};
}

void TrainingBatch::check(const RasaConfig& config) const {
    require(images.dim() == 4 && images.size(0) > 0, "no images");
    const std::int64_t side = config.imageRes;
    require(images.size(1) == 3 && images.size(2) == side && images.size(3) == side,
            "images are not of the configuration's size");
    require(otherImages.sizes() == images.sizes(), "the two views differ in shape");
    require(persons.sizes() == at::IntArrayRef{size()}, "persons are not [B]");
    require(replaced.sizes() == at::IntArrayRef{size()}, "replaced is not [B]");
    require(persons.min().item<std::int64_t>() >= 0, "a person index is negative");
    checkTexts(captions, size(), config.bert.vocabSize);
    checkTexts(pairedTexts, size(), config.bert.vocabSize);
}

std::int64_t cutToPositions(TrainingBatch& batch, std::int64_t numPositions) {
    return cut(batch.captions, numPositions) + cut(batch.pairedTexts, numPositions);
}

}  // namespace descry::training
