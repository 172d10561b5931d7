#include <QTest>
#include <map>

#include "core/synthetic/person.h"

namespace descry::synthetic {
namespace {

/// Every part covers a good share of the picture.
LabelCounts everythingShows() {
    LabelCounts counts{};
    counts.fill(1000);
    return counts;
}

constexpr std::size_t kNumPixels = 1000 * kNumLabels;

}  // namespace

class TestPerson : public QObject {
    Q_OBJECT

  private slots:
    void sameStreamGivesTheSamePerson() {
        RandomStream first(7);
        RandomStream second(7);
        const Person a = drawPerson(1, first);
        const Person b = drawPerson(1, second);
        QVERIFY(trueAttributes(a, drawSighting(a, first)) ==
                trueAttributes(b, drawSighting(b, second)));
    }

    void visibleIsPartOfTheTruth() {
        for (std::uint64_t i = 0; i < 200; ++i) {
            RandomStream random(2, {i});
            const Person person = drawPerson(1, random);
            const AttributeSet truth = trueAttributes(person, drawSighting(person, random));
            for (const auto& [name, value] :
                 visibleAttributes(truth, everythingShows(), kNumPixels)) {
                QVERIFY2(truth.contains(name), name.c_str());
                QCOMPARE(truth.at(name), value);
            }
        }
    }

    void aPartWithoutPixelsIsNotVisible() {
        for (std::uint64_t i = 0; i < 100; ++i) {
            RandomStream random(3, {i});
            const Person person = drawPerson(1, random);
            const AttributeSet truth = trueAttributes(person, drawSighting(person, random));
            LabelCounts counts = everythingShows();
            counts[static_cast<std::size_t>(Label::Shoes)] = 0;
            for (const auto& [name, value] : visibleAttributes(truth, counts, kNumPixels)) {
                QVERIFY2(labelOfAttribute(name) != Label::Shoes, name.c_str());
            }
        }
    }

    void darkAndPlainColoursDominate() {
        std::map<std::string_view, int> tops;
        constexpr int kNumPeople = 2000;
        for (std::uint64_t i = 0; i < kNumPeople; ++i) {
            RandomStream random(4, {i});
            ++tops[colourText(drawPerson(1, random).top.name)];
        }
        const int usual =
            tops["black"] + tops["gray"] + tops["white"] + tops["blue"] + tops["navy"];
        QVERIFY2(usual > kNumPeople / 2, qPrintable(QString::number(usual)));
        QVERIFY(tops["red"] > 0);
    }

    void bagAndJacketAreOffInSomeViews() {
        int numBags = 0;
        int numBagsOff = 0;
        int numJackets = 0;
        int numJacketsOff = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            RandomStream random(5, {i});
            const Person person = drawPerson(1, random);
            const Sighting sighting = drawSighting(person, random);
            if (person.bag) ++numBags;
            if (person.bag && !sighting.carriesBag) ++numBagsOff;
            if (person.outer) ++numJackets;
            if (person.outer && !sighting.wearsOuter) ++numJacketsOff;
        }
        const auto isSome = [](int off, int all) {
            return all > 100 && off > all / 20 && off < all / 2;
        };
        QVERIFY2(isSome(numBagsOff, numBags), qPrintable(QString::number(numBagsOff)));
        QVERIFY2(isSome(numJacketsOff, numJackets), qPrintable(QString::number(numJacketsOff)));
    }

    void bodyAndOtherClothesStayInAllViews() {
        const auto mayChange = [](const std::string& name) {
            return name.starts_with("outer.") || name.starts_with("bag.") || name == "motion" ||
                   name == "view";
        };
        for (std::uint64_t i = 0; i < 200; ++i) {
            RandomStream random(6, {i});
            const Person person = drawPerson(1, random);
            AttributeSet first = trueAttributes(person, drawSighting(person, random));
            AttributeSet second = trueAttributes(person, drawSighting(person, random));
            for (AttributeSet* const set : {&first, &second}) {
                std::erase_if(*set, [&](const auto& item) { return mayChange(item.first); });
            }
            QVERIFY(first.contains("shoes.type") && first == second);
        }
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestPerson)
#include "tst_person.moc"
