#include <QTest>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

enum PieceType {
    kNormal = 1,
    kUnknown = 2,
    kControl = 3,
    kUserDefined = 4,
    kUnused = 5,
    kByte = 6
};

std::string varint(std::uint64_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7fU) | 0x80U);
    return out += static_cast<char>(value);
}

std::string bytesField(std::uint32_t number, std::string_view bytes) {
    return varint(number << 3 | 2U) + varint(bytes.size()) + std::string(bytes);
}

std::string numberField(std::uint32_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}

std::string littleEndian(std::uint32_t value) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}

std::string piece(std::string_view text, float score, int type) {
    return bytesField(1,
                      bytesField(1, text) + varint(2U << 3 | 5U) +
                          littleEndian(std::bit_cast<std::uint32_t>(score)) +
                          numberField(3, static_cast<std::uint64_t>(type)));
}

std::string normaliser(std::string_view charsmap) {
    return bytesField(3, bytesField(1, "custom") + bytesField(2, charsmap));
}

const std::string kUnk = piece("<unk>", 0, kUnknown);
const std::string kBlank = "\xe2\x96\x81";
const std::string kTexts = piece(kBlank + "red", -2, kNormal) + piece(kBlank + "hat", -2, kNormal) +
                           piece("s", -3, kNormal) + piece(".", -3, kNormal) +
                           piece(kBlank, -4, kNormal) + piece("\xe4\xba\xba", -5, kNormal);
const std::string kSpecials = piece("[PAD]", 0, kControl) + piece("[CLS]", 0, kControl) +
                              piece("[SEP]", 0, kControl) + piece("[MASK]", 0, kControl);
const std::string kModel = kUnk + kSpecials + kTexts;  // ids: 0, 1-4, 5-10

/// A double array of `numUnits` units, all zero but those given.
std::string trie(std::size_t numUnits,
                 std::initializer_list<std::pair<std::size_t, std::uint32_t>> units) {
    std::vector<std::uint32_t> all(numUnits);
    for (const auto& [index, unit] : units) all[index] = unit;
    std::string out;
    for (const std::uint32_t unit : all) out += littleEndian(unit);
    return out;
}

std::string charsmap(const std::string& trieBytes, std::string_view replacements) {
    return littleEndian(static_cast<std::uint32_t>(trieBytes.size())) + trieBytes +
           std::string(replacements);
}

constexpr std::uint32_t unit(std::uint32_t offset, std::uint32_t label) {
    return offset << 10 | label;
}
constexpr std::uint32_t kHasLeaf = 0x100;

/// "R" becomes `value`'s text. Unit 0 leads to base 256, 'R' (0x52) there to base 512.
std::string ruleForR(std::uint32_t value) {
    constexpr std::uint32_t kBase = 256;
    constexpr std::uint32_t kNode = kBase ^ 0x52U;
    return trie(768,
                {{0, unit(kBase, 0)},
                 {kNode, unit(kNode ^ 512U, 0x52) | kHasLeaf},
                 {512, value | 0x80000000U}});
}

QString refusal(const std::string& model) {
    try {
        checkSentencePiece(model, "m.model");
    } catch (const Error& error) {
        if (error.code() != ErrorCode::CorruptFile) return "wrong code";
        return QString::fromStdString(error.what());
    }
    return "accepted";
}

std::string byteName(int value) {
    return QString::asprintf("<0x%02X>", value).toStdString();
}

}  // namespace

class SentencePieceTest : public QObject {
    Q_OBJECT

  private slots:
    void encodesWithClsAndNoSep();
    void everyPieceKnowsItsBytesAndItsWord();
    void wordsThatOnePieceCoversAreOneWord();
    void blanksAloneGiveNoPieces();
    void invalidUtf8DoesNotBreakIt();
    void needsTheSpecialPieces();
    void appliesItsCharacterMap();
    void readsByteFallbackAndBpeModels();
    void refusesBrokenModels_data();
    void refusesBrokenModels();
    void survivesEveryCutAndDamagedByte();
    void refusesIdsOutsideTheModel();
};

void SentencePieceTest::encodesWithClsAndNoSep() {
    const auto tokenizer = parseSentencePiece(kModel, "m");
    const Encoding encoding = tokenizer->encode("red hats.");
    QCOMPARE(encoding.ids, (std::vector<std::int64_t>{2, 5, 6, 7, 8}));
    QCOMPARE(encoding.pieces.front(), std::string("[CLS]"));
    QCOMPARE(tokenizer->specialTokens().unk, std::int64_t{0});
    QCOMPARE(tokenizer->specialTokens().pad, std::int64_t{1});
    QCOMPARE(tokenizer->specialTokens().mask, std::int64_t{4});
    QCOMPARE(tokenizer->vocabularySize(), std::size_t{11});
}

void SentencePieceTest::everyPieceKnowsItsBytesAndItsWord() {
    const std::string text = "red  hats.";
    const Encoding encoding = parseSentencePiece(kModel, "m")->encode(text);
    QCOMPARE(encoding.wordOfPiece, (std::vector<std::int32_t>{-1, 0, 1, 1, 2}));
    QCOMPARE(encoding.words.size(), std::size_t{3});
    QCOMPARE(text.substr(encoding.words[1].begin, 4), std::string("hats"));
    QCOMPARE(encoding.spans[2].begin, std::size_t{5});
    QCOMPARE(encoding.spans[2].end, std::size_t{8});
    QCOMPARE(encoding.spans[4].end, text.size());
}

void SentencePieceTest::wordsThatOnePieceCoversAreOneWord() {
    const auto tokenizer = parseSentencePiece(kModel + piece(kBlank + "t-red", -1, kNormal), "m");
    const Encoding encoding = tokenizer->encode("t-red hat");
    QCOMPARE(encoding.ids, (std::vector<std::int64_t>{2, 11, 6}));
    QCOMPARE(encoding.words.size(), std::size_t{2});
    QCOMPARE(encoding.words[0].end, std::size_t{5});
    QCOMPARE(encoding.wordOfPiece, (std::vector<std::int32_t>{-1, 0, 1}));
}

void SentencePieceTest::blanksAloneGiveNoPieces() {
    const auto tokenizer = parseSentencePiece(kModel, "m");
    QCOMPARE(tokenizer->encode("").ids, std::vector<std::int64_t>{2});
    QCOMPARE(tokenizer->encode("   ").ids, std::vector<std::int64_t>{2});
}

void SentencePieceTest::invalidUtf8DoesNotBreakIt() {
    const Encoding encoding = parseSentencePiece(kModel, "m")->encode("red \xff\xe4\xba hat\xc3");
    QCOMPARE(encoding.ids.size(), encoding.spans.size());
    QCOMPARE(encoding.ids.size(), encoding.wordOfPiece.size());
    QCOMPARE(encoding.ids[1], std::int64_t{5});
}

void SentencePieceTest::needsTheSpecialPieces() {
    QCOMPARE(checkSentencePiece(kUnk + kTexts, "m"), std::size_t{7});
    QVERIFY_EXCEPTION_THROWN(parseSentencePiece(kUnk + kTexts, "m"), Error);
    const std::string angled = kUnk + piece("<pad>", 0, kControl) + piece("[CLS]", 0, kControl) +
                               piece("[SEP]", 0, kControl) + piece("[MASK]", 0, kControl) + kTexts;
    QCOMPARE(parseSentencePiece(angled, "m")->specialTokens().pad, std::int64_t{1});
}

void SentencePieceTest::appliesItsCharacterMap() {
    const std::string map = charsmap(ruleForR(2), std::string("x\0r\0", 4));
    const auto tokenizer = parseSentencePiece(kModel + normaliser(map), "m");
    QCOMPARE(tokenizer->encode("Red").ids, (std::vector<std::int64_t>{2, 5}));
}

void SentencePieceTest::readsByteFallbackAndBpeModels() {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += piece(byteName(i), 0, kByte);
    const std::string fallback = bytesField(2, numberField(3, 1) + numberField(35, 1));
    QCOMPARE(checkSentencePiece(kModel + bytes + fallback, "m"), std::size_t{267});
    const auto tokenizer = parseSentencePiece(kModel + bytes + fallback, "m");
    QCOMPARE(tokenizer->encode("red\xc3\xa9").ids.size(), std::size_t{4});
    for (std::uint64_t type = 1; type <= 4; ++type) {
        const std::string model = kModel + bytesField(2, numberField(3, type));
        QVERIFY(parseSentencePiece(model, "m")->encode("red hats").ids.size() >= 3);
    }
}

void SentencePieceTest::refusesBrokenModels_data() {
    QTest::addColumn<std::string>("model");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& model, const char* reason) {
        QTest::newRow(name) << model << QString(reason);
    };
    const auto mapRow = [&](const char* name, const std::string& map, const char* reason) {
        row(name, kModel + normaliser(map), reason);
    };
    const std::string texts("r\0", 2);
    row("empty", "", "empty");
    row("text", "a sentence of text", "not a");
    row("no unknown piece", kTexts, "unknown piece");
    row("two unknown pieces", kModel + piece("<u>", 0, kUnknown), "two unknown");
    row("control pieces alone", kUnk + kSpecials, "no pieces of text");
    row("piece twice", kModel + piece("s", -9, kNormal), "twice");
    row("empty piece", kModel + piece("", -9, kNormal), "empty");
    row("piece with a nul", kModel + piece(std::string("a\0b", 3), -9, kNormal), "UTF-8");
    row("piece of broken UTF-8", kModel + piece("\xe2\x96", -9, kNormal), "UTF-8");
    row("piece of 3000 bytes", kModel + piece(std::string(3000, 'x'), -9, kNormal), "3000 bytes");
    std::string manyTexts;
    for (int i = 0; i < 2200; ++i) {
        manyTexts += piece(std::string(2000, 'x') + std::to_string(i), -1, kNormal);
    }
    row("too much text", kModel + manyTexts, "in all");
    row("nan score", kModel + piece("x", std::nanf(""), kNormal), "score");
    row("infinite score",
        kModel + piece("x", std::numeric_limits<float>::infinity(), kNormal),
        "score");
    row("unknown piece type", kModel + piece("x", 0, 9), "type 9");
    row("unknown model type", kModel + bytesField(2, numberField(3, 7)), "type 7");
    row("byte piece without fallback", kModel + piece("<0x41>", 0, kByte), "byte pieces");
    row("fallback without bytes", kModel + bytesField(2, numberField(35, 1)), "256");
    row("byte piece misspelt",
        kModel + bytesField(2, numberField(35, 1)) + piece("<0xG1>", 0, kByte),
        "<0xNN>");
    row("settings twice", kModel + normaliser("") + normaliser(""), "twice");
    row("piece as a number", kModel + numberField(1, 5), "wrong kind");
    row("length past the end", kModel + varint(1U << 3 | 2U) + varint(1U << 31), "are left");
    row("group", kModel + varint(1U << 3 | 3U), "unknown kind");
    row("field number 0", kModel + varint(2) + varint(0), "field number");
    row("endless number", kModel + varint(1U << 3) + std::string(11, '\x80'), "64 bits");
    mapRow("map of 3 bytes", "abc", "cut");
    mapRow("map size past its end", littleEndian(0xffffffffU) + texts, "left");
    mapRow("map size to its end", littleEndian(4) + littleEndian(0), "left");
    mapRow("map size not whole units", littleEndian(3) + "abc" + texts, "left");
    mapRow("replacements without an end", charsmap(ruleForR(0), "r"), "UTF-8");
    const std::string tooLong(999, 'r');
    mapRow("replacement too long", charsmap(ruleForR(0), tooLong + '\0'), "too long");
    mapRow("rule value past the replacements", charsmap(ruleForR(2), texts), "outside");
    mapRow("root past the array", charsmap(trie(256, {{0, unit(4096, 0)}}), texts), "outside");
    mapRow("array shorter than a block", charsmap(trie(100, {}), texts), "outside");
    mapRow("no rules at all", charsmap("", texts), "outside");
    // 'R' leads back to the base that it came from: any number of rules match at one place.
    mapRow(
        "rules in a circle",
        charsmap(trie(512, {{0, unit(256, 0)}, {256 ^ 0x52, unit(0x52, 0x52) | kHasLeaf}}), texts),
        "outside");
}

void SentencePieceTest::refusesBrokenModels() {
    QFETCH(std::string, model);
    QFETCH(QString, reason);
    const QString message = refusal(model);
    QVERIFY2(message.startsWith("m.model: "), qPrintable(message));
    QVERIFY2(message.contains(reason), qPrintable(message));
}

void SentencePieceTest::survivesEveryCutAndDamagedByte() {
    const std::string map = charsmap(ruleForR(2), std::string("x\0r\0", 4));
    const std::string model = kModel + bytesField(2, numberField(3, 2)) + normaliser(map);
    int numAccepted = 0;
    const auto tryModel = [&numAccepted](const std::string& damaged) {
        try {
            const auto tokenizer = parseSentencePiece(damaged, "damaged");
            ++numAccepted;
            tokenizer->encode("Red hats. \xe4\xba\xba RRR");
        } catch (const Error&) {
        }
    };
    for (std::size_t i = 0; i < kModel.size(); ++i) tryModel(model.substr(0, i));
    std::mt19937 random(7);
    for (int i = 0; i < 3000; ++i) {
        std::string damaged = model;
        damaged[random() % damaged.size()] ^= static_cast<char>(1U << random() % 8);
        tryModel(damaged);
    }
    QVERIFY(numAccepted > 0);
}

void SentencePieceTest::refusesIdsOutsideTheModel() {
    const auto tokenizer = parseSentencePiece(kModel, "m");
    QCOMPARE(tokenizer->piece(7), std::string_view("s"));
    QVERIFY_EXCEPTION_THROWN(tokenizer->piece(11), Error);
    QVERIFY_EXCEPTION_THROWN(tokenizer->piece(-1), Error);
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::SentencePieceTest)
#include "tst_sentencepiece.moc"
