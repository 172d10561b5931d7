#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

// Ids:                     0      1      2      3      4       5  6   7    8      9     10 11 12
constexpr char kVocab[] =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nred\njack\n##et\n##ets\n,\n.\ncafe\n";

using Ids = std::vector<std::int64_t>;

std::unique_ptr<Tokenizer> tinyTokenizer() {
    return parseWordPiece(kVocab, "tiny");
}

std::string spanText(std::string_view text, ByteSpan span) {
    return std::string(text.substr(span.begin, span.end - span.begin));
}

/// The message with which a vocabulary is refused.
QString refusal(const std::string& vocabulary) {
    try {
        parseWordPiece(vocabulary, "v.txt");
    } catch (const Error& error) {
        if (error.code() != ErrorCode::CorruptFile) return "wrong code";
        return QString::fromStdString(error.what());
    }
    return "accepted";
}

}  // namespace

class WordPieceTest : public QObject {
    Q_OBJECT

  private slots:
    void startsWithClsAndHasNoSep();
    void takesTheLongestPieceFirst();
    void aWordThatCannotBeCompletedIsUnknown();
    void wordsOverTheLengthLimitAreUnknown();
    void everyPieceKnowsItsBytesAndItsWord();
    void accentsAndControlCharactersBelongToTheirWord();
    void specialTokensInTextAreKeptLiterally();
    void truncationKeepsTheWordsOfTheKeptPieces();
    void anEmptyTextIsClsAlone();
    void invalidUtf8IsDropped();
    void refusesTextsOverTheCap();
    void refusesIdsOutsideTheVocabulary();
    void refusesBrokenVocabularies_data();
    void refusesBrokenVocabularies();
    void readsWindowsLineEndsAndByteOrderMarks();
    void aMissingFileIsNotFound();
    void theFileNameDecidesTheKind();
    void encodesACaptionWellUnderAMillisecond();
};

void WordPieceTest::startsWithClsAndHasNoSep() {
    QCOMPARE(tinyTokenizer()->encode("a red jacket").ids, (Ids{2, 5, 6, 7, 8}));
}

void WordPieceTest::takesTheLongestPieceFirst() {
    const Encoding encoding = tinyTokenizer()->encode("JACKETS");
    QCOMPARE(encoding.ids, (Ids{2, 7, 9}));
    QCOMPARE(encoding.pieces, (std::vector<std::string>{"[CLS]", "jack", "##ets"}));
}

void WordPieceTest::aWordThatCannotBeCompletedIsUnknown() {
    const Encoding encoding = tinyTokenizer()->encode("jackety a");
    QCOMPARE(encoding.ids, (Ids{2, 1, 5}));
    QCOMPARE(spanText("jackety a", encoding.spans[1]), std::string("jackety"));
}

void WordPieceTest::wordsOverTheLengthLimitAreUnknown() {
    std::string vocabulary = kVocab;
    vocabulary += "##a\n";
    const auto tokenizer = parseWordPiece(vocabulary, "tiny");
    QCOMPARE(tokenizer->encode(std::string(100, 'a')).ids.size(), std::size_t{101});
    QCOMPARE(tokenizer->encode(std::string(101, 'a')).ids, (Ids{2, 1}));
}

void WordPieceTest::everyPieceKnowsItsBytesAndItsWord() {
    const std::string text = "  Red, jackets.";
    const Encoding encoding = tinyTokenizer()->encode(text);
    QCOMPARE(encoding.ids, (Ids{2, 6, 10, 7, 9, 11}));
    QCOMPARE(encoding.wordOfPiece, (std::vector<std::int32_t>{-1, 0, 1, 2, 2, 3}));
    QCOMPARE(encoding.words.size(), std::size_t{4});
    QCOMPARE(spanText(text, encoding.words[0]), std::string("Red"));
    QCOMPARE(spanText(text, encoding.words[2]), std::string("jackets"));
    QCOMPARE(spanText(text, encoding.spans[3]), std::string("jack"));
    QCOMPARE(spanText(text, encoding.spans[4]), std::string("ets"));
    QCOMPARE(encoding.spans[0].end, std::size_t{0});
}

void WordPieceTest::accentsAndControlCharactersBelongToTheirWord() {
    const std::string text =
        "a caf\xc3\xa9. cafe\xcc\x81. ca\xe2\x80\x8b"
        "fe";
    const Encoding encoding = tinyTokenizer()->encode(text);
    QCOMPARE(encoding.ids, (Ids{2, 5, 12, 11, 12, 11, 12}));
    QCOMPARE(spanText(text, encoding.words[1]), std::string("caf\xc3\xa9"));
    QCOMPARE(spanText(text, encoding.words[3]), std::string("cafe\xcc\x81"));
    QCOMPARE(spanText(text, encoding.words[5]),
             std::string("ca\xe2\x80\x8b"
                         "fe"));
}

void WordPieceTest::specialTokensInTextAreKeptLiterally() {
    const auto tokenizer = tinyTokenizer();
    QCOMPARE(tokenizer->encode("red [MASK]a[SEP]").ids, (Ids{2, 6, 4, 5, 3}));
    QCOMPARE(tokenizer->encode("[mask]").ids, (Ids{2, 1, 1, 1}));
    QCOMPARE(tokenizer->encode("[[CLS]").ids, (Ids{2, 1, 2}));
}

void WordPieceTest::truncationKeepsTheWordsOfTheKeptPieces() {
    Encoding encoding = tinyTokenizer()->encode("a jackets red");
    encoding.truncate(3);
    QCOMPARE(encoding.ids, (Ids{2, 5, 7}));
    QCOMPARE(encoding.pieces.size(), std::size_t{3});
    QCOMPARE(encoding.spans.size(), std::size_t{3});
    QCOMPARE(encoding.words.size(), std::size_t{2});
    encoding.truncate(100);
    QCOMPARE(encoding.ids.size(), std::size_t{3});
    encoding.truncate(1);
    QVERIFY(encoding.words.empty());
}

void WordPieceTest::anEmptyTextIsClsAlone() {
    QCOMPARE(tinyTokenizer()->encode("").ids, Ids{2});
    QCOMPARE(tinyTokenizer()->encode(" \t\n").ids, Ids{2});
}

void WordPieceTest::invalidUtf8IsDropped() {
    QCOMPARE(tinyTokenizer()
                 ->encode("re\xff"
                          "d \xc3")
                 .ids,
             (Ids{2, 6}));
}

void WordPieceTest::refusesTextsOverTheCap() {
    const auto tokenizer = tinyTokenizer();
    QVERIFY(!tokenizer->encode(std::string(kMaxTextBytes, 'a')).ids.empty());
    QVERIFY_EXCEPTION_THROWN(tokenizer->encode(std::string(kMaxTextBytes + 1, 'a')), Error);
}

void WordPieceTest::refusesIdsOutsideTheVocabulary() {
    const auto tokenizer = tinyTokenizer();
    QCOMPARE(tokenizer->piece(12), std::string_view("cafe"));
    QVERIFY_EXCEPTION_THROWN(tokenizer->piece(13), Error);
    QVERIFY_EXCEPTION_THROWN(tokenizer->piece(-1), Error);
}

void WordPieceTest::refusesBrokenVocabularies_data() {
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QString>("reason");
    const QByteArray good = kVocab;
    const auto row = [](const char* name, QByteArray vocabulary, const char* reason) {
        QTest::newRow(name) << vocabulary << QString(reason);
    };
    row("empty", "", "empty");
    row("mark alone", "\xef\xbb\xbf", "empty");
    row("no mask token", QByteArray(good).replace("[MASK]", "[mask]"), "[MASK]");
    row("no pad token", QByteArray(good).replace("[PAD]", "[pad]"), "[PAD]");
    row("twice", good + "red\n", "line 14: the token \"red\" is already on line 7");
    row("blank line", good + "\nb\n", "line 14");
    row("blank line at the end", good + "\n", "line 14");
    row("nul", good + QByteArray("b\0c\n", 4), "control character");
    row("latin-1", good + "caf\xe9\n", "UTF-8");
    row("long line", good + QByteArray(513, 'x'), "513 bytes");
    row("carriage returns alone", QByteArray(good).replace('\n', '\r'), "control character");
}

void WordPieceTest::refusesBrokenVocabularies() {
    QFETCH(QByteArray, vocabulary);
    QFETCH(QString, reason);
    const QString message = refusal(vocabulary.toStdString());
    QVERIFY2(message.startsWith("v.txt: "), qPrintable(message));
    QVERIFY2(message.contains(reason), qPrintable(message));
}

void WordPieceTest::readsWindowsLineEndsAndByteOrderMarks() {
    const QByteArray text = "\xef\xbb\xbf" + QByteArray(kVocab).replace("\n", "\r\n").chopped(2);
    const auto tokenizer = parseWordPiece(text.toStdString(), "windows");
    QCOMPARE(tokenizer->vocabularySize(), std::size_t{13});
    QCOMPARE(tokenizer->piece(0), std::string_view("[PAD]"));
    QCOMPARE(tokenizer->piece(12), std::string_view("cafe"));
}

void WordPieceTest::aMissingFileIsNotFound() {
    QTemporaryDir folder;
    try {
        loadWordPiece(folder.filePath("none.txt").toStdString());
        QFAIL("read a file that is not there");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
    }
}

void WordPieceTest::theFileNameDecidesTheKind() {
    QTemporaryDir folder;
    const auto vocab = folder.filePath("vocab.txt").toStdString();
    const auto model = folder.filePath("tokenizer.model").toStdString();
    writeFileAtomically(vocab, kVocab);
    writeFileAtomically(model, kVocab);
    QCOMPARE(loadTokenizer(vocab)->vocabularySize(), std::size_t{13});
    QVERIFY_EXCEPTION_THROWN(loadTokenizer(model), Error);
}

void WordPieceTest::encodesACaptionWellUnderAMillisecond() {
    if (!std::filesystem::exists(DESCRY_BERT_VOCAB)) QSKIP("BERT's vocabulary is not there");
    const auto tokenizer = loadWordPiece(DESCRY_BERT_VOCAB);
    std::string caption;
    for (int i = 0; i < 10; ++i) caption += "the man wears knee-length turquoise ";
    constexpr int kRepeats = 50;
    // The best of several runs: the machine may be busy with something else.
    auto best = std::chrono::nanoseconds::max();
    for (int run = 0; run < 5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kRepeats; ++i) {
            QVERIFY(tokenizer->encode(caption).ids.size() > 60);
        }
        best = std::min(best, (std::chrono::steady_clock::now() - start) / kRepeats);
    }
    qInfo("%.3f ms for a caption of 60 words", static_cast<double>(best.count()) / 1e6);
    QVERIFY(best < std::chrono::milliseconds(1));
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::WordPieceTest)
#include "tst_wordpiece.moc"
