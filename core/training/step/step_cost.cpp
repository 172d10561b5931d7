#include "core/training/step/step_cost.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>

#include "core/model/flops.h"
#include "core/model/weights.h"

namespace descry::training {
namespace {

constexpr double kFull = 4;  // Bytes of a float32.
constexpr double kHalf = 2;
constexpr double kDirections = 4;  // Of CL: i2t, t2i, i2i, t2t.
constexpr std::array<std::string_view, 4> kMomentumModules{
    "visual_encoder.", "vision_proj.", "text_encoder.", "text_proj."};

double real(std::int64_t value) {
    return static_cast<double>(value);
}

std::int64_t numElements(const std::vector<std::int64_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

bool hasMomentumCopy(std::string_view name) {
    return std::ranges::any_of(kMomentumModules,
                               [&](std::string_view module) { return name.starts_with(module); });
}

struct Parameters {
    std::int64_t online = 0;
    std::int64_t momentum = 0;
    std::int64_t tensors = 0;  ///< Of the online network.
};

Parameters countParameters(const RasaConfig& config) {
    Parameters count;
    for (const ExpectedTensor& tensor : expectedTensors(config)) {
        const std::int64_t size = numElements(tensor.shape);
        count.online += size;
        if (hasMomentumCopy(tensor.name)) count.momentum += size;
        ++count.tensors;
    }
    return count;
}

/// Which parts of a step run.
struct Work {
    bool hasPairs = false;     ///< A text beside an image: CL, P-ITM or PRD.
    bool hasFeatures = false;  ///< The momentum network's: CL or P-ITM.
    bool hasTeacher = false;   ///< MLM's soft labels.
    bool hasMasked = false;
    bool hasReplaced = false;
    double matchedPairs = 0;  ///< A sample, through the online fusion layers; read at [CLS].
    double readTexts = 0;     ///< Likewise, of MLM and MRTD; read at every token.

    Work(const StepOptions& options, const StepShape& shape) {
        const LossWeights& weights = options.weights;
        hasPairs = weights.contrastive > 0 || weights.matching > 0 || weights.relation > 0;
        hasFeatures = weights.contrastive > 0 || weights.matching > 0;
        hasMasked = weights.maskedLanguage > 0;
        hasTeacher = hasMasked && shape.hasSoftLabels;
        hasReplaced = weights.replacedToken > 0;
        if (weights.matching > 0 || weights.relation > 0) matchedPairs += 1;
        if (weights.matching > 0) matchedPairs += 2;  // A negative image and a negative text.
        readTexts = (hasMasked ? 1 : 0) + (hasReplaced ? 1 : 0);
    }

    double onlineTexts() const {
        return (hasPairs ? 1 : 0) + (hasMasked ? 1 : 0) + (hasReplaced ? 1 : 0);
    }
    double momentumImages() const { return hasFeatures || hasTeacher || hasReplaced ? 1 : 0; }
    double momentumTexts() const {
        return (hasFeatures ? 1 : 0) + (hasTeacher ? 1 : 0) + (hasReplaced ? 1 : 0);
    }
    double momentumFused() const { return (hasTeacher ? 1 : 0) + (hasReplaced ? 1 : 0); }
};

double maskedTokens(const StepOptions& options, const StepShape& shape) {
    return options.maskProbability * real(shape.numTokens - 1);
}

/// Tokens of a sample whose words MLM's online head scores: the reference's distillation compares
/// the whole sequence.
double scoredTokens(const StepOptions& options, const StepShape& shape) {
    const bool overSequence =
        shape.hasSoftLabels && options.distillation == Distillation::Reference;
    return overSequence ? real(shape.numTokens) : maskedTokens(options, shape);
}

/// Bytes that one layer, or what stands outside the layers, keeps for the way back.
class KeptBytes {
  public:
    KeptBytes(const RasaConfig& config, const StepOptions& options, const StepShape& shape)
        : m_config(config),
          m_options(options),
          m_shape(shape),
          m_work(options, shape),
          m_product(options.bfloat16 ? kHalf : kFull),
          m_tokens(real(shape.numTokens)),
          m_imageTokens(real(config.numImageTokens())) {}

    /// One image in one ViT block: both norms' inputs stay float32; the rest is products and what
    /// goes into them.
    double visionBlock() const {
        const VitConfig& vit = m_config.vit;
        const double width = m_imageTokens * real(vit.embedDim);
        const double products = 7 + 2 * real(vit.mlpRatio);
        return width * (2 * kFull + products * m_product) +
               m_imageTokens * real(vit.numHeads) * kFull;
    }
    /// One text in one text layer.
    double textLayer() const {
        const double context = isHalf() ? 3 * kHalf : kFull;  // Cast anew for q, k and v.
        return m_tokens * textWidth() * (context + 3 * m_product + kept()) + scores(m_tokens) +
               feedForward();
    }
    /// One pair in one fusion layer.
    double fusionLayer() const {
        const double query = m_product + m_product + kept();
        const double imageCasts = isHalf() ? 2 * kHalf * real(m_config.bert.encoderWidth) : 0;
        return textLayer() + m_tokens * textWidth() * query + scores(m_imageTokens) +
               m_imageTokens * (2 * textWidth() * m_product + imageCasts);
    }
    double imageState() const { return m_imageTokens * real(m_config.vit.embedDim) * kFull; }
    double textState() const { return m_tokens * textWidth() * kFull; }

    /// A sample's share of what stands outside the layers and stays to the end: patches and the
    /// last norm, embeddings, the images of the negatives.
    double edges() const {
        const double patches = 3.0 * real(m_config.imageRes * m_config.imageRes) * kFull;
        const double states = 3 * imageState() + m_work.onlineTexts() * 4 * textState();
        const bool hasNegatives = m_options.weights.matching > 0;
        return patches + states + (hasNegatives ? 2 * imageState() + 2 * textState() : 0);
    }
    /// Of the losses, with their gradients: gone before the layers' way back. MLM's logits, CL's
    /// rows.
    double losses() const {
        double bytes = 0;
        if (m_work.hasMasked) {
            const double gradients = 2 * kFull + (isHalf() ? kFull + kHalf : 0);
            const double words = real(m_config.bert.vocabSize);
            bytes += scoredTokens(m_options, m_shape) * words * (m_product + gradients);
            bytes += maskedTokens(m_options, m_shape) * words * 4 * kFull;
        }
        if (m_options.weights.contrastive > 0) {
            const double row = real(m_shape.batchSize + m_config.queueSize) * kFull;
            bytes += (3 * kDirections + 1) * row;
        }
        return bytes;
    }
    /// Of the layers, all of them.
    double layers() const {
        if (m_options.recomputeActivations) {
            return visionDepth() * imageState() + textLayers() * textState();
        }
        return visionDepth() * visionBlock() + plainTextLayers() * textLayer() +
               fusionLayers() * fusionLayer();
    }
    /// Of the layer that is run again; the gradients of its activations take their places.
    double again() const {
        if (!m_options.recomputeActivations) return 0;
        const double negatives = m_options.weights.matching > 0 ? 2 : 1;
        return std::max({visionBlock(), textLayer(), negatives * fusionLayer()});
    }

  private:
    bool isHalf() const { return m_options.bfloat16; }
    double visionDepth() const { return real(m_config.vit.depth); }
    double plainTextLayers() const {
        return m_work.onlineTexts() * real(m_config.bert.fusionLayer);
    }
    double fusionLayers() const {
        return (m_work.matchedPairs + m_work.readTexts) *
               real(m_config.bert.numHiddenLayers - m_config.bert.fusionLayer);
    }
    double textLayers() const { return plainTextLayers() + fusionLayers(); }
    double textWidth() const { return real(m_config.bert.hiddenSize); }
    /// Bytes an element that closes every part of a layer: what enters the output's product, its
    /// result and its dropout, the sum that is normed.
    double kept() const { return 3 * m_product + kFull; }
    /// Probabilities, their dropout and their product's factor, for one head after another.
    double scores(double numContext) const {
        return real(m_config.bert.numAttentionHeads) * m_tokens * numContext * 3 * kFull;
    }
    double feedForward() const {
        return m_tokens *
               (textWidth() * kept() + real(m_config.bert.intermediateSize) * 2 * m_product);
    }

    const RasaConfig& m_config;
    const StepOptions& m_options;
    const StepShape& m_shape;
    Work m_work;
    double m_product;  ///< Bytes of an element that a product makes.
    double m_tokens;
    double m_imageTokens;
};

}  // namespace

StepMemory stepMemory(const RasaConfig& config,
                      const StepOptions& options,
                      const StepShape& shape) {
    constexpr std::int64_t kFloat = 4;
    constexpr std::int64_t kInteger = 8;
    const Parameters count = countParameters(config);
    const std::int64_t micro =
        options.microBatch > 0 ? std::min(options.microBatch, shape.batchSize) : shape.batchSize;
    const KeptBytes kept(config, options, shape);
    const std::int64_t image = 3 * config.imageRes * config.imageRes * kFloat;
    StepMemory memory;
    memory.weights = count.online * kFloat;
    memory.momentum = count.momentum * kFloat;
    memory.moments = (2 * count.online + count.tensors) * kFloat;
    memory.gradients = memory.weights;
    memory.queue = config.queueSize * (2 * config.embedDim * kFloat + kInteger) + kInteger;
    memory.halfWeights = options.bfloat16 ? count.online * 2 : 0;
    const auto bytes = [&](double ofSample) { return std::llround(real(micro) * ofSample); };
    memory.activations =
        bytes(kept.edges() + kept.layers() + std::max(kept.losses(), kept.again()));
    // The first micro-batch's gradients are there when the second goes forward.
    const std::int64_t before = micro < shape.batchSize ? memory.gradients : 0;
    const std::int64_t forward =
        before + memory.halfWeights + bytes(kept.edges() + kept.layers() + kept.losses());
    // While gradients come, what layers kept goes; inputs of layers that run again are small.
    const std::int64_t backward =
        memory.gradients + bytes(options.recomputeActivations
                                     ? kept.edges() + kept.layers() + kept.again()
                                     : kept.edges());
    memory.transient = std::max(forward, backward);
    memory.batches = 2 * shape.batchSize * image * (1 + shape.batchesAhead);
    return memory;
}

double stepFlops(const RasaConfig& config, const StepOptions& options, const StepShape& shape) {
    const Work work(options, shape);
    const double image = encodeFlops(config);
    const double text = textFlops(config, shape.numTokens);
    const double fused = plainPairFlops(config, shape.numTokens);

    double momentum =
        work.momentumImages() * image + work.momentumTexts() * text + work.momentumFused() * fused;
    if (work.hasTeacher) momentum += wordLogitFlops(config.bert, maskedTokens(options, shape));
    if (work.hasReplaced) momentum += wordLogitFlops(config.bert, real(shape.numTokens - 1));

    const double layers = image + work.onlineTexts() * text + work.readTexts * fused +
                          work.matchedPairs * clsPairFlops(config, shape.numTokens);
    double outside = 0;
    if (work.hasMasked) outside += wordLogitFlops(config.bert, scoredTokens(options, shape));
    double contrast = 0;
    if (options.weights.contrastive > 0) {
        const double row = 2.0 * real(config.embedDim) * real(shape.batchSize + config.queueSize);
        // Keys have no gradient; soft labels are one pass more.
        contrast = kDirections * row * (shape.hasSoftLabels ? 3 : 2);
    }
    const double again = options.recomputeActivations ? layers : 0;
    return real(shape.batchSize) * (momentum + 3 * (layers + outside) + again + contrast);
}

}  // namespace descry::training
