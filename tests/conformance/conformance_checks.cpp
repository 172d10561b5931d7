#include "tests/conformance/conformance_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/model/bench/formula_source.h"
#include "core/model/nn/attention_maps.h"
#include "core/model/nn/image_encoder.h"
#include "core/model/nn/network_model.h"
#include "core/model/nn/pair_scorer.h"
#include "core/model/nn/rasa.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/model/nn/text_layers.h"
#include "tests/conformance/goldens.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr double kNotRanked = -100.0;
constexpr double kMapLimit = 1e-5;  // Part H's.
constexpr std::size_t kTop = 10;
constexpr double kOverlapLoss = 0.01;
constexpr std::string_view kMaps = "gradcam_layer";

/// What a type of products may be off by. Float32: the README's suggested limits. The halves have
/// no goldens' limits: an eighth of a unit on logits of magnitude 5 is what 8 bits leave.
struct Limits {
    double feature;
    double state;
    double fullFeature;
    double fullState;
};

Limits limitsOf(ComputeType type) {
    switch (type) {
        case ComputeType::F16:
            return {2e-3, 2e-2, 2e-3, 2e-2};
        case ComputeType::BF16:
            return {1e-2, 0.15, 1e-2, 0.15};
        case ComputeType::F32:
            break;
    }
    return {1e-5, 2e-4, 1e-5, 1e-4};
}

/// One configuration and its weights on the device asked for.
struct Subject {
    RasaConfig config;
    std::shared_ptr<const nn::WeightSource> weights;
    nn::ChosenDevice device;
    Limits limits{};

    ComputeType type() const { return device.status.computeType; }
    bool exact() const { return type() == ComputeType::F32; }
    at::Device where() const { return device.placement.device; }
};

nn::ChosenDevice deviceFor(const ConformanceOptions& options) {
    DeviceRequest request = options.device;
    request.computeType = request.computeType.value_or(ComputeType::F32);
    return nn::chooseDevice(request);
}

/// Weights of a file that the source itself keeps open.
class OwnedFileWeights : public nn::FileWeights {
  public:
    explicit OwnedFileWeights(std::unique_ptr<TensorFile> file)
        : FileWeights(*file), m_file(std::move(file)) {}

  private:
    std::unique_ptr<TensorFile> m_file;
};

Subject tinySubject(const ConformanceOptions& options) {
    const fs::path folder = options.folder / "tiny";
    const fs::path config = folder / "config.json";
    Subject subject{
        parseConfig(readJsonFile(config), config.string()),
        std::make_shared<OwnedFileWeights>(openTensorFile(folder / "model.safetensors")),
        deviceFor(options)};
    subject.limits = limitsOf(subject.type());
    return subject;
}

std::shared_ptr<nn::Rasa> moduleOf(const Subject& subject) {
    return nn::loadRasa(
        subject.config, *subject.weights, at::TensorOptions(at::kFloat).device(subject.where()));
}

/// Compares every traced state for which there is a golden `inter.NAME`.
class StateTrace {
  public:
    StateTrace(const Goldens& goldens, Comparison& out, double limit)
        : m_goldens(goldens), m_out(out), m_limit(limit) {}

    /// `rows` picks the rows that the golden holds; undefined: all of them.
    nn::Trace trace(const at::Tensor& rows = {}) const {
        return [this, rows](const std::string& name, const at::Tensor& value) {
            const std::string golden = goldenName(name);
            if (golden.empty()) return;
            const at::Tensor expected = m_goldens.tensor(golden);
            at::Tensor actual = value[0].to(at::kCPU);
            if (rows.defined()) actual = actual.index_select(0, rows);
            m_out.compare(
                "module/" + golden, actual.slice(1, 0, expected.size(1)), expected, m_limit);
        };
    }

  private:
    std::string goldenName(const std::string& name) const {
        const std::string full = "inter." + name;
        if (m_goldens.has(full)) return full;
        // The full-size file names a layer's output by the layer alone.
        const std::string layer =
            full.substr(0, full.size() - std::min<std::size_t>(full.size(), 4));
        return full.ends_with(".out") && m_goldens.has(layer) ? layer : std::string();
    }

    const Goldens& m_goldens;
    Comparison& m_out;
    double m_limit;
};

/// The inference path on one subject, with float32 tokens from encoder to scorer.
class InferencePath {
  public:
    explicit InferencePath(const Subject& subject)
        : m_subject(subject),
          m_images(subject.config, *subject.weights, subject.device.placement),
          m_texts(subject.config, *subject.weights, subject.device.placement),
          m_pairs(subject.config, *subject.weights, subject.device.placement) {}

    struct Images {
        at::Tensor tokens;    ///< [B, N, D] float32.
        at::Tensor features;  ///< [B, E].
    };
    struct Text {
        nn::HiddenState state;
        at::Tensor feature;  ///< [E].
        std::int64_t length = 0;
    };

    Images images(const at::Tensor& pixels) const {
        const at::Tensor tokens = m_images(pixels.to(m_subject.where()), {});
        return {tokens, m_images.features(tokens)};
    }

    /// At its true length.
    Text text(const at::Tensor& ids, const at::Tensor& mask) const {
        Text text;
        text.length = mask.sum().item<std::int64_t>();
        text.state = m_texts(ids.narrow(0, 0, text.length).to(m_subject.where()));
        text.feature = m_texts.feature(text.state);
        return text;
    }

    /// [CLS] states [C, D] of one text with images' tokens.
    at::Tensor fuse(const Text& text, const at::Tensor& tokens) const {
        const auto start = m_pairs.prepare(text.state, text.length);
        return m_pairs.fuse(start, tokens.to(m_subject.device.placement.type).contiguous(), {});
    }

    const nn::PairScorer& pairs() const { return m_pairs; }

  private:
    const Subject& m_subject;
    nn::ImageEncoder m_images;
    nn::TextLayers m_texts;
    nn::PairScorer m_pairs;
};

/// `about` is encode.json.
void compareModules(const Subject& subject,
                    const Goldens& goldens,
                    const json& about,
                    Comparison& out) {
    const at::Device device = subject.where();
    const auto network = moduleOf(subject);
    const Limits& limits = subject.limits;
    const StateTrace states(goldens, out, limits.state);

    const at::Tensor images = goldens.tensor("images").to(device);
    const at::Tensor ids = goldens.tensor("input_ids").to(device);
    const at::Tensor mask = goldens.tensor("attention_mask").to(device);
    const nn::TextEncoder& encoder = network->textEncoder();

    const at::Tensor tokens = network->visualEncoder().forward(images);
    const at::Tensor imageFeature = network->imageFeature(tokens);
    out.compare("module/image_embeds", tokens, goldens.tensor("image_embeds"), limits.state);
    out.compare("module/image_feat", imageFeature, goldens.tensor("image_feat"), limits.feature);
    network->visualEncoder().forward(images.narrow(0, 0, 1), states.trace());

    const at::Tensor hidden = encoder.text(ids, {mask, {}});
    const at::Tensor textFeature = network->textFeature(hidden);
    out.compare("module/text_embeds", hidden, goldens.tensor("text_embeds"), limits.state);
    out.compare("module/text_feat", textFeature, goldens.tensor("text_feat"), limits.feature);
    out.compare("module/itc_t2i",
                at::mm(textFeature, imageFeature.t()),
                goldens.tensor("itc_t2i"),
                limits.feature);
    encoder.multiModal(
        ids.narrow(0, 0, 1), {mask.narrow(0, 0, 1), tokens.narrow(0, 0, 1)}, states.trace());

    std::vector<at::Tensor> cls;
    std::vector<at::Tensor> match;
    std::vector<at::Tensor> relation;
    for (std::int64_t i = 0; i < tokens.size(0); ++i) {
        const at::Tensor repeated =
            tokens[i].unsqueeze(0).expand({ids.size(0), tokens.size(1), tokens.size(2)});
        const at::Tensor fused = encoder.fusion(hidden, {mask, repeated});
        cls.push_back(fused.select(1, 0));
        match.push_back(network->matchLogits(fused));
        relation.push_back(network->relationLogits(fused));
    }
    out.compare("module/fusion_cls", at::stack(cls), goldens.tensor("fusion_cls"), limits.state);
    out.compare("module/itm_logits", at::stack(match), goldens.tensor("itm_logits"), limits.state);
    out.compare(
        "module/prd_logits", at::stack(relation), goldens.tensor("prd_logits"), limits.state);

    const at::Tensor chosen = goldens.tensor("mrtd_image_index").to(device);
    const at::Tensor mixed = encoder.multiModal(ids, {mask, tokens.index_select(0, chosen)});
    out.compare("module/mrtd_logits",
                network->replacedLogits(mixed),
                goldens.tensor("mrtd_logits"),
                limits.state);

    const at::Tensor masked = goldens.tensor("mlm_input_ids").to(device);
    const auto maskedText = about.at("mlm_text").get<std::int64_t>();
    const auto maskedImage = about.at("mlm_image").get<std::int64_t>();
    const at::Tensor predicted = encoder.multiModal(
        masked, {mask.narrow(0, maskedText, 1), tokens.narrow(0, maskedImage, 1)});
    out.compare("module/mlm_logits",
                encoder.mlmLogits(predicted)[0],
                goldens.tensor("mlm_logits"),
                limits.state);
}

void compareInference(const Subject& subject, const Goldens& goldens, Comparison& out) {
    const InferencePath path(subject);
    const Limits& limits = subject.limits;
    const auto images = path.images(goldens.tensor("images"));
    out.compare(
        "inference/image_embeds", images.tokens, goldens.tensor("image_embeds"), limits.state);
    out.compare(
        "inference/image_feat", images.features, goldens.tensor("image_feat"), limits.feature);

    const at::Tensor ids = goldens.tensor("input_ids");
    const at::Tensor mask = goldens.tensor("attention_mask");
    const at::Tensor expectedStates = goldens.tensor("text_embeds");
    std::vector<at::Tensor> features;
    std::vector<at::Tensor> cls;
    std::vector<at::Tensor> match;
    std::vector<at::Tensor> relation;
    for (std::int64_t j = 0; j < ids.size(0); ++j) {
        const auto text = path.text(ids[j], mask[j]);
        out.compare(fmt::format("inference/text_embeds[{}]", j),
                    text.state.residual,
                    expectedStates[j].narrow(0, 0, text.length),
                    limits.state);
        features.push_back(text.feature);
        cls.push_back(path.fuse(text, images.tokens));
        match.push_back(path.pairs().matchLogits(cls.back()));
        relation.push_back(path.pairs().relationLogits(cls.back()));
    }
    out.compare(
        "inference/text_feat", at::stack(features), goldens.tensor("text_feat"), limits.feature);
    // Image first in the goldens.
    out.compare(
        "inference/fusion_cls", at::stack(cls, 1), goldens.tensor("fusion_cls"), limits.state);
    out.compare(
        "inference/itm_logits", at::stack(match, 1), goldens.tensor("itm_logits"), limits.state);
    out.compare(
        "inference/prd_logits", at::stack(relation, 1), goldens.tensor("prd_logits"), limits.state);
}

/// Scores of the chosen images, -100 elsewhere.
at::Tensor rankedScores(const at::Tensor& logits, const at::Tensor& chosen) {
    return at::full_like(logits, kNotRanked).scatter(1, chosen, logits.gather(1, chosen));
}

/// What a logit may be off by where the model computes in `type` and tokens are kept as `format`.
/// Int8 keeps 8 bits, as bfloat16 does.
double stateLimitOf(ComputeType type, TokenFormat format) {
    const ComputeType kept = format == TokenFormat::Int8  ? ComputeType::BF16
                             : format == TokenFormat::F16 ? ComputeType::F16
                                                          : ComputeType::F32;
    return std::max(limitsOf(type).state, limitsOf(kept).state);
}

/// The images of the highest scores.
std::vector<std::size_t> topOf(std::span<const float> scores, std::size_t count) {
    std::vector<std::size_t> images(scores.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    std::stable_sort(images.begin(), images.end(), [scores](std::size_t a, std::size_t b) {
        return scores[a] > scores[b];
    });
    images.resize(count);
    return images;
}

/// Share of the golden top 10 that `actual` lost to images clearly below: by more than `slack`. A
/// tie nearer than that may turn round. In a gallery of no more than ten: of its better half.
double clearLoss(std::span<const float> expected, std::span<const float> actual, double slack) {
    const auto isFinite = [](float score) { return std::isfinite(score); };
    if (!std::all_of(actual.begin(), actual.end(), isFinite)) return 1;
    const std::size_t size = expected.size();
    const std::size_t count = size > kTop ? kTop : (size + 1) / 2;
    const std::vector<std::size_t> wanted = topOf(expected, count);
    const std::vector<std::size_t> found = topOf(actual, count);
    const auto isIn = [](const std::vector<std::size_t>& images, std::size_t image) {
        return std::find(images.begin(), images.end(), image) != images.end();
    };
    float lowest = std::numeric_limits<float>::infinity();
    for (const std::size_t image : found) {
        if (!isIn(wanted, image)) lowest = std::min(lowest, expected[image]);
    }
    std::size_t numLost = 0;
    for (const std::size_t image : wanted) {
        const double gap = static_cast<double>(expected[image]) - static_cast<double>(lowest);
        if (!isIn(found, image) && gap > slack) ++numLost;
    }
    return static_cast<double>(numLost) / static_cast<double>(count);
}

/// Mean clear loss of the public model's logits, tokens cached as `format`.
double overlapLoss(const Subject& subject,
                   const Goldens& goldens,
                   const at::Tensor& expected,
                   TokenFormat format) {
    nn::ModelSetup setup;
    setup.config = subject.config;
    setup.weights = subject.weights;
    setup.devices = {subject.device};
    const auto model = nn::makeRasaModel(std::move(setup));
    const auto encoded = model->encodeImages(nn::valuesOf(goldens.tensor("images")), {format, {}});
    std::vector<const ImageTokens*> images;
    for (const ImageTokens& tokens : encoded.tokens) images.push_back(&tokens);

    const at::Tensor ids = goldens.tensor("input_ids");
    const at::Tensor lengths = goldens.tensor("attention_mask").sum(1);
    const double slack = stateLimitOf(subject.type(), format);
    double loss = 0;
    for (std::int64_t j = 0; j < ids.size(0); ++j) {
        const auto length = static_cast<std::size_t>(lengths[j].item<std::int64_t>());
        const auto text = model->encodeText({ids[j].const_data_ptr<std::int64_t>(), length});
        const auto logits = model->matchLogits(*text, images);
        loss += clearLoss(nn::valuesOf(expected[j]), logits, slack);
    }
    return loss / static_cast<double>(ids.size(0));
}

const json& tensorList(const json& document) {
    return document.at("tensors");
}

nn::FormulaTensors formulaOf(const json& document) {
    nn::FormulaTensors tensors;
    for (const json& entry : tensorList(document)) {
        tensors[entry.at("name")] = {entry.at("index").get<std::uint32_t>(),
                                     entry.at("shape").get<std::vector<std::int64_t>>(),
                                     entry.at("base").get<double>(),
                                     entry.at("scale").get<double>()};
    }
    return tensors;
}

RasaConfig fullConfig(const json& document) {
    const json& official = document.at("official_config");
    const json& vit = official.at("vit");
    const json config = {{"image_res", official.at("image_res")},
                         {"patch_size", official.at("patch")},
                         {"vit",
                          {{"embed_dim", vit.at("dim")},
                           {"depth", vit.at("depth")},
                           {"num_heads", vit.at("heads")},
                           {"mlp_ratio", 4},
                           {"layer_norm_eps", 1e-6}}},
                         {"bert", official.at("bert")},
                         {"embed_dim", official.at("embed_dim")},
                         {"max_words", official.at("max_words")}};
    return parseConfig(config, "full.json");
}

std::string hashOf(std::span<const float> values) {
    return sha256Hex(std::as_bytes(values));
}

/// The formula's bits: a wrong hash counts one.
void compareFormula(const json& document, const nn::FormulaWeights& weights, Comparison& out) {
    double wrong = 0;
    for (const json& entry : tensorList(document)) {
        if (hashOf(weights.values(entry.at("name"))) != entry.at("sha256")) wrong += 1;
    }
    out.require("formula/tensors with another hash", wrong, 0);
}

at::Tensor fullImages(const json& document, std::int64_t side, Comparison& out) {
    std::vector<at::Tensor> images;
    double wrong = 0;
    const json& byteHashes = document.at("image_u8_sha256");
    const json& floatHashes = document.at("image_float_sha256");
    for (std::size_t k = 0; k < byteHashes.size(); ++k) {
        const auto pixels = nn::formulaPixels(static_cast<std::int64_t>(k), side);
        auto values = nn::normalisedPixels(pixels, side);
        if (sha256Hex(std::as_bytes(std::span(pixels))) != byteHashes[k]) wrong += 1;
        if (hashOf(values) != floatHashes[k]) wrong += 1;
        images.push_back(nn::tensorOf(std::move(values), {3, side, side}));
    }
    out.require("formula/images with another hash", wrong, 0);
    return at::stack(images);
}

/// The token rows that full.safetensors samples.
at::Tensor sampledTokens(std::int64_t numTokens) {
    return at::tensor({std::int64_t{0}, std::int64_t{1}, numTokens / 2, numTokens - 1});
}

at::Tensor samples(const at::Tensor& tokens, const Goldens& goldens) {
    const at::Tensor rows = sampledTokens(tokens.size(1));
    return tokens.to(at::kCPU).index_select(1, rows).narrow(
        2, 0, goldens.tensor("image_embeds_samples").size(2));
}

/// The text rows that it samples (README, part J), as far as the text goes.
at::Tensor sampledTextTokens(std::int64_t length) {
    return at::tensor({std::int64_t{0}, std::int64_t{1}, std::min<std::int64_t>(5, length - 1)});
}

/// Gradient maps [L, N - 1] of a layer.
at::Tensor fullMaps(const nn::Rasa& network,
                    const at::Tensor& ids,
                    const at::Tensor& tokens,
                    std::int64_t layer) {
    const auto matchLogits = [&](const at::Tensor& fused) { return network.matchLogits(fused); };
    nn::EncoderInput input;
    input.imageTokens = tokens.unsqueeze(0);
    const MapRequest request{layer, MapVariant::Gradient};
    return nn::layerMaps({network.textEncoder(), matchLogits}, input, ids, request).maps;
}

void compareFullModules(const Subject& subject,
                        const Goldens& goldens,
                        const at::Tensor& images,
                        Comparison& out) {
    const at::Device device = subject.where();
    const auto network = moduleOf(subject);
    const nn::TextEncoder& encoder = network->textEncoder();
    const Limits& limits = subject.limits;
    const StateTrace states(goldens, out, limits.fullState);

    const at::Tensor rows = sampledTokens(subject.config.numImageTokens());
    const at::Tensor tokens =
        network->visualEncoder().forward(images.to(device), states.trace(rows));
    out.compare("module/full/image_embeds_samples",
                samples(tokens, goldens),
                goldens.tensor("image_embeds_samples"),
                limits.fullState);
    out.compare("module/full/image_feat",
                network->imageFeature(tokens),
                goldens.tensor("image_feat"),
                limits.fullFeature);

    const at::Tensor ids = goldens.tensor("input_ids").to(device);
    const at::Tensor mask = goldens.tensor("attention_mask").to(device);
    const at::Tensor hidden = encoder.text(ids, {mask, {}});
    out.compare("module/full/text_embeds_cls",
                hidden.select(1, 0),
                goldens.tensor("text_embeds_cls"),
                limits.fullState);
    out.compare("module/full/text_feat",
                network->textFeature(hidden),
                goldens.tensor("text_feat"),
                limits.fullFeature);

    std::vector<at::Tensor> match;
    std::vector<at::Tensor> relation;
    for (std::int64_t i = 0; i < tokens.size(0); ++i) {
        const at::Tensor repeated =
            tokens[i].unsqueeze(0).expand({ids.size(0), tokens.size(1), tokens.size(2)});
        const at::Tensor fused = encoder.fusion(hidden, {mask, repeated});
        match.push_back(network->matchLogits(fused));
        relation.push_back(network->relationLogits(fused));
    }
    out.compare(
        "module/full/itm_logits", at::stack(match), goldens.tensor("itm_logits"), limits.fullState);
    out.compare("module/full/prd_logits",
                at::stack(relation),
                goldens.tensor("prd_logits"),
                limits.fullState);

    const std::int64_t length = mask[0].sum().item<std::int64_t>();
    const at::Tensor mixed = encoder.multiModal(ids.narrow(0, 0, 1).narrow(1, 0, length),
                                                {{}, tokens.narrow(0, 0, 1)},
                                                states.trace(sampledTextTokens(length)));
    out.compare("module/full/mrtd_logits",
                network->replacedLogits(mixed)[0],
                goldens.tensor("mrtd_logits"),
                limits.fullState);
    const std::vector<std::string> maps = goldens.namesWith(kMaps);
    out.require("module/full/no layer's maps", maps.empty() ? 1 : 0, 0);
    for (const std::string& name : maps) {
        const at::Tensor expected = goldens.tensor(name);
        const std::int64_t layer = std::stoll(name.substr(kMaps.size()));
        out.compare("module/full/" + name,
                    fullMaps(*network, ids.narrow(0, 0, 1).narrow(1, 0, length), tokens[0], layer)
                        .view(expected.sizes()),
                    expected,
                    kMapLimit);
    }
}

void compareFullInference(const Subject& subject,
                          const Goldens& goldens,
                          const at::Tensor& pixels,
                          Comparison& out) {
    const InferencePath path(subject);
    const Limits& limits = subject.limits;
    const auto images = path.images(pixels);
    out.compare("inference/full/image_embeds_samples",
                samples(images.tokens, goldens),
                goldens.tensor("image_embeds_samples"),
                limits.fullState);
    out.compare("inference/full/image_feat",
                images.features,
                goldens.tensor("image_feat"),
                limits.fullFeature);
    const at::Tensor ids = goldens.tensor("input_ids");
    const at::Tensor mask = goldens.tensor("attention_mask");
    std::vector<at::Tensor> features;
    std::vector<at::Tensor> match;
    std::vector<at::Tensor> relation;
    for (std::int64_t j = 0; j < ids.size(0); ++j) {
        const auto text = path.text(ids[j], mask[j]);
        features.push_back(text.feature);
        const at::Tensor cls = path.fuse(text, images.tokens);
        match.push_back(path.pairs().matchLogits(cls));
        relation.push_back(path.pairs().relationLogits(cls));
    }
    out.compare("inference/full/text_feat",
                at::stack(features),
                goldens.tensor("text_feat"),
                limits.fullFeature);
    out.compare("inference/full/itm_logits",
                at::stack(match, 1),
                goldens.tensor("itm_logits"),
                limits.fullState);
    out.compare("inference/full/prd_logits",
                at::stack(relation, 1),
                goldens.tensor("prd_logits"),
                limits.fullState);
}

}  // namespace

DeviceStatus conformanceDevice(const ConformanceOptions& options) {
    return deviceFor(options).status;
}

std::vector<ConformanceCheck> checkEncoding(const ConformanceOptions& options) {
    const at::NoGradGuard noGrad;
    const Subject subject = tinySubject(options);
    const Goldens goldens(options.folder / "tiny" / "encode.safetensors");
    Comparison out;
    if (subject.exact()) {
        compareModules(
            subject, goldens, readJsonFile(options.folder / "tiny" / "encode.json"), out);
    }
    compareInference(subject, goldens, out);
    return out.take();
}

std::vector<ConformanceCheck> checkSearch(const ConformanceOptions& options) {
    const at::NoGradGuard noGrad;
    const Subject subject = tinySubject(options);
    const Goldens goldens(options.folder / "tiny" / "evaluation.safetensors");
    const Limits& limits = subject.limits;
    const InferencePath path(subject);
    Comparison out;

    const auto images = path.images(goldens.tensor("images"));
    const at::Tensor ids = goldens.tensor("input_ids");
    const at::Tensor mask = goldens.tensor("attention_mask");
    std::vector<at::Tensor> features;
    std::vector<at::Tensor> logits;
    for (std::int64_t j = 0; j < ids.size(0); ++j) {
        const auto text = path.text(ids[j], mask[j]);
        features.push_back(text.feature);
        logits.push_back(path.pairs().matchLogits(path.fuse(text, images.tokens)).select(1, 1));
    }
    const at::Tensor similarities = at::mm(at::stack(features), images.features.t()).to(at::kCPU);
    const at::Tensor match = at::stack(logits).to(at::kCPU);
    out.compare("search/sims_t2i", similarities, goldens.tensor("sims_t2i"), limits.feature);

    const at::Tensor topIndex = goldens.tensor("topk_index");
    const std::int64_t k = topIndex.size(1);
    const auto [values, indices] = similarities.topk(k, 1);
    const at::Tensor full = goldens.tensor("score_matrix_t2i_full_k");
    out.compare("search/score_matrix_t2i_full_k", match, full, limits.state);
    if (subject.exact()) {
        out.compare("search/topk_sim", values, goldens.tensor("topk_sim"), limits.feature);
        // Images whose goldens are as near as that may stand in either order.
        const at::Tensor golden = goldens.tensor("sims_t2i");
        const at::Tensor isOther =
            (golden.gather(1, indices) - golden.gather(1, topIndex)).abs().gt(limits.feature);
        out.require("search/topk_index", isOther.sum().item<double>(), 0);
        out.compare("search/score_matrix_t2i",
                    rankedScores(match, at::where(isOther, indices, topIndex)),
                    goldens.tensor("score_matrix_t2i"),
                    limits.state);
    }
    out.require("search/top-10 overlap loss, fp16 tokens",
                overlapLoss(subject, goldens, full, TokenFormat::F16),
                kOverlapLoss);
    out.require("search/top-10 overlap loss, int8 tokens",
                overlapLoss(subject, goldens, full, TokenFormat::Int8),
                kOverlapLoss);
    return out.take();
}

std::vector<ConformanceCheck> checkFullSize(const ConformanceOptions& options) {
    const at::NoGradGuard noGrad;
    const json document = readJsonFile(options.folder / "full" / "full.json");
    const Goldens goldens(options.folder / "full" / "full.safetensors");
    const auto weights = std::make_shared<nn::FormulaWeights>(formulaOf(document));
    Subject subject{fullConfig(document), weights, deviceFor(options)};
    subject.limits = limitsOf(subject.type());
    Comparison out;
    const at::Tensor images = fullImages(document, subject.config.imageRes, out);
    if (subject.exact()) {
        compareFormula(document, *weights, out);
        compareFullModules(subject, goldens, images, out);
    }
    compareFullInference(subject, goldens, images, out);
    return out.take();
}

}  // namespace descry
