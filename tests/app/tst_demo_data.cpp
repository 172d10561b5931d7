// descry-demo-data from outside: what it refuses, and what it leaves. What wants a character pack,
// which is not part of the sources, is skipped where DESCRY_CHARACTER_PACK names none.

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

std::string packOrNone() {
    return qEnvironmentVariable("DESCRY_CHARACTER_PACK").toStdString();
}

}  // namespace

class TestDemoData : public QObject {
    Q_OBJECT

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void seedsThatAreNoWholeNumbersAreRefused_data();
    void seedsThatAreNoWholeNumbersAreRefused();
    void anErrorIsJsonTooAndLeavesNothing();
    void tellsInJsonWhatItMade();
    void anInterruptLeavesNothing();

  private:
    fs::path folder() const { return m_folder->path().toStdString(); }
    ProgramResult render(const std::string& pack,
                         const std::vector<std::string>& arguments,
                         const ProgramOptions& options = {}) const {
        std::vector<std::string> all{pack, "--out", folder() / "made"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return runProgram(DESCRY_DEMO_DATA, all, options);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDemoData::seedsThatAreNoWholeNumbersAreRefused_data() {
    QTest::addColumn<QString>("seed");
    for (const char* seed : {"-1", "1.5", "18446744073709551616", "seven"}) {
        QTest::newRow(seed) << seed;
    }
}

void TestDemoData::seedsThatAreNoWholeNumbersAreRefused() {
    QFETCH(QString, seed);
    const ProgramResult refused = render("none", {"--seed", seed.toStdString()});
    QCOMPARE(refused.exitCode, 2);
    const QString said = QString::fromStdString(refused.err);
    QVERIFY2(said.contains("--seed: \"" + seed + "\" is not a whole number"), qPrintable(said));
}

void TestDemoData::anErrorIsJsonTooAndLeavesNothing() {
    // The largest seed there is: not refused for it.
    const std::string pack = folder() / "none";
    const ProgramResult refused = render(pack, {"--seed", "18446744073709551615", "--json"});
    QCOMPARE(refused.exitCode, 2);
    const nlohmann::json error = refused.json().at("error");
    QCOMPARE(error.at("code").get<std::string>(), std::string("not-found"));
    const auto message = error.at("message").get<std::string>();
    QVERIFY2(message.starts_with(pack + ": no character pack there"), message.c_str());
    QCOMPARE(refused.err, "error: " + message + "\n");
    QVERIFY(fs::is_empty(folder()));
}

void TestDemoData::tellsInJsonWhatItMade() {
    if (packOrNone().empty()) QSKIP("DESCRY_CHARACTER_PACK names no character pack");
    const ProgramResult made = render(packOrNone(), {"--people", "3", "--json"});
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    const nlohmann::json answer = made.json();
    std::ifstream records(folder() / "made" / "reid_raw.json");
    const auto numImages = answer.at("images").get<std::size_t>();
    QCOMPARE(numImages, nlohmann::json::parse(records).size());
    QCOMPARE(answer.at("captions").get<std::size_t>(), 2 * numImages);
    QCOMPARE(answer.at("oracle").at("images").get<std::size_t>(), numImages);
    QVERIFY(answer.at("oracle").at("r1").get<double>() > 0);
}

void TestDemoData::anInterruptLeavesNothing() {
    if (packOrNone().empty()) QSKIP("DESCRY_CHARACTER_PACK names no character pack");
    // More people than any machine renders in that time.
    const auto hasBegun = [this] { return !fs::is_empty(folder()); };
    const ProgramResult stopped =
        render(packOrNone(), {"--people", "100000"}, {.interruptWhen = hasBegun});
    QCOMPARE(stopped.exitCode, 130);
    QVERIFY(fs::is_empty(folder()));
}

QTEST_APPLESS_MAIN(TestDemoData)
#include "tst_demo_data.moc"
