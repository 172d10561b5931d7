#include <QTest>

#include "core/base/unicode.h"

namespace descry {

class UnicodeTest : public QObject {
    Q_OBJECT

  private slots:
    void findsTheFirstInvalidByte_data();
    void findsTheFirstInvalidByte();
    void decodesAndEncodesEveryCodePoint();
    void invalidBytesBecomeReplacements();
    void whatCannotBeEncodedBecomesAReplacement();
    void makesAnythingDisplayable();
    void classesOfWellKnownCharacters();
    void whitespaceIsPythons();
    void lowersByFullRules_data();
    void lowersByFullRules();
    void decomposesCanonically();
};

void UnicodeTest::findsTheFirstInvalidByte_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("offset");  // -1: valid
    const auto row = [](const char* name, const char* text, int offset) {
        QTest::newRow(name) << std::string(text) << offset;
    };
    row("empty", "", -1);
    row("all lengths", "a\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80", -1);
    row("last code point", "\xf4\x8f\xbf\xbf", -1);
    row("past the last", "a\xf4\x90\x80\x80", 1);
    row("overlong two", "\xc1\xbf", 0);
    row("overlong three", "ab\xe0\x9f\xbf", 2);
    row("overlong four", "\xf0\x8f\xbf\xbf", 0);
    row("surrogate", "\xed\xa0\x80", 0);
    row("before the surrogates", "\xed\x9f\xbf", -1);
    row("cut", "ab\xe4\xba", 2);
    row("continuation alone", "a\x80", 1);
    row("five-byte form", "\xf8\x88\x80\x80\x80", 0);
    row("latin-1", "caf\xe9s", 3);
}

void UnicodeTest::findsTheFirstInvalidByte() {
    QFETCH(std::string, text);
    QFETCH(int, offset);
    const auto invalid = firstInvalidUtf8(text);
    QCOMPARE(invalid ? static_cast<int>(*invalid) : -1, offset);
}

void UnicodeTest::decodesAndEncodesEveryCodePoint() {
    std::u32string all;
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (c < 0xd800 || c > 0xdfff) all += c;
    }
    const std::string encoded = encodeUtf8(all);
    QCOMPARE(encoded.size(), std::size_t{0x80 + 0x780 * 2 + (0xf800 - 0x800) * 3 + 0x100000 * 4});
    QVERIFY(!firstInvalidUtf8(encoded));
    QVERIFY(decodeUtf8(encoded) == all);
}

void UnicodeTest::invalidBytesBecomeReplacements() {
    QVERIFY(decodeUtf8("a\xff\xe4\xba") == U"a\ufffd\ufffd\ufffd");
    std::string_view text = "\xe4\xba\xba!";
    QCOMPARE(takeCodePoint(text), U'\u4eba');
    QCOMPARE(text, std::string_view("!"));
}

void UnicodeTest::whatCannotBeEncodedBecomesAReplacement() {
    QCOMPARE(encodeUtf8(std::u32string{0xd800, 0x110000}), std::string("\xef\xbf\xbd\xef\xbf\xbd"));
}

void UnicodeTest::makesAnythingDisplayable() {
    QCOMPARE(displayable("plain \xe4\xba\xba"), std::string("plain \xe4\xba\xba"));
    QCOMPARE(displayable("a\n\xff\x7f\xc2\x85"), std::string("a\\x0a\\xff\\x7f\\xc2\\x85"));
    QCOMPARE(displayable(std::string_view("\0", 1)), std::string("\\x00"));
}

void UnicodeTest::classesOfWellKnownCharacters() {
    QCOMPARE(characterClass(U'a'), CharacterClass::Other);
    QCOMPARE(characterClass(U' '), CharacterClass::Space);
    QCOMPARE(characterClass(0xa0), CharacterClass::Space);
    QCOMPARE(characterClass(0x2028), CharacterClass::Other);
    QCOMPARE(characterClass(U'!'), CharacterClass::Punctuation);
    QCOMPARE(characterClass(U'$'), CharacterClass::Other);
    QCOMPARE(characterClass(0x301), CharacterClass::Mark);
    QCOMPARE(characterClass(0x903), CharacterClass::Other);
    QCOMPARE(characterClass(0x200d), CharacterClass::Control);
    QCOMPARE(characterClass(0xe000), CharacterClass::Control);
    QCOMPARE(characterClass(0xd800), CharacterClass::Control);
    QCOMPARE(characterClass(0x378), CharacterClass::Control);
    QCOMPARE(characterClass(0x110000), CharacterClass::Control);
    QCOMPARE(characterClass(0xffffffff), CharacterClass::Control);
}

void UnicodeTest::whitespaceIsPythons() {
    std::u32string found;
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (isWhitespace(c)) found += c;
    }
    // str.isspace() of Python 3.11, over all code points.
    const std::u32string expected{0x9,    0xa,    0xb,    0xc,    0xd,    0x1c,   0x1d,   0x1e,
                                  0x1f,   0x20,   0x85,   0xa0,   0x1680, 0x2000, 0x2001, 0x2002,
                                  0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
                                  0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
    QVERIFY(found == expected);
}

void UnicodeTest::lowersByFullRules_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("lowered");
    const auto row = [](const char* name, const char16_t* text, const char16_t* lowered) {
        QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(lowered);
    };
    row("ascii", u"Az[", u"az[");
    row("dotted capital i", u"\u0130x", u"i\u0307x");
    row("sigma alone", u"\u03a3", u"\u03c3");
    row("final sigma", u"\u039f\u03a3", u"\u03bf\u03c2");
    row("sigma inside", u"\u03a3\u039f\u03a3\u0391", u"\u03c3\u03bf\u03c3\u03b1");
    row("final before a blank", u"\u039f\u03a3 \u039f", u"\u03bf\u03c2 \u03bf");
    row("final behind an accent", u"\u039f\u0301\u03a3", u"\u03bf\u0301\u03c2");
    row("not final before an apostrophe", u"\u039f\u03a3'\u0391", u"\u03bf\u03c3'\u03b1");
    row("final before a full stop", u"\u039f\u03a3.", u"\u03bf\u03c2.");
    row("behind a digit", u"1\u03a3", u"1\u03c3");
    row("behind a circled letter", u"\u24b6\u03a3", u"\u24d0\u03c2");
    row("kelvin", u"\u212a", u"k");
    row("cherokee", u"\u13a0", u"\uab70");
    row("deseret", u"\U00010400", u"\U00010428");
}

void UnicodeTest::lowersByFullRules() {
    QFETCH(QString, text);
    QFETCH(QString, lowered);
    QCOMPARE(QString::fromStdU32String(toLower(text.toStdU32String())), lowered);
}

void UnicodeTest::decomposesCanonically() {
    QVERIFY(toNfd(U"\u00e9") == U"e\u0301");
    QVERIFY(toNfd(U"\ufb01") == U"\ufb01");
    QVERIFY(toNfd(U"\ud55c") == U"\u1112\u1161\u11ab");
    QVERIFY(toNfd(U"a\u0301\u0323") == U"a\u0323\u0301");
    QVERIFY(toNfd(U"\u1e69") == U"s\u0323\u0307");
    QVERIFY(toNfd(U"").empty());
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::UnicodeTest)
#include "tst_unicode.moc"
