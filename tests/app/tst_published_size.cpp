// The main job on real photographs at the published model size, with formula weights: import,
// index and search from outside. The photographs are cut from a street clip that packaging/setup.sh
// --footage installs.

#include <QtTest>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/model/bench/formula_weights.h"
#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr int kNumCrops = 40;
constexpr long kMaxKilobytes = 2500L * 1000;  // Indexing stays under 2.5 GB.

}  // namespace

class TestPublishedSize : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void indexesPhotographsInBoundedMemory();
    void indexingAgainHasNothingToDo();
    void ranksEveryPhotograph();
    void shortRerankLeavesTheTailBySimilarity();

  private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    nlohmann::json search(const std::string& rerank) const;

    QTemporaryDir m_folder;
};

nlohmann::json TestPublishedSize::search(const std::string& rerank) const {
    const ProgramResult result = runCli({"search",
                                         path("street.descry"),
                                         "a man in a black jacket and blue jeans",
                                         "--bundle",
                                         path("bundle"),
                                         "--top",
                                         "100",
                                         "--rerank",
                                         rerank,
                                         "--json"},
                                        {.timeoutSeconds = 900});
    if (result.exitCode != 0) qWarning("%s", result.err.c_str());
    return result.json().at("candidates");
}

void TestPublishedSize::initTestCase() {
    const fs::path clip = DESCRY_FOOTAGE "/vtest.avi";
    if (!fs::exists(clip)) QSKIP("no footage: packaging/setup.sh --footage installs it");
    QCOMPARE(QProcess::execute(DESCRY_CROP_PEDESTRIANS,
                               {QString::fromStdString(clip.string()),
                                "--out",
                                m_folder.filePath("crops"),
                                "--max",
                                QString::number(kNumCrops)}),
             0);

    nn::writeFormulaWeights(path("formula.safetensors"), RasaConfig{});
    const ProgramResult imported =
        runCli({"model", "import", path("formula.safetensors"), "--out", path("bundle")},
               {.timeoutSeconds = 900});
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
    QCOMPARE(runCli({"gallery", "create", path("street.descry")}).exitCode, 0);
}

void TestPublishedSize::indexesPhotographsInBoundedMemory() {
    const ProgramResult indexed = runCli({"gallery",
                                          "index",
                                          path("street.descry"),
                                          path("crops"),
                                          "--bundle",
                                          path("bundle"),
                                          "--cache-tokens",
                                          "int8",
                                          "--json"},
                                         {.timeoutSeconds = 1800});
    QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
    QVERIFY2(indexed.peakKilobytes <= kMaxKilobytes,
             qPrintable(QString("%1 kB").arg(indexed.peakKilobytes)));
    const ProgramResult listed = runCli({"gallery", "list", path("street.descry"), "--json"});
    QCOMPARE(listed.exitCode, 0);
}

void TestPublishedSize::indexingAgainHasNothingToDo() {
    const ProgramResult first = runCli({"gallery", "verify", path("street.descry"), "--json"});
    QVERIFY2(first.exitCode == 0, first.err.c_str());
    const ProgramResult again = runCli(
        {"gallery", "index", path("street.descry"), path("crops"), "--bundle", path("bundle")},
        {.timeoutSeconds = 300});
    QVERIFY2(again.exitCode == 0, again.err.c_str());
}

void TestPublishedSize::ranksEveryPhotograph() {
    const auto candidates = search("128");
    QCOMPARE(candidates.size(), std::size_t{kNumCrops});
    double last = std::numeric_limits<double>::infinity();
    for (const auto& candidate : candidates) {
        const double logit = candidate.at("matchLogit");
        QVERIFY(logit <= last);
        last = logit;
    }
}

void TestPublishedSize::shortRerankLeavesTheTailBySimilarity() {
    const auto candidates = search("5");
    QCOMPARE(candidates.size(), std::size_t{kNumCrops});
    double last = std::numeric_limits<double>::infinity();
    for (std::size_t rank = 5; rank < candidates.size(); ++rank) {
        QVERIFY(candidates[rank].at("matchLogit").is_null());
        const double similarity = candidates[rank].at("similarity");
        QVERIFY(similarity <= last);
        last = similarity;
    }
}

QTEST_GUILESS_MAIN(TestPublishedSize)
#include "tst_published_size.moc"
