// descry-cli review from outside, on the toy data set and checkpoint: scored, queued, decided,
// compared, merged and exported, and killed in between.

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";
constexpr int kNumKills = 12;  // tst_decision_log has more.

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string quoted(const std::string& text) {
    std::string field = "\"";
    for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
    return field + "\"";
}

}  // namespace

class TestCliReview : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void scoresOnceAndOrdersByThem();
    void aKillLosesNoScore();
    void decidesFromATableAndGoesOn();
    void undoTakesBackTheLastDecision();
    void twoAnnotatorsAreCompared();
    void mergesInAnyOrder();
    void exportsWhatTheTrainerReads();
    void knownPairsAreToldAtTheEnd();
    void aKillLosesNoDecision();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void everyCommandExplainsItself();

  private:
    std::string path(const std::string& name) const {
        return (fs::path(m_folder.path().toStdString()) / name).string();
    }
    std::string here(const std::string& name) const { return path(m_case + "/" + name); }
    /// Runs a review command on this case's data set.
    ProgramResult review(const std::string& command,
                         std::vector<std::string> arguments,
                         const ProgramOptions& options = {}) const;
    ProgramResult score(const ProgramOptions& options = {}) const;
    json queue(const std::string& annotator, std::vector<std::string> arguments = {}) const;
    /// A table that gives the next pairs a verdict, the first a reject.
    std::string tableFor(const json& queue, const std::string& verdict) const;
    json decide(const std::string& annotator, const std::string& table) const;

    QTemporaryDir m_folder;
    std::string m_case;
    int m_number = 0;
};

void TestCliReview::initTestCase() {
    const ProgramResult imported = importTiny(kTiny, path("bundle"));
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
}

void TestCliReview::init() {
    m_case = "case" + std::to_string(++m_number);
    fs::create_directories(here("."));
    fs::copy(kTiny / "data/imgs", here("imgs"), fs::copy_options::recursive);
    fs::copy_file(kTiny / "data/train.json", here("train.json"));
}

ProgramResult TestCliReview::review(const std::string& command,
                                    std::vector<std::string> arguments,
                                    const ProgramOptions& options) const {
    std::vector<std::string> all{"review", command, "--dataset", here("train.json"), "--json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return runCli(all, options);
}

ProgramResult TestCliReview::score(const ProgramOptions& options) const {
    return review("score", {"--bundle", path("bundle"), "--dtype", "fp32"}, options);
}

json TestCliReview::queue(const std::string& annotator, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--annotator", annotator});
    return review("queue", std::move(arguments)).json();
}

std::string TestCliReview::tableFor(const json& queue, const std::string& verdict) const {
    std::string table = "image,source,caption,verdict\n";
    bool isFirst = true;
    for (const json& pair : queue.at("next")) {
        table += quoted(pair.at("image")) + "," + quoted(pair.at("source")) + "," +
                 quoted(pair.at("caption")) + "," + (isFirst ? "reject" : verdict) + "\n";
        isFirst = false;
    }
    return table;
}

json TestCliReview::decide(const std::string& annotator, const std::string& table) const {
    std::ofstream(here("table.csv"), std::ios::binary) << table;
    const ProgramResult run =
        review("decide", {"--csv", here("table.csv"), "--annotator", annotator});
    if (run.exitCode != 0) qWarning("%s", run.err.c_str());
    return run.json();
}

void TestCliReview::scoresOnceAndOrdersByThem() {
    const ProgramResult none = review("queue", {"--annotator", "Mia", "--order", "suspicious"});
    QCOMPARE(none.exitCode, 2);
    QVERIFY(QString::fromStdString(none.err).contains("no pair has scores"));

    const ProgramResult first = score();
    QVERIFY2(first.exitCode == 0, first.err.c_str());
    QVERIFY(first.json().at("scored") > 0);
    QCOMPARE(first.json().at("findings").size(), 0U);
    QCOMPARE(score().json().at("scored"), 0);

    const json all = queue("Mia", {"--order", "suspicious", "--top", "1000"});
    QCOMPARE(all.at("queue"), all.at("pairs"));
    QCOMPARE(all.at("next").size(), all.at("pairs").get<std::size_t>());
    QCOMPARE(all.at("position"), 0);
    QCOMPARE(all.at("imagesNotHashed"), 0);
    for (const json& pair : all.at("next")) {
        QVERIFY(pair.at("matchLogit").is_number());
        QVERIFY(pair.at("ownMargin").is_number());
        QCOMPARE(pair.at("pair").get<std::string>().size(), 64U);
    }
    // Why a pair is listed is told to who measures.
    std::map<std::string, std::size_t> parts;
    const json measured = queue("Mia", {"--order", "suspicious", "--top", "1000", "--parts"});
    for (const json& pair : measured.at("next")) ++parts[pair.at("part")];
    QCOMPARE(parts.at("ordered") + parts.at("random"), all.at("next").size());
    QVERIFY(!all.at("next").front().contains("part"));
    QCOMPARE(review("queue", {"--annotator", "Mia", "--parts", "--blind"}).exitCode, 2);
    // Blind mode tells nothing of the model, and has no order by it.
    const json blind = queue("Mia", {"--order", "random", "--blind", "--top", "1000"});
    QVERIFY(!blind.at("next").empty());
    for (const json& pair : blind.at("next")) {
        for (const char* trace : {"matchLogit", "weakProbability", "similarity", "ownMargin"}) {
            QVERIFY(!pair.contains(trace));
        }
    }
    QCOMPARE(review("queue", {"--annotator", "Mia", "--order", "suspicious", "--blind"}).exitCode,
             2);
}

void TestCliReview::aKillLosesNoScore() {
    const ProgramResult whole = score();
    QVERIFY2(whole.exitCode == 0, whole.err.c_str());
    const auto logits = [this] {
        std::map<std::string, double> byPair;
        const json all = queue("Mia", {"--order", "person", "--top", "1000"});
        for (const json& pair : all.at("next")) {
            byPair[pair.at("pair")] = pair.at("matchLogit");
        }
        return byPair;
    };
    const auto expected = logits();
    fs::remove_all(here("train.json.review"));
    std::mt19937 random(2);
    const auto wholeMs = static_cast<unsigned>(whole.seconds * 1000);
    for (int kill = 0; kill < 8; ++kill) {
        const int moment = 1 + static_cast<int>(random() % wholeMs);
        const ProgramResult run = score({.interruptAfterMs = moment, .interruptSignal = SIGKILL});
        QVERIFY2(run.signal == SIGKILL || run.exitCode == 0, run.err.c_str());
    }
    const ProgramResult stopped =
        score({.interruptAfterMs = 1 + static_cast<int>(3 * wholeMs / 4)});
    // A fast machine may be done by then, and a slow one not yet ready to be told.
    const bool isTold = stopped.exitCode == 130 || stopped.exitCode == 0;
    QVERIFY2(isTold || stopped.signal == SIGINT, stopped.err.c_str());
    const ProgramResult last = score();
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    const auto found = logits();
    QCOMPARE(found.size(), expected.size());
    for (const auto& [pair, logit] : expected) {
        // How many pairs are computed together follows from the time they take, and float32's last
        // digits from that.
        QVERIFY(std::abs(found.at(pair) - logit) < 1e-4);
    }
}

void TestCliReview::decidesFromATableAndGoesOn() {
    const json before = queue("Mia", {"--order", "person", "--top", "7"});
    const std::string table = tableFor(before, "weak");
    QCOMPARE(decide("Mia", table).at("added"), 7);
    // The same table again says nothing new.
    QCOMPARE(decide("Mia", table).at("added"), 0);
    const json after = queue("Mia", {"--order", "person", "--top", "7"});
    QCOMPARE(after.at("decided"), 7);
    QCOMPARE(after.at("position"), 7);
    for (const json& pair : after.at("next")) {
        for (const json& decided : before.at("next")) QVERIFY(pair != decided);
    }
    // For another annotator nothing is decided.
    QCOMPARE(queue("Tom", {"--order", "person"}).at("decided"), 0);

    const json sample = queue("Ann", {"--order", "random", "--top", "10"});
    QVERIFY(sample.at("noise").is_null());
    decide("Ann", tableFor(sample, "strong"));
    const json noise = queue("Ann", {"--order", "random"}).at("noise");
    QCOMPARE(noise.at("count"), 1);
    QCOMPARE(noise.at("of"), 10);
    QVERIFY(noise.at("interval").at(0) < 0.1 && noise.at("interval").at(1) > 0.1);
}

void TestCliReview::undoTakesBackTheLastDecision() {
    const auto undo = [this] { return review("undo", {"--annotator", "Mia"}); };
    const json pairs = queue("Mia", {"--order", "person", "--top", "1"});
    const std::string table = tableFor(pairs, "");
    decide("Mia", table);
    decide("Tom", table);
    std::string changed = table;
    decide("Mia", changed.replace(changed.rfind("reject"), 6, "weak"));

    // The change first, and what it had changed counts again.
    const json first = undo().json();
    QCOMPARE(first.at("verdict").get<std::string>(), std::string("weak"));
    QCOMPARE(first.at("countsAgain").get<std::string>(), std::string("reject"));
    QCOMPARE(first.at("image"), pairs.at("next").front().at("image"));
    QCOMPARE(queue("Mia", {"--order", "person"}).at("decided"), 1);
    const json second = undo().json();
    QCOMPARE(second.at("verdict").get<std::string>(), std::string("reject"));
    QVERIFY(second.at("countsAgain").is_null());
    QCOMPARE(second.at("decisions"), 5);
    QCOMPARE(queue("Mia", {"--order", "person"}).at("decided"), 0);
    QCOMPARE(queue("Tom", {"--order", "person"}).at("decided"), 1);
    const ProgramResult none = undo();
    QCOMPARE(none.exitCode, 2);
    QVERIFY2(QString::fromStdString(none.err).contains("Mia has no decision"), none.err.c_str());
}

void TestCliReview::twoAnnotatorsAreCompared() {
    const json set = queue("Mia", {"--order", "overlap", "--overlap", "8", "--top", "1000"});
    decide("Mia", tableFor(set, "weak"));
    QCOMPARE(review("agree", {}).exitCode, 2);
    std::string table = tableFor(set, "weak");
    table.replace(table.rfind("weak"), 4, "strong");
    decide("Tom", table);
    const json agreement = review("agree", {}).json();
    const auto numPairs = set.at("next").size();
    QCOMPARE(agreement.at("pairs"), numPairs);
    QCOMPARE(agreement.at("matrix").at(1).at(0), 1);
    QCOMPARE(agreement.at("matrix").at(2).at(2), 1);
    QCOMPARE(agreement.at("disputed"), 1);
    QVERIFY(agreement.at("kappa") > 0.0 && agreement.at("kappa") < 1.0);
    // A third finds the one pair, and once it is decided nothing is disputed.
    const json third = queue("Ann", {"--order", "disagreements", "--top", "1000"});
    QVERIFY(third.at("next").size() >= 1);
    json disputed;
    disputed["next"] = json::array({set.at("next").back()});
    std::ofstream(here("table.csv"), std::ios::binary) << tableFor(disputed, "");
    const auto settle = [this](const std::string& annotator) {
        return review("decide",
                      {"--csv", here("table.csv"), "--annotator", annotator, "--adjudicate"});
    };
    // Nobody settles a dispute of their own.
    const ProgramResult own = settle("mia");
    QVERIFY2(own.exitCode == 0, own.err.c_str());
    QCOMPARE(review("agree", {}).json().at("disputed"), 1);
    const ProgramResult settled = settle("Ann");
    QVERIFY2(settled.exitCode == 0, settled.err.c_str());
    QCOMPARE(review("agree", {"--annotators", "Mia", "Tom"}).json().at("disputed"), 0);
    QCOMPARE(review("queue", {"--annotator", "Mia", "--overlap", "3"}).exitCode, 2);
    // Who is named has decided something, and is not one person twice.
    const ProgramResult stranger = review("agree", {"--annotators", "Mia", "Eve"});
    QCOMPARE(stranger.exitCode, 2);
    QVERIFY2(QString::fromStdString(stranger.err).contains("Eve has decided nothing"),
             stranger.err.c_str());
    QCOMPARE(review("agree", {"--annotators", "Mia", "mia"}).exitCode, 2);
    QCOMPARE(review("agree", {"--annotators", "mia", "TOM"}).json().at("pairs"), numPairs);
}

void TestCliReview::mergesInAnyOrder() {
    const json pairs = queue("Mia", {"--order", "person", "--top", "6"});
    const std::string table = tableFor(pairs, "weak");
    std::vector<std::string> logs;
    for (const char* annotator : {"Mia", "Tom", "Ann"}) {
        const std::string folder = here(annotator);
        std::ofstream(here("table.csv"), std::ios::binary) << table;
        const ProgramResult run = review(
            "decide", {"--csv", here("table.csv"), "--annotator", annotator, "--review", folder});
        QVERIFY2(run.exitCode == 0, run.err.c_str());
        logs.push_back(run.json().at("log").get<std::string>());
    }
    const auto merge = [&](std::vector<std::string> order, const std::string& into) {
        std::vector<std::string> arguments{"review", "merge", "--json", "--into", into};
        arguments.insert(arguments.end(), order.begin(), order.end());
        return runCli(arguments).json();
    };
    const std::string one = here("one/decisions.descry-review");
    QCOMPARE(merge(logs, one).at("decisions"), 18);
    QCOMPARE(merge(logs, one).at("added"), 0);
    const std::string other = here("other/decisions.descry-review");
    merge({logs[2]}, other);
    QCOMPARE(merge({logs[1], logs[0], logs[1]}, other).at("decisions"), 18);
    const auto exported = [&](const std::string& folder) {
        const std::string out = here(folder + "-out");
        const ProgramResult run = review("export", {"--review", here(folder), "--out", out});
        return run.exitCode == 0 ? contentOf(out + "/decisions.csv") : run.err;
    };
    QCOMPARE(exported("one"), exported("other"));
}

void TestCliReview::exportsWhatTheTrainerReads() {
    const std::string original = contentOf(here("train.json"));
    const json pairs = queue("Mia", {"--order", "person", "--own", "--top", "1000"});
    decide("Mia", tableFor(pairs, "weak"));
    const ProgramResult run = review("export", {"--out", here("out")});
    QVERIFY2(run.exitCode == 0, run.err.c_str());
    QCOMPARE(run.json().at("pairs"), pairs.at("next").size());
    QCOMPARE(contentOf(here("train.json")), original);
    const ProgramResult check =
        runCli({"dataset", "check", here("out/train.json"), "--images", here("imgs"), "--json"});
    QCOMPARE(check.json().at("verdict").get<std::string>(), std::string("accept"));
    // Taken over by a desk that knew nothing, it comes out the same.
    for (const auto& [option, file] : {std::pair("--pairs", "out/pairs.jsonl"),
                                       std::pair("--label-studio", "out/label-studio.json"),
                                       std::pair("--csv", "out/decisions.csv")}) {
        const std::string desk = here(std::string("desk") + option);
        const ProgramResult taken = review("decide", {option, here(file), "--review", desk});
        QVERIFY2(taken.exitCode == 0, taken.err.c_str());
        QCOMPARE(review("export", {"--review", desk, "--out", desk + "-out"}).exitCode, 0);
        for (const char* name : {"train.json", "pairs.jsonl"}) {
            QCOMPARE(contentOf(desk + "-out/" + name), contentOf(here("out/") + name));
        }
    }
    // The folder is never written to twice.
    QCOMPARE(review("export", {"--out", here("out")}).exitCode, 2);
    QCOMPARE(review("export", {"--out", here(".")}).exitCode, 2);
}

void TestCliReview::knownPairsAreToldAtTheEnd() {
    decide("Mia", tableFor(queue("Mia", {"--order", "person", "--top", "5"}), "weak"));
    QCOMPARE(review("export", {"--out", here("known")}).exitCode, 0);
    const auto shareOf = [this](std::vector<std::string> further) {
        further.insert(further.end(), {"--order", "random", "--gold", here("known/pairs.jsonl")});
        return queue("Eve", std::move(further)).at("gold");
    };
    json pairs = queue("Eve", {"--order", "random", "--top", "1000"});
    const json last = pairs["next"].back();
    pairs["next"].erase(pairs["next"].size() - 1);
    decide("Eve", tableFor(pairs, "weak"));
    QVERIFY(shareOf({}).is_null());
    QVERIFY(shareOf({"--parts"}).at("of") >= 4);
    pairs["next"] = json::array({last});
    decide("Eve", tableFor(pairs, ""));
    QCOMPARE(shareOf({}).at("of"), 5);

    // Those of another data set are none.
    const std::string lines = contentOf(here("known/pairs.jsonl"));
    json line = json::parse(lines.substr(0, lines.find('\n')));
    line["caption"] = "Nobody.";
    std::ofstream(here("known.jsonl")) << line;
    QCOMPARE(review("queue", {"--annotator", "Eve", "--gold", here("known.jsonl")}).exitCode, 2);
}

void TestCliReview::aKillLosesNoDecision() {
    const json pairs = queue("Mia", {"--order", "person", "--top", "1000"});
    const auto numPairs = pairs.at("next").size();
    std::ofstream(here("table.csv"), std::ios::binary) << tableFor(pairs, "weak");
    const auto decideAs = [&](const std::string& annotator, const ProgramOptions& options) {
        return review("decide", {"--csv", here("table.csv"), "--annotator", annotator}, options);
    };
    const ProgramResult whole = decideAs("Mia", {});
    QVERIFY2(whole.exitCode == 0, whole.err.c_str());
    const auto wholeMs = static_cast<unsigned>(whole.seconds * 1000);
    std::mt19937 random(3);
    for (int kill = 0; kill < kNumKills; ++kill) {
        const std::string annotator = "Annotator " + std::to_string(kill);
        // In the later half, where the file is opened and written.
        const int moment = 1 + static_cast<int>((wholeMs + random() % (wholeMs + 1)) / 2);
        const ProgramResult run =
            decideAs(annotator, {.interruptAfterMs = moment, .interruptSignal = SIGKILL});
        QVERIFY2(run.signal == SIGKILL || run.exitCode == 0, run.err.c_str());
        // All of the table or nothing; all where the program said that it was done.
        const json after = queue(annotator, {"--order", "person"});
        const auto numDecided = after.at("decided").get<std::size_t>();
        QVERIFY(numDecided == numPairs || (numDecided == 0 && run.signal != 0));
    }
    QCOMPARE(queue("Mia", {"--order", "person"}).at("decided"), numPairs);
}

void TestCliReview::whatIsWrongIsSaid_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("no log") << QStringList{"agree"} << "no such review log";
    QTest::newRow("nothing to undo")
        << QStringList{"undo", "--annotator", "Mia"} << "no such review log";
    QTest::newRow("no table") << QStringList{"decide", "--csv", "nowhere.csv"} << "nowhere.csv";
    QTest::newRow("two sources") << QStringList{"decide", "--csv", "a", "--pairs", "b"}
                                 << "--label-studio";
    QTest::newRow("no annotator") << QStringList{"queue"} << "--annotator";
    QTest::newRow("a blank annotator") << QStringList{"queue", "--annotator", " "} << "is empty";
    QTest::newRow("an order") << QStringList{"queue", "--annotator", "Mia", "--order", "best"}
                              << "best";
    QTest::newRow("a split") << QStringList{"queue", "--annotator", "Mia", "--split", "val"}
                             << "no record of the split val";
    QTest::newRow("no overlap set")
        << QStringList{"queue", "--annotator", "Mia", "--order", "overlap"} << "--overlap N";
    QTest::newRow("no bundle") << QStringList{"score", "--bundle", "nowhere"} << "nowhere";
}

void TestCliReview::whatIsWrongIsSaid() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    std::vector<std::string> rest;
    for (const QString& argument : arguments.mid(1)) rest.push_back(argument.toStdString());
    const ProgramResult run = review(arguments.front().toStdString(), rest);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(QString::fromStdString(run.err).contains(named), run.err.c_str());
    QVERIFY(!fs::exists(here("train.json.review/decisions.descry-review")));
}

void TestCliReview::everyCommandExplainsItself() {
    for (const char* command : {"score", "queue", "decide", "undo", "agree", "merge", "export"}) {
        const ProgramResult help = runCli({"review", command, "--help"});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(QString::fromStdString(help.out).contains("--json"));
    }
    QCOMPARE(runCli({"review"}).exitCode, 2);
}

QTEST_GUILESS_MAIN(TestCliReview)
#include "tst_cli_review.moc"
