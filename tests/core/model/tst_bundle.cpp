#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/bundle.h"
#include "tests/core/model/memory_tensors.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

class TestBundle : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void opensWithAllItsParts();
    void nameIsTheFoldersWhateverThePath();
    void missingPartsAreNamed_data();
    void missingPartsAreNamed();
    void aFileIsNoBundle();
    void twoTokenizersAreRefused();
    void brokenConfigIsRefused_data();
    void brokenConfigIsRefused();
    void everyMisfitIsNamed();
    void wrappedNamesDoNotPassInABundle();
    void checkpointUnderAnotherNameIsRefused();
    void vocabularyOfAnotherSizeIsRefused();
    void rankingRuleIsRead();
    void referenceForDoubtsIsRead();
    void brokenRankingRuleIsRefused_data();
    void brokenRankingRuleIsRefused();
    void fingerprintFollowsWhatTheModelComputes();
    void fingerprintIgnoresTheRest();
    void brokenFingerprintCacheIsComputedAnew_data();
    void brokenFingerprintCacheIsComputedAnew();
    void opensWhereNothingCanBeWritten();

  private:
    fs::path bundle() const { return fs::path(m_folder->path().toStdString()) / "toy"; }
    void writeText(const char* name, const std::string& text) const {
        writeFileAtomically(bundle() / name, text);
    }
    void changeConfig(const std::function<void(Json&)>& change) const;
    void changeWeights(const std::function<void(MemoryTensors&)>& change) const;

    std::unique_ptr<QTemporaryDir> m_original;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestBundle::initTestCase() {
    m_original = std::make_unique<QTemporaryDir>();
    ImportOptions options;
    options.vocabFile = tiny("vocab.txt");
    options.config = tiny("config.json");
    importCheckpoint(
        tiny("checkpoint.pth"), fs::path(m_original->path().toStdString()) / "toy", options);
}

void TestBundle::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    fs::copy(fs::path(m_original->path().toStdString()) / "toy", bundle());
}

void TestBundle::changeConfig(const std::function<void(Json&)>& change) const {
    Json config = readJsonFile(bundle() / "config.json");
    change(config);
    writeText("config.json", config.dump());
}

void TestBundle::changeWeights(const std::function<void(MemoryTensors&)>& change) const {
    MemoryTensors weights(*openTensorFile(bundle() / "model.safetensors"));
    change(weights);
    weights.save(bundle() / "model.safetensors");
}

void TestBundle::opensWithAllItsParts() {
    const auto opened = Bundle::open(bundle());
    QCOMPARE(opened->path(), bundle());
    QCOMPARE(opened->config().vit.depth, 4);
    QCOMPARE(opened->tokenizer().vocabularySize(), std::size_t{300});
    QCOMPARE(opened->tokenizer().specialTokens().cls, 2);
    QCOMPARE(opened->fingerprint().size(), std::size_t{64});
    QVERIFY(opened->ranking().kind == RankingRule::Kind::Itm);
    QVERIFY(opened->weights().find("temp") != nullptr);
}

void TestBundle::nameIsTheFoldersWhateverThePath() {
    QCOMPARE(Bundle::open(bundle())->name(), std::string("toy"));
    QCOMPARE(Bundle::open(bundle() / "")->name(), std::string("toy"));
}

void TestBundle::missingPartsAreNamed_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"config.json", "model.safetensors", "vocab.txt"}) {
        QTest::newRow(file) << file;
    }
}

void TestBundle::missingPartsAreNamed() {
    QFETCH(QString, file);
    fs::remove(bundle() / file.toStdString());
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QCOMPARE(error.code(), ErrorCode::NotFound);
    QVERIFY2(contains(error, file.toStdString()), error.what());
}

void TestBundle::aFileIsNoBundle() {
    QCOMPARE(errorOf([&] { Bundle::open(bundle() / "nothing"); }).code(), ErrorCode::NotFound);
    const Error error = errorOf([&] { Bundle::open(bundle() / "vocab.txt"); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
}

void TestBundle::twoTokenizersAreRefused() {
    writeText("tokenizer.model", "x");
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QVERIFY2(contains(error, "tokenizer.model") && contains(error, "vocab.txt"), error.what());
}

void TestBundle::brokenConfigIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"image_res\": 6");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("bare") << QByteArray("{}");
    QTest::newRow("deep") << QByteArray(5000, '{');
    QTest::newRow("too large") << QByteArray(static_cast<int>(kMaxConfigBytes) + 1, ' ');
}

void TestBundle::brokenConfigIsRefused() {
    QFETCH(QByteArray, text);
    writeText("config.json", text.toStdString());
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QVERIFY(error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::CorruptFile);
    QVERIFY2(contains(error, "config.json"), error.what());
}

void TestBundle::everyMisfitIsNamed() {
    changeWeights([](MemoryTensors& weights) {
        weights.remove([](const std::string& name) { return name.starts_with("prd_head"); });
        weights.reshape("text_proj.bias", {31});
        weights.add({"stranger", DType::F32, {1}}, std::vector<std::byte>(4));
    });
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    for (const char* part :
         {"prd_head.weight", "prd_head.bias", "text_proj.bias: file has [31]", "stranger"}) {
        QVERIFY2(contains(error, part), error.what());
    }
}

void TestBundle::wrappedNamesDoNotPassInABundle() {
    changeWeights([](MemoryTensors& weights) {
        weights.rename(
            [](const std::string& name) { return name == "temp" ? "module.temp" : name; });
    });
    QVERIFY(contains(errorOf([&] { Bundle::open(bundle()); }), "1 missing tensor:\n  temp"));
}

void TestBundle::checkpointUnderAnotherNameIsRefused() {
    fs::copy_file(tiny("checkpoint.pth"),
                  bundle() / "model.safetensors",
                  fs::copy_options::overwrite_existing);
    QVERIFY(contains(errorOf([&] { Bundle::open(bundle()); }), "import it"));
}

void TestBundle::vocabularyOfAnotherSizeIsRefused() {
    writeText("vocab.txt", readFile(bundle() / "vocab.txt", 1 << 20) + "more\n");
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QVERIFY2(contains(error, "301") && contains(error, "300"), error.what());
}

void TestBundle::rankingRuleIsRead() {
    const std::string before = Bundle::open(bundle())->fingerprint();
    writeText("ranking.json", R"({"rule":"itc+itm","itm_weight":0.5,"temperature":0.1})");
    const auto opened = Bundle::open(bundle());
    QVERIFY(opened->ranking().kind == RankingRule::Kind::ItcPlusItm);
    QCOMPARE(opened->ranking().itmWeight, 0.5);
    QCOMPARE(opened->ranking().temperature, 0.1);
    QVERIFY(!opened->ranking().candidates);
    QCOMPARE(opened->fingerprint(), before);
    RankingRule rule = opened->ranking();
    rule.candidates = CandidateCalibration{-1.5, 2.25, 300};
    writeText("ranking.json", toJson(rule).dump());
    const auto calibrated = Bundle::open(bundle());
    QVERIFY(calibrated->ranking() == rule);
    QCOMPARE(calibrated->fingerprint(), before);
}

void TestBundle::referenceForDoubtsIsRead() {
    const auto before = Bundle::open(bundle());
    QVERIFY(!before->doubtReference());
    const std::int64_t width = before->config().vit.embedDim;
    const std::vector<float> values(
        static_cast<std::size_t>(before->config().numImageTokens() * width), 0.5F);
    const DoubtReference reference{packTokens(values, width, TokenFormat::F16), 0.75};
    writeDoubtReference(
        bundle() / "word_doubt.safetensors", reference, before->config(), before->fingerprint());
    const auto opened = Bundle::open(bundle());
    QVERIFY(opened->doubtReference());
    QCOMPARE(opened->doubtReference()->threshold, 0.75);
    QCOMPARE(opened->fingerprint(), before->fingerprint());
}

void TestBundle::brokenRankingRuleIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("other rule") << QByteArray(R"({"rule":"best"})");
    QTest::newRow("rule that is a number") << QByteArray(R"({"rule":1})");
    QTest::newRow("weight that is text") << QByteArray(R"({"rule":"itm","itm_weight":"1"})");
    QTest::newRow("no temperature") << QByteArray(R"({"rule":"itc+itm","temperature":0})");
    QTest::newRow("negative weight") << QByteArray(R"({"rule":"itc+itm","itm_weight":-1})");
    const auto candidates = [](const char* name, const char* fields) {
        QTest::newRow(name) << QByteArray(R"({"rule":"itm","candidates":)") + fields + "}";
    };
    candidates("candidates that are a number", "3");
    candidates("no break", R"({"convincing_score":1,"queries":9})");
    candidates("a break that is text", R"({"break_score":"1","convincing_score":1,"queries":9})");
    candidates("a break without bounds",
               R"({"break_score":-1e300,"convincing_score":1,"queries":9})");
    candidates("convincing below the break",
               R"({"break_score":2,"convincing_score":1,"queries":9})");
    candidates("fitted on nothing", R"({"break_score":0,"convincing_score":1,"queries":0})");
    candidates("half a query", R"({"break_score":0,"convincing_score":1,"queries":1.5})");
}

void TestBundle::brokenRankingRuleIsRefused() {
    QFETCH(QByteArray, text);
    writeText("ranking.json", text.toStdString());
    const Error error = errorOf([&] { Bundle::open(bundle()); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    QVERIFY2(contains(error, "ranking.json"), error.what());
}

void TestBundle::fingerprintFollowsWhatTheModelComputes() {
    std::vector<std::string> seen{Bundle::open(bundle())->fingerprint()};
    const auto expectNew = [&] {
        const std::string fingerprint = Bundle::open(bundle())->fingerprint();
        QVERIFY(std::ranges::find(seen, fingerprint) == seen.end());
        seen.push_back(fingerprint);
    };
    changeWeights([](MemoryTensors& weights) { weights.poke("temp", 0, 0.08F); });
    expectNew();
    changeConfig([](Json& config) { config["vit"]["num_heads"] = 8; });
    expectNew();
    std::string words = readFile(bundle() / "vocab.txt", 1 << 20);
    writeText("vocab.txt", words.replace(words.rfind('\n', words.size() - 2) + 1, 1, "#"));
    expectNew();
}

void TestBundle::fingerprintIgnoresTheRest() {
    const std::string before = Bundle::open(bundle())->fingerprint();
    changeConfig([](Json& config) {
        config["k_test"] = 3;
        config["alpha"] = 0.9;
        config["bert"]["hidden_dropout_prob"] = 0.3;
    });
    writeText("CARD.md", "another card");
    QCOMPARE(Bundle::open(bundle())->fingerprint(), before);
}

void TestBundle::brokenFingerprintCacheIsComputedAnew_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("list") << QByteArray("[1]");
    QTest::newRow("cut") << QByteArray("{\"fingerprint\":");
    QTest::newRow("other types") << QByteArray(R"({"scheme":"1","files":3,"fingerprint":[]})");
}

void TestBundle::brokenFingerprintCacheIsComputedAnew() {
    QFETCH(QByteArray, text);
    const std::string before = Bundle::open(bundle())->fingerprint();
    const Json cache = readJsonFile(bundle() / "fingerprint.json");
    writeText("fingerprint.json", text.toStdString());
    QCOMPARE(Bundle::open(bundle())->fingerprint(), before);
    Json forged = cache;
    forged["fingerprint"] = "not a fingerprint";
    writeText("fingerprint.json", forged.dump());
    QCOMPARE(Bundle::open(bundle())->fingerprint(), before);
    QVERIFY(readJsonFile(bundle() / "fingerprint.json") == cache);
}

void TestBundle::opensWhereNothingCanBeWritten() {
    const std::string before = Bundle::open(bundle())->fingerprint();
    fs::remove(bundle() / "fingerprint.json");
    // A folder under the cache's name stands in the way even of root, whom permissions do not stop.
    fs::create_directory(bundle() / "fingerprint.json");
    QCOMPARE(Bundle::open(bundle())->fingerprint(), before);
}

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
