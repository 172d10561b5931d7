#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/model/fingerprint.h"
#include "core/model/ranking_rule.h"
#include "tests/support/unprivileged.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/one_thread.h"
#include "tests/ui/search/search_fixture.h"
#include "ui/search/result_delegate.h"

using namespace descry;
using namespace descry::test;

namespace {

/// The workspace with tracks of three pictures each and, if wanted, a calibrated bundle.
struct CurationParts : SearchParts {
    void openWith(const std::optional<CandidateCalibration>& calibration) {
        const auto bundle = makeBundle(folder);
        RankingRule rule;
        rule.candidates = calibration;
        std::ofstream(bundle / kRankingFile) << toJson(rule).dump();
        workbench.openBundle(bundle);
        waitFor([this] { return workbench.bundle().has_value(); }, "the bundle does not open");
        makeIndexed(workbench.bundle()->bundle->fingerprint());
    }
    void addTracks() {
        const auto gallery = Gallery::open(file);
        for (const Item& item : gallery->items().page(ItemId{0}, kNumItems)) {
            Item changed = item;
            changed.metadata.camera = "camera-1";
            changed.metadata.track = std::to_string((item.id.value - 1) / 3);
            gallery->items().update(changed);
        }
    }
    void openStacked() {
        openWith({});
        addTracks();
        workbench.openGallery(file);
        waitFor([this] { return results().rowCount() == 3; }, "the stacks do not come");
    }

    void select(const std::vector<int>& rows) {
        view().setFocus();
        view().setCurrentIndex(results().index(rows.front()));
        for (std::size_t i = 1; i < rows.size(); ++i) {
            view().selectionModel()->select(results().index(rows[i]), QItemSelectionModel::Select);
        }
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        view().setFocus();
        QTest::keyClick(&view(), key, modifiers);
    }
    QFrame& tagBar() const { return *find<QFrame>("tagBar"); }
    QFrame& verdict() const { return *find<QFrame>("verdict"); }
    void typeTag(const QString& tag) {
        auto* field = find<QLineEdit>("newTag");
        QTest::keyClicks(field, tag);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QToolButton* chip(const QString& tag) const {
        for (auto* button : tagBar().findChildren<QToolButton*>()) {
            if (button->isVisibleTo(&tagBar()) && button->accessibleName().endsWith(' ' + tag)) {
                return button;
            }
        }
        return nullptr;
    }
    std::vector<std::string> tagsOf(ItemId item) const {
        return Gallery::open(file, Gallery::Access::ReadOnly)->items().find(item)->metadata.tags;
    }
    bool isBookmarked(ItemId item) const {
        return Gallery::open(file, Gallery::Access::ReadOnly)->items().find(item)->bookmarked;
    }
    int numWithTag(const std::string& tag) const {
        int count = 0;
        const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
        for (const Item& item : gallery->items().page(ItemId{0}, kNumItems)) {
            const auto& tags = item.metadata.tags;
            count += std::find(tags.begin(), tags.end(), tag) != tags.end() ? 1 : 0;
        }
        return count;
    }
};

using Tags = std::vector<std::string>;

/// Below everything that the fake model gives, and above it.
constexpr double kLow = -1000;
constexpr double kHigh = 1000;

}  // namespace

class TestCuration : public QObject {
    Q_OBJECT

  private slots:
    void severalPicturesAreTaggedUntaggedAndPutBack() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({1, 3, 4});
        const ItemId item = *parts.results().itemAt(parts.results().index(3));
        parts.press(Qt::Key_T);
        QVERIFY(parts.tagBar().isVisible());
        QVERIFY(parts.find<QLineEdit>("newTag")->hasFocus());
        parts.typeTag("  red   bag ");
        QTRY_VERIFY(parts.chip("red bag") != nullptr);
        QCOMPARE(parts.numWithTag("red bag"), 3);
        QTRY_VERIFY(parts.facet("tags", "red bag") != nullptr);

        // The chips are made anew with each reading.
        QTRY_VERIFY(parts.chip("red bag") != nullptr);
        parts.chip("red bag")->click();
        QTRY_COMPARE(parts.numWithTag("red bag"), 0);
        QTRY_VERIFY(parts.chip("red bag") == nullptr);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(parts.numWithTag("red bag"), 3);
        QVERIFY(parts.tagsOf(item) == Tags{"red bag"});
        QTRY_VERIFY(parts.chip("red bag") != nullptr);
        QVERIFY(parts.raised.back().cause.contains("red bag"));
    }

    void aTagOfSomeIsCountedAndComesBackOnlyToThose() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({2});
        parts.press(Qt::Key_T);
        parts.typeTag("hat");
        QTRY_COMPARE(parts.numWithTag("hat"), 1);
        parts.select({2, 5});
        QTRY_VERIFY(parts.chip("hat") != nullptr);
        QTRY_COMPARE(parts.chip("hat")->text(), QString("hat (1)"));
        parts.chip("hat")->click();
        QTRY_COMPARE(parts.numWithTag("hat"), 0);
        QTRY_VERIFY(parts.chip("hat") == nullptr);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(parts.numWithTag("hat"), 1);
    }

    void tagsFilterAndTheDetailsShowThem() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0, 1});
        parts.press(Qt::Key_T);
        parts.typeTag("hat");
        QTRY_VERIFY(parts.facet("tags", "hat") != nullptr);
        auto* panel = parts.window.findChild<DetailsPanel*>();
        QTRY_VERIFY(panel->details() && panel->details()->item.metadata.tags == Tags{"hat"});
        parts.facet("tags", "hat")->setCheckState(Qt::Checked);
        QTRY_COMPARE(parts.results().rowCount(), 2);
    }

    void escapeClosesTheTagsFirst() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0});
        parts.press(Qt::Key_T);
        QTest::keyClick(parts.find<QLineEdit>("newTag"), Qt::Key_Escape);
        QVERIFY(!parts.tagBar().isVisible());
        QVERIFY(parts.view().hasFocus());
    }

    void whereNothingCanBeWrittenTagsAreOnlyShown() {
        CurationParts parts;
        parts.makeIndexed({});
        const Unprivileged plain(parts.folder);
        if (!plain.isPlain()) QSKIP("root stays root here");
        std::filesystem::permissions(parts.file, std::filesystem::perms::owner_read);
        parts.openGallery();
        parts.select({0});
        parts.press(Qt::Key_T);
        QVERIFY(parts.tagBar().isVisible());
        QVERIFY(!parts.find<QLineEdit>("newTag")->isVisible());
    }

    void allSelectedAreCopiedAsPathsAndAsFiles() {
        CurationParts parts;
        parts.openIndexed();
        QStringList paths;
        QList<QUrl> urls;
        for (const char* name : {"picture0.bmp", "picture2.bmp"}) {
            paths << qtPath(parts.folder / "hall" / name);
            urls << QUrl::fromLocalFile(paths.back());
        }
        const QClipboard& clipboard = *QGuiApplication::clipboard();
        parts.select({2});
        parts.find<QPushButton>("copyPath")->click();
        QTRY_COMPARE(clipboard.text(), paths.back());
        parts.select({0, 2});
        parts.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(clipboard.text(), paths.join(QLatin1Char('\n')));
        QCOMPARE(clipboard.mimeData()->urls(), urls);
    }

    void bookmarksOfAllSelectedComeBack() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0, 2});
        const ItemId first = *parts.results().itemAt(parts.results().index(0));
        const ItemId second = *parts.results().itemAt(parts.results().index(2));
        QTRY_VERIFY(parts.results().line(first) && parts.results().line(second));
        parts.press(Qt::Key_B);
        QTRY_VERIFY(parts.isBookmarked(first) && parts.isBookmarked(second));
        QTRY_VERIFY(parts.results().line(first) && parts.results().line(first)->bookmarked);
        parts.press(Qt::Key_B);
        QTRY_VERIFY(!parts.isBookmarked(first) && !parts.isBookmarked(second));
        QTRY_VERIFY(!parts.results().line(first)->bookmarked);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(parts.isBookmarked(first) && parts.isBookmarked(second));
        // There is nothing left to put back.
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(parts.isBookmarked(first));
    }

    void savedSearchesAndHistoryComeBack() {
        CurationParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.searchFor("a boy");
        auto* history = parts.find<QListWidget>("history");
        QTRY_COMPARE(history->count(), 2);
        history->setCurrentRow(1);
        QTest::keyClick(history, Qt::Key_Delete);
        QTRY_COMPARE(history->count(), 1);
        QCOMPARE(history->item(0)->text(), QString("a boy"));
        parts.find<QToolButton>("clearHistory")->click();
        QTRY_COMPARE(history->count(), 0);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(history->count(), 1);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(history->count(), 2);
        QCOMPARE(history->item(1)->text(), kQuery);

        parts.press(Qt::Key_S, Qt::ControlModifier);
        QTest::keyClicks(parts.find<QLineEdit>("savedName"), "coat");
        QTest::keyClick(parts.find<QLineEdit>("savedName"), Qt::Key_Return);
        auto* saved = parts.find<QListWidget>("savedSearches");
        QTRY_COMPARE(saved->count(), 1);
        const QString name = saved->item(0)->text();
        saved->setCurrentRow(0);
        parts.find<QToolButton>("removeSaved")->click();
        QTRY_COMPARE(saved->count(), 0);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(saved->count(), 1);
        QCOMPARE(saved->item(0)->text(), name);
    }

    void anotherGalleryHasNothingToPutBack() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0});
        const ItemId item = *parts.results().itemAt(parts.results().index(0));
        QTRY_VERIFY(parts.results().line(item) != nullptr);
        parts.press(Qt::Key_B);
        QTRY_VERIFY(parts.isBookmarked(item));
        QTRY_VERIFY(parts.results().line(item) && parts.results().line(item)->bookmarked);
        parts.press(Qt::Key_B);
        QTRY_VERIFY(!parts.isBookmarked(item));
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_COMPARE(parts.results().rowCount(), 0);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        parts.workbench.openGallery(parts.file);
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(!parts.isBookmarked(item));
    }

    void tagsThatAreReadWhileTheirGalleryClosesAreNotShown() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0});
        parts.press(Qt::Key_T);
        parts.typeTag("hat");
        QTRY_VERIFY(parts.chip("hat") != nullptr);
        OneThread thread(parts);
        parts.typeTag("bag");
        thread.halt();
        parts.workbench.closeGallery();
        thread.release();
        QTRY_VERIFY(parts.tagBar().isHidden());
        QCOMPARE(parts.tagsOf(ItemId{1}), Tags({"bag", "hat"}));
        QVERIFY(parts.chip("bag") == nullptr);
    }

    void whatIsRemovedWhileItsGalleryClosesIsNotPutBackIntoAnother() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({0});
        const ItemId item = *parts.results().itemAt(parts.results().index(0));
        parts.press(Qt::Key_T);
        parts.typeTag("hat");
        QTRY_VERIFY(parts.chip("hat") != nullptr);
        OneThread thread(parts);
        parts.chip("hat")->click();
        thread.halt();
        parts.workbench.closeGallery();
        thread.release();
        QTRY_VERIFY(parts.tagsOf(item).empty());
        parts.workbench.openGallery(parts.file);
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        parts.select({1});
        parts.press(Qt::Key_T);
        parts.typeTag("bag");
        QTRY_VERIFY(parts.chip("bag") != nullptr);
        QVERIFY(parts.tagsOf(item).empty());
    }

    void historyCanBeSwitchedOffAndThatIsRemembered() {
        CurationParts parts;
        parts.openIndexed();
        auto* keeps = parts.find<QToolButton>("keepHistory");
        keeps->click();
        parts.searchFor(kQuery);
        QVERIFY(Gallery::open(parts.file)->history().queries(9).empty());
        QVERIFY(!parts.settings.choices().keepsHistory);
        keeps->click();
        parts.searchFor(kQuery);
        QCOMPARE(Gallery::open(parts.file)->history().queries(9).size(), std::size_t{1});
        QVERIFY(parts.settings.choices().keepsHistory);
    }

    void tracksStackAndUnfoldByKeyAndMouse() {
        CurationParts parts;
        parts.openStacked();
        parts.searchFor(kQuery);
        QCOMPARE(parts.results().rowCount(), 3);
        QCOMPARE(parts.results().ranked().size(), std::size_t{kNumItems});
        parts.select({1});
        parts.press(Qt::Key_S);
        QCOMPARE(parts.results().rowCount(), 5);
        QCOMPARE(parts.view().currentIndex().row(), 1);
        // Folded from inside, the stack stays selected.
        parts.select({3});
        parts.press(Qt::Key_S);
        QCOMPARE(parts.results().rowCount(), 3);
        QCOMPARE(parts.view().currentIndex().row(), 1);

        const QRect cell = parts.view().visualRect(parts.results().index(0));
        const QPoint badge = ResultDelegate::stackBadge(cell).center();
        QTest::mouseClick(parts.view().viewport(), Qt::LeftButton, {}, badge);
        QCOMPARE(parts.results().rowCount(), 5);
        QTest::mouseClick(parts.view().viewport(), Qt::LeftButton, {}, badge);
        QCOMPARE(parts.results().rowCount(), 3);
    }

    void stackingIsSwitchedOffByKeyAndRemembered() {
        CurationParts parts;
        parts.openStacked();
        parts.select({1});
        const ItemId selected = *parts.results().itemAt(parts.view().currentIndex());
        parts.press(Qt::Key_S, Qt::ShiftModifier);
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(parts.results().itemAt(parts.view().currentIndex()) == selected);
        const QVariantMap state = parts.workspace.saveState();
        parts.press(Qt::Key_S, Qt::ShiftModifier);
        QCOMPARE(parts.results().rowCount(), 3);
        parts.workspace.restoreState(state);
        QCOMPARE(parts.results().rowCount(), kNumItems);
    }

    void shiftSelectsInReadingOrder() {
        CurationParts parts;
        parts.openIndexed();
        parts.select({1});
        parts.press(Qt::Key_Right, Qt::ShiftModifier);
        parts.press(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(parts.view().selectionModel()->selectedIndexes().size(), 3);
        parts.press(Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(parts.view().selectionModel()->selectedIndexes().size(), 2);
        parts.press(Qt::Key_End);
        QCOMPARE(parts.view().selectionModel()->selectedIndexes().size(), 1);
    }

    void withoutACalibrationThereIsNoLineAndTheReasonIsSaid() {
        CurationParts parts;
        parts.openWith({});
        parts.openGallery();
        parts.searchFor(kQuery);
        QVERIFY(!parts.results().breakRow());
        QVERIFY(!parts.verdict().isVisible());
        QVERIFY(parts.status().contains("not calibrated"));
    }

    void whereNoneConvincesItIsSaidAndTheListStays() {
        CurationParts parts;
        parts.openWith(CandidateCalibration{kHigh, kHigh, 50});
        parts.openGallery();
        parts.searchFor(kQuery);
        QVERIFY(parts.verdict().isVisible());
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(!parts.results().breakRow());
        QVERIFY(!parts.status().contains("calibrated"));
        // The next search starts without it.
        parts.type({});
        QTRY_VERIFY(!parts.verdict().isVisible());
    }

    void theBreakLineComesWithTheResultAndMovesNothing() {
        CurationParts parts;
        parts.openWith({});
        parts.openGallery();
        parts.searchFor(kQuery);
        // Between the second and the third of this very search.
        const float above = *parts.results().ranked()[1].candidate.score;
        const float below = *parts.results().ranked()[2].candidate.score;
        RankingRule rule;
        const double middle = (static_cast<double>(above) + static_cast<double>(below)) / 2;
        rule.candidates = CandidateCalibration{middle, middle, 50};
        const auto bundle = parts.folder / "tiny";
        std::ofstream(bundle / kRankingFile) << toJson(rule).dump();
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.workbench.openBundle(bundle);
        // The search is repeated with it, and would be the one that reaches the gate.
        QTRY_COMPARE(finished.count(), 1);

        Gate gate(parts.fake());
        finished.clear();
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 0 of 4"));
        parts.view().setCurrentIndex(parts.results().index(3));
        const ItemId selected = *parts.results().itemAt(parts.view().currentIndex());
        const QRect place = parts.view().visualRect(parts.view().currentIndex());
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().breakRow().value_or(-1), 2);
        QVERIFY(parts.results().itemAt(parts.view().currentIndex()) == selected);
        QCOMPARE(parts.view().visualRect(parts.view().currentIndex()), place);
        QVERIFY(!parts.verdict().isVisible());
    }

    void everyControlHasAName() {
        CurationParts parts;
        parts.openStacked();
        parts.searchFor(kQuery);
        parts.select({0});
        parts.press(Qt::Key_T);
        parts.typeTag("hat");
        QTRY_VERIFY(parts.chip("hat") != nullptr);
        const QStringList nameless = namelessControls(parts.window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
    }
};

DESCRY_UI_TEST_MAIN(TestCuration)
#include "tst_curation.moc"
