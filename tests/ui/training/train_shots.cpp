// train_shots OUT: PNGs of the Train workspace in its states and both themes, with runs that a fake
// trainer wrote, to be looked at.

#include <QApplication>
#include <QComboBox>
#include <QToolButton>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/ui/training/sample_run.h"
#include "tests/ui/ui_fixture.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

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
        m_fake.numSteps = kNumSampleSteps;
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

    void makeRuns() {
        const fs::path runs = m_workspace->runs().folder();
        RunStatus status;
        status.numSteps = kNumSampleSteps;
        status.step = 900;
        status.best = 44.7;
        status.bestStep = 500;
        status.state = RunStatus::State::Failed;
        const Error dropped =
            makeError(ErrorCode::InvalidInput,
                      "step {}: the loss or a gradient is not finite (batch of {}: {}{})",
                      903,
                      13,
                      "p1_s3.jpg, p2_s1.jpg",
                      ", ...");
        status.error = makeError(
            ErrorCode::InvalidInput,
            "{}; that was {} times in a row: resume with a lower learning rate, or look at these "
            "images",
            dropped,
            3);
        makeSampleRun(runs / "demo, failed", 900, status);
        status.state = RunStatus::State::Paused;
        status.step = 2200;
        const Error full = makeError(ErrorCode::DiskFull,
                                     "{}: cannot be written: {}",
                                     "/home/anna/runs/street/snapshot.safetensors",
                                     "No space left on device");
        status.error = makeError(
            ErrorCode::DiskFull,
            "paused at step {} of {}: {}; the last snapshot is whole, mend the cause and resume",
            2200,
            4000,
            full);
        makeSampleRun(runs / "street, full disk", 2200, status);
        makeFinishedSample(runs / "CUHK-PEDES 3");
        status = {};
        status.state = RunStatus::State::Stopped;
        status.step = 1800;
        status.numSteps = kNumSampleSteps;
        makeSampleRun(runs / "running", 1800, status);
    }

    void show(const std::string& name) {
        const fs::path folder = fs::canonical(m_workspace->runs().folder() / name);
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
