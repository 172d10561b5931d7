#include "core/model/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/model/bench/bench_setting.h"
#include "core/model/nn/cross_attention.h"
#include "core/model/nn/network_model.h"
#include "core/model/nn/rasa.h"
#include "core/model/nn/tensor_bridge.h"

namespace descry {
namespace {

using namespace bench;
using nlohmann::json;

constexpr std::size_t kTop = 10;
// Distinct images behind the candidates, and queries whose order is compared.
constexpr std::int64_t kDistinctImages = 16;
constexpr std::int64_t kOrderQueries = 4;

/// The published way: all candidates' tokens gathered, text padded, keys and values projected.
class PlainRerank {
  public:
    PlainRerank(const Setting& setting, const at::Tensor& imageTokens)
        : m_options(setting.options()),
          m_device(setting.device(ComputeType::F32).placement.device),
          m_network(nn::loadRasa(
              setting.config(), setting.weights(), at::TensorOptions(at::kFloat).device(m_device))),
          m_imageTokens(imageTokens.to(m_device)) {
        const at::NoGradGuard noGrad;
        auto ids = queryIds(setting.config(), 0, m_options.numTokens);
        ids.resize(static_cast<std::size_t>(m_options.paddedTokens), 0);
        const auto ones = at::TensorOptions(at::kLong).device(m_device);
        m_mask = at::zeros({1, m_options.paddedTokens}, ones);
        m_mask.narrow(1, 0, m_options.numTokens).fill_(1);
        m_text = m_network->textEncoder().text(
            nn::tensorOf(std::move(ids), {1, m_options.paddedTokens}).to(m_device), {m_mask, {}});
    }

    double run() const {
        const at::NoGradGuard noGrad;
        const std::int64_t count = m_options.numCandidates;
        return secondsOf(m_device, [&] {
            const at::Tensor chosen =
                at::arange(count, m_mask.options()).remainder(m_imageTokens.size(0));
            const nn::EncoderInput input{m_mask.expand({count, m_mask.size(1)}),
                                         m_imageTokens.index_select(0, chosen)};
            const at::Tensor text = m_text.repeat({count, 1, 1});
            const at::Tensor fused = m_network->textEncoder().fusion(text, input);
            m_network->matchLogits(fused).to(at::kCPU);
        });
    }

  private:
    const BenchOptions& m_options;
    at::Device m_device;
    std::shared_ptr<nn::Rasa> m_network;
    at::Tensor m_imageTokens;
    at::Tensor m_mask;
    at::Tensor m_text;
};

std::vector<const ImageTokens*> candidates(const std::vector<ImageTokens>& images,
                                           std::int64_t count) {
    std::vector<const ImageTokens*> chosen;
    for (std::int64_t i = 0; i < count; ++i) {
        chosen.push_back(&images[static_cast<std::size_t>(i) % images.size()]);
    }
    return chosen;
}

/// Logits of the order queries with every distinct image.
std::vector<std::vector<float>> orderLogits(RasaModel& model,
                                            const std::vector<ImageTokens>& images,
                                            std::int64_t numTokens) {
    std::vector<std::vector<float>> logits;
    const auto all = candidates(images, static_cast<std::int64_t>(images.size()));
    for (std::int64_t k = 0; k < kOrderQueries; ++k) {
        const auto text = model.encodeText(queryIds(model.config(), k, numTokens));
        logits.push_back(model.matchLogits(*text, all, {}));
    }
    return logits;
}

double meanOverlap(const std::vector<std::vector<float>>& expected,
                   const std::vector<std::vector<float>>& actual) {
    double sum = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        sum += topOverlap(expected[i], actual[i], kTop);
    }
    return sum / static_cast<double>(expected.size());
}

std::vector<ImageTokens> encodedTokens(RasaModel& model,
                                       std::span<const float> pixels,
                                       TokenFormat format,
                                       const std::stop_token& stop) {
    return model.encodeImages(pixels, {format, stop}).tokens;
}

at::Tensor unpacked(const std::vector<ImageTokens>& images, const RasaConfig& config) {
    const auto all = candidates(images, static_cast<std::int64_t>(images.size()));
    return nn::unpackImageTokens(all, config, {});
}

json rerankResult(const Setting& setting,
                  const std::vector<double>& seconds,
                  const std::vector<double>& plainSeconds) {
    const BenchOptions& options = setting.options();
    const double flops =
        real(options.numCandidates) * pairFlops(setting.config(), options.numTokens);
    const double plainFlops =
        real(options.numCandidates) * plainPairFlops(setting.config(), options.paddedTokens);
    return {{"seconds", median(seconds)},
            {"plainSeconds", median(plainSeconds)},
            {"speedup", median(plainSeconds) / median(seconds)},
            {"gflops", flops / median(seconds) * 1e-9},
            {"plainGflops", plainFlops / median(plainSeconds) * 1e-9},
            {"flopsPerQuery", flops},
            {"plainFlopsPerQuery", plainFlops}};
}

}  // namespace

double pairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept {
    const BertConfig& bert = config.bert;
    const std::int64_t numFusion = bert.numHiddenLayers - bert.fusionLayer;
    const double width = real(bert.hiddenSize);
    double flops = 0;
    for (std::int64_t i = 0; i < numFusion; ++i) {
        const bool first = i == 0;
        const bool last = i + 1 == numFusion;
        const std::int64_t queries = last ? 1 : numTokens;
        const nn::AttentionShape shape{queries,
                                       config.numImageTokens(),
                                       bert.hiddenSize,
                                       bert.encoderWidth,
                                       bert.numAttentionHeads};
        const bool folded = nn::foldedFlops(shape) <= nn::projectedFlops(shape);
        const double dense = 2.0 * real(queries) * width * width;
        flops += folded ? nn::foldedFlops(shape) : nn::projectedFlops(shape);
        if (first && folded) flops -= 2.0 * real(queries) * width * real(bert.encoderWidth);
        if (!first) flops += dense;  // The query of the cross-attention.
        flops += dense + feedForwardFlops(bert, real(queries));
        if (first) continue;
        const nn::AttentionShape own{
            1, numTokens, bert.hiddenSize, bert.hiddenSize, bert.numAttentionHeads};
        flops += last ? 2.0 * dense + std::min(nn::foldedFlops(own), nn::projectedFlops(own))
                      : selfAttentionFlops(bert, real(numTokens), real(numTokens));
    }
    return flops;
}

double topOverlap(std::span<const float> expected,
                  std::span<const float> actual,
                  std::size_t count) {
    count = std::min({count, expected.size(), actual.size()});
    if (count == 0) return 1.0;
    const auto best = [count](std::span<const float> scores) {
        std::vector<std::size_t> order(scores.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return scores[a] > scores[b];
        });
        order.resize(count);
        std::sort(order.begin(), order.end());
        return order;
    };
    const auto a = best(expected);
    const auto b = best(actual);
    std::vector<std::size_t> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    return static_cast<double>(common.size()) / static_cast<double>(count);
}

json benchEncode(const BenchOptions& options) {
    const Setting setting(options);
    const std::vector<float> pixels = benchImages(setting.config(), options.numImages);
    json results = json::object();
    for (const ComputeType type : setting.types()) {
        const auto model = setting.model(type);
        const nn::Placement placement = setting.device(type).placement;
        GemmRate gemm(setting.config(), placement);
        // Twice, because the first batches are sized while nothing is measured yet.
        for (int i = 0; i < 2; ++i) model->encodeImages(pixels, {std::nullopt, options.stop});
        std::vector<double> seconds;
        for (int run = 0; run < options.numRuns; ++run) {
            setting.step(fmt::format(
                "{}: encoding, run {} of {}", typeName(type), run + 1, options.numRuns));
            gemm.measure();
            seconds.push_back(secondsOf(placement.device, [&] {
                model->encodeImages(pixels, {std::nullopt, options.stop});
            }));
        }
        const double imagesPerSecond = real(options.numImages) / median(seconds);
        const double gflops = imagesPerSecond * encodeFlops(setting.config()) * 1e-9;
        json result = gemm.report();
        result.update({{"imagesPerSecond", imagesPerSecond},
                       {"gflops", gflops},
                       {"gemmRatio", gflops / gemm.gflops()},
                       {"flopsPerImage", encodeFlops(setting.config())}});
        results[typeName(type)] = std::move(result);
    }
    return setting.document(std::move(results));
}

json benchRerank(const BenchOptions& options) {
    const Setting setting(options);
    const RasaConfig& config = setting.config();
    const auto reference = setting.model(ComputeType::F32);
    setting.step("encoding the candidates");
    const std::vector<float> pixels = benchImages(config, kDistinctImages);
    const auto images = encodedTokens(*reference, pixels, TokenFormat::F16, options.stop);
    const auto expected = orderLogits(*reference, images, options.numTokens);
    const PlainRerank plain(setting, unpacked(images, config));
    const auto chosen = candidates(images, options.numCandidates);
    json results = json::object();
    for (const ComputeType type : setting.types()) {
        const auto model = setting.model(type);
        const auto search = [&] {
            const auto text = model->encodeText(queryIds(config, 0, options.numTokens));
            return secondsOf(setting.device(type).placement.device,
                             [&] { model->matchLogits(*text, chosen, options.stop); });
        };
        search();
        plain.run();
        std::vector<double> seconds;
        std::vector<double> plainSeconds;
        for (int run = 0; run < options.numRuns; ++run) {
            setting.step(fmt::format(
                "{}: re-ranking, run {} of {}", typeName(type), run + 1, options.numRuns));
            plainSeconds.push_back(plain.run());
            seconds.push_back(search());
        }
        json result = rerankResult(setting, seconds, plainSeconds);
        setting.step(fmt::format("{}: comparing the order", typeName(type)));
        for (const auto& [name, format] : {std::pair{"overlapF16Tokens", TokenFormat::F16},
                                           std::pair{"overlapInt8Tokens", TokenFormat::Int8}}) {
            const auto tokens = encodedTokens(*model, pixels, format, options.stop);
            result[name] = meanOverlap(expected, orderLogits(*model, tokens, options.numTokens));
        }
        results[typeName(type)] = std::move(result);
    }
    return setting.document(std::move(results));
}

json benchText(const BenchOptions& options) {
    const Setting setting(options);
    const auto ids = queryIds(setting.config(), 0, options.numTokens);
    json results = json::object();
    for (const ComputeType type : setting.types()) {
        constexpr int kTextsPerRun = 10;
        const auto model = setting.model(type);
        model->encodeText(ids);
        std::vector<double> seconds;
        for (int run = 0; run < options.numRuns; ++run) {
            setting.step(
                fmt::format("{}: texts, run {} of {}", typeName(type), run + 1, options.numRuns));
            seconds.push_back(secondsOf(setting.device(type).placement.device,
                                        [&] {
                                            for (int i = 0; i < kTextsPerRun; ++i)
                                                model->encodeText(ids);
                                        }) /
                              kTextsPerRun);
        }
        results[typeName(type)] = {
            {"textsPerSecond", 1.0 / median(seconds)},
            {"milliseconds", median(seconds) * 1e3},
            {"gflops", textFlops(setting.config(), options.numTokens) / median(seconds) * 1e-9}};
    }
    return setting.document(std::move(results));
}

json benchGemm(const BenchOptions& options) {
    const Setting setting(options);
    json results = json::object();
    for (const ComputeType type : setting.types()) {
        GemmRate gemm(setting.config(), setting.device(type).placement);
        for (int run = 0; run <= options.numRuns; ++run) {
            setting.step(fmt::format(
                "{}: products, run {} of {}", typeName(type), run + 1, options.numRuns + 1));
            gemm.measure();
        }
        results[typeName(type)] = gemm.report();
    }
    return setting.document(std::move(results));
}

}  // namespace descry
