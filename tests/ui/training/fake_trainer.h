#pragma once
/// A trainer that computes nothing: its runs write the files of real ones and take a step whenever
/// the test allows one. Thread rule: allow() and the settings on the test's thread, before or while
/// a job runs.

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/base/json.h"
#include "tests/support/fake_rasa_model.h"
#include "ui/training/trainer.h"

namespace descry::test {

class FakeTrainer {
  public:
    int numSteps = 6;
    bool isOnGpu = false;  ///< So forecasts say.
    std::filesystem::path bundle;  ///< Becomes best/ at the end; empty: there is none.
    std::optional<Error> forecastFailure;
    std::optional<Error> warning;  ///< Given at the first step of a job.

    /// Steps up to that number are taken.
    void allow(int steps) {
        const std::lock_guard lock(m_mutex);
        m_allowed = steps;
        m_changed.notify_all();
    }
    /// The step of that number ends the job with the error; once.
    void failAt(int step, const Error& error) {
        const std::lock_guard lock(m_mutex);
        m_failure = {step, error};
    }

    Trainer trainer() {
        return {
            .begin = [](const TrainRequest& request) { makeRun(request); },
            .resume =
                [this](const std::filesystem::path& folder,
                       std::shared_ptr<ComputeLane>,
                       const nlohmann::json& changes) {
                    change(folder, changes);
                    return std::make_unique<Run>(*this, folder);
                },
            .forecast =
                [this](const TrainRequest& request, std::stop_token) {
                    if (forecastFailure) throw *forecastFailure;
                    StepForecast forecast;
                    forecast.peakBytes = 2'000'000'000;
                    forecast.activationsKept = 1'500'000'000;
                    forecast.activationsRecomputed = 500'000'000;
                    forecast.isOnGpu = isOnGpu;
                    forecast.secondsPerStep = 0.5;
                    forecast.flopsPerStep = static_cast<double>(request.settings.size());
                    return forecast;
                },
            .loadBundle =
                [](const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
                    return std::static_pointer_cast<RasaModel>(std::make_shared<FakeRasaModel>());
                }};
    }

    static nlohmann::json tinyConfig() {
        return readJsonFile(std::filesystem::path(DESCRY_TEST_DATA) / "conformance" / "tiny" /
                            "config.json");
    }

    static void makeRun(const TrainRequest& request) {
        namespace fs = std::filesystem;
        if (fs::exists(request.out) && !fs::is_empty(request.out)) {
            fail(ErrorCode::InvalidInput, "{}: is not an empty folder", request.out.native());
        }
        fs::create_directories(request.out);
        nlohmann::json config = tinyConfig();
        config.update(request.settings);
        nlohmann::json split;
        if (request.heldOut) split = splitName(*request.heldOut);
        std::ofstream(request.out / "run.json") << nlohmann::json{
            {"start", {{"kind", "bundle"}, {"path", request.start.path.native()}}},
            {"dataset", {{"file", request.dataset.native()}, {"images", request.images.native()}}},
            {"heldOut",
             {{"file", request.heldOutDataset.value_or(request.dataset).native()},
              {"split", split}}},
            {"checkpoint", request.keepsCheckpoint},
            {"config", config}};
    }

    /// Of a run's settings, as training keeps them.
    static void change(const std::filesystem::path& folder, const nlohmann::json& changes) {
        if (changes.empty()) return;
        nlohmann::json run = readJsonFile(folder / "run.json");
        run.at("config").update(changes);
        std::ofstream(folder / "run.json") << run;
    }

  private:
    class Run final : public Job {
      public:
        Run(FakeTrainer& trainer, std::filesystem::path folder)
            : m_trainer(trainer), m_folder(std::move(folder)) {}

        std::string title() const override { return "Train " + m_folder.filename().native(); }

        void run(JobContext& context) override {
            RunStatus status = readRunStatus(m_folder).value_or(RunStatus{});
            status.numSteps = m_trainer.numSteps;
            status.error.reset();
            keep(status, RunStatus::State::Running);
            if (m_trainer.warning) context.warn(*m_trainer.warning);
            while (status.step < status.numSteps) {
                if (!m_trainer.waitFor(static_cast<int>(status.step) + 1, context.stopToken())) {
                    keep(status, RunStatus::State::Stopped);
                    fail(ErrorCode::Cancelled, "stopped");
                }
                ++status.step;
                if (const auto failure = m_trainer.takeFailure(static_cast<int>(status.step))) {
                    --status.step;
                    status.error = failure;
                    keep(status,
                         isInputOutput(failure->code()) ? RunStatus::State::Paused
                                                        : RunStatus::State::Failed);
                    throw *failure;
                }
                note(status.step);
                context.report("training", status.step, status.numSteps, "steps");
            }
            finish(status);
            context.flush();
        }

      private:
        void keep(RunStatus& status, RunStatus::State state) {
            status.state = state;
            writeRunStatus(m_folder, status);
        }

        void note(std::int64_t step) {
            const double at = static_cast<double>(step);
            std::ofstream(m_folder / "metrics.jsonl", std::ios::app)
                << nlohmann::json{{"step", step},
                                  {"total", 3 / at},
                                  {"cl", 1 / at},
                                  {"pitm", 0.5 / at},
                                  {"prd", 0.2},
                                  {"mlm", 4 / at},
                                  {"mrtd", 0.1},
                                  {"lr", 1e-5},
                                  {"seconds", 0.25}}
                << '\n';
        }

        void finish(RunStatus& status) {
            const nlohmann::json recall = {{"r1", 62.5}, {"r5", 80}, {"r10", 90}, {"mAP", 55}};
            std::ofstream(m_folder / "metrics.jsonl", std::ios::app)
                << nlohmann::json{{"step", status.step},
                                  {"split", "val"},
                                  {"similarity", recall},
                                  {"rerank", recall}}
                << '\n';
            if (!m_trainer.bundle.empty()) {
                std::filesystem::copy(m_trainer.bundle, m_folder / "best");
            }
            status.best = 62.5;
            status.bestStep = status.step;
            keep(status, RunStatus::State::Finished);
        }

        FakeTrainer& m_trainer;
        std::filesystem::path m_folder;
    };

    /// False if a stop was asked for first.
    bool waitFor(int step, const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait(lock, stop, [&] { return m_allowed >= step; });
    }
    std::optional<Error> takeFailure(int step) {
        const std::lock_guard lock(m_mutex);
        if (!m_failure || m_failure->first != step) return std::nullopt;
        return std::exchange(m_failure, std::nullopt)->second;
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    int m_allowed = 0;
    std::optional<std::pair<int, Error>> m_failure;
};

}  // namespace descry::test
