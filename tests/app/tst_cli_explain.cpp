// descry-cli explain and evaluate-maps, on the toy checkpoint: the maps are those of the reference
// (tests/data/conformance/README.md, part H), the files are pictures, errors say what is wrong.

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/tensorfile/tensor_file.h"
#include "core/text/tokenizer.h"
#include "core/vision/decode.h"
#include "core/vision/encode.h"
#include "tests/app/program_run.h"
#include "tests/app/second_word.h"
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

/// Words of plain letters that stand in the captions and in the vocabulary, in the captions' order.
std::vector<std::string> knownWords() {
    std::set<std::string> vocabulary;
    std::ifstream file(kTiny / "vocab.txt");
    for (std::string line; std::getline(file, line);) vocabulary.insert(line);
    std::vector<std::string> words;
    const auto about = readJson(kTiny / "evaluation.json");
    for (const auto& text : about.at("texts")) {
        std::istringstream stream(text.get<std::string>());
        for (std::string word; stream >> word;) {
            const bool isPlain =
                word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
            const bool isNew = std::find(words.begin(), words.end(), word) == words.end();
            if (isPlain && isNew && vocabulary.contains(word)) words.push_back(word);
        }
    }
    return words;
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
    std::string m_picture;
    std::vector<std::string> m_words;  ///< Three or more.
    std::string m_text;                ///< The first two of them.
    int m_firstLayer = 0;              ///< Of the fusion layers.
    int m_lastLayer = 0;
    int m_grid = 0;  ///< Patches along a side.
};

void TestCliExplain::initTestCase() {
    m_bundle = path("bundle").string();
    const ProgramResult imported = importTiny(kTiny, m_bundle);
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
    const auto about = readJson(kTiny / "evaluation.json");
    m_picture = (kTiny / "data/imgs" / about.at("images").at(0).get<std::string>()).string();
    m_words = knownWords();
    QVERIFY(m_words.size() >= 3);
    m_text = m_words[0] + " " + m_words[1];
    const auto config = readJson(kTiny / "config.json");
    m_firstLayer = config.at("bert").at("fusion_layer").get<int>();
    m_lastLayer = config.at("bert").at("num_hidden_layers").get<int>() - 1;
    m_grid = config.at("image_res").get<int>() / config.at("patch_size").get<int>();
}

ProgramResult TestCliExplain::explain(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"explain", "--bundle", m_bundle, "--dtype", "fp32", "--json"});
    return runCli(arguments);
}

void TestCliExplain::wordsHaveTheReferencesMaps() {
    const auto goldens = openTensorFile(kTiny / "gradcam.safetensors");
    const auto pairs = goldens->readIntegers(*goldens->find("pairs"));
    const auto mask = goldens->readIntegers(*goldens->find("attention_mask"));
    // In the middle of the fusion layers.
    const std::string layer = std::to_string((m_firstLayer + m_lastLayer) / 2);
    const TensorEntry* const golden = goldens->find("layer" + layer + ".gradcam");
    QVERIFY(golden != nullptr);
    const auto maps = goldens->readFloats(*golden);
    const auto logits = goldens->readFloats(*goldens->find("itm_logits"));
    const auto about = readJson(kTiny / "evaluation.json");
    const auto tokenizer = loadTokenizer(kTiny / "vocab.txt");
    const auto maxWords = readJson(kTiny / "config.json").at("max_words").get<std::size_t>();
    const auto numTokens = static_cast<std::size_t>(golden->shape[1]);
    const auto numCells = static_cast<std::size_t>(golden->shape[2] * golden->shape[3]);
    for (std::size_t pair = 0; pair < logits.size() / 2; ++pair) {
        const std::string image = about.at("images").at(static_cast<std::size_t>(pairs[2 * pair]));
        const auto text = static_cast<std::size_t>(pairs[2 * pair + 1]);
        const ProgramResult result = explain({"--image",
                                              (kTiny / "data/imgs" / image).string(),
                                              "--text",
                                              about.at("texts").at(text),
                                              "--layer",
                                              layer,
                                              "--variant",
                                              "gradient",
                                              "--out",
                                              path("pair").string()});
        QVERIFY2(result.exitCode == 0, result.err.c_str());
        const auto answer = result.json();
        QVERIFY(std::abs(answer.at("matchLogit").get<double>() -
                         static_cast<double>(logits[2 * pair + 1])) < kLogitLimit);
        Encoding encoding = tokenizer->encode(answer.at("cleanedQuery").get<std::string>());
        encoding.truncate(maxWords);
        const auto row = mask.begin() + static_cast<std::ptrdiff_t>(pair * numTokens);
        QCOMPARE(static_cast<std::ptrdiff_t>(encoding.ids.size()),
                 std::count(row, row + static_cast<std::ptrdiff_t>(numTokens), 1));
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
    const std::string third = m_words[2];
    const std::string loud = QString::fromStdString(third).toUpper().toStdString();
    const ProgramResult result =
        explain({"--image", m_picture, "--text", m_text + " " + loud + ".", "--out", out});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto answer = result.json();
    QCOMPARE(answer.at("layer").get<int>(), m_lastLayer);
    QCOMPARE(answer.at("variant").get<std::string>(), std::string("focus"));
    const auto& words = answer.at("words");
    QCOMPARE(words.size(), std::size_t{3});
    QCOMPARE(words[2].at("word").get<std::string>(), third);
    QCOMPARE(words[2].at("file").get<std::string>(), out + "/03-" + third + ".png");
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
                         {"--text", m_text, "--variant", "raw", "--out", out});
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
                                          m_text,
                                          "--layer",
                                          std::to_string(m_lastLayer),
                                          "--variant",
                                          "gradient",
                                          "--out",
                                          path("last").string()});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const std::string said = "no word has any heat at layer " + std::to_string(m_lastLayer) + ";";
    QVERIFY(result.err.find(said) != std::string::npos);
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
    if (m_firstLayer > 0) {
        const QString textLayer = QString::number(m_firstLayer - 1);
        QTest::addRow("a text layer") << QStringList{"--image", picture, "--layer", textLayer}
                                      << QString("layer %1 has no").arg(textLayer);
    }
    const QString beyond = QString::number(m_lastLayer + 1);
    QTest::addRow("beyond the last") << QStringList{"--image", picture, "--layer", beyond}
                                     << QString("%1 to %2").arg(m_firstLayer).arg(m_lastLayer);
    QTest::addRow("no variant") << QStringList{"--image", picture, "--variant", "best"}
                                << "--variant";
}

void TestCliExplain::whatIsWrongIsSaid() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    std::vector<std::string> all{"--text", m_text, "--out", path("wrong").string()};
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
    // Pixels of the label of tops, more than one for every patch.
    const int side = 2 * m_grid;
    const std::vector<std::uint8_t> tops(static_cast<std::size_t>(side * side), 4);
    int numCaptions = 0;
    for (const auto& record : records) {
        const fs::path name = record.at("file_path").get<std::string>();
        const auto bytes = encodeGrayPng(tops, side, side);
        std::ofstream(path("masks") / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        nlohmann::json captions = nlohmann::json::array();
        for (const std::string text : record.at("captions")) {
            ++numCaptions;
            const auto [begin, end] = secondWord(text);
            const nlohmann::json mention{
                {"attribute", "top.type"}, {"value", "coat"}, {"begin", begin}, {"end", end}};
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
    const int numRead = std::min(numCaptions, 6);
    std::vector<int> layers{m_lastLayer};
    if (m_lastLayer > m_firstLayer) layers.insert(layers.begin(), m_lastLayer - 1);
    std::string listed;
    for (const int layer : layers) listed += (listed.empty() ? "" : ",") + std::to_string(layer);
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
                                         std::to_string(numRead),
                                         "--variants",
                                         "gradient,raw",
                                         "--layers",
                                         listed,
                                         "--json"});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto maps = result.json().at("maps");
    QVERIFY(result.json().contains("supportAuroc"));
    QCOMPARE(maps.size(), 2 * layers.size());
    for (const auto& one : maps) {
        const bool isBlind = one.at("variant") == "gradient" && one.at("layer") == m_lastLayer;
        const auto& all = one.at("all");
        QCOMPARE(all.at("words").get<int>(), numRead);
        QCOMPARE(all.at("area").get<double>(), 1.0);
        QCOMPARE(all.at("empty").get<double>(), isBlind ? 1.0 : 0.0);
        QCOMPARE(all.at("pointing").get<double>(), isBlind ? 0.0 : 1.0);
        QCOMPARE(one.at("parts").at("top"), all);
    }
}

QTEST_GUILESS_MAIN(TestCliExplain)
#include "tst_cli_explain.moc"
