// The demo that comes with the sources: its bundle and its gallery fit each other and the program,
// and descriptions find whom they describe.

#include <QtTest>
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kDemo = DESCRY_DEMO;

nlohmann::json readJson(const fs::path& file) {
    std::ifstream in(file);
    return nlohmann::json::parse(in);
}

bool hasWord(const std::string& caption, const std::string& word) {
    const std::size_t at = (" " + caption).find(" " + word);
    const std::size_t end = at + word.size();
    return at != caption.npos &&
           (end >= caption.size() || std::isalpha(static_cast<unsigned char>(caption[end])) == 0);
}

std::uintmax_t bytesBelow(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

}  // namespace

class TestCliDemo : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_bundle;
    std::string m_gallery;
    std::map<std::string, std::vector<std::string>> m_captions;  ///< By path as in the gallery.

    nlohmann::json candidates(const std::string& text) const {
        const ProgramResult result = runCli({"search",
                                             m_gallery,
                                             text,
                                             "--bundle",
                                             m_bundle,
                                             "--top",
                                             "10",
                                             "--dtype",
                                             "fp32",
                                             "--json"});
        return result.exitCode == 0 ? result.json().at("candidates") : nlohmann::json::array();
    }
    /// How many of the candidates have a caption with one of the words.
    int numWith(const nlohmann::json& candidates, const std::vector<std::string>& words) const {
        return static_cast<int>(std::count_if(
            candidates.begin(), candidates.end(), [&](const nlohmann::json& candidate) {
                const auto& captions = m_captions.at(candidate.at("path"));
                return std::any_of(
                    captions.begin(), captions.end(), [&](const std::string& caption) {
                        return std::any_of(
                            words.begin(), words.end(), [&](const std::string& word) {
                                return hasWord(caption, word);
                            });
                    });
            }));
    }

  private slots:
    void initTestCase() {
        const fs::path folder = m_folder.path().toStdString();
        // A bundle that is opened keeps its fingerprint beside it, where it can.
        fs::copy(kDemo / "bundle", folder / "bundle");
        m_bundle = folder / "bundle";
        m_gallery = folder / "demo.descry";
        for (const auto& record : readJson(kDemo / "gallery/dataset.json")) {
            m_captions["imgs/" + record.at("file_path").get<std::string>()] = record.at("captions");
        }
        QCOMPARE(runCli({"gallery", "create", m_gallery}).exitCode, 0);
        const ProgramResult indexed = runCli({"gallery",
                                              "index",
                                              m_gallery,
                                              kDemo / "gallery/dataset.json",
                                              "--images",
                                              kDemo / "gallery",
                                              "--metadata",
                                              kDemo / "gallery/metadata.csv",
                                              "--bundle",
                                              m_bundle,
                                              "--dtype",
                                              "fp32",
                                              "--json"});
        QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
        QCOMPARE(indexed.json().at("failed").get<std::size_t>(), 0U);
    }

    void staysSmall() {
        QVERIFY(bytesBelow(kDemo / "bundle") <= 16U << 20);
        QVERIFY(bytesBelow(kDemo / "gallery") <= 8U << 20);
        QVERIFY(m_captions.size() >= 400 && m_captions.size() <= 600);
    }

    void everyItemHasACameraATimeAndAPerson() {
        const ProgramResult listed = runCli({"gallery", "list", m_gallery, "--items", "--json"});
        const nlohmann::json items = listed.json().at("items");
        QCOMPARE(items.size(), m_captions.size());
        for (const nlohmann::json& item : items) {
            QVERIFY(item.at("camera").is_string());
            QVERIFY(item.at("timeMs").is_number());
            QVERIFY(item.at("person").is_string());
            QVERIFY(item.at("captions").size() >= 2);
        }
    }

    void coloursFindTheirClothes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("red") << "a woman in a red jacket"
                             << QStringList{"red", "scarlet", "crimson"};
        QTest::newRow("yellow") << "a man in a yellow shirt"
                                << QStringList{"yellow", "mustard", "golden"};
        QTest::newRow("green backpack")
            << "a person with a green backpack" << QStringList{"green", "emerald"};
    }
    void coloursFindTheirClothes() {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        std::vector<std::string> wanted;
        for (const QString& word : words) wanted.push_back(word.toStdString());
        const nlohmann::json found = candidates(text.toStdString());
        QCOMPARE(found.size(), 10U);
        // Few of the gallery's people wear any one of these colours.
        QVERIFY2(numWith(found, wanted) >= 5, found.dump(1).c_str());
    }

    void captionsFindTheirPerson() {
        const nlohmann::json records = readJson(kDemo / "gallery/dataset.json");
        int numFound = 0;
        constexpr std::size_t kNumQueries = 12;
        const std::size_t stride = records.size() / kNumQueries;
        std::map<std::string, std::int64_t> people;
        for (const auto& record : records) {
            people["imgs/" + record.at("file_path").get<std::string>()] = record.at("id");
        }
        for (std::size_t i = 0; i < kNumQueries; ++i) {
            const nlohmann::json& record = records[i * stride];
            const nlohmann::json found = candidates(record.at("captions").front());
            const bool isFound =
                std::any_of(found.begin(), found.end(), [&](const nlohmann::json& candidate) {
                    return people.at(candidate.at("path")) == record.at("id");
                });
            numFound += isFound ? 1 : 0;
        }
        // Ten of 523 images drawn blindly would hold the person about once in twelve queries.
        QVERIFY2(numFound >= 7, std::to_string(numFound).c_str());
    }
};

QTEST_APPLESS_MAIN(TestCliDemo)
#include "tst_cli_demo.moc"
