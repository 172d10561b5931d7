#include <QTest>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/text/sentencepiece_trainer.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

const std::vector<std::string> kGarments{"jacket", "coat", "shirt", "trousers", "skirt", "dress"};
const std::vector<std::string> kColours{"red", "dark blue", "green", "black", "white", "grey"};

/// Descriptions of every garment in every colour.
std::vector<std::string> captions() {
    std::vector<std::string> all;
    for (const std::string& garment : kGarments) {
        for (const std::string& colour : kColours) {
            all.push_back("a woman is wearing a " + colour + " " + garment);
            all.push_back("the man in the " + colour + " " + garment + " carries a backpack");
        }
    }
    return all;
}

}  // namespace

class TestSentencePieceTrainer : public QObject {
    Q_OBJECT

  private slots:
    void learnsPiecesThatCoverTheCaptions() {
        const auto texts = captions();
        const auto tokenizer =
            parseSentencePiece(trainSentencePiece(texts, {.vocabularySize = 120}), "trained");
        QVERIFY(tokenizer->vocabularySize() <= 120);
        const SpecialTokens& special = tokenizer->specialTokens();
        const std::set<std::int64_t> ids{
            special.pad, special.unk, special.cls, special.sep, special.mask};
        QCOMPARE(ids.size(), std::size_t{5});
        for (const std::string& text : texts) {
            const Encoding encoding = tokenizer->encode(text);
            QCOMPARE(encoding.ids.front(), special.cls);
            for (std::size_t i = 1; i < encoding.ids.size(); ++i) {
                QVERIFY(!ids.contains(encoding.ids[i]));
            }
        }
    }

    void aLargerVocabularyMakesShorterTexts() {
        const auto texts = captions();
        const auto lengthWith = [&](std::int64_t size) {
            return parseSentencePiece(trainSentencePiece(texts, {.vocabularySize = size}),
                                      "trained")
                ->encode(texts.front())
                .ids.size();
        };
        QVERIFY(lengthWith(150) < lengthWith(40));
    }

    void givesTheSameBytesAgain() {
        const auto texts = captions();
        QVERIFY(trainSentencePiece(texts, {.vocabularySize = 100}) ==
                trainSentencePiece(texts, {.vocabularySize = 100}));
    }

    void learnsChinese() {
        const std::vector<std::string> texts(
            20,
            "\xe4\xb8\x80\xe4\xb8\xaa\xe7\xa9\xbf\xe7\xba\xa2\xe8\x89\xb2\xe5\xa4\x96\xe5\xa5\x97");
        const auto tokenizer =
            parseSentencePiece(trainSentencePiece(texts, {.vocabularySize = 40}), "trained");
        for (const std::int64_t id : tokenizer->encode(texts.front()).ids) {
            QVERIFY(id != tokenizer->specialTokens().unk);
        }
    }

    void refusesWhatHoldsNothingToLearn_data() {
        QTest::addColumn<QStringList>("texts");
        QTest::addColumn<int>("size");
        QTest::newRow("no captions") << QStringList() << 100;
        QTest::newRow("empty captions") << QStringList{"", ""} << 100;
        QTest::newRow("size too small") << QStringList{"a red coat"} << 15;
        QTest::newRow("size too large") << QStringList{"a red coat"} << 100'001;
        QTest::newRow("fewer pieces than letters")
            << QStringList{"the quick brown fox jumps over the lazy dog"} << 16;
    }

    void refusesWhatHoldsNothingToLearn() {
        QFETCH(QStringList, texts);
        QFETCH(int, size);
        std::vector<std::string> all;
        for (const QString& text : texts) all.push_back(text.toStdString());
        try {
            trainSentencePiece(all, {.vocabularySize = size});
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(error.code() == ErrorCode::InvalidInput, error.what());
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSentencePieceTrainer)
#include "tst_sentencepiece_trainer.moc"
