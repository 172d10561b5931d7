#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QtTest>
#include <atomic>
#include <memory>
#include <semaphore>

#include "core/search/search_export.h"
#include "tests/support/full_disk.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/search/search_fixture.h"
#include "tests/ui/standing_job.h"
#include "ui/common/translations.h"

using namespace descry;
using namespace descry::test;

namespace {

/// The list as it is written to a file now.
SearchExport exportedNow(SearchParts& parts) {
    const std::size_t numBefore = parts.raised.size();
    parts.prompts.path = parts.folder / "exported.json";
    parts.find<QToolButton>("export")->menu()->actions().at(1)->trigger();
    waitFor([&] { return parts.raised.size() > numBefore; }, "nothing was written");
    return readSearchExport(parts.prompts.path);
}

}  // namespace

class TestSearchWorkspace : public QObject {
    Q_OBJECT

  private slots:
    void withoutAGalleryItSaysSo() {
        SearchParts parts;
        QVERIFY(parts.emptyTexts().contains("No gallery is open"));
        parts.prompts.path = parts.makePictures("yard", 2);
        parts.find<EmptyState>("searchEmpty")->button()->click();
        QVERIFY(parts.prompts.last.kind == PathQuestion::Kind::Folder);
        QTRY_VERIFY(parts.workbench.gallery());
    }

    void withoutAModelPicturesAreBrowsedAndTheReasonIsSaid() {
        SearchParts parts;
        parts.makeIndexed({});
        parts.openGallery();
        QVERIFY(parts.find<QFrame>("searchNotice")->isVisible());
        QVERIFY(!parts.results().isRanked());
        QTRY_COMPARE(parts.status(), QString("9 pictures"));
        parts.type(kQuery);
        QTRY_VERIFY(parts.emptyTexts().contains("No model is open"));
        parts.find<EmptyState>("searchEmpty")->button()->click();
        QCOMPARE(parts.prompts.last.title, QString("Import a model file"));
    }

    void whatWaitsForAModelEndsWhereNoneComes() {
        const auto isLoaded = std::make_shared<std::binary_semaphore>(0);
        SearchParts parts([isLoaded](const auto&, const auto&) -> std::shared_ptr<RasaModel> {
            isLoaded->acquire();
            fail(ErrorCode::Device, "the device went away");
        });
        parts.makeIndexed({});
        parts.openGallery();
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.type(kQuery);
        const QString before = parts.status();
        isLoaded->release();
        QCOMPARE(before, QString("Searching…"));
        QTRY_VERIFY(parts.emptyTexts().contains("No model is open"));
        QCOMPARE(parts.status(), QString());
    }

    void withoutAModelAFolderSaysWhyItsPicturesAreNotThere() {
        SearchParts parts;
        parts.workbench.openFolder(parts.makePictures("yard", 2));
        QTRY_VERIFY(parts.emptyTexts().contains("No pictures"));
        QVERIFY(parts.find<QFrame>("searchNotice")->isVisible());
        parts.openBundle();
        QTRY_COMPARE(parts.results().rowCount(), 2);
        QVERIFY(!parts.find<QFrame>("searchNotice")->isVisible());
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void whatIsAddedWhileOneBrowsesComesBehindTheOthers() {
        SearchParts parts;
        parts.makeIndexed({});
        parts.openGallery();
        QTRY_COMPARE(parts.status(), QString("9 pictures"));
        parts.view().setCurrentIndex(parts.results().index(4));
        const auto before = parts.workspace.model().itemAt(parts.view().currentIndex());
        parts.addToYard(3);
        QTRY_COMPARE(parts.status(), QString("12 pictures"));
        QCOMPARE(parts.results().rowCount(), 12);
        QCOMPARE(parts.view().currentIndex().row(), 4);
        QVERIFY(parts.workspace.model().itemAt(parts.view().currentIndex()) == before);
    }

    void aResultStaysAndSaysThatThereIsMore() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        const int numShown = parts.results().rowCount();
        parts.addToYard(3);
        QTRY_VERIFY(parts.status().contains("more pictures now"));
        QCOMPARE(parts.results().rowCount(), numShown);
        parts.searchFor(kQuery);
        QTRY_VERIFY(!parts.status().contains("more pictures now"));
    }

    void whatWasRemovedFromTheGalleryGoesFromAResult() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        const ItemId gone = *parts.results().itemAt(parts.results().index(2));
        parts.view().setCurrentIndex(parts.results().index(4));
        const auto kept = parts.results().itemAt(parts.view().currentIndex());
        Gallery::open(parts.file)->items().remove(gone);
        parts.workbench.refreshGallery();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems - 1);
        QVERIFY(!parts.results().indexOf(gone).isValid());
        QTRY_VERIFY(parts.results().itemAt(parts.view().currentIndex()) == kept);
    }

    void whatWasAddedIsSaidThoughAnotherJobGoesOn() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.jobs.submit(std::make_unique<StandingJob>());
        parts.addToYard(3);
        QTRY_VERIFY(parts.status().contains("more pictures now"));
        QTRY_VERIFY(parts.facet("cameras", "camera 3"));
        parts.jobs.cancelAll();
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void aGalleryThatIsNotIndexedOffersToIndexIt() {
        SearchParts parts;
        parts.openBundle();
        parts.makeIndexed({});
        parts.openGallery();
        auto* index = parts.find<QPushButton>("searchNoticeAction");
        QVERIFY(index->isVisible());
        parts.type(kQuery);
        QTRY_VERIFY(parts.emptyTexts().contains("Not indexed yet"));
        index->click();
        QTRY_VERIFY(!parts.find<QFrame>("searchNotice")->isVisible());
        // An index that took long to read is not read anew at once.
        const auto isFound = [&parts] {
            parts.type(kQuery);
            waitFor([&parts] { return !parts.workspace.controller().isRunning(); }, "it goes on");
            return parts.results().rowCount() == kNumItems;
        };
        QVERIFY(QTest::qWaitFor(isFound, kLongWaitMs));
        QVERIFY(parts.results().isRanked());
    }

    void showsWhatIsAddedToAnEmptyGallery() {
        SearchParts parts;
        parts.openBundle();
        parts.workbench.openFolder(parts.makePictures("street", 4));
        QTRY_VERIFY(parts.workbench.gallery());
        QTRY_COMPARE(parts.results().rowCount(), 4);
        QTRY_COMPARE(parts.status(), QString("4 pictures"));
    }

    void aSinglePictureIsSaidAsOne() {
        installTranslations("en");
        SearchParts parts;
        parts.openBundle();
        parts.workbench.openFolder(parts.makePictures("street", 1));
        QTRY_COMPARE(parts.status(), QString("1 picture"));
    }

    void showsTheFirstStageAtOnceAndThenReRanks() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 0 of 4"));
        QVERIFY(parts.results().isRanked());
        for (int row = 0; row < parts.results().rowCount(); ++row) {
            QVERIFY(!parts.results().row(row).candidate.matchLogit);
        }
        const auto first = parts.shownItems();
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(parts.status().startsWith("Re-ranked 4 of 9"));
        const auto& rows = parts.results().ranked();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows[i].candidate.matchLogit.has_value(), i < 4);
            if (i > 0 && i < 4) {
                QVERIFY(*rows[i - 1].candidate.score >= *rows[i].candidate.score);
            }
        }
        QVERIFY(std::is_permutation(first.begin(), first.end(), parts.shownItems().begin()));
        QCOMPARE(parts.view().currentIndex().row(), 0);
    }

    void whatIsSelectedStaysInItsPlaceWhileOthersSettle() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 0 of 4"));
        parts.view().setCurrentIndex(parts.results().index(2));
        const ItemId selected = *parts.results().itemAt(parts.results().index(2));
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(*parts.results().itemAt(parts.results().index(2)) == selected);
        QCOMPARE(parts.view().currentIndex().row(), 2);
    }

    void aNewerQueryCancelsTheOlder() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        parts.type("the boy in white trousers");
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.workspace.controller().query().text, QString("the boy in white trousers"));
        QVERIFY(!parts.workspace.controller().isRunning());
        QVERIFY(parts.raised.empty());
    }

    void theKeyboardSelectsPreviewsBookmarksAndSearchesAlike() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.view().setFocus();
        QTest::keyClick(&parts.view(), Qt::Key_Home);
        QTest::keyClick(&parts.view(), Qt::Key_Right);
        QCOMPARE(parts.view().currentIndex().row(), 1);
        const ItemId item = *parts.results().itemAt(parts.view().currentIndex());
        QTest::keyClick(&parts.view(), Qt::Key_Space);
        auto* preview = parts.find<PictureView>("preview");
        QVERIFY(preview->isVisible());
        QTRY_VERIFY(!preview->image().isNull());
        QTest::keyClick(preview, Qt::Key_Escape);
        QVERIFY(!preview->isVisible());

        QTRY_VERIFY(parts.results().line(item) != nullptr);
        QTest::keyClick(&parts.view(), Qt::Key_B);
        QTRY_VERIFY(parts.find<QPushButton>("bookmark")->isChecked());
        QTRY_VERIFY(parts.results().line(item)->bookmarked);
        QVERIFY(Gallery::open(parts.file)->items().find(item)->bookmarked);
        QTest::keyClick(&parts.view(), Qt::Key_B);
        QTRY_VERIFY(!Gallery::open(parts.file)->items().find(item)->bookmarked);

        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        QTest::keyClick(&parts.view(), Qt::Key_F);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().rowCount(), kNumItems - 1);
        QVERIFY(!parts.results().indexOf(item).isValid());
        QVERIFY(parts.query().text().isEmpty());
        QVERIFY(parts.find<QWidget>("filterChips")->isVisible());
    }

    void thePreviewHasKeysThatCanBeOthers() {
        SearchParts parts;
        parts.openIndexed();
        QVERIFY(QTest::qWaitForWindowActive(&parts.window));
        parts.view().setFocus();
        QTest::keyClick(&parts.view(), Qt::Key_Home);
        auto* preview = parts.find<PictureView>("preview");
        for (const auto key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter}) {
            QTest::keyClick(&parts.view(), key);
            QVERIFY(preview->isVisible());
            QTest::keyClick(preview, key);
            QVERIFY(!preview->isVisible());
        }
        QAction* action = nullptr;
        for (QAction* one : parts.workspace.actions()) {
            if (one->shortcut() == QKeySequence(Qt::Key_Space)) action = one;
        }
        QVERIFY(action != nullptr);
        action->setShortcut(QKeySequence(Qt::Key_P));
        QTest::keyClick(&parts.view(), Qt::Key_Space);
        QVERIFY(!preview->isVisible());
        QTest::keyClick(&parts.view(), Qt::Key_P);
        QVERIFY(preview->isVisible());
        // Elsewhere they write.
        parts.query().setFocus();
        QTest::keyClicks(&parts.query(), "a p");
        QCOMPARE(parts.query().text(), QString("a p"));
        QVERIFY(preview->isVisible());
    }

    void theDetailsSayWhatIsKnown() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.view().setCurrentIndex(parts.results().index(0));
        const ItemId item = *parts.results().itemAt(parts.results().index(0));
        auto* panel = parts.window.findChild<DetailsPanel*>();
        QTRY_VERIFY(panel->details() && panel->details()->item.id == item);
        QTRY_VERIFY(!parts.find<PictureView>("selectedPicture")->image().isNull());
        const std::string name = panel->details()->item.path;
        QStringList facts;
        for (const QLabel* label : panel->findChildren<QLabel*>()) facts << label->text();
        QVERIFY(facts.contains(QString::fromStdString(name)));
        QVERIFY(facts.join(' ').contains("match logit"));
        QVERIFY(!facts.join(' ').contains('%'));
    }

    void aMissingFileIsSaid() {
        SearchParts parts;
        parts.makeIndexed({});
        std::filesystem::remove(parts.folder / "hall" / "picture0.bmp");
        parts.openGallery();
        parts.view().setCurrentIndex(parts.results().index(0));
        QTRY_VERIFY(parts.find<QLabel>("pictureProblem")->isVisible());
        QVERIFY(parts.find<QLabel>("pictureProblem")->text().contains("missing"));
    }

    void filtersByCameraAndTheChipRemovesIt() {
        SearchParts parts;
        parts.openIndexed();
        QTRY_VERIFY(parts.facet("cameras", "camera 2"));
        // Numbers count as numbers.
        QCOMPARE(parts.find<QListWidget>("cameras")->item(0)->text(), QString("camera 2"));
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Checked);
        QTRY_COMPARE(parts.results().rowCount(), 3);
        parts.searchFor(kQuery);
        QCOMPARE(parts.results().rowCount(), 3);
        auto* chip = parts.find<QWidget>("filterChips")->findChild<QToolButton*>();
        QCOMPARE(chip->text(), QString("camera 2"));
        chip->click();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QCOMPARE(parts.facet("cameras", "camera 2")->checkState(), Qt::Unchecked);
    }

    void aFilterThatPassesNothingSaysSoAndCanBeRemoved() {
        SearchParts parts;
        parts.openIndexed();
        parts.find<QCheckBox>("bookmarkedOnly")->click();
        QTRY_VERIFY(parts.emptyTexts().contains("No pictures"));
        parts.searchFor(kQuery);
        QVERIFY(parts.emptyTexts().contains("No appearance candidates"));
        parts.find<EmptyState>("searchEmpty")->button()->click();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(!parts.find<QCheckBox>("bookmarkedOnly")->isChecked());
    }

    void historyIsKeptWalkedRunAndCleared() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.searchFor("a boy");
        auto* history = parts.find<QListWidget>("history");
        QTRY_COMPARE(history->count(), 2);
        QTest::keyClick(&parts.query(), Qt::Key_Up);
        QTest::keyClick(&parts.query(), Qt::Key_Up);
        QCOMPARE(parts.query().text(), kQuery);
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        Q_EMIT history->itemActivated(history->item(0));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.query().text(), QString("a boy"));
        parts.find<QToolButton>("clearHistory")->click();
        QTRY_COMPARE(history->count(), 0);
        QVERIFY(Gallery::open(parts.file)->history().queries(9).empty());
    }

    void searchesAreSavedWithTheirFilterRunAndRemoved() {
        SearchParts parts;
        parts.openIndexed();
        QTRY_VERIFY(parts.facet("cameras", "camera 2"));
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Checked);
        parts.searchFor(kQuery);
        QTest::keyClick(&parts.view(), Qt::Key_S, Qt::ControlModifier);
        auto* name = parts.find<QLineEdit>("savedName");
        QVERIFY(name->isVisible());
        QTest::keyClicks(name, "coat");
        QTest::keyClick(name, Qt::Key_Return);
        auto* saved = parts.find<QListWidget>("savedSearches");
        QTRY_COMPARE(saved->count(), 1);
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Unchecked);
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        Q_EMIT saved->itemActivated(saved->item(0));
        QTRY_COMPARE(parts.results().rowCount(), 3);
        saved->setCurrentRow(0);
        parts.find<QToolButton>("removeSaved")->click();
        QTRY_COMPARE(saved->count(), 0);
    }

    void aQueryOfNothingKnownSaysWhatIsWrong() {
        SearchParts parts;
        parts.openIndexed();
        parts.type("?!");
        QTRY_VERIFY(parts.emptyTexts().contains("Nothing was searched"));
        QCOMPARE(parts.results().rowCount(), 0);
        QVERIFY(parts.raised.empty());
    }

    void aFailureOfTheModelIsRaisedAndSearchingGoesOn() {
        SearchParts parts;
        parts.openIndexed();
        const auto isBroken = std::make_shared<std::atomic<bool>>(true);
        parts.fake().beforeMatch = [isBroken] {
            if (*isBroken) fail(ErrorCode::Device, "the device went away");
        };
        parts.type(kQuery);
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].details.contains("the device went away"));
        // What similarity has found stays.
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(parts.results().isRanked());
        QCOMPARE(parts.status(), QString("Re-ranked 0 of 4 · the device went away"));
        *isBroken = false;
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.raised[0].actions[0].run();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().rowCount(), kNumItems);
    }

    void aFullDiskCostsTheHistoryAndNotTheResult() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        {
            const FullDisk disk(0);
            parts.searchFor("a boy");
        }
        QCOMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].severity == Message::Severity::Warning);
        QVERIFY(parts.raised[0].cause.contains("not kept in the history"));
        QVERIFY(parts.emptyTexts().isEmpty());
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(parts.status().startsWith("Re-ranked 4 of 9"));
        QTRY_COMPARE(parts.find<QListWidget>("history")->count(), 1);
    }

    void whatIsExportedBelongsTogetherWhileANewerQueryRuns() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        SearchQuery newer;
        newer.text = "a boy";
        parts.workspace.controller().run(newer);
        const SearchExport written = exportedNow(parts);
        QCOMPARE(written.query, toUtf8(kQuery));
        QCOMPARE(written.rerank, std::int64_t{4});
        QCOMPARE(written.numSearched, std::int64_t{kNumItems});
    }

    void aSearchThatWasStoppedIsExportedAsFarAsItCame() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake(), 2);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 2 of 4"));
        QTest::keyClick(&parts.view(), Qt::Key_Escape);
        gate.open();
        QCOMPARE(parts.status(), QString("Stopped"));
        const SearchExport written = exportedNow(parts);
        QCOMPARE(written.query, toUtf8(kQuery));
        QCOMPARE(written.rerank, std::int64_t{2});
        QCOMPARE(written.numSearched, std::int64_t{kNumItems});
        QVERIFY(written.candidates[1].matchLogit.has_value());
        QVERIFY(!written.candidates[2].matchLogit.has_value());
    }

    void theListIsExportedWithItsOrigin() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        auto* menu = parts.find<QToolButton>("export")->menu();
        for (const char* name : {"list.csv", "list.json", "list.html"}) {
            const auto place = static_cast<qsizetype>(parts.raised.size());
            parts.prompts.path = parts.folder / name;
            menu->actions().at(place)->trigger();
            QTRY_COMPARE(parts.raised.size(), static_cast<std::size_t>(place + 1));
            QVERIFY(parts.prompts.last.kind == PathQuestion::Kind::Save);
            QVERIFY(parts.prompts.last.suggested.startsWith("street candidates "));
            const SearchExport written = readSearchExport(parts.prompts.path);
            QCOMPARE(written.query, toUtf8(kQuery));
            QCOMPARE(written.fingerprint, parts.workbench.bundle()->bundle->fingerprint());
            QCOMPARE(written.galleryId, parts.workbench.gallery()->id);
            QCOMPARE(written.rerank, std::int64_t{4});
            QCOMPARE(written.numSearched, std::int64_t{kNumItems});
            QCOMPARE(written.candidates.size(), std::size_t{kNumItems});
            for (std::size_t i = 0; i < written.candidates.size(); ++i) {
                const ResultRow& row = parts.results().ranked()[i];
                QVERIFY(written.candidates[i].item == row.candidate.item);
                QVERIFY(written.candidates[i].matchLogit == row.candidate.matchLogit);
                QVERIFY(written.candidates[i].similarityRank == row.similarityRank);
            }
        }
    }

    void anExportThatCannotBeWrittenIsSaid() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.prompts.path = parts.folder / "no such folder" / "list.csv";
        parts.find<QToolButton>("export")->menu()->actions().at(0)->trigger();
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].severity == Message::Severity::Problem);
        QVERIFY(parts.raised[0].details.contains("no such folder"));
    }

    void aFolderThatNothingOpensIsSaid() {
        SearchParts parts;
        parts.openIndexed();
        parts.view().setCurrentIndex(parts.results().index(0));
        QTRY_VERIFY(parts.find<QPushButton>("reveal")->isVisible());
        // No desktop is there to open it.
        parts.find<QPushButton>("reveal")->click();
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].details.contains("hall"));
    }

    void sizesFollowKeysAndAreRemembered() {
        SearchParts parts;
        parts.openIndexed();
        const int before = parts.view().pictureSize();
        parts.view().setFocus();
        QTest::keyClick(&parts.view(), Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(parts.view().pictureSize() > before);
        const QVariantMap state = parts.workspace.saveState();
        QTest::keyClick(&parts.view(), Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(parts.view().pictureSize(), before);
        parts.workspace.restoreState(state);
        QVERIFY(parts.view().pictureSize() > before);
    }

    void everyControlHasAName() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        QCOMPARE(namelessControls(parts.window), QStringList());
    }
};

DESCRY_UI_TEST_MAIN(TestSearchWorkspace)
#include "tst_search_workspace.moc"
