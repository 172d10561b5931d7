// The mean picture and the threshold of doubts, fitted on a split.

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/evaluation/doubt_calibration.h"
#include "core/explain/explanation.h"
#include "core/model/word_doubts.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// Pictures of noise, each with a caption.
struct SmallSplit {
    QTemporaryDir temporary;
    fs::path folder{temporary.path().toStdString()};
    std::vector<DatasetRecord> records;
    std::shared_ptr<test::FakeRasaModel> model = std::make_shared<test::FakeRasaModel>();
    std::shared_ptr<const Tokenizer> tokenizer = parseWordPiece(
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nred\ncoat\nperson\npicture\nblue\n", "words");

    explicit SmallSplit(std::size_t numPictures) {
        const std::vector<std::string> words{"a", "red", "coat", "person", "picture", "blue"};
        for (std::size_t i = 0; i < numPictures; ++i) {
            DatasetRecord record;
            record.personId = static_cast<std::int64_t>(i);
            record.imagePath = std::to_string(i) + ".bmp";
            test::writePicture(folder / record.imagePath, i);
            std::string caption = words[i % words.size()];
            for (std::size_t k = 1; k < 5; ++k) caption += " " + words[(i + k) % words.size()];
            record.captions = {caption};
            records.push_back(std::move(record));
        }
    }

    DoubtReference fit(JobContext context = {}) const {
        ComputeLane lane;
        return fitDoubtReference(
            {.model = model, .tokenizer = tokenizer, .fingerprint = "fake", .ranking = {}},
            lane,
            records,
            folder,
            context);
    }

    ImageTokens tokensOf(std::size_t record) const {
        return model
            ->encodeImages(test::pixelsOf(folder / records[record].imagePath, model->config()),
                           {.keepTokens = TokenFormat::F32, .stop = {}})
            .tokens.front();
    }

    std::vector<float> unpacked(const ImageTokens& tokens) const {
        const std::int64_t width = model->config().vit.embedDim;
        std::vector<float> values(
            static_cast<std::size_t>(model->config().numImageTokens() * width));
        unpackTokens(tokens, width, values);
        return values;
    }
};

ErrorCode codeOf(const SmallSplit& split, JobContext context = {}) {
    try {
        split.fit(std::move(context));
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class DoubtCalibrationTest : public QObject {
    Q_OBJECT

  private slots:
    void theMeanPictureIsTheMeanOfTheSplits() {
        const SmallSplit split(3);
        const std::vector<float> mean = split.unpacked(split.fit().meanPicture);
        for (std::size_t i = 0; i < mean.size(); ++i) {
            float sum = 0;
            for (std::size_t record = 0; record < 3; ++record) {
                sum += split.unpacked(split.tokensOf(record))[i];
            }
            QVERIFY(std::abs(mean[i] - sum / 3) < 2e-3F * (1 + std::abs(sum)));
        }
    }
    void fewTrueWordsAreDoubted() {
        const SmallSplit split(60);
        const DoubtReference reference = split.fit();
        std::size_t numWords = 0;
        std::size_t numDoubted = 0;
        for (std::size_t record = 0; record < split.records.size(); ++record) {
            const Encoding encoding =
                split.tokenizer->encode(split.records[record].captions.front());
            const auto text = split.model->encodeText(encoding.ids);
            const WordDoubts doubts(*split.model, *text, &reference);
            const ImageTokens tokens = split.tokensOf(record);
            const ImageTokens* const one = &tokens;
            const PairReadings readings = split.model->readPairs(*text, std::span(&one, 1), {});
            for (const auto& word : tokensByWord(encoding)) {
                ++numWords;
                if (doubts.probability(readings.replacedLogOdds, word) > kDoubted) ++numDoubted;
            }
        }
        QCOMPARE(numWords, std::size_t{300});
        QVERIFY(numDoubted > 0);
        QVERIFY(numDoubted <= 15);
    }
    void ofALargeSplitAPartIsRead() {
        const SmallSplit split(kMaxDoubtPictures + 40);
        split.fit();
        QCOMPARE(split.model->numEncodedImages.load(), static_cast<int>(kMaxDoubtPictures));
    }
    void picturesWithoutCaptionsAreNotAmongThem() {
        SmallSplit split(kMaxDoubtPictures + 40);
        for (std::size_t i = 0; i + 1 < split.records.size(); ++i) {
            split.records[i].captions.clear();
        }
        split.fit();
        QCOMPARE(split.model->numEncodedImages.load(), 1);
    }
    void aSplitWithNothingToReadIsRefused() {
        QCOMPARE(codeOf(SmallSplit(0)), ErrorCode::InvalidInput);
        SmallSplit silent(2);
        for (DatasetRecord& record : silent.records) record.captions.clear();
        QCOMPARE(codeOf(silent), ErrorCode::InvalidInput);
    }
    void aMissingPictureIsNamed() {
        const SmallSplit split(3);
        fs::remove(split.folder / "1.bmp");
        try {
            split.fit();
            QFAIL("was fitted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidInput);
            QVERIFY(QString(error.what()).contains("1.bmp"));
        }
    }
    void itCanBeStopped() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(codeOf(SmallSplit(3), JobContext(stop.get_token(), {})), ErrorCode::Cancelled);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::DoubtCalibrationTest)
#include "tst_doubt_calibration.moc"
