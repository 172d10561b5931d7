// descry-cli review on a gallery: the toy data set, indexed with its captions, is reviewed as from
// its own file.

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";

std::string quoted(const std::string& text) {
    std::string field = "\"";
    for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
    return field + "\"";
}

/// A table that calls the pairs weak.
std::string tableOf(const json& pairs) {
    std::string table = "image,source,caption,verdict\n";
    for (const json& pair : pairs) {
        for (const char* column : {"image", "source", "caption"}) {
            table += quoted(pair.at(column)) + ",";
        }
        table += "weak\n";
    }
    return table;
}

std::set<std::pair<std::string, std::string>> imagesAndCaptions(const json& pairs) {
    std::set<std::pair<std::string, std::string>> found;
    for (const json& pair : pairs) found.emplace(pair.at("image"), pair.at("caption"));
    return found;
}

}  // namespace

class TestCliReviewGallery : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void itsPairsAreThoseOfItsDataSet();
    void itIsScoredDecidedAndExported();

  private:
    std::string path(const std::string& name) const {
        return (fs::path(m_folder.path().toStdString()) / name).string();
    }
    json review(const std::string& dataset,
                const std::string& command,
                const std::vector<std::string>& arguments) const;
    /// All of them, in the order of the file.
    json pairsOf(const std::string& dataset) const {
        const json queue =
            review(dataset, "queue", {"--annotator", "Mia", "--order", "person", "--top", "1000"});
        return queue.at("next");
    }

    QTemporaryDir m_folder;
};

json TestCliReviewGallery::review(const std::string& dataset,
                                  const std::string& command,
                                  const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"review", command, "--dataset", path(dataset), "--json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramResult run = runCli(all);
    if (run.exitCode != 0) qWarning("%s", run.err.c_str());
    return run.json();
}

void TestCliReviewGallery::initTestCase() {
    const ProgramResult imported = importTiny(kTiny, path("bundle"));
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
    fs::copy(kTiny / "data/imgs", path("imgs"), fs::copy_options::recursive);
    fs::copy_file(kTiny / "data/train.json", path("train.json"));
    QCOMPARE(runCli({"gallery", "create", path("street.descry")}).exitCode, 0);
    const ProgramResult indexed = runCli({"gallery",
                                          "index",
                                          path("street.descry"),
                                          path("train.json"),
                                          "--images",
                                          path("imgs"),
                                          "--bundle",
                                          path("bundle")});
    QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
}

void TestCliReviewGallery::itsPairsAreThoseOfItsDataSet() {
    const json pairs = pairsOf("street.descry");
    QVERIFY(!pairs.empty());
    QCOMPARE(imagesAndCaptions(pairs), imagesAndCaptions(pairsOf("train.json")));
}

void TestCliReviewGallery::itIsScoredDecidedAndExported() {
    const json scored =
        review("street.descry", "score", {"--bundle", path("bundle"), "--dtype", "fp32"});
    QVERIFY(scored.at("scored") > 0);
    QCOMPARE(scored.at("findings").size(), 0U);
    QVERIFY(fs::exists(path("street.descry.review/cache.sqlite")));

    const json pairs = pairsOf("street.descry");
    QVERIFY(pairs.front().at("matchLogit").is_number());
    std::ofstream(path("table.csv"), std::ios::binary) << tableOf(pairs);
    review("street.descry", "decide", {"--csv", path("table.csv"), "--annotator", "Mia"});
    QVERIFY(pairsOf("street.descry").empty());

    const json report = review("street.descry", "export", {"--out", path("out")});
    QCOMPARE(report.at("dataset").get<std::string>(), path("out/street.json"));
    QCOMPARE(report.at("images").get<std::string>(), path("imgs"));
    QCOMPARE(report.at("pairs"), pairs.size());
    const ProgramResult check =
        runCli({"dataset", "check", path("out/street.json"), "--images", path("imgs"), "--json"});
    QCOMPARE(check.json().at("verdict").get<std::string>(), std::string("accept"));
}

QTEST_GUILESS_MAIN(TestCliReviewGallery)
#include "tst_cli_review_gallery.moc"
