// descry-cli explain and evaluate-maps, on the toy checkpoint: the maps are those of the reference
// (tests/data/conformance/README.md, part H), the files are pictures, errors say what is wrong.

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/tensorfile/tensor_file.h"
#include "core/text/tokenizer.h"
#include "core/vision/decode.h"
#include "core/vision/encode.h"
#include "tests/app/program_run.h"
#include "tests/support/conformance_folder.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = conformanceFolder() / "tiny";
constexpr double kMapLimit = 1e-5;  // Limits of the conformance README, float32.
constexpr double kLogitLimit = 2e-4;

nlohmann::json readJson(const fs::path& file) {
    std::ifstream in(file);
    return nlohmann::json::parse(in);
}

}  // namespace

class TestCliExplain : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void wordsHaveTheReferencesMaps();
    void everyWordHasAPicture();
    void anItemOfAGalleryIsItsPicture();
    void gradientOfTheLastLayerIsSaidToHaveNoHeat();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void mapsAreMeasuredAgainstMasks();

  private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    ProgramResult explain(std::vector<std::string> arguments) const;

    QTemporaryDir m_folder;
    std::string m_bundle;
    std::string m_picture = kTiny / "data/imgs/test_00.png";
};

void TestCliExplain::initTestCase() {
    m_bundle = path("bundle").string();
    const ProgramResult imported = importTiny(kTiny, m_bundle);
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
}

ProgramResult TestCliExplain::explain(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"explain", "--bundle", m_bundle, "--dtype", "fp32", "--json"});
    return runCli(arguments);
}

void TestCliExplain::wordsHaveTheReferencesMaps() {
    const auto goldens = openTensorFile(kTiny / "gradcam.safetensors");
    const auto pairs = goldens->readIntegers(*goldens->find("pairs"));
    const auto maps = goldens->readFloats(*goldens->find("layer4.gradcam"));
    const auto logits = goldens->readFloats(*goldens->find("itm_logits"));
    const auto about = readJson(kTiny / "evaluation.json");
    const auto tokenizer = loadTokenizer(kTiny / "vocab.txt");
    const std::size_t numTokens = 20;
    const std::size_t numCells = 16;
    for (std::size_t pair = 0; pair < logits.size() / 2; ++pair) {
        const std::string image = about.at("images").at(static_cast<std::size_t>(pairs[2 * pair]));
        const auto text = static_cast<std::size_t>(pairs[2 * pair + 1]);
        const ProgramResult result = explain({"--image",
                                              (kTiny / "data/imgs" / image).string(),
                                              "--text",
                                              about.at("texts").at(text),
                                              "--layer",
                                              "4",
                                              "--variant",
                                              "gradient",
                                              "--out",
                                              path("pair").string()});
        QVERIFY2(result.exitCode == 0, result.err.c_str());
        const auto answer = result.json();
        QVERIFY(std::abs(answer.at("matchLogit").get<double>() -
                         static_cast<double>(logits[2 * pair + 1])) < kLogitLimit);
        Encoding encoding = tokenizer->encode(answer.at("cleanedQuery").get<std::string>());
        encoding.truncate(numTokens);
        const auto& words = answer.at("words");
        std::vector<std::vector<double>> expected(words.size(), std::vector<double>(numCells));
        std::vector<double> numPieces(words.size());
        for (std::size_t i = 1; i < encoding.ids.size(); ++i) {
            const auto word = static_cast<std::size_t>(encoding.wordOfPiece[i]);
            QVERIFY(word < words.size());
            numPieces[word] += 1;
            for (std::size_t cell = 0; cell < numCells; ++cell) {
                expected[word][cell] +=
                    static_cast<double>(maps[(pair * numTokens + i) * numCells + cell]);
            }
        }
        for (std::size_t word = 0; word < words.size(); ++word) {
            const auto& values = words[word].at("map").at("values");
            QCOMPARE(values.size(), numCells);
            for (std::size_t cell = 0; cell < numCells; ++cell) {
                QVERIFY(std::abs(values[cell].get<double>() -
                                 expected[word][cell] / numPieces[word]) < kMapLimit);
            }
        }
    }
}

void TestCliExplain::everyWordHasAPicture() {
    const std::string out = path("words/below").string();
    const ProgramResult result =
        explain({"--image", m_picture, "--text", "A green COAT.", "--out", out});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto answer = result.json();
    QCOMPARE(answer.at("layer").get<int>(), 5);
    QCOMPARE(answer.at("variant").get<std::string>(), std::string("rollout"));
    const auto& words = answer.at("words");
    QCOMPARE(words.size(), std::size_t{3});
    QCOMPARE(words[2].at("word").get<std::string>(), std::string("coat"));
    QCOMPARE(words[2].at("file").get<std::string>(), out + "/03-coat.png");
    const DecodedImage original = readImage(m_picture);
    double strongest = 1;
    std::vector<std::string> files{answer.at("sentence").at("file")};
    for (const auto& word : words) {
        files.push_back(word.at("file"));
        strongest = std::max(strongest, word.at("support").get<double>());
        const double contradiction = word.at("contradiction");
        QVERIFY(contradiction > 0 && contradiction < 1);
    }
    for (const auto& word : words) {
        const double support = std::max(word.at("support").get<double>(), 0.0);
        QVERIFY(std::abs(word.at("evidence").get<double>() - support / strongest) < 1e-9);
    }
    for (const std::string& file : files) {
        const DecodedImage picture = readImage(file);
        QCOMPARE(picture.image.width, original.image.width);
        QCOMPARE(picture.image.height, original.image.height);
    }
    QVERIFY(readImage(files.front()).image.samples != original.image.samples);
    QCOMPARE(std::distance(fs::directory_iterator(out), {}), std::ptrdiff_t{4});
}

void TestCliExplain::anItemOfAGalleryIsItsPicture() {
    fs::create_directories(path("pictures"));
    fs::copy_file(m_picture, path("pictures/one.png"));
    const std::string gallery = path("gallery.descry").string();
    QCOMPARE(runCli({"gallery", "create", gallery}).exitCode, 0);
    const ProgramResult indexed = runCli({"gallery",
                                          "index",
                                          gallery,
                                          path("pictures").string(),
                                          "--bundle",
                                          m_bundle,
                                          "--dtype",
                                          "fp32"});
    QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
    const std::string out = path("item").string();
    const auto wordsOf = [&](const std::vector<std::string>& source) {
        std::vector<std::string> arguments = source;
        arguments.insert(arguments.end(),
                         {"--text", "green coat", "--variant", "raw", "--out", out});
        const ProgramResult result = explain(arguments);
        return result.exitCode == 0 ? result.json().at("words") : nlohmann::json(result.err);
    };
    const auto found = wordsOf({"--gallery", gallery, "--item", "1"});
    QVERIFY2(found.is_array(), found.dump().c_str());
    QCOMPARE(found, wordsOf({"--image", m_picture}));
}

void TestCliExplain::gradientOfTheLastLayerIsSaidToHaveNoHeat() {
    const ProgramResult result = explain({"--image",
                                          m_picture,
                                          "--text",
                                          "green coat",
                                          "--layer",
                                          "5",
                                          "--variant",
                                          "gradient",
                                          "--out",
                                          path("last").string()});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    QVERIFY(result.err.find("no word has any heat at layer 5") != std::string::npos);
    const auto answer = result.json();
    for (const auto& word : answer.at("words")) QCOMPARE(word.at("mass").get<double>(), 0.0);
    // A word without heat leaves the picture as it is.
    const std::string file = answer.at("words").at(0).at("file");
    QCOMPARE(readImage(file).image.samples, readImage(m_picture).image.samples);
}

void TestCliExplain::whatIsWrongIsSaid_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");
    const QString picture = QString::fromStdString(m_picture);
    QTest::addRow("no picture file") << QStringList{"--image", "not-there.png"} << "not-there.png";
    QTest::addRow("no picture") << QStringList{} << "--image";
    QTest::addRow("item without gallery") << QStringList{"--item", "1"} << "--gallery";
    QTest::addRow("gallery without item") << QStringList{"--gallery", "g.descry"} << "--item";
    QTest::addRow("no gallery") << QStringList{"--gallery", "not-there.descry", "--item", "1"}
                                << "not-there.descry";
    QTest::addRow("a text layer") << QStringList{"--image", picture, "--layer", "2"} << "layer 2";
    QTest::addRow("beyond the last") << QStringList{"--image", picture, "--layer", "6"} << "3 to 5";
    QTest::addRow("no variant") << QStringList{"--image", picture, "--variant", "best"}
                                << "--variant";
}

void TestCliExplain::whatIsWrongIsSaid() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    std::vector<std::string> all{"--text", "green coat", "--out", path("wrong").string()};
    for (const QString& argument : arguments) all.push_back(argument.toStdString());
    const ProgramResult result = explain(all);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.find(said.toStdString()) != std::string::npos, result.err.c_str());
    QVERIFY(!fs::exists(path("wrong")));
}

void TestCliExplain::mapsAreMeasuredAgainstMasks() {
    // Everything is top: wherever a map is hot, it is right.
    fs::create_directories(path("masks"));
    std::ofstream attributes(path("attributes.jsonl"));
    const auto records = readJson(kTiny / "data/test.json");
    for (const auto& record : records) {
        const fs::path name = record.at("file_path").get<std::string>();
        const std::vector<std::uint8_t> tops(64, 4);
        const auto bytes = encodeGrayPng(tops, 8, 8);
        std::ofstream(path("masks") / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        nlohmann::json captions = nlohmann::json::array();
        for (const std::string text : record.at("captions")) {
            const std::size_t begin = text.find(' ') + 1;
            const nlohmann::json mention{{"attribute", "top.type"},
                                         {"value", "coat"},
                                         {"begin", begin},
                                         {"end", text.find(' ', begin)}};
            captions.push_back({{"text", text}, {"mentions", {mention}}});
        }
        const nlohmann::json truth{{"top.type", "coat"}};
        attributes << nlohmann::json{{"file_path", record.at("file_path")},
                                     {"id", record.at("id")},
                                     {"truth", truth},
                                     {"visible", truth},
                                     {"captions", captions}}
                   << "\n";
    }
    attributes.close();
    const ProgramResult result = runCli({"evaluate-maps",
                                         "--bundle",
                                         m_bundle,
                                         "--dataset",
                                         (kTiny / "data/test.json").string(),
                                         "--images",
                                         (kTiny / "data/imgs").string(),
                                         "--attributes",
                                         path("attributes.jsonl").string(),
                                         "--masks",
                                         path("masks").string(),
                                         "--captions",
                                         "6",
                                         "--variants",
                                         "gradient,raw",
                                         "--layers",
                                         "4,5",
                                         "--json"});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto maps = result.json().at("maps");
    QVERIFY(result.json().contains("supportAuroc"));
    QCOMPARE(maps.size(), std::size_t{4});
    for (const auto& one : maps) {
        const bool isBlind = one.at("variant") == "gradient" && one.at("layer") == 5;
        const auto& all = one.at("all");
        QCOMPARE(all.at("words").get<int>(), 6);
        QCOMPARE(all.at("area").get<double>(), 1.0);
        QCOMPARE(all.at("empty").get<double>(), isBlind ? 1.0 : 0.0);
        QCOMPARE(all.at("pointing").get<double>(), isBlind ? 0.0 : 1.0);
        QCOMPARE(one.at("parts").at("top"), all);
    }
}

QTEST_GUILESS_MAIN(TestCliExplain)
#include "tst_cli_explain.moc"
