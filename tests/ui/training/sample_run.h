#pragma once
/// The folder of a training run to look at: measurements with curves as real ones have, and how it
/// stands. Nothing of it was ever computed. Thread rule: test code.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/ui/training/fake_trainer.h"

namespace descry::test {

inline constexpr int kNumSampleSteps = 4000;

/// Losses that fall and rustle, rates by the schedule, an evaluation every 500 steps.
inline void writeSampleMetrics(const std::filesystem::path& folder, int numSteps) {
    using Json = nlohmann::json;
    std::ofstream file(folder / "metrics.jsonl");
    for (int step = 1; step <= numSteps; ++step) {
        const double part = static_cast<double>(step) / kNumSampleSteps;
        const double rustle = mixed(static_cast<std::uint64_t>(step), 1);
        const auto loss = [&](double from, double to, double noise) {
            return to + (from - to) * std::exp(-6 * part) + noise * rustle;
        };
        file << Json{{"step", step},
                     {"total", loss(9.1, 4.2, 0.5)},
                     {"cl", loss(3.2, 1.1, 0.25)},
                     {"pitm", loss(0.7, 0.22, 0.08)},
                     {"prd", loss(0.6, 0.35, 0.05)},
                     {"mlm", step < 200 ? Json() : Json(loss(4.9, 2.1, 0.3))},
                     {"mrtd", loss(0.55, 0.28, 0.03)},
                     {"lr",
                      part < 0.05 ? 2e-4 * part : 1e-5 * (0.55 + 0.45 * std::cos(3.1 * part))},
                     {"seconds", 3.3 + 0.2 * rustle}}
             << '\n';
        if (step % 500 != 0) continue;
        const double gain = 1 - std::exp(-4 * part);
        file << Json{{"step", step},
                     {"split", "val"},
                     {"similarity", {{"r1", 40}, {"r5", 60}, {"r10", 70}, {"mAP", 35}}},
                     {"rerank",
                      {{"r1", 41 + 22 * gain},
                       {"r5", 62 + 20 * gain},
                       {"r10", 73 + 17 * gain},
                       {"mAP", 36 + 19 * gain}}}}
             << '\n';
    }
}

/// Of a data set that is not there, from a model that is not there.
inline void makeSampleRun(const std::filesystem::path& folder,
                          int numSteps,
                          const RunStatus& status) {
    TrainRequest request;
    request.out = folder;
    request.start = {TrainStart::Kind::Bundle, "/home/anna/models/rasa-demo", {}, {}};
    request.dataset = "/data/CUHK-PEDES/reid_raw.json";
    request.images = "/data/CUHK-PEDES/imgs";
    request.heldOut = Split::Val;
    request.settings = {
        {"batch_size_train", 13},
        {"schedular", {{"epochs", 30}}},
        {"loss_weights", {{"cl", 0.5}, {"pitm", 1}, {"prd", 0.5}, {"mlm", 1}, {"mrtd", 0.5}}}};
    FakeTrainer::makeRun(request);
    writeSampleMetrics(folder, numSteps);
    writeRunStatus(folder, status);
}

/// With a best model, and the comparison with what it started from.
inline void makeFinishedSample(const std::filesystem::path& folder) {
    using Json = nlohmann::json;
    RunStatus status;
    status.state = RunStatus::State::Finished;
    status.step = kNumSampleSteps;
    status.numSteps = kNumSampleSteps;
    status.best = 62.6;
    status.bestStep = kNumSampleSteps;
    status.imagesLeftOut = 14;
    status.rowsWithoutNegative = 3;
    makeSampleRun(folder, kNumSampleSteps, status);
    std::filesystem::create_directories(folder / "best");
    const Json before = {{"r1", 41.22}, {"r5", 62.5}, {"r10", 73.1}, {"mAP", 36.4}};
    const Json after = {{"r1", 62.61}, {"r5", 81.4}, {"r10", 89.9}, {"mAP", 54.75}};
    const auto bundle = [](const std::string& path, const Json& recall) {
        return Json{
            {"path", path}, {"fingerprint", "00"}, {"similarity", recall}, {"rerank", recall}};
    };
    std::ofstream(folder / "comparison.json")
        << Json{{"dataset", "/data/CUHK-PEDES/reid_raw.json"},
                {"split", "val"},
                {"images", 3078},
                {"captions", 6158},
                {"before", bundle("/home/anna/models/rasa-demo", before)},
                {"after", bundle((folder / "best").native(), after)}};
}

}  // namespace descry::test
