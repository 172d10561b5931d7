#include <QTest>

#include "core/base/error.h"
#include "core/text/caption.h"

namespace descry {

class CaptionTest : public QObject {
    Q_OBJECT

  private slots:
    void cleans_data();
    void cleans();
    void cleaningTwiceChangesNothingMore();
    void refusesAWordLimitBelowOne();
    void hugeTextIsCleanedInLinearTime();
};

void CaptionTest::cleans_data() {
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("maxWords");
    QTest::addColumn<QByteArray>("clean");
    const auto row = [](const char* name, const char* raw, int maxWords, const char* clean) {
        QTest::newRow(name) << QByteArray(raw) << maxWords << QByteArray(clean);
    };
    row("empty", "", 50, "");
    row("only punctuation", "., !?", 50, "");
    row("punctuation deleted", "It's a (red) coat: \"new\"; #1 ~ *", 50, "its a red coat new 1");
    row("hyphen and slash", "T-shirt/jeans", 50, "t shirt jeans");
    row("person mark", "<person> and <person>x", 50, "person and personx");
    row("upper-case person mark", "<PERSON>", 50, "person");
    row("mark made by deletion", "<per,son>", 50, "person");
    row("lone tab stays", "a\tb", 50, "a\tb");
    row("run of white space", "a \t\n b", 50, "a b");
    row("no-break spaces",
        "a\xc2\xa0\xc2\xa0"
        "b",
        50,
        "a b");
    row("lone tab does not split", "a\tb c d", 2, "a\tb c");
    row("ends stripped", " \n a b \n\n", 50, "a b");
    row("one newline at the end", "a b\n", 50, "a b");
    row("word limit", "one two three", 2, "one two");
    row("word limit not reached", "one two", 2, "one two");
    row("final sigma", "\xce\x9f\xce\x94\xce\x9f\xce\xa3", 50, "\xce\xbf\xce\xb4\xce\xbf\xcf\x82");
    row("dotted capital i", "\xc4\xb0", 50, "i\xcc\x87");
    row("invalid bytes",
        "a\xff"
        "b",
        50,
        "a\xef\xbf\xbd"
        "b");
}

void CaptionTest::cleans() {
    QFETCH(QByteArray, raw);
    QFETCH(int, maxWords);
    QFETCH(QByteArray, clean);
    QCOMPARE(QByteArray::fromStdString(cleanCaption(raw.toStdString(), maxWords)), clean);
}

void CaptionTest::cleaningTwiceChangesNothingMore() {
    const std::string once = cleanCaption("The man, in  a well-worn coat; looks/turns LEFT.\n", 50);
    QCOMPARE(cleanCaption(once, 50), once);
}

void CaptionTest::refusesAWordLimitBelowOne() {
    QVERIFY_EXCEPTION_THROWN(cleanCaption("a", 0), Error);
    QVERIFY_EXCEPTION_THROWN(cleanCaption("a", -1), Error);
}

void CaptionTest::hugeTextIsCleanedInLinearTime() {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "<person>,  ";
    const std::string clean = cleanCaption(text, 1'000'000);
    QCOMPARE(clean.size(), std::size_t{100'000 * 7 - 1});
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::CaptionTest)
#include "tst_caption.moc"
