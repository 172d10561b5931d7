#include <QLabel>
#include <QPushButton>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/search/scripted_model.h"
#include "ui/search/comparison.h"

using namespace descry;
using namespace descry::test;

namespace {

struct ComparisonParts : ScriptedParts {
    Comparison& comparison() const { return *parts.find<Comparison>("comparison"); }
    HeatPane& pane(Comparison::Side side) const { return *comparison().panes().at(side); }
    bool areRead() const {
        return pane(Comparison::Left).reading().state == Reading::State::Ready &&
               pane(Comparison::Right).reading().state == Reading::State::Ready;
    }
    ItemId item(Comparison::Side side) const { return *pane(side).picture().item(); }
    /// The first two candidates, by keys alone.
    void openTwo() {
        openSearched();
        press(Qt::Key_Home);
        press(Qt::Key_C);
        press(Qt::Key_Right);
        press(Qt::Key_C);
        QVERIFY(comparison().isVisible());
        waitFor([this] { return areRead(); }, "the candidates are not read");
    }
    QStringList factTexts() const {
        QStringList texts;
        for (const QLabel* label : parts.find<QWidget>("comparedFacts")->findChildren<QLabel*>()) {
            if (label->isVisibleTo(&comparison())) texts << label->text();
        }
        return texts;
    }
};

}  // namespace

class TestComparison : public QObject {
    Q_OBJECT

  private slots:
    void twoAreComparedByKeysAlone() {
        ComparisonParts two;
        two.openSearched();
        two.press(Qt::Key_Home);
        const ItemId first = two.selected();
        two.press(Qt::Key_C);
        QVERIFY(!two.comparison().isVisible());
        QCOMPARE(two.parts.raised.size(), std::size_t{1});
        QVERIFY(two.parts.raised[0].cause.contains("press C"));
        two.press(Qt::Key_Right);
        const ItemId second = two.selected();
        two.press(Qt::Key_C);
        QVERIFY(two.comparison().isVisible());
        QVERIFY(two.item(Comparison::Left) == first);
        QVERIFY(two.item(Comparison::Right) == second);
        QTRY_VERIFY(two.areRead());
        two.press(Qt::Key_X);
        QVERIFY(two.item(Comparison::Left) == second);
        QVERIFY(two.item(Comparison::Right) == first);
        two.press(Qt::Key_Escape);
        QVERIFY(!two.comparison().isVisible());
        QVERIFY(two.parts.view().hasFocus());
        // The held one is let go: another begins anew.
        two.press(Qt::Key_C);
        QVERIFY(!two.comparison().isVisible());
        QCOMPARE(two.parts.raised.size(), std::size_t{2});
    }

    void twoThatAreSelectedAreComparedAtOnce() {
        ComparisonParts two;
        two.openSearched();
        two.press(Qt::Key_Home);
        const QModelIndex other = two.parts.results().index(2);
        two.parts.view().selectionModel()->select(other, QItemSelectionModel::Select);
        two.press(Qt::Key_C);
        QVERIFY(two.comparison().isVisible());
        QVERIFY(two.item(Comparison::Right) == two.selected());
        QVERIFY(two.item(Comparison::Left) == *two.parts.results().itemAt(other));
        QVERIFY(two.parts.raised.empty());
    }

    void theSameWordIsShownOnBothAndBothCountInItsChip() {
        ComparisonParts two;
        two.openTwo();
        two.comparison().chips().pin(4);
        for (const auto side : {Comparison::Left, Comparison::Right}) {
            QCOMPARE(two.pane(side).word(), QString("green"));
            QVERIFY(!two.pane(side).picture().heat().isNull());
        }
        const WordChip* chip = two.comparison().chips().chips().at(5);
        QVERIFY(chip->toolTip().contains("Left picture"));
        QVERIFY(chip->toolTip().contains("Right picture"));
    }

    void bothAreLookedIntoAtTheSamePlace() {
        ComparisonParts two;
        two.openTwo();
        ZoomView& left = two.pane(Comparison::Left).picture();
        ZoomView& right = two.pane(Comparison::Right).picture();
        QTRY_VERIFY(!left.image().isNull() && !right.image().isNull());
        for (int i = 0; i < 8; ++i) two.press(Qt::Key_Plus);
        QVERIFY(left.zoom().factor > 4);
        QCOMPARE(right.zoom().factor, left.zoom().factor);
        right.setFocus();
        two.press(Qt::Key_Down);
        QVERIFY(right.zoom().centre.y() > 0.5);
        QCOMPARE(left.zoom().centre.y(), right.zoom().centre.y());
        two.press(Qt::Key_0);
        QCOMPARE(left.zoom().factor, 1.0);
        QCOMPARE(right.zoom().factor, 1.0);
    }

    void factsStandInTwoColumnsAndDifferencesAreMarked() {
        ComparisonParts two;
        two.openTwo();
        QTRY_VERIFY(two.factTexts().contains("SHA-256"));
        const QStringList texts = two.factTexts();
        // Never by place alone: the sign stands before what differs.
        const auto file = texts.indexOf("File");
        QCOMPARE(texts.at(file + 1), QString(QChar(0x2260)));
        QVERIFY(texts.at(file + 2) != texts.at(file + 3));
        const auto size = texts.indexOf("Size");
        QCOMPARE(texts.at(size + 1), QString());
        QCOMPARE(texts.at(size + 2), texts.at(size + 3));
        QVERIFY(!texts.contains("Person"));
    }

    void theNextCandidateTakesTheRightSideAndNeverTheHeldOne() {
        ComparisonParts two;
        two.openTwo();
        const ItemId held = two.item(Comparison::Left);
        two.press(Qt::Key_J);
        QCOMPARE(two.parts.view().currentIndex().row(), 2);
        QVERIFY(two.item(Comparison::Left) == held);
        QVERIFY(two.item(Comparison::Right) == two.selected());
        QTRY_VERIFY(two.areRead());
        two.press(Qt::Key_K);
        two.press(Qt::Key_K);
        QCOMPARE(two.parts.view().currentIndex().row(), 1);
    }

    void oneThatCannotBeReadDoesNotHideTheOther() {
        ComparisonParts two;
        two.openSearched();
        two.press(Qt::Key_Home);
        const std::string name = "picture" + std::to_string(two.selected().value - 1) + ".bmp";
        std::filesystem::remove(two.parts.folder / "hall" / name);
        two.press(Qt::Key_C);
        two.press(Qt::Key_Right);
        two.press(Qt::Key_C);
        const HeatPane& left = two.pane(Comparison::Left);
        const HeatPane& right = two.pane(Comparison::Right);
        QTRY_COMPARE(right.reading().state, Reading::State::Ready);
        QTRY_VERIFY(left.findChild<QLabel*>("paneState")->text().contains("missing"));
        QVERIFY(two.comparison().chips().isVisible());
        QVERIFY(!right.picture().heat().isNull());
        QVERIFY(left.picture().heat().isNull());
    }

    void aNewSearchEndsIt() {
        ComparisonParts two;
        two.openTwo();
        two.parts.searchFor("a boy");
        QVERIFY(!two.comparison().isVisible());
    }

    void everyControlOfLoupeAndComparisonHasAName() {
        ComparisonParts two;
        two.openTwo();
        QCOMPARE(namelessControls(two.parts.window), QStringList());
        two.press(Qt::Key_E);
        QVERIFY(two.parts.find<QWidget>("loupe")->isVisible());
        QCOMPARE(namelessControls(two.parts.window), QStringList());
    }
};

DESCRY_UI_TEST_MAIN(TestComparison)
#include "tst_compare.moc"
