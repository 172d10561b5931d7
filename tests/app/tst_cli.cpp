// What every command promises: --help, one JSON document, exit codes, errors that name the file.

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

class TestCli : public QObject {
    Q_OBJECT

  private slots:
    void everyCommandExplainsItself_data();
    void everyCommandExplainsItself();
    void wrongUsageEndsWithTwo_data();
    void wrongUsageEndsWithTwo();
    void missingFileIsNamed_data();
    void missingFileIsNamed();
    void checksAnswerWithOneDocument();
    void aTrainedTokenizerPassesItsCheck();
};

void TestCli::everyCommandExplainsItself_data() {
    QTest::addColumn<QStringList>("command");
    for (const char* command : {"",
                                "model",
                                "model import",
                                "model show",
                                "model check",
                                "image",
                                "image check",
                                "dataset",
                                "dataset check",
                                "tokenizer",
                                "tokenizer check",
                                "tokenizer train",
                                "gallery",
                                "gallery create",
                                "gallery index",
                                "gallery list",
                                "gallery verify",
                                "gallery remove",
                                "gallery relocate",
                                "gallery backup",
                                "gallery restore",
                                "gallery drop-tokens",
                                "search",
                                "explain",
                                "evaluate",
                                "evaluate-maps",
                                "bench",
                                "bench encode",
                                "bench rerank",
                                "bench text",
                                "bench scan",
                                "bench gemm"}) {
        QTest::newRow(command) << QString(command).split(' ', Qt::SkipEmptyParts);
    }
}

void TestCli::everyCommandExplainsItself() {
    QFETCH(QStringList, command);
    std::vector<std::string> arguments;
    for (const QString& word : command) arguments.push_back(word.toStdString());
    arguments.push_back("--help");
    const ProgramResult result = runCli(arguments);
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.find("Usage:") != std::string::npos);
    QVERIFY(result.err.empty());
}

void TestCli::wrongUsageEndsWithTwo_data() {
    QTest::addColumn<QStringList>("command");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"identify"};
    QTest::newRow("unknown option") << QStringList{"image", "check", "--fast", "x.png"};
    QTest::newRow("missing argument") << QStringList{"gallery", "create"};
}

void TestCli::wrongUsageEndsWithTwo() {
    QFETCH(QStringList, command);
    std::vector<std::string> arguments;
    for (const QString& word : command) arguments.push_back(word.toStdString());
    const ProgramResult result = runCli(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(!result.err.empty());
}

void TestCli::missingFileIsNamed_data() {
    QTest::addColumn<QStringList>("command");
    QTest::newRow("model check") << QStringList{"model", "check", "not-there.pth"};
    QTest::newRow("model show") << QStringList{"model", "show", "not-there.pth"};
    QTest::newRow("image check") << QStringList{"image", "check", "not-there.pth"};
    QTest::newRow("dataset check") << QStringList{"dataset", "check", "not-there.pth"};
    QTest::newRow("tokenizer check") << QStringList{"tokenizer", "check", "not-there.pth"};
    QTest::newRow("tokenizer train")
        << QStringList{"tokenizer", "train", "--dataset", "not-there.pth", "--out", "/dev/null"};
    QTest::newRow("gallery list") << QStringList{"gallery", "list", "not-there.pth"};
    QTest::newRow("search") << QStringList{
        "search", "not-there.pth", "a man", "--bundle", "not-there.pth"};
    QTest::newRow("explain") << QStringList{"explain",
                                            "--image",
                                            "not-there.pth",
                                            "--text",
                                            "a man",
                                            "--bundle",
                                            "no-bundle",
                                            "--out",
                                            "nowhere"};
    QTest::newRow("evaluate-maps") << QStringList{"evaluate-maps",
                                                  "--dataset",
                                                  "not-there.pth",
                                                  "--images",
                                                  ".",
                                                  "--attributes",
                                                  "not-there.jsonl",
                                                  "--masks",
                                                  ".",
                                                  "--bundle",
                                                  "no-bundle"};
}

void TestCli::missingFileIsNamed() {
    QFETCH(QStringList, command);
    std::vector<std::string> arguments;
    for (const QString& word : command) arguments.push_back(word.toStdString());
    const ProgramResult result = runCli(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.find("not-there.pth") != std::string::npos, result.err.c_str());
    QVERIFY(result.out.empty());
}

void TestCli::checksAnswerWithOneDocument() {
    const ProgramResult accepted =
        runCli({"image", "check", DESCRY_TEST_DATA "/hostile/image/good-plain.jpg", "--json"});
    QCOMPARE(accepted.exitCode, 0);
    QCOMPARE(accepted.json().value("verdict", ""), std::string("accept"));
    QVERIFY(accepted.json().at("reason").is_null());

    const ProgramResult refused =
        runCli({"image", "check", DESCRY_TEST_DATA "/hostile/image/zero-bytes.jpg", "--json"});
    QCOMPARE(refused.exitCode, 2);
    QCOMPARE(refused.json().value("verdict", ""), std::string("reject"));
    QVERIFY(refused.json().at("reason").get<std::string>().find("zero-bytes.jpg") !=
            std::string::npos);
}

void TestCli::aTrainedTokenizerPassesItsCheck() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath("tokenizer.model").toStdString();
    const ProgramResult trained = runCli({"tokenizer",
                                          "train",
                                          "--dataset",
                                          DESCRY_TEST_DATA "/conformance/tiny/data/train.json",
                                          "--size",
                                          "60",
                                          "--out",
                                          file,
                                          "--json"});
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    const ProgramResult checked = runCli({"tokenizer", "check", file, "--json"});
    QCOMPARE(checked.exitCode, 0);
    QCOMPARE(checked.json().at("pieces"), trained.json().at("pieces"));
    QVERIFY(trained.json().at("pieces").get<int>() <= 60);
    QVERIFY(trained.json().at("captions").get<int>() > 0);
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
