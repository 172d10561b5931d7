// Doubts about words, alone and against a mean picture.

#include <QTest>
#include <cmath>

#include "core/model/word_doubts.h"
#include "tests/support/fake_rasa_model.h"

namespace descry {
namespace {

constexpr std::array<std::int64_t, 4> kIds{2, 5, 6, 7};

ImageTokens pictureOf(const RasaConfig& config, float value) {
    const auto numValues = static_cast<std::size_t>(config.numImageTokens() * config.vit.embedDim);
    std::vector<float> values(numValues);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = value * static_cast<float>(i);
    return packTokens(values, config.vit.embedDim, TokenFormat::F16);
}

}  // namespace

class WordDoubtsTest : public QObject {
    Q_OBJECT

  private slots:
    void withoutAReferenceTheHeadIsBelieved() {
        test::FakeRasaModel model;
        const auto text = model.encodeText(kIds);
        const WordDoubts doubts(model, *text, model.doubtReference());
        const std::vector<float> head{50, 0, 1, 3};
        QCOMPARE(model.numMatchedPairs.load(), 0);
        QCOMPARE(doubts.logOdds(head, std::vector<std::size_t>{2, 3}), 2.0);
        QCOMPARE(doubts.probability(head, std::vector<std::size_t>{1}), 0.5);
        QCOMPARE(doubts.probability(head, std::vector<std::size_t>{2, 3}),
                 1 / (1 + std::exp(-2.0)));
    }
    void whatIsSaidOfAnyPictureIsTakenOff() {
        test::FakeRasaModel model;
        const auto text = model.encodeText(kIds);
        const DoubtReference reference{pictureOf(model.config(), 1), 0.25};
        const WordDoubts doubts(model, *text, &reference);
        // The fake model reads a token's log-odds at its id.
        const ImageTokens picture = pictureOf(model.config(), 3);
        const ImageTokens* const one = &picture;
        const PairReadings readings = model.readPairs(*text, std::span(&one, 1), {});
        QCOMPARE(doubts.logOdds(readings.replacedLogOdds, std::vector<std::size_t>{1}),
                 2 * 5 - 0.25);
        QCOMPARE(doubts.logOdds(readings.replacedLogOdds, std::vector<std::size_t>{2, 3}),
                 2 * 6.5 - 0.25);
    }
    void theMeanPictureItselfIsNotDoubted() {
        test::FakeRasaModel model;
        const auto text = model.encodeText(kIds);
        const DoubtReference reference{pictureOf(model.config(), 1), 0.25};
        const WordDoubts doubts(model, *text, &reference);
        const ImageTokens* const one = &reference.meanPicture;
        const PairReadings readings = model.readPairs(*text, std::span(&one, 1), {});
        for (std::size_t token = 1; token < kIds.size(); ++token) {
            QVERIFY(doubts.probability(readings.replacedLogOdds, std::array{token}) < kDoubted);
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::WordDoubtsTest)
#include "tst_word_doubts.moc"
