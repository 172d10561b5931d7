// train_shots OUT: PNGs of the Train workspace in its states and both themes, with runs that a fake
// trainer wrote, to be looked at.

#include <QApplication>
#include <QComboBox>
#include <QToolButton>
#include <cmath>
#include <cstdio>

#include "tests/ui/training/fake_trainer.h"
#include "tests/ui/ui_fixture.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kNumSteps = 4000;

/// Losses that fall and rustle, rates by the schedule, an evaluation every 500 steps.
void writeMetrics(const fs::path& folder, int numSteps) {
    std::ofstream file(folder / "metrics.jsonl");
    for (int step = 1; step <= numSteps; ++step) {
        const double part = static_cast<double>(step) / kNumSteps;
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

class Shots {
  public:
    explicit Shots(fs::path out) : m_out(std::move(out)) {
        auto workspace = std::make_unique<TrainWorkspace>(m_parts.context, m_fake.trainer());
        m_workspace = workspace.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(workspace));
        m_window = std::make_unique<MainWindow>(
            m_parts.context, std::move(workspaces), MainWindow::Options{});
        m_window->resize(1440, 900);
        m_window->show();
        m_window->showWorkspace(WorkspacePlace::Train);
    }
    ~Shots() {
        m_parts.jobs.cancelAll();
        wait([&] { return m_parts.jobs.isIdle(); });
    }

    void takeAll() {
        take("empty");
        takeNew();
        makeRuns();
        m_workspace->activated();
        wait([&] { return m_workspace->runs().runs().size() == 4; });
        show("CUHK-PEDES 3");
        take("finished");
        m_window->findChild<CurvePlot*>("losses")->setFocus();
        QTest::keyClick(m_window->findChild<CurvePlot*>("losses"), Qt::Key_Left);
        take("cursor");
        press<QToolButton>("comparisonPart");
        take("comparison");
        press<QToolButton>("warningsPart");
        take("warnings");
        show("street, full disk");
        take("blocked");
        show("demo, failed");
        take("failed");
        m_fake.numSteps = kNumSteps;
        show("running");
        press<QPushButton>("resumeRun");
        wait([&] { return m_parts.jobs.open().front().state == JobState::Running; });
        m_fake.allow(1801);
        wait([&] { return m_parts.jobs.open().front().progress.done == 1801; });
        take("running");
        m_fake.allow(0);
    }

  private:
    template <typename Condition>
    static void wait(Condition condition) {
        if (!QTest::qWaitFor(condition, 30'000)) std::fputs("train_shots: waited\n", stderr);
    }
    template <typename Button>
    void press(const char* name) {
        m_window->findChild<Button*>(name)->click();
    }
    PathRow* row(const char* name) { return m_window->findChild<PathRow*>(name); }

    void takeNew() {
        m_workspace->showNew();
        take("new");
        const fs::path imgs = m_parts.makePictures("imgs", 40);
        Json records = Json::array();
        for (int i = 0; i < 60; ++i) {
            records.push_back({{"id", i / 2},
                               {"file_path", "picture" + std::to_string(i) + ".bmp"},
                               {"captions", {i == 7 ? "" : "A man in a red coat."}},
                               {"split",
                                i < 44   ? "train"
                                : i < 52 ? "val"
                                         : "test"}});
        }
        std::ofstream(imgs / "picture3.bmp") << "cut";
        std::ofstream(m_parts.folder / "reid_raw.json") << records;
        row("dataset")->setPath(qtPath(m_parts.folder / "reid_raw.json"));
        row("images")->setPath(qtPath(imgs));
        settle();
        take("new-findings");
        records.erase(records.begin() + 40, records.end());
        for (Json& record : records) record["captions"] = {"A man in a red coat."};
        for (std::size_t i = 36; i < 40; ++i) records[i]["split"] = "val";
        writePicture(imgs / "picture3.bmp", 3);
        std::ofstream(m_parts.folder / "reid_raw.json") << records;
        row("start")->setPath("/home/anna/models/rasa-demo");
        m_window->findChild<QComboBox*>("heldOut")->setCurrentIndex(1);
        press<QPushButton>("checkAgain");
        settle();
        take("new-ready");
    }

    void settle() {
        auto* panel = m_window->findChild<DatasetPanel*>();
        wait([&] { return panel->facts().has_value(); });
        QTest::qWait(600);
    }

    void makeRun(const std::string& name, int numSteps, const RunStatus& status) {
        TrainRequest request;
        request.out = m_parts.folder / "data" / "runs" / name;
        request.start = {TrainStart::Kind::Bundle, "/home/anna/models/rasa-demo", {}, {}};
        request.dataset = "/data/CUHK-PEDES/reid_raw.json";
        request.images = "/data/CUHK-PEDES/imgs";
        request.heldOut = Split::Val;
        request.settings = {
            {"batch_size_train", 13},
            {"schedular", {{"epochs", 30}}},
            {"loss_weights", {{"cl", 0.5}, {"pitm", 1}, {"prd", 0.5}, {"mlm", 1}, {"mrtd", 0.5}}}};
        FakeTrainer::makeRun(request);
        writeMetrics(request.out, numSteps);
        writeRunStatus(request.out, status);
    }

    void makeRuns() {
        RunStatus status;
        status.numSteps = kNumSteps;
        status.step = 900;
        status.best = 44.7;
        status.bestStep = 500;
        status.state = RunStatus::State::Failed;
        status.reason =
            "step 903: the loss or a gradient is not finite (batch of 13: p1_s3.jpg, p2_s1.jpg, "
            "...)"
            "; that was 3 times in a row: lower the learning rate or look at these images";
        makeRun("demo, failed", 900, status);
        status.state = RunStatus::State::Paused;
        status.step = 2200;
        status.reason =
            "paused at step 2200 of 4000: /home/anna/runs/street/snapshot.safetensors: cannot be "
            "written: No space left on device; the last snapshot is whole, mend the cause and "
            "resume";
        makeRun("street, full disk", 2200, status);
        status.state = RunStatus::State::Finished;
        status.step = kNumSteps;
        status.best = 62.6;
        status.bestStep = 4000;
        status.imagesLeftOut = 14;
        status.rowsWithoutNegative = 3;
        makeRun("CUHK-PEDES 3", kNumSteps, status);
        const fs::path finished = m_parts.folder / "data" / "runs" / "CUHK-PEDES 3";
        fs::create_directories(finished / "best");
        const Json before = {{"r1", 41.22}, {"r5", 62.5}, {"r10", 73.1}, {"mAP", 36.4}};
        const Json after = {{"r1", 62.61}, {"r5", 81.4}, {"r10", 89.9}, {"mAP", 54.75}};
        const auto bundle = [&](const std::string& path, const Json& recall) {
            return Json{
                {"path", path}, {"fingerprint", "00"}, {"similarity", recall}, {"rerank", recall}};
        };
        std::ofstream(finished / "comparison.json")
            << Json{{"dataset", "/data/CUHK-PEDES/reid_raw.json"},
                    {"split", "val"},
                    {"images", 3078},
                    {"captions", 6158},
                    {"before", bundle("/home/anna/models/rasa-demo", before)},
                    {"after", bundle((finished / "best").native(), after)}};
        status = {};
        status.state = RunStatus::State::Stopped;
        status.step = 1800;
        status.numSteps = kNumSteps;
        makeRun("running", 1800, status);
    }

    void show(const std::string& name) {
        const fs::path folder = fs::canonical(m_parts.folder / "data" / "runs" / name);
        for (const ShownRun& run : m_workspace->runs().runs()) {
            if (fs::equivalent(run.record.folder, folder)) m_workspace->select(run.record.folder);
        }
        QTest::qWait(500);
    }

    void take(const std::string& name) {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_parts.theme.setChoice(choice);
            QTest::qWait(150);
            const std::string theme = choice == ThemeChoice::Dark ? "dark" : "light";
            m_window->grab().save(qtPath(m_out / ("train-" + name + "-" + theme + ".png")));
        }
    }

    fs::path m_out;
    FakeTrainer m_fake;
    UiParts m_parts;
    TrainWorkspace* m_workspace = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("usage: train_shots OUT\n", stderr);
        return 2;
    }
    fs::create_directories(argv[1]);
    Shots(argv[1]).takeAll();
    return 0;
}
