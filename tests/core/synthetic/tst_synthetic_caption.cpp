#include <QTest>
#include <set>

#include "core/base/unicode.h"
#include "core/synthetic/caption.h"
#include "core/synthetic/person.h"

namespace descry::synthetic {
namespace {

constexpr int kNumPeople = 200;

/// True attributes of random sightings.
std::vector<AttributeSet> attributeSets() {
    std::vector<AttributeSet> sets;
    for (int i = 0; i < kNumPeople; ++i) {
        RandomStream random(5, {static_cast<std::uint64_t>(i)});
        const Person person = drawPerson(i + 1, random);
        sets.push_back(trueAttributes(person, drawSighting(person, random)));
    }
    return sets;
}

/// Why a mention does not fit its caption; "" if it does.
QString flaw(const Caption& caption, const Mention& mention, const AttributeSet& visible) {
    const auto found = visible.find(mention.attribute);
    const QString name = QString::fromStdString(mention.attribute);
    if (found == visible.end()) return name + " is not visible";
    if (found->second != mention.value) return name + " has another value";
    if (mention.begin >= mention.end || mention.end > caption.text.size()) {
        return name + " lies outside the text";
    }
    return {};
}

}  // namespace

class TestSyntheticCaption : public QObject {
    Q_OBJECT

  private slots:
    void namesOnlyWhatIsVisible_data() {
        QTest::addColumn<bool>("isChinese");
        QTest::newRow("English") << false;
        QTest::newRow("Chinese") << true;
    }

    void namesOnlyWhatIsVisible() {
        QFETCH(bool, isChinese);
        const auto write = isChinese ? chineseCaption : englishCaption;
        std::set<std::string> texts;
        std::size_t numMentions = 0;
        RandomStream random(1);
        for (const AttributeSet& visible : attributeSets()) {
            const Caption caption = write(visible, random);
            QVERIFY(!firstInvalidUtf8(caption.text));
            for (const Mention& mention : caption.mentions) {
                QCOMPARE(flaw(caption, mention, visible), QString());
            }
            numMentions += caption.mentions.size();
            texts.insert(caption.text);
        }
        QVERIFY(texts.size() > kNumPeople * 9 / 10);
        QVERIFY(numMentions > 3 * kNumPeople);
    }

    void doesNotNameWhatIsHidden() {
        RandomStream random(1);
        for (AttributeSet visible : attributeSets()) {
            std::erase_if(visible, [](const auto& item) { return item.first.starts_with("bag."); });
            for (const Mention& mention : englishCaption(visible, random).mentions) {
                QVERIFY(!mention.attribute.starts_with("bag."));
            }
        }
    }

    void sameStreamGivesTheSameCaption() {
        const AttributeSet visible = attributeSets().front();
        RandomStream first(8);
        RandomStream second(8);
        RandomStream other(9);
        const std::string text = englishCaption(visible, first).text;
        QCOMPARE(englishCaption(visible, second).text, text);
        QVERIFY(englishCaption(visible, other).text != text);
    }

    void nothingVisibleIsAPerson() {
        RandomStream random(1);
        const Caption caption = englishCaption({}, random);
        QVERIFY(caption.mentions.empty());
        QVERIFY(!caption.text.empty());
        QVERIFY(!chineseCaption({}, random).text.empty());
    }

    void valuesAreSaidInMoreThanOneWay() {
        QVERIFY(englishWords("colour", "black").size() > 1);
        QVERIFY(englishWords("colour", "ultraviolet").empty());
        RandomStream random(1);
        const Caption caption = englishCaption({{"top.colour", "ultraviolet"}}, random);
        for (const Mention& mention : caption.mentions) {
            QCOMPARE(caption.text.substr(mention.begin, mention.end - mention.begin),
                     std::string("ultraviolet"));
        }
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestSyntheticCaption)
#include "tst_synthetic_caption.moc"
