#include "core/model/nn/network_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/waiting.h"
#include "core/model/nn/network.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/model/nn/torch_errors.h"

namespace descry::nn {
namespace {

constexpr std::int64_t kColourChannels = 3;

/// Pixel values of one image.
std::size_t imageValues(const RasaConfig& config) {
    return static_cast<std::size_t>(kColourChannels * config.imageRes * config.imageRes);
}

std::string_view itemName(WorkSite site) {
    switch (site) {
        case WorkSite::Images:
            return "image";
        case WorkSite::Text:
            return "text";
        case WorkSite::Pairs:
            break;
    }
    return "candidate";
}

/// Calls work(begin, end) for ranges of a batch: on a CPU one range a core, each computed without
/// help from the others, which saves waiting for each other at every product; a batch smaller than
/// the number of cores is one range that all share.
template <typename Work>
void forRanges(const Placement& placement, std::int64_t numItems, const Work& work) {
    if (!placement.device.is_cpu() || numItems < at::get_num_threads()) {
        work(0, numItems);
        return;
    }
    at::parallel_for(0, numItems, 1, [&](std::int64_t begin, std::int64_t end) {
        const c10::InferenceMode inference;
        work(begin, end);
    });
}

class NetworkModel : public RasaModel {
  public:
    explicit NetworkModel(ModelSetup setup)
        : m_setup(std::move(setup)),
          m_fallbacks(m_setup.devices.begin() + 1, m_setup.devices.end()) {
        beginWork();
        build(m_setup.devices.front());
    }

    const RasaConfig& config() const override { return m_setup.config; }
    DeviceStatus device() const override { return network()->device.status; }
    const DoubtReference* doubtReference() const override {
        return m_setup.doubtReference ? &*m_setup.doubtReference : nullptr;
    }

    void onNotice(std::function<void(const Error&)> callback) override {
        const std::lock_guard lock(m_mutex);
        m_notice = std::move(callback);
    }

    ImageEncoding encodeImages(std::span<const float> pixels,
                               const EncodeOptions& options) override;
    std::shared_ptr<const TextEncoding> encodeText(std::span<const std::int64_t> ids) override;
    std::vector<float> matchLogits(const TextEncoding& text,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token stop) override;
    PairReadings readPairs(const TextEncoding& text,
                           std::span<const ImageTokens* const> images,
                           std::stop_token stop) override;
    TokenMaps explain(const TextEncoding& text,
                      const ImageTokens& image,
                      const MapRequest& request,
                      std::stop_token stop) override;

  private:
    std::shared_ptr<const Network> network() const {
        const std::lock_guard lock(m_mutex);
        return m_network;
    }

    void beginWork() const {
        mayWait("the model");
        // The number of threads is the calling thread's, not the process's.
        const int wanted = m_setup.numThreads;
        if (wanted > 0 && at::get_num_threads() != wanted) at::set_num_threads(wanted);
    }

    void build(const ChosenDevice& device);
    /// Runs one batch; false if memory ran out and the work is to be tried again, smaller.
    template <typename Work>
    bool attempt(WorkSite site, std::int64_t batch, const Work& work);
    void giveWay(WorkSite site, std::int64_t batch, const std::shared_ptr<const Network>& failed);
    void notify(const Error& notice) const;
    /// For the device in use; the calls on the compute lane alone.
    const BatchSizes& sizesFor(const std::shared_ptr<const Network>& current);
    void encodeRange(const Network& network,
                     std::span<const float> pixels,
                     const EncodeOptions& options,
                     ImageEncoding& out) const;
    ImageEncoding encodeBatch(const Network& network,
                              std::span<const float> pixels,
                              const EncodeOptions& options) const;
    /// Calls work(network, text on it, index of the first image, images) batch by batch; a batch
    /// that did not fit comes again, smaller.
    template <typename Work>
    void forPairBatches(const TextEncoding& text,
                        std::span<const ImageTokens* const> images,
                        const std::stop_token& stop,
                        const Work& work);
    /// Calls read(index of the first image, fused states) for parts of a batch, on several threads.
    template <typename Read>
    void fuseBatch(const Network& network,
                   const FusionStart& start,
                   std::span<const ImageTokens* const> images,
                   const std::stop_token& stop,
                   const Read& read) const;
    void checkIds(std::span<const std::int64_t> ids) const;
    /// Throws InvalidInput for a text of another model.
    const NetworkText& ownText(const TextEncoding& text) const;

    ModelSetup m_setup;
    mutable std::mutex m_mutex;
    std::shared_ptr<const Network> m_network;
    std::deque<ChosenDevice> m_fallbacks;
    std::function<void(const Error&)> m_notice;
    std::weak_ptr<const Network> m_sized;
    BatchSizes m_sizes;  ///< Of m_sized; less where its memory ran out.
    std::shared_ptr<const void> m_identity = std::make_shared<int>(0);
};

void NetworkModel::build(const ChosenDevice& device) {
    const c10::InferenceMode inference;
    auto built = std::make_shared<const Network>(m_setup.config, *m_setup.weights, device);
    const std::lock_guard lock(m_mutex);
    m_network = std::move(built);
}

void NetworkModel::notify(const Error& notice) const {
    log().warn("{}", notice.what());
    std::function<void(const Error&)> callback;
    {
        const std::lock_guard lock(m_mutex);
        callback = m_notice;
    }
    if (callback) callback(notice);
}

template <typename Work>
bool NetworkModel::attempt(WorkSite site, std::int64_t batch, const Work& work) {
    const auto current = network();
    try {
        if (m_setup.beforeWork) m_setup.beforeWork(site);
        work(current);
        return true;
    } catch (const c10::Error& error) {
        if (!meansOutOfMemory(error)) {
            fail(ErrorCode::Device,
                 "{} failed on an {}: {}",
                 current->device.status.name,
                 itemName(site),
                 error.what_without_backtrace());
        }
    } catch (const std::exception& error) {
        if (!meansOutOfMemory(error)) throw;
        log().debug("host memory ran out on a batch of {}: {}", batch, error.what());
    }
    giveWay(site, batch, current);
    return false;
}

void NetworkModel::giveWay(WorkSite site,
                           std::int64_t batch,
                           const std::shared_ptr<const Network>& failed) {
    const std::string& name = failed->device.status.name;
    if (batch > 1) {
        const std::int64_t smaller = batch / 2;
        const bool isOfImages = site == WorkSite::Images;
        (isOfImages ? m_sizes.images : m_sizes.pairs) = smaller;
        notify(isOfImages ? makeError(ErrorCode::OutOfMemory,
                                      "{} out of memory: batches of {} images instead of {}",
                                      name,
                                      smaller,
                                      batch)
                          : makeError(ErrorCode::OutOfMemory,
                                      "{} out of memory: batches of {} candidates instead of {}",
                                      name,
                                      smaller,
                                      batch));
        return;
    }
    std::optional<ChosenDevice> next;
    {
        const std::lock_guard lock(m_mutex);
        if (m_network != failed) return;  // Another thread has moved already.
        if (!m_fallbacks.empty()) {
            next = m_fallbacks.front();
            m_fallbacks.pop_front();
        }
    }
    if (!next) {
        fail(ErrorCode::OutOfMemory,
             "{} has not enough memory for one {}: close other programs, or use a smaller model",
             name,
             itemName(site));
    }
    next->status.reason = makeError(ErrorCode::OutOfMemory, "{} ran out of memory", name);
    build(*next);
    notify(makeError(
        ErrorCode::OutOfMemory, "{} out of memory: continuing on the {}", name, next->status.name));
}

const BatchSizes& NetworkModel::sizesFor(const std::shared_ptr<const Network>& current) {
    if (m_sized.lock() != current) {
        m_sizes = batchSizes(current->device.placement);
        m_sized = current;
    }
    return m_sizes;
}

ImageEncoding NetworkModel::encodeImages(std::span<const float> pixels,
                                         const EncodeOptions& options) {
    const std::size_t imageSize = imageValues(m_setup.config);
    if (pixels.empty() || pixels.size() % imageSize != 0) {
        fail(ErrorCode::InvalidInput,
             "{} pixel values are not one or more images of 3 x {} x {}",
             pixels.size(),
             m_setup.config.imageRes,
             m_setup.config.imageRes);
    }
    beginWork();
    const c10::InferenceMode inference;
    const std::size_t total = pixels.size() / imageSize;
    ImageEncoding encoding;
    for (std::size_t done = 0; done < total;) {
        const std::int64_t batch =
            std::min(sizesFor(network()).images, static_cast<std::int64_t>(total - done));
        const std::size_t size = static_cast<std::size_t>(batch) * imageSize;
        ImageEncoding part;
        const bool finished = attempt(WorkSite::Images, batch, [&](const auto& current) {
            part = encodeBatch(*current, pixels.subspan(done * imageSize, size), options);
        });
        if (!finished) continue;
        encoding.features.insert(
            encoding.features.end(), part.features.begin(), part.features.end());
        std::move(part.tokens.begin(), part.tokens.end(), std::back_inserter(encoding.tokens));
        done += static_cast<std::size_t>(batch);
    }
    return encoding;
}

ImageEncoding NetworkModel::encodeBatch(const Network& network,
                                        std::span<const float> pixels,
                                        const EncodeOptions& options) const {
    const std::size_t imageSize = imageValues(m_setup.config);
    const std::size_t count = pixels.size() / imageSize;
    std::vector<ImageEncoding> parts(count);
    forRanges(network.device.placement,
              static_cast<std::int64_t>(count),
              [&](std::int64_t begin, std::int64_t end) {
                  const auto first = static_cast<std::size_t>(begin);
                  const auto size = static_cast<std::size_t>(end - begin) * imageSize;
                  encodeRange(
                      network, pixels.subspan(first * imageSize, size), options, parts[first]);
              });
    ImageEncoding encoding;
    for (ImageEncoding& part : parts) {
        encoding.features.insert(
            encoding.features.end(), part.features.begin(), part.features.end());
        std::move(part.tokens.begin(), part.tokens.end(), std::back_inserter(encoding.tokens));
    }
    return encoding;
}

void NetworkModel::encodeRange(const Network& network,
                               std::span<const float> pixels,
                               const EncodeOptions& options,
                               ImageEncoding& out) const {
    const std::int64_t side = m_setup.config.imageRes;
    const auto count = static_cast<std::int64_t>(pixels.size() / imageValues(m_setup.config));
    const at::Tensor images =
        viewOf(pixels, {count, kColourChannels, side, side}).to(network.device.placement.device);
    const at::Tensor tokens = network.images(images, options.stop);
    out.features = valuesOf(network.images.features(tokens));
    if (!options.keepTokens) return;
    const at::Tensor host = tokens.to(at::kCPU).contiguous();
    const auto perImage = static_cast<std::size_t>(host.size(1) * host.size(2));
    out.tokens.resize(static_cast<std::size_t>(count));
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
            const float* const first = host.const_data_ptr<float>() + i * perImage;
            out.tokens[i] = packTokens({first, perImage}, host.size(2), *options.keepTokens);
        }
    });
}

void NetworkModel::checkIds(std::span<const std::int64_t> ids) const {
    const BertConfig& bert = m_setup.config.bert;
    const auto length = static_cast<std::int64_t>(ids.size());
    if (length < 1 || length > bert.maxPositionEmbeddings) {
        fail(ErrorCode::InvalidInput,
             "a text of {} tokens: this model takes 1 to {}",
             length,
             bert.maxPositionEmbeddings);
    }
    for (const std::int64_t id : ids) {
        if (id < 0 || id >= bert.vocabSize) {
            fail(ErrorCode::InvalidInput,
                 "token id {} is not in this model's vocabulary of {}",
                 id,
                 bert.vocabSize);
        }
    }
}

std::shared_ptr<const TextEncoding> NetworkModel::encodeText(std::span<const std::int64_t> ids) {
    checkIds(ids);
    beginWork();
    const c10::InferenceMode inference;
    std::shared_ptr<NetworkText> text;
    const auto encode = [&](const std::shared_ptr<const Network>& current) {
        text = std::make_shared<NetworkText>(std::vector<std::int64_t>(ids.begin(), ids.end()),
                                             m_identity);
        text->encode(current);
    };
    while (!attempt(WorkSite::Text, 1, encode)) {
    }
    return text;
}

const NetworkText& NetworkModel::ownText(const TextEncoding& text) const {
    const auto* own = dynamic_cast<const NetworkText*>(&text);
    if (!own || !own->belongsTo(m_identity)) {
        fail(ErrorCode::InvalidInput, "the text was encoded by another model: encode it again");
    }
    return *own;
}

template <typename Work>
void NetworkModel::forPairBatches(const TextEncoding& text,
                                  std::span<const ImageTokens* const> images,
                                  const std::stop_token& stop,
                                  const Work& work) {
    const NetworkText& given = ownText(text);
    beginWork();
    const c10::InferenceMode inference;
    std::shared_ptr<NetworkText> moved;
    for (std::size_t done = 0; done < images.size();) {
        checkStop(stop);
        const std::int64_t batch =
            std::min(sizesFor(network()).pairs, static_cast<std::int64_t>(images.size() - done));
        const auto size = static_cast<std::size_t>(batch);
        const bool finished = attempt(WorkSite::Pairs, batch, [&](const auto& current) {
            const NetworkText* usable = moved ? moved.get() : &given;
            if (!usable->isOn(current)) {
                moved = std::make_shared<NetworkText>(given.ids(), m_identity);
                moved->encode(current);
                usable = moved.get();
            }
            work(*current, *usable, done, images.subspan(done, size));
        });
        if (!finished) continue;
        done += size;
    }
}

template <typename Read>
void NetworkModel::fuseBatch(const Network& network,
                             const FusionStart& start,
                             std::span<const ImageTokens* const> images,
                             const std::stop_token& stop,
                             const Read& read) const {
    const Placement& placement = network.device.placement;
    forRanges(placement,
              static_cast<std::int64_t>(images.size()),
              [&](std::int64_t begin, std::int64_t end) {
                  const auto first = static_cast<std::size_t>(begin);
                  const auto size = static_cast<std::size_t>(end - begin);
                  const at::Tensor tokens =
                      unpackImageTokens(images.subspan(first, size), m_setup.config, placement);
                  read(first, network.pairs.fuse(start, tokens, stop));
              });
}

/// The tensor's values from element `first` of `out` on.
void copyInto(std::vector<float>& out, std::size_t first, const at::Tensor& tensor) {
    const std::vector<float> values = valuesOf(tensor);
    std::copy(values.begin(), values.end(), out.begin() + static_cast<std::ptrdiff_t>(first));
}

std::vector<float> NetworkModel::matchLogits(const TextEncoding& text,
                                             std::span<const ImageTokens* const> images,
                                             std::stop_token stop) {
    std::vector<float> logits(images.size());
    const auto score = [&](const Network& network,
                           const NetworkText& usable,
                           std::size_t done,
                           std::span<const ImageTokens* const> batch) {
        const auto read = [&](std::size_t first, const at::Tensor& cls) {
            copyInto(logits, done + first, network.pairs.matchLogits(cls).select(1, 1));
        };
        fuseBatch(network, usable.fusionStart(network), batch, stop, read);
    };
    forPairBatches(text, images, stop, score);
    return logits;
}

PairReadings NetworkModel::readPairs(const TextEncoding& text,
                                     std::span<const ImageTokens* const> images,
                                     std::stop_token stop) {
    const std::int64_t length = text.numTokens();
    const auto numTokens = static_cast<std::size_t>(length);
    PairReadings readings;
    readings.matchLogits.resize(images.size());
    readings.relationLogits.resize(images.size() * 2);
    readings.replacedLogOdds.resize(images.size() * numTokens);
    const auto readBatch = [&](const Network& network,
                               const NetworkText& usable,
                               std::size_t done,
                               std::span<const ImageTokens* const> batch) {
        const PairScorer& pairs = network.pairs;
        const auto read = [&](std::size_t first, const at::Tensor& states) {
            const at::Tensor cls = states.view({-1, length, states.size(1)}).select(1, 0);
            const at::Tensor replaced = pairs.replacedLogits(states);
            copyInto(readings.matchLogits, done + first, pairs.matchLogits(cls).select(1, 1));
            copyInto(readings.relationLogits, (done + first) * 2, pairs.relationLogits(cls));
            copyInto(readings.replacedLogOdds,
                     (done + first) * numTokens,
                     replaced.select(1, 1) - replaced.select(1, 0));
        };
        fuseBatch(network, usable.fusionStartOfAll(network), batch, stop, read);
    };
    forPairBatches(text, images, stop, readBatch);
    return readings;
}

TokenMaps NetworkModel::explain(const TextEncoding& text,
                                const ImageTokens& image,
                                const MapRequest& request,
                                std::stop_token stop) {
    const std::vector<std::int64_t>& ids = ownText(text).ids();
    beginWork();
    TokenMaps found;
    const auto work = [&](const std::shared_ptr<const Network>& current) {
        const AttentionMaps& maps = current->maps(m_setup.config, *m_setup.weights);
        found = maps(ids, image, request, stop);
    };
    do {
        checkStop(stop);
    } while (!attempt(WorkSite::Pairs, 1, work));
    return found;
}

}  // namespace

std::vector<ChosenDevice> deviceChain(const DeviceRequest& request) {
    std::vector<ChosenDevice> chain{chooseDevice(request)};
    if (!chain.front().status.isCuda) return chain;
    const ComputeType type =
        cpuHasBfloat16() && chain.front().status.computeType != ComputeType::F32 ? ComputeType::BF16
                                                                                 : ComputeType::F32;
    chain.push_back(cpuDevice(type, makeError(ErrorCode::Device, "the GPU could not be used")));
    return chain;
}

std::unique_ptr<RasaModel> makeRasaModel(ModelSetup setup) {
    if (setup.devices.empty()) fail(ErrorCode::Internal, "a model needs a device");
    return std::make_unique<NetworkModel>(std::move(setup));
}

}  // namespace descry::nn
