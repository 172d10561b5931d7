#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/evaluation/map_measures.h"
#include "core/evaluation/mask_grid.h"
#include "core/vision/encode.h"
#include "tests/support/fake_rasa_model.h"

namespace descry {
namespace {

using synthetic::Label;

/// A mask of 2 x 2 cells of 2 x 2 pixels.
RgbImage maskOf(const std::array<Label, 4>& cells) {
    RgbImage mask{4, 4, {}};
    for (std::size_t i = 0; i < 16; ++i) {
        const auto label = static_cast<std::uint8_t>(cells[i / 8 * 2 + i % 4 / 2]);
        mask.samples.insert(mask.samples.end(), 3, label);
    }
    return mask;
}

const std::array<Label, 4> kCells{Label::Bag, Label::Top, Label::Shoes, Label::Background};

/// Words whose ids, taken modulo 4, are the cells where the fake model finds them: "red" and "top"
/// in 1, "shoes" in 2, "bag" in 3, "teal" in 0.
std::shared_ptr<const Tokenizer> words() {
    return parseWordPiece("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nred\nshoes\nbag\nteal\ntop\n",
                          "words");
}

void write(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

/// Its match logit is how bright one cell of the picture is, times `sign`.
class CellReader : public test::FakeRasaModel {
  public:
    CellReader(std::size_t cell, float sign)
        : FakeRasaModel(fourPatches()), m_cell(cell), m_sign(sign) {}

    ImageEncoding encodeImages(std::span<const float> pixels,
                               const EncodeOptions& options) override {
        ImageEncoding encoding = FakeRasaModel::encodeImages(pixels, options);
        const auto middle = [&](std::size_t cell) {
            return pixels[(cell / 2 * 16 + 8) * 32 + cell % 2 * 16 + 8];
        };
        std::vector<float> values(5 * 8);
        for (std::size_t cell = 0; cell < 4; ++cell) values[(cell + 1) * 8] = middle(cell);
        encoding.tokens.front() = packTokens(values, 8, TokenFormat::F32);
        return encoding;
    }
    std::vector<float> matchLogits(const TextEncoding&,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token) override {
        std::vector<float> values(5 * 8);
        unpackTokens(*images.front(), 8, values);
        return {m_sign * values[(m_cell + 1) * 8]};
    }

  private:
    static RasaConfig fourPatches() {
        RasaConfig config = test::fakeConfig();
        config.imageRes = 32;
        return config;
    }

    std::size_t m_cell;
    float m_sign;
};

struct SmallWorld {
    QTemporaryDir temporary;
    std::filesystem::path folder{temporary.path().toStdString()};
    std::vector<DatasetRecord> records;
    synthetic::AttributeRecords attributes;

    SmallWorld() {
        RgbImage picture{2, 2, std::vector<std::uint8_t>(12)};
        std::fill_n(picture.samples.begin() + 3, 3, std::uint8_t{255});  // Cell 1 is bright.
        for (int i = 0; i < 8; ++i) {
            const std::string name = "p" + std::to_string(i);
            write(folder / (name + ".bmp"), encodePng(picture));  // Told by its bytes.
            write(folder / (name + ".png"), encodePng(maskOf(kCells)));
            synthetic::AttributeRecord known;
            known.personId = i;
            // The last one's colour goes unsaid: a value that others are swapped for.
            known.truth = {{"top.colour", i < 7 ? "red" : "teal"}};
            known.visible = known.truth;
            known.captions = {{"Red top, shoes, bag.",
                               {{"top.type", "top", 4, 7},
                                {"shoes.type", "shoes", 9, 14},
                                {"bag.type", "bag", 16, 19}}}};
            if (i < 7) known.captions[0].mentions.push_back({"top.colour", "red", 0, 3});
            records.push_back({known.personId, name + ".bmp", {known.captions[0].text}, {}});
            attributes.emplace(name + ".bmp", std::move(known));
        }
    }

    MapFindings run(const std::shared_ptr<RasaModel>& model, MapMeasureOptions options = {}) const {
        options.images = folder;
        options.masks = folder;
        if (options.requests.empty()) options.requests = {{8, MapVariant::Gradient}};
        MapMeasureJob job({model, words(), std::string(64, 'a'), {}},
                          std::make_shared<ComputeLane>(),
                          attributedSplit(records, attributes),
                          options);
        JobContext context;
        job.run(context);
        return job.findings();
    }
};

/// "accepted", or the message of the InvalidInput.
template <typename Work>
std::string refusalOf(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code() == ErrorCode::InvalidInput ? error.what() : "another error";
    }
    return "accepted";
}

}  // namespace

class TestMapMeasures : public QObject {
    Q_OBJECT

  private slots:
    void aMaskCountsItsPixels() {
        const MaskGrid whole(maskOf(kCells), 2, "a mask");
        QCOMPARE(whole.areaOf(Label::Top), 0.25);
        QCOMPARE(whole.areaOf(Label::Hat), 0.0);
        QVERIFY(whole.isHit({2, 2, {0, 2, 1, 0}}, Label::Top));
        QVERIFY(!whole.isHit({2, 2, {0, 2, 1, 0}}, Label::Shoes));
        QCOMPARE(whole.heatOn({2, 2, {0, 2, 1, 1}}, Label::Top), 0.5);
        // One cell over four labels: by area.
        const MaskGrid coarse(maskOf(kCells), 1, "a mask");
        QCOMPARE(coarse.heatOn({1, 1, {7}}, Label::Shoes), 0.25);
        // Cells finer than pixels.
        const MaskGrid fine(maskOf(kCells), 4, "a mask");
        QCOMPARE(fine.areaOf(Label::Bag), 0.25);
    }

    void withoutHeatNothingIsHit() {
        const MaskGrid mask(maskOf(kCells), 2, "a mask");
        QVERIFY(!mask.isHit({2, 2, {0, 0, 0, 0}}, Label::Bag));
        QCOMPARE(mask.heatOn({2, 2, {0, 0, 0, 0}}, Label::Bag), 0.0);
    }

    void aPictureIsNoMask() {
        RgbImage picture = maskOf(kCells);
        picture.samples[7] = 200;
        QVERIFY(refusalOf([&] { MaskGrid(picture, 2, "p1.png"); }).find("p1.png") !=
                std::string::npos);
    }

    void wordsAreCountedByPart() {
        const MapFindings found = SmallWorld().run(std::make_shared<CellReader>(1, 1.0F));
        QCOMPARE(found.maps.size(), std::size_t{1});
        const MapMeasures& maps = found.maps.front();
        QCOMPARE(maps.layer, std::int64_t{8});
        QCOMPARE(maps.numCaptions, std::int64_t{8});
        QCOMPARE(maps.all.numWords, std::int64_t{31});
        QCOMPARE(maps.all.pointing, 23.0 / 31);
        QCOMPARE(maps.all.area, 0.25);
        QCOMPARE(maps.all.empty, 0.0);
        QCOMPARE(maps.byPart.size(), std::size_t{3});
        QCOMPARE(maps.byPart.at("top").numWords, std::int64_t{15});
        QCOMPARE(maps.byPart.at("top").pointing, 1.0);
        QCOMPARE(maps.byPart.at("top").heatOn, 1.0);
        QCOMPARE(maps.byPart.at("shoes").pointing, 1.0);
        QCOMPARE(maps.byPart.at("bag").pointing, 0.0);
        QCOMPARE(maps.byPart.at("bag").heatOn, 0.0);
    }

    void whatIsNotInThePictureIsNotCounted() {
        const SmallWorld world;
        for (int i = 0; i < 8; ++i) {
            write(world.folder / ("p" + std::to_string(i) + ".png"),
                  encodePng(maskOf({Label::Top, Label::Top, Label::Top, Label::Skin})));
        }
        const MapFindings found = world.run(std::make_shared<CellReader>(1, 1.0F));
        QCOMPARE(found.maps.front().all.numWords, std::int64_t{15});
        QCOMPARE(found.maps.front().byPart.size(), std::size_t{1});
    }

    void aLogitThatLivesInTheHottestCellFallsWithoutIt() {
        // The sentence is hottest in cell 1, the bright one; a random cell is another in most
        // cases.
        const auto there = SmallWorld().run(std::make_shared<CellReader>(1, 1.0F)).maps.front();
        QVERIFY(there.deletionWins > 0.5);
        QVERIFY(there.meanFall > there.meanRandomFall);
        const auto against = SmallWorld().run(std::make_shared<CellReader>(1, -1.0F)).maps.front();
        QCOMPARE(against.deletionWins, 1 - there.deletionWins);
        QCOMPARE(against.meanFall, -there.meanFall);
        // Cell 3 is neither, and holds what random cells alone may take: nothing it can win.
        const auto elsewhere =
            SmallWorld().run(std::make_shared<CellReader>(3, -1.0F)).maps.front();
        QCOMPARE(elsewhere.meanFall, 0.0);
        QVERIFY(elsewhere.deletionWins <= 0.5);
    }

    void withoutHeatAnyCellIsAsGood() {
        class Cold : public CellReader {
          public:
            using CellReader::CellReader;
            TokenMaps explain(const TextEncoding& text,
                              const ImageTokens& image,
                              const MapRequest& request,
                              std::stop_token stop) override {
                TokenMaps maps = CellReader::explain(text, image, request, std::move(stop));
                std::fill(maps.values.begin(), maps.values.end(), 0.0F);
                return maps;
            }
        };
        const auto found = SmallWorld().run(std::make_shared<Cold>(0, 1.0F)).maps.front();
        QCOMPARE(found.deletionWins, 0.5);
        QCOMPARE(found.meanFall, found.meanRandomFall);
        QCOMPARE(found.all.empty, 1.0);
        QCOMPARE(found.all.pointing, 0.0);
    }

    void whatIgnoresTheTextTellsNoWordsApart() {
        const MapFindings found = SmallWorld().run(std::make_shared<CellReader>(1, 1.0F));
        QCOMPARE(found.numSwaps, std::int64_t{7});
        QCOMPARE(*found.supportAuroc, 0.5);
        QCOMPARE(*found.maps.front().massAuroc, 0.5);
    }

    void whatMatchesRedAloneTellsItFromOtherColours() {
        class RedReader : public CellReader {
          public:
            using CellReader::CellReader;
            std::vector<float> matchLogits(const TextEncoding& text,
                                           std::span<const ImageTokens* const> images,
                                           std::stop_token stop) override {
                const auto& ids = dynamic_cast<const test::FakeText&>(text).ids();
                auto logits = CellReader::matchLogits(text, images, std::move(stop));
                logits.front() += static_cast<float>(std::count(ids.begin(), ids.end(), 5));
                return logits;
            }
        };
        const MapFindings found = SmallWorld().run(std::make_shared<RedReader>(1, 1.0F));
        QCOMPARE(*found.supportAuroc, 1.0);
    }

    void everyRequestIsMeasuredOnTheSamePairs() {
        MapMeasureOptions options;
        options.requests = {{6, MapVariant::Raw}, {7, MapVariant::Gradient}};
        options.maxCaptions = 3;
        const MapFindings found = SmallWorld().run(std::make_shared<CellReader>(1, 1.0F), options);
        QCOMPARE(found.maps.size(), std::size_t{2});
        QCOMPARE(found.maps[0].layer, std::int64_t{6});
        QVERIFY(found.maps[0].variant == MapVariant::Raw);
        QCOMPARE(found.maps[0].numCaptions, std::int64_t{3});
        QCOMPARE(found.maps[0].meanRandomFall, found.maps[1].meanRandomFall);
    }

    void optionsOutOfRangeAreRefused() {
        const SmallWorld world;
        const auto model = std::make_shared<CellReader>(1, 1.0F);
        MapMeasureOptions options;
        options.requests = {{2, MapVariant::Raw}};
        QVERIFY(refusalOf([&] { world.run(model, options); }).find("layer 2") != std::string::npos);
        options = {};
        options.deletedShare = 1;
        QVERIFY(refusalOf([&] { world.run(model, options); }).find("deletedShare") !=
                std::string::npos);
        options = {};
        options.maxCaptions = 0;
        QVERIFY(refusalOf([&] { world.run(model, options); }).find("maxCaptions") !=
                std::string::npos);
    }

    void aMissingMaskIsNamed() {
        const SmallWorld world;
        std::filesystem::remove(world.folder / "p5.png");
        try {
            world.run(std::make_shared<CellReader>(1, 1.0F));
            QFAIL("not refused");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("p5.png") != std::string::npos);
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestMapMeasures)
#include "tst_map_measures.moc"
