#include "core/training/snapshot.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/tensorfile/safetensors_writer.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

constexpr char kPositionKey[] = "position";
constexpr char kFirst[] = "optimizer.exp_avg.";
constexpr char kSecond[] = "optimizer.exp_avg_sq.";

void writeTensors(const fs::path& file,
                  const NamedTensors& tensors,
                  const std::map<std::string, std::string>& metadata) {
    std::vector<TensorEntry> entries;
    for (const auto& [name, tensor] : tensors) {
        const DType type = tensor.scalar_type() == at::kLong ? DType::I64 : DType::F32;
        entries.push_back({name, type, tensor.sizes().vec()});
    }
    SafetensorsWriter writer(file, entries, metadata);
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor packed = tensor.detach().to(at::kCPU).contiguous();
        writer.write({static_cast<const std::byte*>(packed.const_data_ptr()), packed.nbytes()});
    }
    writer.commit();
}

at::Tensor readTensor(const TensorFile& file, const std::string& name, const at::Tensor& like) {
    const TensorEntry* const entry = file.find(name);
    const DType type = like.scalar_type() == at::kLong ? DType::I64 : DType::F32;
    if (entry == nullptr || entry->dtype != type || like.sizes() != at::IntArrayRef(entry->shape)) {
        fail(ErrorCode::InvalidInput,
             "{}: the tensor {} is missing or does not fit the run's configuration",
             displayable(file.path().native()),
             name);
    }
    at::Tensor values = at::empty(like.sizes(), like.options().device(at::kCPU));
    file.read(*entry, {static_cast<std::byte*>(values.mutable_data_ptr()), values.nbytes()});
    return values;
}

Json positionJson(const RunPosition& position, const training::OptimiserState& optimiser) {
    Json steps = Json::object();
    std::size_t next = 0;
    for (const auto& group : optimiser.groups) {
        for (const std::string& name : group.names) {
            const training::Moments& moments = optimiser.moments[next++];
            if (moments.first.defined()) steps[name] = moments.step;
        }
    }
    return {{"step", position.step},
            {"evaluatedStep", position.evaluatedStep},
            {"draws", position.draws},
            {"best", position.best},
            {"bestStep", position.bestStep},
            {"metricsBytes", position.metricsBytes},
            {"numDropped", position.numDropped},
            {"numDroppedInRow", position.numDroppedInRow},
            {"rowsWithoutNegative", position.rowsWithoutNegative},
            {"cutTexts", position.cutTexts},
            {"imagesLeftOut", position.imagesLeftOut},
            {"optimizerSteps", std::move(steps)}};
}

}  // namespace

void writeOnlineWeights(const fs::path& file, const training::TrainingState& state) {
    NamedTensors tensors;
    for (const auto& item : state.online->named_parameters()) {
        tensors.emplace_back(item.key(), item.value());
    }
    writeTensors(file, tensors, {});
}

void writeSnapshot(const fs::path& file,
                   const training::TrainingState& state,
                   const training::AdamW& optimiser,
                   const RunPosition& position) {
    NamedTensors tensors;
    for (const auto& [name, tensor] : state.tensors()) tensors.emplace_back(name, tensor);
    const training::OptimiserState moments = optimiser.state();
    std::size_t next = 0;
    for (const auto& group : moments.groups) {
        for (const std::string& name : group.names) {
            const training::Moments& moment = moments.moments[next++];
            if (!moment.first.defined()) continue;
            tensors.emplace_back(kFirst + name, moment.first);
            tensors.emplace_back(kSecond + name, moment.second);
        }
    }
    writeTensors(file, tensors, {{kPositionKey, positionJson(position, moments).dump()}});
}

RunPosition readSnapshot(const fs::path& path,
                         training::TrainingState& state,
                         training::AdamW& optimiser) {
    const auto file = openTensorFile(path);
    const auto corrupt = [&](const char* what) {
        fail(ErrorCode::CorruptFile, "{}: {}", displayable(path.native()), what);
    };
    RunPosition position;
    Json steps;
    try {
        const Json json = Json::parse(file->metadata().at(kPositionKey).get<std::string>());
        position = {.step = json.at("step"),
                    .evaluatedStep = json.at("evaluatedStep"),
                    .draws = json.at("draws"),
                    .best = json.at("best"),
                    .bestStep = json.at("bestStep"),
                    .metricsBytes = json.at("metricsBytes"),
                    .numDropped = json.at("numDropped"),
                    .numDroppedInRow = json.at("numDroppedInRow"),
                    .rowsWithoutNegative = json.at("rowsWithoutNegative"),
                    .cutTexts = json.at("cutTexts"),
                    .imagesLeftOut = json.at("imagesLeftOut")};
        steps = json.at("optimizerSteps").get<std::map<std::string, double>>();
    } catch (const Json::exception&) {
        corrupt("does not say where the run stood; it is no snapshot of a training run");
    }
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : state.tensors()) tensor.copy_(readTensor(*file, name, tensor));
    const auto parameters = state.online->named_parameters();
    training::OptimiserState moments = optimiser.state();
    std::size_t next = 0;
    for (const auto& group : moments.groups) {
        for (const std::string& name : group.names) {
            training::Moments& moment = moments.moments[next++];
            moment = {};
            if (!steps.contains(name)) continue;
            const at::Tensor like = parameters[name].detach();
            moment = {steps.at(name),
                      readTensor(*file, kFirst + name, like),
                      readTensor(*file, kSecond + name, like)};
        }
    }
    optimiser.restore(moments);
    return position;
}

}  // namespace descry
