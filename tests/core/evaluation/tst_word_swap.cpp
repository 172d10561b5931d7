#include <QTest>
#include <set>

#include "core/evaluation/word_swap.h"

namespace descry {
namespace {

using synthetic::AttributeSet;
using synthetic::Caption;

Caption captionOf(std::string text,
                  const std::vector<std::array<std::string, 3>>& attributesValuesAndWords) {
    Caption caption{std::move(text), {}};
    for (const auto& [attribute, value, words] : attributesValuesAndWords) {
        const std::size_t begin = caption.text.find(words);
        caption.mentions.push_back({attribute, value, begin, begin + words.size()});
    }
    return caption;
}

/// All that seeds make of the first mention.
std::vector<WordSwap> swapsOf(const std::vector<AttributeSet>& truths, const Caption& caption) {
    std::vector<const AttributeSet*> views;
    for (const AttributeSet& truth : truths) views.push_back(&truth);
    const WordSwapper swapper(views);
    std::vector<WordSwap> swaps;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        RandomStream random(seed);
        if (auto swap = swapper.swap(caption, 0, truths.front(), random)) swaps.push_back(*swap);
    }
    return swaps;
}

std::set<std::string> captionsOf(const std::vector<WordSwap>& swaps) {
    std::set<std::string> captions;
    for (const WordSwap& swap : swaps) captions.insert(swap.caption);
    return captions;
}

bool has(const std::set<std::string>& captions, const std::string& caption) {
    return captions.contains(caption);
}

}  // namespace

class TestWordSwap : public QObject {
    Q_OBJECT

  private slots:
    void falseWordsTakeThePlaceOfTrueOnes() {
        const auto swaps = swapsOf({{{"top.colour", "red"}}, {{"top.colour", "purple"}}},
                                   captionOf("A crimson top.", {{"top.colour", "red", "crimson"}}));
        QCOMPARE(swaps.size(), std::size_t{200});
        QVERIFY(has(captionsOf(swaps), "A violet top."));
        for (const WordSwap& swap : swaps) {
            const auto [begin, end] = swap.falseWords;
            const std::string words = swap.caption.substr(begin, end - begin);
            QCOMPARE(swap.caption, "A " + words + " top.");
            QCOMPARE(swap.trueWords.begin, std::size_t{2});
            QCOMPARE(swap.trueWords.end, std::size_t{9});
            QCOMPARE(swap.attribute, std::string("top.colour"));
        }
    }

    void articlesAndCapitalsFollow() {
        auto captions =
            captionsOf(swapsOf({{{"top.colour", "orange"}}, {{"top.colour", "red"}}},
                               captionOf("An orange top.", {{"top.colour", "orange", "orange"}})));
        QVERIFY(has(captions, "A red top."));
        captions = captionsOf(swapsOf({{{"top.colour", "red"}}, {{"top.colour", "orange"}}},
                                      captionOf("Red, worn.", {{"top.colour", "red", "Red"}})));
        QVERIFY(has(captions, "Orange, worn."));
    }

    void pronounsFollowTheGender() {
        const auto captions =
            captionsOf(swapsOf({{{"gender", "male"}}, {{"gender", "female"}}},
                               captionOf("The man wears this. He has his hair cut; the hero.",
                                         {{"gender", "male", "man"}})));
        QVERIFY(has(captions, "The woman wears this. She has her hair cut; the hero."));
    }

    void noValueThatIsTrueIsDrawn() {
        // Both colours of a cloth are its colours.
        const std::vector<AttributeSet> truths{{{"top.colour", "red"}, {"top.second", "white"}},
                                               {{"top.colour", "white"}},
                                               {{"bag.type", "none"}}};
        QVERIFY(swapsOf(truths, captionOf("red", {{"top.colour", "red", "red"}})).empty());
    }

    void noWordsThatAreTrueTooAreDrawn() {
        // "bag" says messenger bag as well, and "dark" dark blue.
        const auto bags =
            captionsOf(swapsOf({{{"bag.type", "messenger bag"}}, {{"bag.type", "shoulder bag"}}},
                               captionOf("x", {{"bag.type", "messenger bag", "x"}})));
        QVERIFY(has(bags, "shoulder bag") && !has(bags, "bag"));
        const auto colours =
            captionsOf(swapsOf({{{"top.colour", "navy"}}, {{"top.colour", "black"}}},
                               captionOf("x", {{"top.colour", "navy", "x"}})));
        QVERIFY(has(colours, "black") && !has(colours, "dark"));
    }

    void theSentenceKeepsItsForm() {
        const auto none = [](const char* attribute, const char* value, const char* other) {
            return swapsOf({{{attribute, value}}, {{attribute, other}}},
                           captionOf("x", {{attribute, value, "x"}}))
                .empty();
        };
        QVERIFY(none("bottom.type", "jeans", "skirt"));
        QVERIFY(none("hair.style", "long", "ponytail"));
        QVERIFY(none("hair.style", "bald", "short"));
        QVERIFY(none("bag.type", "suitcase", "backpack"));
        QVERIFY(!none("bottom.type", "jeans", "shorts"));
        QVERIFY(!none("bag.type", "handbag", "shopping bag"));
    }

    void aPatternThatIsNamedTwiceStays() {
        const std::vector<AttributeSet> truths{
            {{"top.pattern", "striped"}, {"top.second", "white"}}, {{"top.pattern", "dotted"}}};
        QVERIFY(!swapsOf(truths, captionOf("striped", {{"top.pattern", "striped", "striped"}}))
                     .empty());
        QVERIFY(swapsOf(truths,
                        captionOf("striped with white stripes",
                                  {{"top.pattern", "striped", "striped"},
                                   {"top.second", "white", "white"}}))
                    .empty());
    }

    void aMentionThatIsNotTrueIsLeftAlone() {
        QVERIFY(swapsOf({{{"top.colour", "blue"}}, {{"top.colour", "pink"}}},
                        captionOf("red", {{"top.colour", "red", "red"}}))
                    .empty());
    }

    void attributesAreGroupedByWhatTheyAre() {
        QCOMPARE(attributeGroup("top.colour"), std::string_view("colour"));
        QCOMPARE(attributeGroup("dress.second"), std::string_view("colour"));
        QCOMPARE(attributeGroup("shoes.type"), std::string_view("type"));
        QCOMPARE(attributeGroup("hair.colour"), std::string_view("hair"));
        QCOMPARE(attributeGroup("bag.type"), std::string_view("bag"));
        QCOMPARE(attributeGroup("gender"), std::string_view("gender"));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestWordSwap)
#include "tst_word_swap.moc"
