#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/search/facet_list.h"

using namespace descry;

namespace {

struct ListParts {
    FacetList list;
    QListWidget& entries = *list.findChild<QListWidget*>("persons");
    QLineEdit& typed = *list.findChild<QLineEdit*>("personsTyped");
    QToolButton& more = *list.findChild<QToolButton*>("personsMore");

    explicit ListParts(int numValues, FacetList::Choice choice = FacetList::Choice::Several)
        : list(choice, 5, "persons") {
        list.setTitle("Person");
        std::vector<FacetCount> facets;
        for (int i = 1; i <= numValues; ++i) {
            const std::string name = "p" + std::to_string(i);
            facets.push_back({name, toQString(name), i});
        }
        list.setFacets(std::make_shared<const std::vector<FacetCount>>(std::move(facets)));
        list.show();
    }
    QListWidgetItem* entry(const QString& text) const {
        const auto found = entries.findItems(text, Qt::MatchExactly);
        return found.isEmpty() ? nullptr : found.first();
    }
};

using Values = std::vector<std::string>;

}  // namespace

class TestFacetList : public QObject {
    Q_OBJECT
  private slots:
    void aShortListIsShownWhole() {
        const ListParts parts(5);
        QCOMPARE(parts.entries.count(), 5);
        QVERIFY(!parts.more.isVisible());
        QVERIFY(!parts.typed.isVisible());
    }

    void aLongOneUnfoldsAndFolds() {
        ListParts parts(19);
        QCOMPARE(parts.entries.count(), 5);
        QCOMPARE(parts.more.text(), QString("Show all 19"));
        parts.more.click();
        QCOMPARE(parts.entries.count(), 19);
        QCOMPARE(parts.more.text(), QString("Show fewer"));
        parts.more.click();
        QCOMPARE(parts.entries.count(), 5);
    }

    void typingFindsAmongAllOfThem() {
        ListParts parts(100'000);
        QVERIFY(parts.typed.isVisible());
        QTest::keyClicks(&parts.typed, "P9999");
        QCOMPARE(parts.entries.count(), 11);  // 9999 and 99990 to 99999.
        QTest::keyClicks(&parts.typed, "7");
        QCOMPARE(parts.entries.count(), 1);
        parts.entries.item(0)->setCheckState(Qt::Checked);
        QVERIFY(parts.list.checked() == Values{"p99997"});
        parts.typed.clear();
        // What is checked stays in sight.
        QCOMPARE(parts.entries.count(), 5);
        QCOMPARE(parts.entries.item(0)->text(), QString("p99997"));
    }

    void foldedItIsAsAtFirstButForWhatIsChecked() {
        ListParts parts(100);
        const int atFirst = parts.entries.count();
        parts.entries.item(1)->setCheckState(Qt::Checked);
        parts.more.click();
        QVERIFY(parts.entries.count() > atFirst);
        QTest::keyClicks(&parts.typed, "p7");
        parts.list.fold();
        QVERIFY(parts.typed.text().isEmpty());
        QCOMPARE(parts.entries.count(), atFirst);
        QVERIFY(parts.list.checked() == Values{"p2"});
    }

    void neverMoreEntriesThanCanBeLookedThrough() {
        ListParts parts(100'000);
        parts.more.click();
        QCOMPARE(parts.entries.count(), FacetList::kMaxEntries);
        QVERIFY(parts.more.text().contains("100000"));
        QTest::keyClicks(&parts.typed, "p");
        QCOMPARE(parts.entries.count(), FacetList::kMaxEntries);
        QVERIFY(parts.more.text().contains("type on"));
    }

    void checkingSaysSoAndKeepsTheOthers() {
        ListParts parts(30);
        QSignalSpy changed(&parts.list, &FacetList::checkedChanged);
        parts.entry("p2")->setCheckState(Qt::Checked);
        parts.entry("p4")->setCheckState(Qt::Checked);
        QVERIFY(parts.list.checked() == (Values{"p2", "p4"}));
        parts.entry("p2")->setCheckState(Qt::Unchecked);
        QVERIFY(parts.list.checked() == Values{"p4"});
        QCOMPARE(changed.count(), 3);
    }

    void ofOneChoiceTheLastCounts() {
        ListParts parts(4, FacetList::Choice::One);
        parts.entry("p1")->setCheckState(Qt::Checked);
        parts.entry("p3")->setCheckState(Qt::Checked);
        QVERIFY(parts.list.checked() == Values{"p3"});
        QCOMPARE(parts.entry("p1")->checkState(), Qt::Unchecked);
    }

    void whatIsSetIsShownEvenBelowTheFold() {
        ListParts parts(30);
        QSignalSpy changed(&parts.list, &FacetList::checkedChanged);
        parts.list.setChecked({"p29", "unknown"});
        QVERIFY(parts.entry("p29") != nullptr);
        QCOMPARE(parts.entry("p29")->checkState(), Qt::Checked);
        // A value that the gallery lacks now still restricts the search.
        QVERIFY(parts.list.checked() == (Values{"p29", "unknown"}));
        QCOMPARE(changed.count(), 0);
    }

    void theKeyboardKeepsItsPlace() {
        ListParts parts(30);
        parts.entries.setCurrentRow(3);
        connect(&parts.list, &FacetList::checkedChanged, this, [&] {
            parts.list.setChecked(parts.list.checked());  // As the panel does.
        });
        QTest::keyClick(&parts.entries, Qt::Key_Space);
        QVERIFY(parts.list.checked() == Values{"p4"});
        QCOMPARE(parts.entries.currentRow(), 3);
    }

    void theRowWithTheFocusHasARing() {
        const Theme theme;
        ListParts parts(5);
        parts.list.resize(240, 300);
        parts.list.activateWindow();
        parts.entries.setCurrentRow(2);
        const auto edgeOf = [&](int row) {
            const QRect place = parts.entries.visualItemRect(parts.entries.item(row));
            const QImage shown = parts.entries.viewport()->grab().toImage();
            return shown.pixelColor(place.center().x(), place.top());
        };
        parts.entries.setFocus();
        QTRY_VERIFY(parts.entries.hasFocus());
        QCOMPARE(edgeOf(2), theme.colours().accent);
        QVERIFY(edgeOf(3) != theme.colours().accent);
    }

    void partsAreNamed() {
        const ListParts parts(30);
        QCOMPARE(parts.entries.accessibleName(), QString("Person"));
        QVERIFY(parts.typed.accessibleName().contains("Person"));
        QVERIFY(parts.more.accessibleName().contains("Person"));
    }
};

DESCRY_UI_TEST_MAIN(TestFacetList)
#include "tst_facet_list.moc"
