// Indexing that is killed at any moment loses the batch in flight and nothing else: killed over and
// over, then run to its end, it leaves the gallery that an undisturbed run leaves.

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";
constexpr unsigned kNumGalleries = 5;
constexpr int kKillsPerGallery = 10;
/// How many images are computed at once follows from the machine's speed at that moment, and the
/// last bits of a product from its size: scores agree as float16 embeddings and int8 tokens do.
constexpr double kSameSimilarity = 1e-3;
constexpr double kSameLogit = 1e-2;

struct Scores {
    double similarity = 0;
    double logit = 0;
};

}  // namespace

class TestCliIndexKill : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void killedRunsLoseNothing_data();
    void killedRunsLoseNothing();
    void interruptedRunSaysSoAndContinues();

  private:
    std::string path(const std::string& name) const {
        return (fs::path(m_folder.path().toStdString()) / name).string();
    }
    ProgramResult index(const std::string& gallery, const ProgramOptions& options = {}) const;
    /// Items without what depends on when they were written, and how many are indexed.
    nlohmann::json contents(const std::string& gallery) const;
    /// Scores of every item by path, in a search for something: what the embeddings are worth.
    std::map<std::string, Scores> scores(const std::string& gallery) const;

    QTemporaryDir m_folder;
    int m_wholeRunMs = 0;
    nlohmann::json m_wholeContents;
    std::map<std::string, Scores> m_wholeScores;
};

ProgramResult TestCliIndexKill::index(const std::string& gallery,
                                      const ProgramOptions& options) const {
    return runCli({"gallery",
                   "index",
                   path(gallery),
                   path("pictures"),
                   "--bundle",
                   path("bundle"),
                   "--dtype",
                   "fp32",
                   "--batch",
                   "2",
                   "--cache-tokens",
                   "int8"},
                  options);
}

nlohmann::json TestCliIndexKill::contents(const std::string& gallery) const {
    nlohmann::json list = runCli({"gallery", "list", path(gallery), "--items", "--json"}).json();
    nlohmann::json items = nlohmann::json::array();
    for (nlohmann::json item : list.at("items")) {
        item.erase("item");
        items.push_back(item);
    }
    std::sort(items.begin(), items.end());
    return {{"items", items}, {"bundles", list.at("bundles")}, {"failures", list.at("failures")}};
}

std::map<std::string, Scores> TestCliIndexKill::scores(const std::string& gallery) const {
    const nlohmann::json found = runCli({"search",
                                   path(gallery),
                                   "a girl in a green coat",
                                   "--bundle",
                                   path("bundle"),
                                   "--dtype",
                                   "fp32",
                                   "--rerank",
                                   "1000",
                                   "--top",
                                   "1000",
                                   "--json"})
                               .json()
                               .at("candidates");
    std::map<std::string, Scores> scores;
    for (const auto& candidate : found) {
        scores[candidate.at("path")] = {candidate.at("similarity"), candidate.at("matchLogit")};
    }
    return scores;
}

void TestCliIndexKill::initTestCase() {
    const ProgramResult imported = importTiny(kTiny, path("bundle"));
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());

    fs::create_directories(path("pictures/below"));
    for (const auto& entry : fs::directory_iterator(kTiny / "data/imgs")) {
        fs::copy_file(entry.path(), path("pictures") / entry.path().filename());
    }
    // A duplicate and a file that is no picture are part of every gallery's life.
    fs::copy_file(kTiny / "data/imgs/test_00.png", path("pictures/below/again.png"));
    std::ofstream(path("pictures/broken.jpg")) << "not a picture";

    QCOMPARE(runCli({"gallery", "create", path("whole.descry")}).exitCode, 0);
    const ProgramResult whole = index("whole.descry");
    QVERIFY2(whole.exitCode == 0, whole.err.c_str());
    m_wholeRunMs = static_cast<int>(whole.seconds * 1000);
    m_wholeContents = contents("whole.descry");
    m_wholeScores = scores("whole.descry");
}

void TestCliIndexKill::killedRunsLoseNothing_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= kNumGalleries; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestCliIndexKill::killedRunsLoseNothing() {
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const std::string gallery = "killed" + std::to_string(seed) + ".descry";
    QCOMPARE(runCli({"gallery", "create", path(gallery)}).exitCode, 0);
    for (int kills = 0; kills < kKillsPerGallery; ++kills) {
        // Anywhere in a run, start-up included.
        const int moment = 1 + static_cast<int>(random() % static_cast<unsigned>(m_wholeRunMs));
        const ProgramResult run =
            index(gallery, {.interruptAfterMs = moment, .interruptSignal = SIGKILL});
        QVERIFY2(run.signal == SIGKILL || run.exitCode == 0, run.err.c_str());
        const ProgramResult verified = runCli({"gallery", "verify", path(gallery)});
        QVERIFY2(verified.exitCode == 0, (verified.out + verified.err).c_str());
    }
    const ProgramResult last = index(gallery);
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    QCOMPARE(contents(gallery), m_wholeContents);
    const auto found = scores(gallery);
    QCOMPARE(found.size(), m_wholeScores.size());
    for (const auto& [path, whole] : m_wholeScores) {
        QVERIFY2(found.contains(path), path.c_str());
        const Scores& killed = found.at(path);
        QVERIFY2(std::abs(killed.similarity - whole.similarity) < kSameSimilarity &&
                     std::abs(killed.logit - whole.logit) < kSameLogit,
                 fmt::format("{}: similarity {} and match logit {} instead of {} and {}",
                             path,
                             killed.similarity,
                             killed.logit,
                             whole.similarity,
                             whole.logit)
                     .c_str());
    }
}

void TestCliIndexKill::interruptedRunSaysSoAndContinues() {
    QCOMPARE(runCli({"gallery", "create", path("stopped.descry")}).exitCode, 0);
    const ProgramResult stopped =
        index("stopped.descry", {.interruptAfterMs = std::max(1, m_wholeRunMs / 2)});
    // A fast machine may be done by then, a busy one not yet listening for the signal.
    const bool isHandled = stopped.exitCode == 130 || stopped.exitCode == 0;
    QVERIFY2(isHandled || stopped.signal == SIGINT, stopped.err.c_str());
    QCOMPARE(runCli({"gallery", "verify", path("stopped.descry")}).exitCode, 0);
    QCOMPARE(index("stopped.descry").exitCode, 0);
    QCOMPARE(contents("stopped.descry"), m_wholeContents);
}

QTEST_GUILESS_MAIN(TestCliIndexKill)
#include "tst_cli_index_kill.moc"
