// A review that is killed at any moment loses no decision that the desk has gone on from. The test
// is both: it starts itself again as the program that reviews, by keys, and kills it.

#include <QApplication>
#include <QHBoxLayout>
#include <QProcess>
#include <QtTest>
#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <set>
#include <string_view>

#include "core/review/decision_log.h"
#include "tests/ui/ui_fixture.h"
#include "ui/review/review_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr char kReviewMode[] = "--review";
constexpr int kNumKills = 20;
constexpr unsigned kMostDecisions = 30;  ///< That are told before a kill.
constexpr int kPatienceMs = 60'000;
const fs::path kDemo = DESCRY_TEST_DATA "/../../resources/demo/gallery";

SittingPlan planFor(const fs::path& dataset) {
    SittingPlan plan;
    plan.dataset = dataset;
    plan.images = kDemo;
    plan.annotator = "Anna";
    return plan;
}

/// Decides pair after pair for ever, and tells each decision's id when the desk has gone on.
int reviewForEver(int argc, char** argv) {
    constexpr std::array kVerdictKeys{
        Qt::Key_K, Qt::Key_S, Qt::Key_R, Qt::Key_U, Qt::Key_1, Qt::Key_6};
    const SittingPlan plan = planFor(argv[2]);
    const QApplication application(argc, argv);
    UiParts parts;
    ReviewWorkspace workspace(parts.context, parts.loader);
    QWidget window;
    auto* row = new QHBoxLayout(&window);
    for (QWidget* part : {workspace.left(), workspace.centre(), workspace.right()}) {
        row->addWidget(part);
    }
    for (QAction* action : workspace.actions()) window.addAction(action);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) return 1;
    std::size_t numPressed = 0;
    QObject::connect(
        &workspace.desk(),
        &ReviewDesk::shown,
        &window,
        [&] { QTest::keyClick(&window, kVerdictKeys.at(numPressed++ % kVerdictKeys.size())); },
        Qt::QueuedConnection);
    workspace.begin(plan);
    // The desk hears of it first.
    QObject::connect(
        workspace.desk().writer(), &DecisionWriter::kept, &window, [](const Decision& decision) {
            std::puts(decision.id.text().c_str());
            std::fflush(stdout);
        });
    return QApplication::exec();
}

/// The ids that came through, after a kill in the middle of it.
std::set<std::string> killedWhileReviewing(const fs::path& dataset,
                                           const QString& folder,
                                           std::mt19937& random) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // What a killed program leaves goes with the test.
    environment.insert("TMPDIR", folder);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QCoreApplication::applicationFilePath(), {kReviewMode, qtPath(dataset)});
    std::set<std::string> ids;
    const auto take = [&] {
        while (program.canReadLine()) ids.insert(program.readLine().trimmed().toStdString());
    };
    const std::size_t numAwaited = 1 + random() % kMostDecisions;
    while (ids.size() < numAwaited && program.waitForReadyRead(kPatienceMs)) take();
    // Then at any moment until the next is told.
    program.waitForReadyRead(static_cast<int>(random() % 10));
    program.kill();
    program.waitForFinished(kPatienceMs);
    take();
    return ids;
}

}  // namespace

class tst_ReviewKill : public QObject {
    Q_OBJECT

  private slots:
    void aKillLosesNothingThatTheDeskHasGoneOnFrom() {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        const fs::path dataset = folder / "demo.json";
        fs::copy_file(kDemo / "dataset.json", dataset);
        std::mt19937 random(7);
        std::set<std::string> told;
        for (int kill = 0; kill < kNumKills; ++kill) {
            const std::set<std::string> ids =
                killedWhileReviewing(dataset, temporary.path(), random);
            QVERIFY(!ids.empty());
            told.insert(ids.begin(), ids.end());
            std::set<std::string> kept;
            std::set<PairId> pairs;
            const DecisionLog log(planFor(dataset).folder().decisions(),
                                  DecisionLog::Access::ReadOnly);
            for (const Decision& decision : log.all()) {
                kept.insert(decision.id.text());
                pairs.insert(decision.pair);
            }
            QVERIFY(std::ranges::includes(kept, told));
            // Of each run one decision at most was kept without being told, and none was asked for
            // again.
            QVERIFY(kept.size() <= told.size() + static_cast<std::size_t>(kill) + 1);
            QCOMPARE(pairs.size(), kept.size());
        }
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == kReviewMode) return reviewForEver(argc, argv);
    const QCoreApplication application(argc, argv);
    QTEST_SET_MAIN_SOURCE_PATH
    tst_ReviewKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_review_kill.moc"
