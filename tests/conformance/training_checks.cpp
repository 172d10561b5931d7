#include "tests/conformance/training_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/model/nn/device.h"
#include "core/training/step/optimiser.h"
#include "core/training/step/optimiser_checkpoint.h"
#include "core/training/step/schedule.h"
#include "core/training/step/training_step.h"
#include "tests/conformance/goldens.h"
#include "tests/conformance/recorded_draws.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using training::StepReport;

// The README's suggested limits.
constexpr double kFeature = 1e-5;
constexpr double kLogit = 2e-4;
constexpr double kLoss = 1e-4;
constexpr double kGradientNorm = 1e-3;  // Relative.
constexpr double kGradient = 1e-4;
constexpr double kParameter = 2e-6;
/// Below it the first steps of Adam follow the sign of rounding noise.
constexpr double kNoGradient = 1e-6;

/// One recorded run, step by step.
class Run {
  public:
    Run(const ConformanceOptions& options, std::string name, const json& rates, Comparison& out)
        : m_name(std::move(name)),
          m_folder(options.folder / "tiny"),
          m_inputs(m_folder / "train" / "official.safetensors"),
          m_goldens(m_folder / "train" / (m_name + ".safetensors")),
          m_out(out),
          m_config(parseConfig(readJsonFile(m_folder / "config.json"), "config.json")) {
        const auto weights = openTensorFile(m_folder / "model.safetensors");
        nn::ChosenDevice device = nn::chooseDevice(options.device);
        m_state = training::makeTrainingState(m_config, device.placement.device);
        training::loadTrainingState(m_state, CheckpointStart(*weights, m_config));
        const json keys = json::parse(m_config.training);
        const json& tokens = keys.at("tokens");
        m_step.emplace(m_state,
                       training::stepOptions(
                           m_config, {tokens.at("pad"), tokens.at("cls"), tokens.at("mask")}));
        training::AdamWOptions adam;
        adam.rate = rates.at(0);
        adam.headRate = rates.at(1);
        adam.weightDecay = keys.at("optimizer").at("weight_decay");
        m_optimiser.emplace(*m_state.online, adam);
    }

    void resumeFrom(const char* checkpoint) {
        const auto file = openCheckpoint(m_folder / checkpoint);
        m_optimiser->restore(training::readOptimiserState(*file, m_optimiser->state()));
    }

    /// Numbers the state as the reference does.
    void compareOptimiserOrder() {
        const json index = readJsonFile(m_folder / "optimizer_index.json");
        const auto state = m_optimiser->state();
        for (std::size_t i = 0; i < index.at("groups").size(); ++i) {
            const bool isSame = i < state.groups.size() &&
                                json(state.groups[i].names) == index["groups"][i].at("names");
            m_out.require(fmt::format("optimiser group {}", i), isSame ? 0 : 1, 0);
        }
    }

    StepReport step(std::size_t number, const json& golden) {
        m_prefix = fmt::format("step{}.", number);
        RecordedDraws draws(m_goldens, m_prefix + "draw.");
        m_traced.clear();
        const auto report = m_step->run(
            batch(), golden.at("alpha"), draws, [this](const auto& name, const at::Tensor& value) {
                m_traced[name] = value.detach().to(at::kCPU);
            });
        m_rates = golden.at("lrs").get<std::vector<double>>();
        noteSmallGradients();
        m_optimiser->setRates(m_rates);
        return report;
    }

    void update() { m_globalNorm = m_optimiser->step().gradientNorm; }

    void compareTraces() {
        for (const char* name : {"image_feat", "text_feat", "image_feat_m", "text_feat_m"}) {
            compareTrace(name, kFeature);
        }
        for (const char* name : {"i2t", "t2i", "i2i", "t2t"}) {
            compareTrace(std::string("sim_") + name, kLogit);
            compareTrace(fmt::format("sim_{}_targets", name), kFeature);
        }
        for (const char* name : {"weights_t2i", "weights_i2t"}) compareTrace(name, kFeature);
        for (const char* name : {"itm_logits", "prd_logits", "mlm_logits"}) {
            compareTrace(name, kLogit);
        }
        // Padding is not worked on and has no label.
        const at::Tensor isToken = batch().captions.mask.unsqueeze(2);
        compareTrace("mrtd_logits", kLogit, isToken);
        for (const char* name : {"mlm_input_ids", "mrtd_input_ids", "mrtd_labels"}) {
            compareTrace(name, 0);
        }
        compareTeacher();
    }

    void compareReport(const StepReport& report, const json& golden) {
        const json& losses = golden.contains("losses") ? golden.at("losses") : golden;
        const std::map<std::string, double> values{{"loss_cl", report.contrastive},
                                                   {"loss_pitm", report.matching},
                                                   {"loss_prd", report.relation},
                                                   {"loss_mlm", report.maskedLanguage},
                                                   {"loss_mrtd", report.replacedToken},
                                                   {"total", report.total}};
        for (const auto& [name, value] : values) {
            if (losses.contains(name)) compareNumber(name, value, losses.at(name), kLoss);
        }
        if (!golden.contains("cl_parts")) return;
        const char* const parts[] = {"cl.i2t", "cl.t2i", "cl.i2i", "cl.t2t"};
        for (std::size_t i = 0; i < 4; ++i) {
            compareNumber(
                parts[i], report.contrastiveParts[i], golden["cl_parts"].at(parts[i]), kLoss);
        }
        const json& masked = golden.at("mlm_parts");
        compareNumber("mlm.ce", report.maskedCrossEntropy, masked.at("ce"), kLoss);
        compareNumber("mlm.distill", report.maskedDistillation, masked.at("distill"), kLoss);
    }

    void compareGradients(const json& golden) {
        for (const auto& item : m_state.online->named_parameters()) {
            const at::Tensor gradient = item.value().grad();
            // Softmax ignores key biases: their gradients are rounding noise.
            const bool isRecorded = golden.contains("gradient_norms");
            if (isRecorded && !item.key().ends_with(".key.bias")) {
                const double norm = golden.at("gradient_norms").at(item.key());
                compareNumber("gradient_norm " + item.key(),
                              gradient.norm().item<double>() / norm,
                              1,
                              kGradientNorm);
            }
            const std::string name = m_prefix + "grad." + item.key();
            if (m_goldens.has(name)) {
                m_out.compare(
                    label("grad." + item.key()), gradient, m_goldens.tensor(name), kGradient);
            }
        }
    }

    void compareAfter(const json& golden) {
        if (golden.contains("global_gradient_norm")) {
            const double norm = golden.at("global_gradient_norm");
            compareNumber("global_gradient_norm", m_globalNorm / norm, 1, kGradientNorm);
        }
        for (const auto& [name, value] : m_state.tensors()) {
            const std::string stored = m_prefix + "after." + name;
            if (m_goldens.has(stored)) compareTensor("after." + name, name, value, stored);
        }
        compareNumber("queue_ptr",
                      static_cast<double>(m_state.queue->pointer()),
                      golden.at("queue_ptr_after"),
                      0);
        compareNumber("temp",
                      m_state.online->temperature().item<double>(),
                      golden.at("temp_after"),
                      kParameter);
    }

    void compareFinal() {
        for (const auto& [name, value] : m_state.tensors()) {
            const std::string stored = "final." + name;
            if (m_goldens.has(stored)) compareTensor(stored, name, value, stored);
        }
    }

  private:
    std::string label(const std::string& what) const {
        return fmt::format("train/{}/{}{}", m_name, m_prefix, what);
    }

    training::TrainingBatch batch() const {
        const auto read = [this](const char* name) { return m_inputs.tensor(m_prefix + name); };
        return {read("image1"),
                read("image2"),
                {read("text1.input_ids"), read("text1.attention_mask")},
                {read("text2.input_ids"), read("text2.attention_mask")},
                read("idx"),
                read("replace")};
    }

    void compareNumber(const std::string& what, double actual, double expected, double limit) {
        const double difference = std::fabs(actual - expected);
        m_out.require(label(what), std::isnan(difference) ? 1e300 : difference, limit);
    }

    void compareTrace(const std::string& name, double limit, const at::Tensor& weight = {}) {
        if (!m_goldens.has(m_prefix + name)) return;
        const auto weighed = [&weight](const at::Tensor& x) {
            return weight.defined() ? x * weight : x;
        };
        m_out.compare(label(name),
                      weighed(m_traced[name]),
                      weighed(m_goldens.tensor(m_prefix + name)),
                      limit);
    }

    void compareTeacher() {
        if (!m_goldens.has(m_prefix + "mlm_teacher_logits")) return;
        const at::Tensor expected =
            at::softmax(m_goldens.tensor(m_prefix + "mlm_teacher_logits"), 2)
                .flatten(0, 1)
                .index_select(0, m_traced["mlm_places"]);
        m_out.compare(label("mlm_teacher"), m_traced["mlm_soft_labels"], expected, kFeature);
    }

    /// Rate of a parameter's group.
    double rateOf(const std::string& name) const {
        const bool isHead =
            name.find("prd") != std::string::npos || name.find("mrtd") != std::string::npos;
        return m_rates.at(isHead ? 2 : 0);
    }

    void noteSmallGradients() {
        for (const auto& item : m_state.online->named_parameters()) {
            const at::Tensor slack =
                item.value().grad().abs().lt(kNoGradient).to(at::kFloat) * (2 * rateOf(item.key()));
            at::Tensor& sum = m_slack[item.key()];
            sum = sum.defined() ? sum + slack : slack;
        }
    }

    /// What is over the README's slack for elements that had next to no gradient.
    void compareTensor(const std::string& what,
                       const std::string& name,
                       const at::Tensor& value,
                       const std::string& stored) {
        const at::Tensor expected = m_goldens.tensor(stored);
        const bool isQueue = name.ends_with("_queue");
        const auto slack = m_slack.find(name);
        if (isQueue || slack == m_slack.end()) {
            m_out.compare(label(what), value.detach(), expected, isQueue ? kFeature : kParameter);
            return;
        }
        const at::Tensor actual = value.detach().to(at::kCPU);
        const at::Tensor excess = at::relu((actual - expected).abs() - slack->second.to(at::kCPU));
        m_out.compare(label(what), excess, at::zeros_like(excess), kParameter);
    }

    std::string m_name;
    fs::path m_folder;
    Goldens m_inputs;
    Goldens m_goldens;
    Comparison& m_out;
    RasaConfig m_config;
    training::TrainingState m_state;
    std::optional<training::TrainingStep> m_step;
    std::optional<training::AdamW> m_optimiser;
    std::string m_prefix;
    std::map<std::string, at::Tensor> m_traced;
    std::map<std::string, at::Tensor> m_slack;
    std::vector<double> m_rates;
    double m_globalNorm = 0;
};

void compareRun(const ConformanceOptions& options,
                const std::string& name,
                const json& golden,
                Comparison& out) {
    Run run(options, name, {golden.at("lr"), golden.at("lr_custm")}, out);
    if (name == "official") run.compareOptimiserOrder();
    if (golden.at("optimizer_state") == "from checkpoint.pth") run.resumeFrom("checkpoint.pth");
    const json& steps = golden.at("steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const StepReport report = run.step(i, steps[i]);
        run.compareTraces();
        run.compareReport(report, steps[i]);
        run.compareGradients(steps[i]);
        run.update();
        run.compareAfter(steps[i]);
    }
}

void compareFirstEpoch(const ConformanceOptions& options, const json& document, Comparison& out) {
    const json& steps = document.at("epoch0").at("steps");
    const json& official = document.at("runs").at("official");
    const RasaConfig config =
        parseConfig(readJsonFile(options.folder / "tiny" / "config.json"), "config.json");
    const double alpha = json::parse(config.training).at("alpha");
    Run run(options, "epoch0", {official.at("lr"), official.at("lr_custm")}, out);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double share = training::softShare(
            alpha, 0, static_cast<std::int64_t>(i), static_cast<std::int64_t>(steps.size()));
        out.require(fmt::format("train/epoch0/step{}.alpha", i),
                    std::fabs(share - steps[i].at("alpha").get<double>()),
                    1e-12);
        run.compareReport(run.step(i, steps[i]), steps[i]);
        run.update();
    }
    run.compareFinal();
}

}  // namespace

std::vector<ConformanceCheck> checkTraining(const ConformanceOptions& options) {
    const json document = readJsonFile(options.folder / "tiny" / "train" / "step.json");
    Comparison out;
    for (const auto& [name, run] : document.at("runs").items()) {
        compareRun(options, name, run, out);
    }
    compareFirstEpoch(options, document, out);
    return out.take();
}

}  // namespace descry
