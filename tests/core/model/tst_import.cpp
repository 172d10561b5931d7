#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <stop_token>

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/model/bundle.h"
#include "tests/core/model/memory_tensors.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

const std::string kBias = "text_encoder.cls.predictions.bias";
const std::string kDecoderBias = "text_encoder.cls.predictions.decoder.bias";

ImportOptions tinyOptions() {
    ImportOptions options;
    options.vocabFile = tiny("vocab.txt");
    options.config = tiny("config.json");
    return options;
}

}  // namespace

class TestImport : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void everyContainerGivesTheSameBundle_data();
    void everyContainerGivesTheSameBundle();
    void keepsOnlineWeightsAlone();
    void wrapperPrefixIsTakenOff();
    void oneOfTwoTiedNamesIsEnough();
    void tiedTensorsThatDifferAreRefused();
    void namesThatFallTogetherAreRefused();
    void everyMismatchIsNamed();
    void albefLacksHeadsUnlessAllowed();
    void aPatternThatAllowsNothingIsReported();
    void fileKeepsItsOwnResolution();
    void storedTypes_data();
    void storedTypes();
    void otherFloatTypesAreRead_data();
    void otherFloatTypesAreRead();
    void nonFiniteWeightsAreRefused_data();
    void nonFiniteWeightsAreRefused();
    void tooLargeForHalfIsRefused();
    void existingTargetIsRefused();
    void failureLeavesNothingBehind();
    void stopIsObeyedAndLeavesNothing();
    void progressEndsAtItsTotals();
    void missingFilesAreNamed();
    void foreignVocabularyIsRefused();
    void configWithoutHeadsIsExplained();
    void cardSaysWhereItComesFrom();
    void importedBundleNeedsNoHashing();

  private:
    fs::path out(const char* name = "bundle") const {
        return m_folder->path().toStdString() / fs::path(name);
    }
    /// Imports the tiny model after `change`.
    std::vector<Error> importChanged(const std::function<void(MemoryTensors&)>& change,
                                     const ImportOptions& options = tinyOptions()) const;

    /// The tiny checkpoint imported once, for tests that only look at the result.
    fs::path reference() const { return fs::path(m_shared.path().toStdString()) / "reference"; }

    QTemporaryDir m_shared;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestImport::initTestCase() {
    importCheckpoint(tiny("checkpoint.pth"), reference(), tinyOptions());
}

void TestImport::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

std::vector<Error> TestImport::importChanged(const std::function<void(MemoryTensors&)>& change,
                                             const ImportOptions& options) const {
    MemoryTensors weights(*openTensorFile(tiny("model.safetensors")));
    change(weights);
    weights.save(out("changed.safetensors"));
    return importCheckpoint(out("changed.safetensors"), out(), options);
}

void TestImport::everyContainerGivesTheSameBundle_data() {
    QTest::addColumn<QString>("file");
    for (const char* file :
         {"model.safetensors", "checkpoint_legacy.pth", "checkpoint_cuda19.pth"}) {
        QTest::newRow(file) << file;
    }
}

void TestImport::everyContainerGivesTheSameBundle() {
    QFETCH(QString, file);
    QVERIFY(importCheckpoint(tiny(file.toStdString()), out(), tinyOptions()).empty());
    const auto bundle = Bundle::open(out());
    const auto expected = Bundle::open(reference());
    QCOMPARE(bundle->fingerprint(), expected->fingerprint());
    QCOMPARE(sha256File(out() / "model.safetensors"),
             sha256File(reference() / "model.safetensors"));
    const auto model = openTensorFile(tiny("model.safetensors"));
    for (const TensorEntry& entry : bundle->weights().tensors()) {
        QVERIFY(bundle->weights().read(entry) == model->read(*model->find(entry.name)));
    }
}

void TestImport::keepsOnlineWeightsAlone() {
    const auto bundle = Bundle::open(reference());
    const auto expected = expectedTensors(bundle->config());
    const auto stored = bundle->weights().tensors();
    QCOMPARE(stored.size(), expected.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        QCOMPARE(stored[i].name, expected[i].name);
        QCOMPARE(stored[i].shape, expected[i].shape);
    }
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(reference())) {
        files.push_back(entry.path().filename().string());
    }
    std::ranges::sort(files);
    const std::vector<std::string> wanted{
        "CARD.md", "config.json", "fingerprint.json", "model.safetensors", "vocab.txt"};
    QCOMPARE(files, wanted);
    QCOMPARE(sha256File(reference() / "vocab.txt"), sha256File(tiny("vocab.txt")));
    const auto config = readJsonFile(reference() / "config.json");
    const auto authors = readJsonFile(tiny("config.json"));
    for (const auto& [key, value] : authors.items()) QVERIFY2(config[key] == value, key.c_str());
}

void TestImport::wrapperPrefixIsTakenOff() {
    QVERIFY(importChanged([](MemoryTensors& weights) {
                weights.rename([](const std::string& name) { return "module." + name; });
            }).empty());
    QCOMPARE(Bundle::open(out())->fingerprint(), Bundle::open(reference())->fingerprint());
}

void TestImport::oneOfTwoTiedNamesIsEnough() {
    importChanged([](MemoryTensors& weights) {
        weights.remove([](const std::string& name) {
            return name == kBias || name == "text_encoder.cls.predictions.decoder.weight";
        });
    });
    QCOMPARE(Bundle::open(out())->fingerprint(), Bundle::open(reference())->fingerprint());
}

void TestImport::tiedTensorsThatDifferAreRefused() {
    const Error error = errorOf([&] {
        importChanged([](MemoryTensors& weights) { weights.poke(kDecoderBias, 17, 0.5F); });
    });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    QVERIFY2(contains(error, kBias) && contains(error, kDecoderBias), error.what());
}

void TestImport::namesThatFallTogetherAreRefused() {
    const Error error = errorOf([&] {
        importChanged([](MemoryTensors& weights) {
            weights.add({"module.temp", DType::F32, {}}, std::vector<std::byte>(4));
        });
    });
    QVERIFY2(contains(error, "module.temp"), error.what());
}

void TestImport::everyMismatchIsNamed() {
    const Error error = errorOf([&] {
        importChanged([](MemoryTensors& weights) {
            weights.remove([](const std::string& name) {
                return name == "vision_proj.bias" || name.find("blocks.2.") != name.npos;
            });
            weights.add({"pooler.weight", DType::F32, {1}}, std::vector<std::byte>(4));
            weights.add({"visual_encoder_m.blocks.9.norm1.bias", DType::F32, {1}},
                        std::vector<std::byte>(4));
            weights.reshape("itm_head.weight", {3, 64});
        });
    });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    for (const char* part : {"13 missing",
                             "vision_proj.bias",
                             "visual_encoder.blocks.2.norm1.weight",
                             "visual_encoder.blocks.2.mlp.fc2.bias",
                             "2 unexpected",
                             "pooler.weight",
                             "visual_encoder_m.blocks.9.norm1.bias",
                             "1 misshapen",
                             "itm_head.weight: file has [3, 64], the config asks for [2, 64]"}) {
        QVERIFY2(contains(error, part), part);
    }
    QVERIFY(!fs::exists(out()));
}

void TestImport::albefLacksHeadsUnlessAllowed() {
    ImportOptions options = tinyOptions();
    options.config = out("heads.json");
    writeFileAtomically(
        *options.config,
        R"({"vit":{"num_heads":4},"bert":{"num_attention_heads":4},"max_words":20})");
    const Error error = errorOf([&] { importCheckpoint(tiny("albef.pth"), out(), options); });
    for (const char* name :
         {"prd_head.weight", "prd_head.bias", "mrtd_head.weight", "mrtd_head.bias", "4 missing"}) {
        QVERIFY2(contains(error, name), error.what());
    }
    options.allowMissing = {"prd_head.*"};
    const Error half = errorOf([&] { importCheckpoint(tiny("albef.pth"), out(), options); });
    QVERIFY2(contains(half, "mrtd_head.bias") && !contains(half, "prd_head"), half.what());

    options.allowMissing = {"prd_head.*", "mrtd_head.*"};
    const auto warnings = importCheckpoint(tiny("albef.pth"), out(), options);
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(contains(warnings[0], "mrtd_head.weight"));
    importCheckpoint(tiny("albef.pth"), out("again"), options);
    QCOMPARE(Bundle::open(out())->fingerprint(), Bundle::open(out("again"))->fingerprint());
    const std::string card = readFile(out() / "CARD.md", 1 << 20);
    QVERIFY(card.find("- `prd_head.bias`") != std::string::npos);
}

void TestImport::aPatternThatAllowsNothingIsReported() {
    ImportOptions options = tinyOptions();
    options.allowMissing = {"itm_haed.*"};
    const auto warnings = importCheckpoint(tiny("checkpoint.pth"), out(), options);
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(contains(warnings[0], "itm_haed.*"));
}

void TestImport::fileKeepsItsOwnResolution() {
    ImportOptions options = tinyOptions();
    const Error error = errorOf([&] { importCheckpoint(tiny("albef.pth"), out(), options); });
    QVERIFY2(contains(error, "image_res is 48") && contains(error, "64 by"), error.what());

    options.config = out("heads.json");
    writeFileAtomically(
        *options.config,
        R"({"vit":{"num_heads":4},"bert":{"num_attention_heads":4},"max_words":20})");
    options.allowMissing = {"*rd_head.*", "mrtd*"};
    importCheckpoint(tiny("albef.pth"), out(), options);
    QCOMPARE(Bundle::open(out())->config().imageRes, 48);
}

void TestImport::storedTypes_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<float>("relativeError");
    QTest::newRow("fp32") << static_cast<int>(WeightType::F32) << 0.0F;
    QTest::newRow("fp16") << static_cast<int>(WeightType::F16) << 0x1p-11F;
    QTest::newRow("bf16") << static_cast<int>(WeightType::BF16) << 0x1p-8F;
}

void TestImport::storedTypes() {
    QFETCH(int, type);
    QFETCH(float, relativeError);
    ImportOptions options = tinyOptions();
    options.weightType = static_cast<WeightType>(type);
    importCheckpoint(tiny("checkpoint.pth"), out(), options);
    const auto bundle = Bundle::open(out());
    const auto model = openTensorFile(tiny("model.safetensors"));
    for (const TensorEntry& entry : bundle->weights().tensors()) {
        const auto stored = bundle->weights().readFloats(entry);
        const auto exact = model->readFloats(*model->find(entry.name));
        QCOMPARE(stored.size(), exact.size());
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const float bound = std::fabs(exact[i]) * relativeError + (type == 0 ? 0.0F : 0x1p-25F);
            QVERIFY2(std::fabs(stored[i] - exact[i]) <= bound, entry.name.c_str());
        }
    }
}

void TestImport::otherFloatTypesAreRead_data() {
    storedTypes_data();
}

void TestImport::otherFloatTypesAreRead() {
    QFETCH(int, type);
    ImportOptions options = tinyOptions();
    options.weightType = static_cast<WeightType>(type);
    importCheckpoint(tiny("checkpoint.pth"), out("narrow"), options);
    // A half-precision file widened to float32 holds the same numbers.
    importCheckpoint(out("narrow") / "model.safetensors", out(), tinyOptions());
    const auto narrow = Bundle::open(out("narrow"));
    const auto wide = Bundle::open(out());
    for (const TensorEntry& entry : narrow->weights().tensors()) {
        const TensorEntry& other = *wide->weights().find(entry.name);
        QCOMPARE(other.dtype, DType::F32);
        QVERIFY(wide->weights().readFloats(other) == narrow->weights().readFloats(entry));
    }
}

void TestImport::nonFiniteWeightsAreRefused_data() {
    QTest::addColumn<float>("value");
    QTest::newRow("NaN") << std::nanf("");
    QTest::newRow("infinite") << -std::numeric_limits<float>::infinity();
}

void TestImport::nonFiniteWeightsAreRefused() {
    QFETCH(float, value);
    for (const WeightType type : {WeightType::F32, WeightType::F16, WeightType::BF16}) {
        ImportOptions options = tinyOptions();
        options.weightType = type;
        const Error error = errorOf([&] {
            importChanged(
                [&](MemoryTensors& weights) {
                    weights.poke("visual_encoder.blocks.1.attn.qkv.weight", 12'287, value);
                },
                options);
        });
        QCOMPARE(error.code(), ErrorCode::InvalidInput);
        QVERIFY2(contains(error, "visual_encoder.blocks.1.attn.qkv.weight"), error.what());
        QVERIFY(!fs::exists(out()));
    }
}

void TestImport::tooLargeForHalfIsRefused() {
    ImportOptions options = tinyOptions();
    options.weightType = WeightType::F16;
    const auto change = [](MemoryTensors& weights) { weights.poke("text_proj.bias", 3, 1e5F); };
    const Error error = errorOf([&] { importChanged(change, options); });
    QVERIFY2(contains(error, "text_proj.bias") && contains(error, "float16"), error.what());
    options.weightType = WeightType::BF16;
    QVERIFY(importChanged(change, options).empty());
}

void TestImport::existingTargetIsRefused() {
    const std::string before = sha256File(reference() / "model.safetensors");
    const Error error =
        errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), reference(), tinyOptions()); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    QVERIFY2(contains(error, "already there"), error.what());
    QCOMPARE(sha256File(reference() / "model.safetensors"), before);
    QVERIFY(contains(errorOf([&] {
                         importCheckpoint(
                             tiny("checkpoint.pth"), reference() / "vocab.txt", tinyOptions());
                     }),
                     "vocab.txt"));
}

void TestImport::failureLeavesNothingBehind() {
    ImportOptions options = tinyOptions();
    options.config.reset();
    QVERIFY(contains(errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), out(), options); }),
                     "does not divide"));
    const Error noParent = errorOf(
        [&] { importCheckpoint(tiny("checkpoint.pth"), out() / "a" / "b", tinyOptions()); });
    QVERIFY(noParent.code() == ErrorCode::NotFound);
    QVERIFY(fs::is_empty(m_folder->path().toStdString()));
}

void TestImport::stopIsObeyedAndLeavesNothing() {
    std::stop_source source;
    ImportOptions options = tinyOptions();
    options.stop = source.get_token();
    // Asked for in the midst of the last stage, when everything but the card is written.
    options.progress = [&](const std::string& stage, std::int64_t, std::int64_t) {
        if (stage == "writing weights") source.request_stop();
    };
    const Error error = errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), out(), options); });
    QCOMPARE(error.code(), ErrorCode::Cancelled);
    QVERIFY(fs::is_empty(m_folder->path().toStdString()));
}

void TestImport::progressEndsAtItsTotals() {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> stages;
    ImportOptions options = tinyOptions();
    options.progress = [&](const std::string& stage, std::int64_t done, std::int64_t total) {
        QVERIFY(done > stages[stage].first && done <= total);
        stages[stage] = {done, total};
    };
    importCheckpoint(tiny("checkpoint.pth"), out(), options);
    QCOMPARE(stages.size(), std::size_t{3});
    for (const auto& [stage, counts] : stages) QCOMPARE(counts.first, counts.second);
}

void TestImport::missingFilesAreNamed() {
    const auto importOf = [&](const fs::path& checkpoint, const ImportOptions& options) {
        return errorOf([&] { importCheckpoint(checkpoint, out(), options); });
    };
    ImportOptions options = tinyOptions();
    const Error noCheckpoint = importOf(out("none.pth"), options);
    QCOMPARE(noCheckpoint.code(), ErrorCode::NotFound);
    QVERIFY(contains(noCheckpoint, "none.pth"));
    options.vocabFile = out("none.txt");
    QVERIFY(contains(importOf(tiny("checkpoint.pth"), options), "none.txt"));
    options = tinyOptions();
    options.config = out("none.json");
    QVERIFY(contains(importOf(tiny("checkpoint.pth"), options), "none.json"));
    options.config = tiny("vocab.txt");
    QVERIFY(contains(importOf(tiny("checkpoint.pth"), options), "vocab.txt"));
}

void TestImport::foreignVocabularyIsRefused() {
    ImportOptions options = tinyOptions();
    std::string words = readFile(tiny("vocab.txt"), 1 << 20);
    options.vocabFile = out("longer.txt");
    writeFileAtomically(options.vocabFile, words + "another\n");
    const Error longer = errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), out(), options); });
    QVERIFY2(contains(longer, "301") && contains(longer, "300"), longer.what());

    // The same words, two special ones exchanged.
    words.replace(words.find("[CLS]"), 5, "[sls]").replace(words.find("[SEP]"), 5, "[CLS]");
    words.replace(words.find("[sls]"), 5, "[SEP]");
    options.vocabFile = out("exchanged.txt");
    writeFileAtomically(options.vocabFile, words);
    const Error exchanged =
        errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), out(), options); });
    QVERIFY2(contains(exchanged, "tokens.cls is 2") && contains(exchanged, "but 3"),
             exchanged.what());
}

void TestImport::configWithoutHeadsIsExplained() {
    ImportOptions options = tinyOptions();
    options.config.reset();
    const Error error = errorOf([&] { importCheckpoint(tiny("checkpoint.pth"), out(), options); });
    QVERIFY2(contains(error, "vit.num_heads") && contains(error, "give a configuration"),
             error.what());
}

void TestImport::cardSaysWhereItComesFrom() {
    ImportOptions options = tinyOptions();
    options.vocabNotice = "Three hundred invented words.";
    importCheckpoint(tiny("checkpoint.pth"), out(), options);
    const std::string card = readFile(out() / "CARD.md", 1 << 20);
    for (const std::string& part : {std::string("checkpoint.pth"),
                                    sha256File(tiny("checkpoint.pth")),
                                    options.vocabNotice,
                                    Bundle::open(out())->fingerprint()}) {
        QVERIFY2(card.find(part) != std::string::npos, part.c_str());
    }
    QVERIFY(card.find(m_folder->path().toStdString()) == std::string::npos);
    QVERIFY(card.find(tiny("").parent_path().string()) == std::string::npos);
}

void TestImport::importedBundleNeedsNoHashing() {
    importCheckpoint(tiny("checkpoint.pth"), out(), tinyOptions());
    const auto written = readJsonFile(out() / "fingerprint.json");
    const auto time = fs::last_write_time(out() / "fingerprint.json");
    QCOMPARE(Bundle::open(out())->fingerprint(), written["fingerprint"].get<std::string>());
    QVERIFY(fs::last_write_time(out() / "fingerprint.json") == time);
    fs::remove(out() / "fingerprint.json");
    QCOMPARE(Bundle::open(out())->fingerprint(), written["fingerprint"].get<std::string>());
    QVERIFY(readJsonFile(out() / "fingerprint.json") == written);
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
