#include <QTest>

#include "core/base/unicode_tables.h"

namespace descry {
namespace {

QByteArray named(char32_t c) {
    return "U+" + QByteArray::number(c, 16);
}

std::u32string decompositionOf(const UnicodeTables& tables, char32_t c) {
    std::u32string out;
    tables.appendDecomposition(out, c);
    return out;
}

}  // namespace

/// The two sources of tables may be of different Unicode versions; they have to agree on every
/// code point that both know.
class UnicodeTablesTest : public QObject {
    Q_OBJECT

  private slots:
    void bothKnowNearlyTheSameCharacters();
    void bothAgreeOnEveryCharacter();
};

void UnicodeTablesTest::bothKnowNearlyTheSameCharacters() {
    int numDifferent = 0;
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        const bool isControl = kUtf8procTables.characterClass(c) == CharacterClass::Control;
        if (isControl != (kGeneratedTables.characterClass(c) == CharacterClass::Control)) {
            ++numDifferent;
        }
    }
    // A version of Unicode adds at most some ten thousand characters.
    QVERIFY2(numDifferent < 15'000, QByteArray::number(numDifferent));
}

void UnicodeTablesTest::bothAgreeOnEveryCharacter() {
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        const bool isSurrogate = c >= 0xd800 && c <= 0xdfff;
        const bool isControlInOne = kUtf8procTables.characterClass(c) == CharacterClass::Control ||
                                    kGeneratedTables.characterClass(c) == CharacterClass::Control;
        if (isSurrogate || isControlInOne) continue;
        QVERIFY2(kUtf8procTables.characterClass(c) == kGeneratedTables.characterClass(c), named(c));
        QVERIFY2(kUtf8procTables.simpleLower(c) == kGeneratedTables.simpleLower(c) || c < 0x80,
                 named(c));
        QVERIFY2(kUtf8procTables.caseRole(c) == kGeneratedTables.caseRole(c), named(c));
        QVERIFY2(kUtf8procTables.combiningClass(c) == kGeneratedTables.combiningClass(c), named(c));
        QVERIFY2(decompositionOf(kUtf8procTables, c) == decompositionOf(kGeneratedTables, c),
                 named(c));
    }
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::UnicodeTablesTest)
#include "tst_unicode_tables.moc"
