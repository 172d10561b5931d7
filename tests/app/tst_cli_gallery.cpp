// Looking after a gallery from the command line: previewed, indexed, checked, moved, copied,
// restored, thinned out.

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";

}  // namespace

class TestCliGallery : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void previewsBeforeIndexing();
    void checksFilesWhenAsked();
    void movesAFolderOnlyToTheSameFiles();
    void goesBackToACopy();
    void removesAnIndexAndAFolder();

  private:
    std::string path(const std::string& name) const {
        return (fs::path(m_folder->path().toStdString()) / name).string();
    }
    std::string bundle() const {
        return (fs::path(m_shared.path().toStdString()) / "bundle").string();
    }
    ProgramResult gallery(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "gallery");
        arguments.insert(arguments.begin() + 2, path("street.descry"));
        return runCli(arguments);
    }
    nlohmann::json list() const { return gallery({"list", "--json"}).json(); }

    QTemporaryDir m_shared;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliGallery::initTestCase() {
    const ProgramResult imported = importTiny(kTiny, bundle());
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
}

/// A gallery of the tiny data set's pictures, indexed.
void TestCliGallery::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    fs::create_directories(path("pictures"));
    for (const auto& entry : fs::directory_iterator(kTiny / "data/imgs")) {
        if (!entry.is_regular_file()) continue;
        fs::copy_file(entry.path(), path("pictures") / entry.path().filename());
    }
    QCOMPARE(gallery({"create"}).exitCode, 0);
    const ProgramResult indexed = gallery({"index", path("pictures"), "--bundle", bundle()});
    QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
}

void TestCliGallery::previewsBeforeIndexing() {
    const ProgramResult result = gallery({"index",
                                          path("pictures"),
                                          "--bundle",
                                          bundle(),
                                          "--preview",
                                          "--pattern",
                                          "(?P<camera>[a-z]+)",
                                          "--json"});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const nlohmann::json preview = result.json().at("preview");
    QVERIFY(!preview.empty());
    QVERIFY(preview.front().at("camera").is_string());
    QVERIFY(preview.front().at("problems").empty());
}

void TestCliGallery::checksFilesWhenAsked() {
    fs::remove(*fs::begin(fs::directory_iterator(path("pictures"))));
    QCOMPARE(gallery({"verify"}).exitCode, 0);
    const ProgramResult checked = gallery({"verify", "--files", "status", "--json"});
    QCOMPARE(checked.exitCode, 1);
    const nlohmann::json findings = checked.json().at("findings");
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings.front().at("kind").get<std::string>(), std::string("file-missing"));
}

void TestCliGallery::movesAFolderOnlyToTheSameFiles() {
    fs::rename(path("pictures"), path("moved"));
    fs::create_directory(path("empty"));
    QCOMPARE(gallery({"relocate", path("pictures"), path("empty")}).exitCode, 2);
    const nlohmann::json dry =
        gallery({"relocate", path("pictures"), path("moved"), "--dry-run", "--json"}).json();
    QCOMPARE(dry.at("verdict").get<std::string>(), std::string("same"));
    QCOMPARE(list().at("roots").front().at("folder").get<std::string>(), path("pictures"));
    QCOMPARE(gallery({"relocate", path("pictures"), path("moved")}).exitCode, 0);
    QCOMPARE(list().at("roots").front().at("folder").get<std::string>(), path("moved"));
    QCOMPARE(gallery({"verify", "--files", "contents"}).exitCode, 0);
}

void TestCliGallery::goesBackToACopy() {
    const nlohmann::json before = list();
    const std::string copy = gallery({"backup", "--json"}).json().at("backup");
    QVERIFY(fs::exists(copy));
    QCOMPARE(gallery({"remove", "--folder", path("pictures")}).exitCode, 0);
    QCOMPARE(list().at("present").get<int>(), 0);
    const ProgramResult restored = gallery({"restore", "--json"});
    QVERIFY2(restored.exitCode == 0, restored.err.c_str());
    QVERIFY(fs::exists(restored.json().at("kept").get<std::string>()));
    QCOMPARE(list().at("present").get<int>(), before.at("present").get<int>());
    QCOMPARE(gallery({"verify"}).exitCode, 0);
}

void TestCliGallery::removesAnIndexAndAFolder() {
    const nlohmann::json before = list();
    const std::string fingerprint = before.at("bundles").front().at("fingerprint");
    QCOMPARE(gallery({"remove"}).exitCode, 2);
    const nlohmann::json removed =
        gallery({"remove", "--index", fingerprint.substr(0, 12), "--json"}).json();
    QCOMPARE(removed.at("embeddings"), before.at("present"));
    QCOMPARE(list().at("bundles").front().at("embeddings").get<int>(), 0);
    QCOMPARE(list().at("present"), before.at("present"));
    QCOMPARE(gallery({"drop-tokens"}).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestCliGallery)
#include "tst_cli_gallery.moc"
