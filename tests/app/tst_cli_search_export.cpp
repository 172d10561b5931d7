// descry-cli search --export, --from, and what a calibrated bundle says of its candidates.

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr const char* kText = "the girl in a green coat";

std::string readText(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

class TestCliSearchExport : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path m_tiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

    std::string path(const char* name) const {
        return (fs::path(m_folder.path().toStdString()) / name).string();
    }
    ProgramResult search(std::vector<std::string> arguments) const {
        std::vector<std::string> all{"search",
                                     path("gallery.descry"),
                                     "--bundle",
                                     path("bundle"),
                                     "--dtype",
                                     "fp32",
                                     "--json"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return runCli(all);
    }
    static std::vector<std::string> pathsOf(const ProgramResult& result) {
        std::vector<std::string> paths;
        const nlohmann::json answer = result.json();
        for (const auto& candidate : answer.at("candidates")) {
            paths.push_back(candidate.at("path").get<std::string>());
        }
        return paths;
    }
    void writeRanking(const std::string& text) const {
        std::ofstream(fs::path(path("bundle")) / "ranking.json") << text;
    }
    nlohmann::json ranking() const {
        return nlohmann::json::parse(readText(fs::path(path("bundle")) / "ranking.json"));
    }
    ProgramResult calibrate(const std::vector<std::string>& arguments,
                            const std::string& dataset = {}) const {
        std::vector<std::string> all{
            "model",
            "calibrate",
            "--bundle",
            path("bundle"),
            "--dataset",
            dataset.empty() ? (m_tiny / "data/train.json").string() : dataset,
            "--images",
            (m_tiny / "data/imgs").string(),
            "--split",
            "train",
            "--json"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return runCli(all);
    }

  private slots:
    void initTestCase() {
        const ProgramResult imported = importTiny(m_tiny, path("bundle"));
        QVERIFY2(imported.exitCode == 0, imported.err.c_str());
        QCOMPARE(runCli({"gallery", "create", path("gallery.descry")}).exitCode, 0);
        const ProgramResult indexed = runCli({"gallery",
                                              "index",
                                              path("gallery.descry"),
                                              (m_tiny / "data/imgs").string(),
                                              "--bundle",
                                              path("bundle"),
                                              "--dtype",
                                              "fp32"});
        QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
    }

    void init() { fs::remove(fs::path(path("bundle")) / "ranking.json"); }

    void whatIsExportedIsFoundAgain_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"list.csv", "list.json", "list.html"}) {
            QTest::newRow(name) << QString(name);
        }
    }

    void whatIsExportedIsFoundAgain() {
        QFETCH(QString, name);
        const std::string file = path(qPrintable(name));
        const ProgramResult first =
            search({kText, "--top", "7", "--rerank", "5", "--export", file});
        QVERIFY2(first.exitCode == 0, first.err.c_str());
        const ProgramResult again = search({"--from", file});
        QVERIFY2(again.exitCode == 0, (again.err + again.out).c_str());
        QCOMPARE(again.json().at("equal").get<bool>(), true);
        // Scores may differ in the last place: a busy machine makes other batches.
        QVERIFY(pathsOf(again) == pathsOf(first));
        QCOMPARE(again.json().at("numReranked").get<int>(), 5);
    }

    void aPictureIsSearchedByExportedAndRunAgain() {
        const fs::path known = m_tiny / "data/imgs";
        std::vector<fs::path> pictures;
        for (const auto& entry : fs::recursive_directory_iterator(known)) {
            if (entry.is_regular_file()) pictures.push_back(entry.path());
        }
        QVERIFY(pictures.size() > 1);
        const fs::path seen = path("seen.jpg");
        fs::copy_file(pictures[0], seen);
        const std::string file = path("like.json");
        const ProgramResult first =
            search({"--like", seen.string(), "--top", "5", "--export", file});
        QVERIFY2(first.exitCode == 0, first.err.c_str());
        const nlohmann::json answer = first.json();
        QCOMPARE(answer.at("like").at("file").get<std::string>(), seen.string());
        QCOMPARE(answer.at("numReranked").get<int>(), 0);
        QVERIFY(answer.at("candidates")[0].at("similarity").get<double>() > 0.99);
        QVERIFY(answer.at("unknownReason").get<std::string>().find("similarity alone") !=
                std::string::npos);
        const ProgramResult again = search({"--from", file});
        QVERIFY2(again.exitCode == 0, (again.err + again.out).c_str());
        QVERIFY(pathsOf(again) == pathsOf(first));

        // Moved, it is found by --like; another one in its place is refused.
        const fs::path moved = path("moved.jpg");
        fs::rename(seen, moved);
        const ProgramResult gone = search({"--from", file});
        QCOMPARE(gone.exitCode, 2);
        QVERIFY2(gone.err.find("--like FILE") != std::string::npos, gone.err.c_str());
        QCOMPARE(search({"--from", file, "--like", moved.string()}).exitCode, 0);
        fs::copy_file(pictures[1], seen);
        const ProgramResult other = search({"--from", file});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.err.find("another picture") != std::string::npos, other.err.c_str());

        QCOMPARE(search({kText, "--export", path("words.json")}).exitCode, 0);
        const ProgramResult words =
            search({"--from", path("words.json"), "--like", moved.string()});
        QCOMPARE(words.exitCode, 2);
        QVERIFY2(words.err.find("no search by a picture") != std::string::npos, words.err.c_str());
    }

    void whatDiffersIsNamedAndTheExitCodeSaysSo() {
        const std::string file = path("edited.json");
        QCOMPARE(search({kText, "--export", file}).exitCode, 0);
        auto document = nlohmann::json::parse(readText(file));
        auto& candidates = document.at("candidates");
        candidates[0]["matchLogit"] = candidates[0]["matchLogit"].get<double>() + 1;
        document["version"] = "0.0.1";
        std::ofstream(file) << document.dump();
        const ProgramResult again = search({"--from", file});
        QCOMPARE(again.exitCode, 1);
        QCOMPARE(again.json().at("equal").get<bool>(), false);
        const nlohmann::json differences = again.json().at("differences");
        QCOMPARE(differences.size(), std::size_t{2});
        QCOMPARE(differences[0].at("kind").get<std::string>(), std::string("version"));
        QCOMPARE(differences[1].at("kind").get<std::string>(), std::string("score"));
        QCOMPARE(search({"--from", file, "--tolerance", "2"}).json().at("differences").size(),
                 std::size_t{1});
    }

    void badInputIsRefused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const QString list = QString::fromStdString(path("list.json"));
        QTest::newRow("neither") << QStringList{} << "--from";
        QTest::newRow("both") << QStringList{kText, "--from", list} << "leave TEXT out";
        QTest::newRow("filter") << QStringList{"--from", list, "--camera", "1"} << "--camera";
        QTest::newRow("missing") << QStringList{"--from", "none.json"} << "none.json";
        QTest::newRow("no export")
            << QStringList{"--from", QString::fromStdString((m_tiny / "config.json").string())}
            << "not a search exported";
        QTest::newRow("text and picture") << QStringList{kText, "--like", "a.jpg"} << "not by both";
        QTest::newRow("picture re-ranked")
            << QStringList{"--like", "a.jpg", "--rerank", "3"} << "leave --rerank out";
        QTest::newRow("missing picture") << QStringList{"--like", "none.jpg"} << "none.jpg";
        QTest::newRow("no picture")
            << QStringList{"--like", QString::fromStdString((m_tiny / "config.json").string())}
            << "config.json";
        QTest::newRow("ending") << QStringList{kText, "--export", "list.txt"} << ".html";
    }

    void badInputIsRefused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        std::vector<std::string> all;
        for (const QString& argument : arguments) all.push_back(argument.toStdString());
        const ProgramResult result = search(all);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(QString::fromStdString(result.err).contains(said), result.err.c_str());
    }

    void aBundleWithoutACalibrationSaysWhyThereIsNoLine() {
        const auto answer = search({kText}).json();
        QVERIFY(answer.at("breakAfter").is_null());
        QVERIFY(answer.at("convincing").is_null());
        QVERIFY(answer.at("unknownReason").get<std::string>().find("calibrate") !=
                std::string::npos);
    }

    void aCalibratedOneSaysWhereCandidatesBecomeUnlikely() {
        const auto plain = search({kText, "--rerank", "100"}).json().at("candidates");
        const double middle =
            (plain[1].at("matchLogit").get<double>() + plain[2].at("matchLogit").get<double>()) / 2;
        const auto rankingWith = [](double breakScore, double convincing) {
            const nlohmann::json candidates{
                {"break_score", breakScore}, {"convincing_score", convincing}, {"queries", 9}};
            return nlohmann::json{{"rule", "itm"}, {"candidates", candidates}}.dump();
        };
        writeRanking(rankingWith(middle, middle));
        auto answer = search({kText, "--rerank", "100", "--top", "1"}).json();
        QCOMPARE(answer.at("breakAfter").get<int>(), 2);
        QCOMPARE(answer.at("convincing").get<bool>(), true);
        writeRanking(rankingWith(middle, 1e5));
        answer = search({kText, "--rerank", "100"}).json();
        QCOMPARE(answer.at("breakAfter").get<int>(), 0);
        QCOMPARE(answer.at("convincing").get<bool>(), false);
        QVERIFY(answer.at("candidates") == plain);
        writeRanking(R"({"rule":"itm","candidates":{"break_score":1}})");
        const ProgramResult refused = search({kText});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY(refused.err.find("convincing_score") != std::string::npos);
    }

    void calibratingKeepsTheBundleAndItsFingerprint() {
        const std::string before = search({kText}).json().at("fingerprint");
        const ProgramResult calibrated = calibrate({});
        QVERIFY2(calibrated.exitCode == 0, calibrated.err.c_str());
        const auto answer = calibrated.json();
        const nlohmann::json written = ranking();
        QVERIFY(written == answer.at("ranking"));
        QCOMPARE(written.at("rule").get<std::string>(), std::string("itc+itm"));
        // An untrained toy may have nothing to tell right from wrong; then it is said.
        QCOMPARE(written.contains("candidates"), !answer.at("candidates").is_null());
        if (answer.at("candidates").is_null()) {
            QVERIFY(calibrated.err.find("no break line") != std::string::npos);
        }
        QCOMPARE(search({kText}).json().at("fingerprint").get<std::string>(), before);
    }

    void thePublishedRuleCanBeKept() {
        const auto answer = calibrate({"--rule", "itm"}).json();
        QCOMPARE(ranking().at("rule").get<std::string>(), std::string("itm"));
        QVERIFY(answer.at("both").is_null());
        QVERIFY(answer.at("matchLogit").at("r1").is_number());
    }

    void aSplitOfOnePersonIsRefusedAndChangesNothing() {
        writeRanking(R"({"rule":"itm"})");
        nlohmann::json records = nlohmann::json::parse(readText(m_tiny / "data/train.json"));
        for (auto& record : records) record["id"] = 1;
        std::ofstream(path("one.json")) << records;
        const ProgramResult refused = calibrate({}, path("one.json"));
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.find("show one person") != std::string::npos, refused.err.c_str());
        QCOMPARE(ranking().dump(), std::string(R"({"rule":"itm"})"));
    }
};

QTEST_GUILESS_MAIN(TestCliSearchExport)
#include "tst_cli_search_export.moc"
