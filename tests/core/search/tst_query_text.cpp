#include <QTest>

#include "core/base/error.h"
#include "core/search/query_text.h"

namespace descry {
namespace {

const std::string kVocab = DESCRY_TEST_DATA "/conformance/tiny/vocab.txt";

ErrorCode codeOf(std::string_view text) {
    try {
        prepareQuery(text, *loadWordPiece(kVocab), 20);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class TestQueryText : public QObject {
    Q_OBJECT
  private slots:
    void cleansAndEncodes() {
        const auto tokenizer = loadWordPiece(kVocab);
        const QueryText query = prepareQuery("The GIRL, in a green-coat!", *tokenizer, 20);
        QCOMPARE(query.cleaned, std::string("the girl in a green coat"));
        QVERIFY(query.encoding.ids == tokenizer->encode("the girl in a green coat").ids);
        QVERIFY(query.warnings.empty());
    }

    void refusesATextWithNothingInIt() {
        for (const char* text : {"", "   ", "?!...", "\n\t\n", "\"\""}) {
            QCOMPARE(codeOf(text), ErrorCode::InvalidInput);
        }
        QCOMPARE(codeOf(std::string(100000, 'a')), ErrorCode::InvalidInput);
    }

    void refusesATextOfUnknownWords() {
        QCOMPARE(codeOf("\xE7\xBA\xA2\xE8\x89\xB2"), ErrorCode::InvalidInput);
    }

    void namesTheWordsItDoesNotKnow() {
        const QueryText query =
            prepareQuery("the girl \xE2\x98\x83 green \xE2\x98\x83", *loadWordPiece(kVocab), 20);
        QCOMPARE(query.warnings.size(), std::size_t{1});
        const std::string warning = query.warnings[0].what();
        QVERIFY(warning.find("\xE2\x98\x83") != std::string::npos);
        QVERIFY(warning.find("girl") == std::string::npos);
    }

    void saysWhenItReadsOnlyTheBeginning() {
        std::string text = "girl";
        for (int i = 0; i < 30; ++i) text += " green";
        const QueryText query = prepareQuery(text, *loadWordPiece(kVocab), 20);
        QCOMPARE(query.encoding.ids.size(), std::size_t{20});
        QCOMPARE(query.warnings.size(), std::size_t{1});
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestQueryText)
#include "tst_query_text.moc"
