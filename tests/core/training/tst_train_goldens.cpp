// The sampler and the loader against the reference's data set and the batches of its recorded steps
// (README of the goldens, part D): pairs, persons, captions to draw from, token ids, both views.

#include <QTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/tensorfile/tensor_file.h"
#include "core/text/caption.h"
#include "core/training/augmentation.h"
#include "core/training/batch_loader.h"
#include "tests/support/conformance_folder.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Texts = std::vector<std::string>;

const fs::path kTiny = conformanceFolder() / "tiny";
/// Every pair in one batch: a sampler never takes more than there are.
constexpr std::int64_t kAll = std::int64_t{1} << 40;
/// Enough for any caption of a person to come up beside a pair with any two flips.
constexpr std::int64_t kMostEpochs = 20'000;

/// A recorded tensor of any number of rows.
template <typename Value>
struct Golden {
    std::vector<Value> values;
    std::vector<std::int64_t> shape;

    std::vector<Value> row(std::size_t index) const {
        const std::size_t size = values.size() / static_cast<std::size_t>(shape.at(0));
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(index * size);
        return {first, first + static_cast<std::ptrdiff_t>(size)};
    }
};

template <typename Value>
std::vector<Value> valuesOf(const at::Tensor& tensor) {
    const at::Tensor packed = tensor.contiguous();
    const Value* const first = packed.const_data_ptr<Value>();
    return {first, first + packed.numel()};
}

}  // namespace

class TestTrainGoldens : public QObject {
    Q_OBJECT
    Json m_config;
    Json m_dataset;
    Json m_steps;
    std::vector<DatasetRecord> m_records;
    std::unique_ptr<TensorFile> m_tensors;

    Golden<float> floats(const std::string& name) const {
        const TensorEntry& entry = *m_tensors->find(name);
        return {m_tensors->readFloats(entry), entry.shape};
    }
    Golden<std::int64_t> integers(const std::string& name) const {
        const TensorEntry& entry = *m_tensors->find(name);
        return {m_tensors->readIntegers(entry), entry.shape};
    }
    static std::string prefixOf(std::size_t step) { return "step" + std::to_string(step) + "."; }

    /// What the sampler draws in an epoch, in the order of the records and their captions.
    static std::vector<SampledPair> orderedEpoch(PairSampler& sampler) {
        std::vector<SampledPair> pairs = sampler.batch(0, 0);
        std::ranges::sort(pairs, {}, [](const SampledPair& pair) {
            return std::pair(pair.own.record, pair.own.caption);
        });
        return pairs;
    }

    BatchLoader::Setup setup(std::span<const DatasetRecord> records, std::int64_t step) const {
        BatchLoader::Setup setup;
        setup.records = records;
        setup.images = kTiny / "data";
        setup.tokenizer = loadTokenizer(kTiny / "vocab.txt");
        setup.config = parseConfig(m_config, "config.json");
        setup.firstStep = step;
        setup.endStep = step + 1;
        setup.numAhead = 1;
        return setup;
    }

    /// The caption as written that a recorded text2 was cleaned from.
    std::string pairedCaption(const Json& item) const {
        const auto own = item.at("raw_caption").get<std::string>();
        if (item.at("replace") == 0) return own;
        const auto person = item.at("person_index").get<std::int64_t>();
        const auto cleaned = item.at("caption2").get<std::string>();
        const auto texts = m_dataset.at("person2text").at(std::to_string(person)).get<Texts>();
        const auto maxWords = m_config.at("max_words").get<int>();
        for (const std::string& text : texts) {
            if (text != own && cleanCaption(text, maxWords) == cleaned) return text;
        }
        return {};
    }

    /// Whether the sampler drew what the reference did: the pair, the other caption, both flips.
    bool isRecorded(const SampledPair& pair, const Json& item, const std::string& paired) const {
        if (m_records[pair.own.record].imagePath != item.at("file_path").get<std::string>() ||
            pair.ownText != item.at("raw_caption").get<std::string>() ||
            pair.pairedText != paired) {
            return false;
        }
        RandomStream random(pair.draw);
        const int side = m_config.at("image_res").get<int>();
        const bool isFirstMirrored = chooseView({}, side, random).isMirrored;
        const bool isSecondMirrored = chooseView({}, side, random).isMirrored;
        return isFirstMirrored == item.at("flip1").get<bool>() &&
               isSecondMirrored == item.at("flip2").get<bool>();
    }

    /// The step of a sampler of single pairs that draws what was recorded; `all` is the same
    /// sampler with all pairs in a batch, whose order it keeps.
    std::optional<std::int64_t> stepOf(PairSampler& all, const Json& item) const {
        const std::string paired = pairedCaption(item);
        for (std::int64_t epoch = 0; epoch < kMostEpochs; ++epoch) {
            const std::vector<SampledPair> pairs = all.batch(epoch, 0);
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                if (isRecorded(pairs[i], item, paired)) {
                    return epoch * all.numPairs() + static_cast<std::int64_t>(i);
                }
            }
        }
        return std::nullopt;
    }

    /// Loads `captions`, one of each item, as a batch and compares it with the recorded texts.
    void compareTexts(const std::string& name, const Json& items, const Texts& captions) const {
        std::vector<DatasetRecord> records;
        for (std::size_t i = 0; i < captions.size(); ++i) {
            records.push_back({.personId = static_cast<std::int64_t>(i),
                               .imagePath = items.at(i).at("file_path").get<std::string>(),
                               .captions = {captions[i]},
                               .split = Split::Train});
        }
        PairSampler sampler(records, {.batchSize = kAll, .weakPairProbability = 0});
        BatchLoader loader(sampler, setup(records, 0));
        const LoadedBatch batch = loader.next();
        QCOMPARE(batch.pairs.size(), captions.size());
        const Golden<std::int64_t> ids = integers(name + ".input_ids");
        const Golden<std::int64_t> mask = integers(name + ".attention_mask");
        QCOMPARE(batch.tensors.captions.ids.sizes().vec(), ids.shape);
        QCOMPARE(batch.tensors.captions.mask.sizes().vec(), mask.shape);
        for (std::size_t i = 0; i < batch.pairs.size(); ++i) {
            const std::size_t item = batch.pairs[i].own.record;
            const auto row = static_cast<std::int64_t>(i);
            QCOMPARE(valuesOf<std::int64_t>(batch.tensors.captions.ids[row]), ids.row(item));
            QCOMPARE(valuesOf<std::int64_t>(batch.tensors.captions.mask[row]), mask.row(item));
        }
    }

    /// The recorded row of a text without its padding.
    std::vector<std::int64_t> idsOf(const std::string& name, std::size_t row) const {
        const std::vector<std::int64_t> mask = integers(name + ".attention_mask").row(row);
        std::vector<std::int64_t> ids = integers(name + ".input_ids").row(row);
        ids.resize(static_cast<std::size_t>(std::ranges::count(mask, std::int64_t{1})));
        return ids;
    }

    void compareSample(const LoadedBatch& batch, std::size_t step, std::size_t row) const {
        QVERIFY(batch.problems.empty());
        QCOMPARE(batch.tensors.size(), std::int64_t{1});
        const std::string prefix = prefixOf(step);
        QCOMPARE(valuesOf<std::int64_t>(batch.tensors.captions.ids), idsOf(prefix + "text1", row));
        QCOMPARE(valuesOf<std::int64_t>(batch.tensors.pairedTexts.ids),
                 idsOf(prefix + "text2", row));
        QCOMPARE(valuesOf<std::int64_t>(batch.tensors.persons), integers(prefix + "idx").row(row));
        QCOMPARE(valuesOf<std::int64_t>(batch.tensors.replaced),
                 integers(prefix + "replace").row(row));
        // To the bit: bytes are resized exactly and there are 256 values of a channel.
        QVERIFY(valuesOf<float>(batch.tensors.images) == floats(prefix + "image1").row(row));
        QVERIFY(valuesOf<float>(batch.tensors.otherImages) == floats(prefix + "image2").row(row));
    }

  private Q_SLOTS:
    void initTestCase() {
        m_config = readJsonFile(kTiny / "config.json");
        m_dataset = readJsonFile(kTiny / "train" / "dataset.json");
        const Json document = readJsonFile(kTiny / "train" / "step.json");
        m_steps = document.at("runs").at("official").at("steps");
        m_records = recordsOf(readDataset(kTiny / "data" / "train.json"), Split::Train);
        m_tensors = openTensorFile(kTiny / "train" / "official.safetensors");
        QVERIFY(!m_steps.empty());
    }

    void pairsAreTheReferences() {
        PairSampler sampler(m_records, {.batchSize = kAll});
        const Json& golden = m_dataset.at("pairs");
        QCOMPARE(sampler.numPairs(), static_cast<std::int64_t>(golden.size()));
        const std::vector<SampledPair> pairs = orderedEpoch(sampler);
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const Json& expected = golden.at(i);
            QCOMPARE(m_records[pairs[i].own.record].imagePath, expected.at(0).get<std::string>());
            QCOMPARE(std::string(pairs[i].ownText), expected.at(1).get<std::string>());
            QCOMPARE(pairs[i].person, expected.at(2).get<std::int64_t>());
        }
    }

    void personsAreTheReferences() {
        PairSampler sampler(m_records, {.batchSize = kAll});
        const Json& numbers = m_dataset.at("person_index_of_id");
        QCOMPARE(sampler.numPeople(), static_cast<std::int64_t>(numbers.size()));
        std::map<std::int64_t, Texts> images;
        for (const SampledPair& pair : orderedEpoch(sampler)) {
            const DatasetRecord& record = m_records[pair.own.record];
            const std::string id = std::to_string(record.personId);
            QCOMPARE(pair.person, numbers.at(id).get<std::int64_t>());
            Texts& ofPerson = images[pair.person];
            if (ofPerson.empty() || ofPerson.back() != record.imagePath) {
                ofPerson.push_back(record.imagePath);
            }
        }
        for (const auto& [person, expected] : m_dataset.at("person2image").items()) {
            QCOMPARE(images[std::stoll(person)], expected.get<Texts>());
        }
    }

    void pairedCaptionsAreDrawnEvenlyFromThePersons() {
        constexpr std::int64_t kNumEpochs = 400;
        PairSampler sampler(m_records, {.batchSize = kAll, .weakPairProbability = 1, .seed = 11});
        std::map<std::int64_t, std::map<std::string, double>> drawn;
        std::map<std::int64_t, double> numDraws;
        for (std::int64_t epoch = 0; epoch < kNumEpochs; ++epoch) {
            for (const SampledPair& pair : sampler.batch(epoch, 0)) {
                drawn[pair.person][std::string(pair.pairedText)] += 1;
                numDraws[pair.person] += 1;
                QCOMPARE(pair.isReplaced, pair.pairedText != pair.ownText);
            }
        }
        for (const auto& [key, listed] : m_dataset.at("person2text").items()) {
            const std::int64_t person = std::stoll(key);
            std::map<std::string, double> times;
            for (const std::string& text : listed.get<Texts>()) times[text] += 1;
            QCOMPARE(drawn[person].size(), times.size());
            for (const auto& [text, count] : times) {
                const double share = count / static_cast<double>(listed.size());
                const double expected = share * numDraws[person];
                // Five deviations of so many draws.
                const double slack = 5 * std::sqrt(expected * (1 - share));
                QVERIFY2(std::abs(drawn[person][text] - expected) <= slack, text.c_str());
            }
        }
    }

    void recordedTextsHaveTheirIds() {
        const int maxWords = m_config.at("max_words").get<int>();
        for (std::size_t step = 0; step < m_steps.size(); ++step) {
            const Json& items = m_steps.at(step).at("items");
            Texts own;
            Texts paired;
            for (const Json& item : items) {
                own.push_back(item.at("raw_caption").get<std::string>());
                paired.push_back(pairedCaption(item));
                QCOMPARE(cleanCaption(own.back(), maxWords),
                         item.at("caption1").get<std::string>());
                QCOMPARE(cleanCaption(paired.back(), maxWords),
                         item.at("caption2").get<std::string>());
            }
            compareTexts(prefixOf(step) + "text1", items, own);
            compareTexts(prefixOf(step) + "text2", items, paired);
        }
    }

    void recordedSamplesAreLoadedAsTheyWere() {
        constexpr std::uint64_t kSeed = 3;
        const PairSampler::Options several{
            .batchSize = kAll, .weakPairProbability = 0.5, .seed = kSeed};
        const PairSampler::Options one{.batchSize = 1, .weakPairProbability = 0.5, .seed = kSeed};
        PairSampler all(m_records, several);
        for (std::size_t step = 0; step < m_steps.size(); ++step) {
            const Json& items = m_steps.at(step).at("items");
            for (std::size_t row = 0; row < items.size(); ++row) {
                const auto drawn = stepOf(all, items.at(row));
                QVERIFY2(drawn.has_value(), items.at(row).dump().c_str());
                PairSampler single(m_records, one);
                BatchLoader loader(single, setup(m_records, *drawn));
                compareSample(loader.next(), step, row);
            }
        }
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainGoldens)
#include "tst_train_goldens.moc"
