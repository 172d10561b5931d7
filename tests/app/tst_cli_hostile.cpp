// Every file of the hostile collection through the program's check commands: the verdict, the
// values, and the promises of tests/data/hostile/README.md.

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kHostile = DESCRY_TEST_DATA "/hostile";
constexpr long kAllowedKilobytes = 256 * 1024;
constexpr int kTimeoutSeconds = 30;  // Five are promised; a loaded machine gets more before "hang".

std::vector<std::string> checkCommand(const std::string& kind) {
    if (kind == "checkpoint" || kind == "safetensors") return {"model", "check"};
    if (kind == "image") return {"image", "check"};
    if (kind == "annotations") return {"dataset", "check"};
    return {"tokenizer", "check"};
}

nlohmann::json manifest() {
    std::ifstream file(kHostile / "manifest.json");
    return nlohmann::json::parse(file);
}

void makeFromRecipe(const nlohmann::json& recipe, const fs::path& file) {
    std::ofstream out(file, std::ios::binary);
    for (const auto& part : recipe) {
        const QByteArray bytes =
            QByteArray::fromHex(QByteArray::fromStdString(part.at("hex").get<std::string>()));
        const auto repeat = part.value("repeat", std::int64_t{1});
        for (std::int64_t i = 0; i < repeat; ++i) out.write(bytes.constData(), bytes.size());
    }
}

/// The fields that both the manifest and the program give, compared; the first that differs.
QString differingField(const nlohmann::json& expected, const nlohmann::json& answer) {
    const std::string compare = expected.value("compare", "exact");
    for (const char* field : {"tensors",
                              "width",
                              "height",
                              "sha256",
                              "exif_orientation",
                              "records",
                              "captions",
                              "people",
                              "tokens",
                              "ids",
                              "pieces"}) {
        if (!expected.contains(field)) continue;
        if (std::string_view(field) == "sha256" && compare != "exact") continue;
        if (!answer.contains(field)) return QString("%1 is absent").arg(field);
        if (answer.at(field) != expected.at(field)) {
            return QString("%1: %2, expected %3")
                .arg(field,
                     QString::fromStdString(answer.at(field).dump()).left(400),
                     QString::fromStdString(expected.at(field).dump()).left(400));
        }
    }
    if (expected.value("warning", false) && answer.at("warnings").empty())
        return "no warning was given";
    return {};
}

}  // namespace

class TestCliHostile : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void keepsEveryPromise_data();
    void keepsEveryPromise();

  private:
    long m_emptyKilobytes = 0;
};

void TestCliHostile::initTestCase() {
    const ProgramResult empty = runCli({"--version"});
    QCOMPARE(empty.exitCode, 0);
    m_emptyKilobytes = empty.peakKilobytes;
}

void TestCliHostile::keepsEveryPromise_data() {
    QTest::addColumn<QByteArray>("entry");
    for (const auto& entry : manifest()) {
        QTest::newRow(entry.at("file").get<std::string>().c_str())
            << QByteArray::fromStdString(entry.dump());
    }
}

void TestCliHostile::keepsEveryPromise() {
    QFETCH(QByteArray, entry);
    const auto expected = nlohmann::json::parse(entry.toStdString());
    const std::string name = expected.at("file");

    QTemporaryDir scratch;
    const fs::path folder = fs::path(scratch.path().toStdString()) / "one" / "two" / "three";
    fs::create_directories(folder);
    fs::path file = kHostile / name;
    if (expected.contains("recipe")) {
        file = fs::path(scratch.path().toStdString()) / fs::path(name).filename();
        makeFromRecipe(expected.at("recipe"), file);
    }
    if (!fs::exists(file)) QSKIP("lies outside the collection");

    std::vector<std::string> command = checkCommand(expected.at("kind"));
    command.push_back(file.string());
    command.push_back("--json");
    const ProgramResult result =
        runCli(command, {.workingFolder = folder.string(), .timeoutSeconds = kTimeoutSeconds});

    QVERIFY2(!result.timedOut, "did not end");
    QVERIFY2(result.signal == 0, qPrintable(QString("signal %1").arg(result.signal)));
    QVERIFY2(fs::is_empty(folder), "something was written");
    for (const fs::path& above : {folder.parent_path(), folder.parent_path().parent_path()}) {
        QVERIFY2(!fs::exists(above / "DESCRY_PWNED"), "a payload ran");
    }
    const auto answer = result.json();
    QVERIFY2(!answer.is_discarded(), result.out.c_str());
    const long allowed =
        m_emptyKilobytes + kAllowedKilobytes +
        (expected.contains("recipe") ? static_cast<long>(fs::file_size(file) / 1024) : 0);
    QVERIFY2(result.peakKilobytes <= allowed,
             qPrintable(QString("%1 kB").arg(result.peakKilobytes)));

    const bool accepted = answer.at("verdict") == "accept";
    QCOMPARE(result.exitCode, accepted ? 0 : 2);
    if (!expected.value("debatable", false)) {
        QCOMPARE(QString::fromStdString(answer.at("verdict")),
                 QString::fromStdString(expected.at("verdict")));
    }
    if (accepted) {
        if (expected.at("verdict") == "accept")
            QCOMPARE(differingField(expected, answer), QString());
    } else {
        const std::string reason = answer.at("reason");
        QVERIFY2(reason.find(file.filename().string()) != std::string::npos, reason.c_str());
    }
}

QTEST_GUILESS_MAIN(TestCliHostile)
#include "tst_cli_hostile.moc"
