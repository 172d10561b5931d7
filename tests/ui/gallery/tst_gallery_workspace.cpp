#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QToolButton>
#include <QUrl>
#include <QtTest>
#include <future>

#include "tests/support/full_disk.h"
#include "tests/support/unprivileged.h"
#include "tests/ui/gallery/gallery_parts.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/standing_job.h"
#include "ui/common/model_imports.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

/// Takes what would be opened by another program.
class UrlTaker : public QObject {
    Q_OBJECT

  public:
    QUrl taken;

  public slots:
    void take(const QUrl& url) { taken = url; }
};

/// Of the open gallery's only folder.
RemovalWork removalOfFolder(const GalleryParts& parts) {
    Removal removal;
    removal.root = parts.gallery().roots.front().id;
    return {parts.gallery().file, parts.gallery().id, removal, QStringLiteral("“hall”")};
}

}  // namespace

class tst_GalleryWorkspace : public QObject {
    Q_OBJECT

  private slots:
    void offersToOpenAFolderWhileThereIsNoGallery() {
        GalleryParts parts;
        auto* empty = parts.centre->findChild<EmptyState*>();
        QVERIFY(empty->isVisible());
        parts.prompts.path = parts.makePictures("hall", 2);
        empty->button()->click();
        QTRY_VERIFY(parts.workbench.gallery());
        QVERIFY(!empty->isVisible());
        QCOMPARE(parts.textOf("galleryName"), QString("hall"));
        QCOMPARE(parts.left->findChild<QListWidget*>("folders")->count(), 1);
        QVERIFY(!parts.button("indexNow")->isVisible());
        QVERIFY(parts.button("importModel")->isVisible());
    }

    void addsAFolderAndShowsWhatCameOfIt() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        QCOMPARE(parts.textOf("numPictures"), QString("0"));
        const fs::path hall = parts.makePictures("hall", 4);
        std::ofstream(hall / "broken.jpg") << "no picture";
        parts.button("addPictures")->click();
        auto* dialog = parts.centre->findChild<SourcesDialog*>();
        QVERIFY(dialog->isVisible());
        parts.prompts.path = hall;
        dialog->findChild<QPushButton*>("addSourceFolder")->click();
        dialog->findChild<QPushButton*>("acceptSources")->click();
        QVERIFY(!parts.jobs.isIdle());
        QTRY_COMPARE(parts.textOf("numPictures"), QString("4"));
        QTRY_COMPARE(parts.textOf("numFailures"), QString("1"));
        QTRY_COMPARE(parts.table("failures")->rowCount(), 1);
        QCOMPARE(parts.table("failures")->index(0, FailuresModel::Name).data().toString(),
                 QString("broken.jpg"));
        QCOMPARE(parts.table("failures")->index(0, FailuresModel::Reason).data().toString(),
                 QString("not a JPEG, PNG, WebP or BMP picture"));
        QCOMPARE(parts.left->findChild<QListWidget*>("folders")->count(), 1);
        QTRY_VERIFY(!parts.button("indexNow")->isVisible());
        QTRY_VERIFY(!parts.centre->findChild<JobLine*>("indexingLine")->isVisible());
    }

    void triesFailuresAgain() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 1);
        std::ofstream(hall / "broken.bmp") << "no picture";
        parts.openIndexed(hall, 1);
        parts.showView("viewFailures");
        QTRY_VERIFY(parts.button("retryFailures")->isVisible());
        writePicture(hall / "broken.bmp", 99);
        parts.button("retryFailures")->click();
        QTRY_COMPARE(parts.textOf("numPictures"), QString("2"));
        QTRY_COMPARE(parts.table("failures")->rowCount(), 0);
        QVERIFY(!parts.button("retryFailures")->isVisible());
    }

    void triesChosenFailuresAgain() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 1);
        for (const char* folder : {"one", "two"}) {
            fs::create_directory(hall / folder);
            std::ofstream(hall / folder / "broken.bmp") << "no picture";
        }
        parts.openIndexed(hall, 1);
        parts.showView("viewFailures");
        QTRY_COMPARE(parts.table("failures")->rowCount(), 2);
        QVERIFY(!parts.button("retryChosen")->isEnabled());
        writePicture(hall / "one" / "broken.bmp", 98);
        writePicture(hall / "two" / "broken.bmp", 99);
        parts.centre->findChild<QTableView*>("failures")->selectRow(1);
        parts.button("retryChosen")->click();
        QTRY_COMPARE(parts.textOf("numPictures"), QString("2"));
        QTRY_COMPARE(parts.table("failures")->rowCount(), 1);
        QVERIFY(parts.table("failures")
                    ->index(0, FailuresModel::Folder)
                    .data()
                    .toString()
                    .endsWith("/one"));
    }

    void saysThatAllCouldBeReadOnlyIfNoFailureWasCounted() {
        GalleryParts parts;
        const fs::path file = parts.makeGallery("street");
        {
            const auto gallery = Gallery::open(file);
            gallery->failures().record({.root = gallery->items().addRoot(parts.folder),
                                        .path = "broken.jpg",
                                        .reason = Error(ErrorCode::InvalidInput, "no picture")});
        }
        // Behind another workspace it is counted alone.
        parts.centre->hide();
        parts.workbench.openGallery(file);
        QTRY_VERIFY(parts.workbench.gallery());
        QCOMPARE(parts.textOf("failuresSummary"), QString::fromUtf8("…"));
        parts.centre->show();
        parts.workspace.activated();
        QTRY_VERIFY(parts.textOf("failuresSummary").startsWith("Files that are no pictures"));
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_COMPARE(parts.textOf("failuresSummary"), QString("Every picture could be read."));
    }

    void indexesWhatANewModelLacks() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 3);
        parts.openIndexed(hall, 3);
        writePicture(hall / "later.bmp", 77);
        // As if another model had been opened: the embeddings are gone.
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        Gallery::open(parts.gallery().file)->embeddings().removeAll(fingerprint);
        parts.workbench.refreshGallery();
        QTRY_VERIFY(parts.button("indexNow")->isVisible());
        parts.button("indexNow")->click();
        QTRY_COMPARE(parts.numIndexed(), 3);
        QTRY_VERIFY(parts.isQuiet());
        QCOMPARE(parts.gallery().counts.numPresent, 3);
    }

    void bringsADataSetUpToDateWithoutTheRestOfItsFolder() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        IndexOptions options;
        options.datasets = {
            {parts.folder / "set.json", parts.makePictures("hall", 4), std::nullopt}};
        const auto name = [&](const std::string& images) {
            std::ofstream(options.datasets.front().file) << "[" << images << "]";
        };
        const std::string first =
            R"({"id": 1, "img_path": "picture0.bmp", "captions": ["A man."], "split": "train"})";
        const std::string second =
            R"({"id": 2, "img_path": "picture1.bmp", "captions": ["A woman."], "split": "train"})";
        name(first);
        parts.workbench.startIndexing(options);
        QTRY_COMPARE(parts.numIndexed(), 1);
        QTRY_VERIFY(parts.isQuiet());
        name(first + "," + second);
        parts.workbench.updateIndex();
        QTRY_COMPARE(parts.numIndexed(), 2);
        QTRY_VERIFY(parts.isQuiet());
        QCOMPARE(parts.gallery().counts.numPresent, 2);
    }

    void triesAFileAgainAsItsFolderWasReadBefore() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        IndexOptions options;
        options.folders = {parts.makePictures("hall", 1)};
        options.pattern = "(?P<camera>c\\d)";
        std::ofstream(options.folders.front() / "c1.bmp") << "no picture";
        parts.workbench.startIndexing(options);
        parts.showView("viewFailures");
        QTRY_COMPARE(parts.table("failures")->rowCount(), 1);
        QTRY_VERIFY(parts.isQuiet());
        writePicture(options.folders.front() / "c1.bmp", 99);
        parts.centre->findChild<QTableView*>("failures")->selectRow(0);
        parts.button("retryChosen")->click();
        QTRY_COMPARE(parts.textOf("numCameras"), QString("1"));
        QTRY_VERIFY(parts.isQuiet());
    }

    void readsTheGalleryAgainOnlyInFront() {
        GalleryParts parts;
        parts.openGallery();
        QTRY_COMPARE(parts.textOf("copies"), QString("none"));
        parts.centre->hide();
        const fs::path file = parts.gallery().file;
        Gallery::open(file, Gallery::Access::ReadOnly)->backUp(newBackupName(file));
        for (int i = 0; i < 3; ++i) {
            QSignalSpy counted(&parts.workbench, &Workbench::countsChanged);
            parts.workbench.refreshGallery();
            QTRY_COMPARE(counted.size(), 1);
        }
        QCOMPARE(parts.textOf("copies"), QString("none"));
        parts.centre->show();
        parts.workspace.activated();
        QTRY_VERIFY(parts.textOf("copies") != QString("none"));
    }

    void loadsAnImportedModelOnce() {
        GalleryParts parts;
        new ModelImports(parts.context, *parts.left);  // As the window does.
        parts.openGallery();
        QSignalSpy loading(&parts.workbench, &Workbench::loadingChanged);
        parts.prompts.path = fs::path(DESCRY_TEST_DATA) / "conformance/tiny/checkpoint.pth";
        parts.button("importModel")->click();
        QTRY_VERIFY(parts.workbench.bundle());
        QCOMPARE(loading.size(), 2);  // Begun and done.
    }

    void saysThatIndexingNeedsAModel() {
        GalleryParts parts;
        parts.openGallery();
        parts.button("addPictures")->click();
        auto* dialog = parts.centre->findChild<SourcesDialog*>();
        dialog->addFolder(parts.makePictures("hall", 1));
        auto* accept = dialog->findChild<QPushButton*>("acceptSources");
        QVERIFY(!accept->isEnabled());
        QVERIFY(dialog->findChild<QLabel*>("hindrance")->text().contains("model"));
        parts.openBundle();
        QTRY_VERIFY(accept->isEnabled());
    }

    void showsIndexingGoOnAndStopsIt() {
        std::promise<void> release;
        std::shared_future<void> released = release.get_future().share();
        GalleryParts parts([released](const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
            auto model = std::make_shared<FakeRasaModel>();
            model->beforeEncode = [released] { released.wait(); };
            return std::static_pointer_cast<RasaModel>(model);
        });
        parts.openBundle();
        parts.openGallery();
        IndexOptions options;
        options.folders = {parts.makePictures("hall", 3)};
        parts.workbench.startIndexing(options);
        auto* line = parts.centre->findChild<JobLine*>("indexingLine");
        QTRY_VERIFY(line->isVisible());
        QVERIFY(!line->findChild<QLabel*>("jobProgress")->text().isEmpty());
        line->findChild<QPushButton*>("stopJob")->click();
        release.set_value();
        QTRY_VERIFY(parts.jobs.isIdle());
        QTRY_VERIFY(!line->isVisible());
        QCOMPARE(parts.numIndexed(), 0);
    }

    void showsTheIndexingOfTheOpenGalleryAlone() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        const fs::path street = parts.gallery().file;
        parts.jobs.submit(std::make_unique<StandingJob>());
        IndexOptions options;
        options.folders = {parts.makePictures("hall", 1)};
        parts.workbench.startIndexing(options);
        parts.jobs.pause(parts.jobs.open().back().id);
        auto* line = parts.centre->findChild<JobLine*>("indexingLine");
        auto* said = line->findChild<QLabel*>("jobProgress");
        QTRY_VERIFY(said->text().startsWith("Indexing is paused"));
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_COMPARE(parts.textOf("galleryName"), QString("other"));
        QVERIFY(!line->isVisible());
        said->clear();
        parts.workbench.openGallery(street);
        QTRY_COMPARE(parts.textOf("galleryName"), QString("street"));
        QVERIFY(line->isVisible());
        QVERIFY(said->text().startsWith("Indexing is paused"));
    }

    void showsWhatIsKnownOfThePictures() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        IndexOptions options;
        options.folders = {parts.makePictures("hall", 2)};
        options.cacheTokens = TokenFormat::F16;
        options.metadataFile = parts.folder / "meta.csv";
        std::ofstream(*options.metadataFile) << "path,camera,person,time\n"
                                                "picture0.bmp,c1,7,2024-01-31T12:00:00Z\n"
                                                "picture1.bmp,c2,7,2024-02-01T12:00:00Z\n";
        parts.workbench.startIndexing(options);
        QTRY_COMPARE(parts.textOf("numCameras"), QString("2"));
        QTRY_COMPARE(parts.textOf("numPeople"), QString("1"));
        QVERIFY(parts.textOf("timeSpan").contains("2024-01-31 to 2024-02-01"));
        QTRY_VERIFY(parts.isQuiet() && parts.button("dropTokens")->isVisible());
        parts.button("dropTokens")->click();
        QTRY_VERIFY(!parts.button("dropTokens")->isVisible());
        QVERIFY(parts.textOf("tokenBytes").startsWith("0"));
    }

    void removesAFolderOnceThatIsConfirmed() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 3);
        parts.openIndexed(hall, 3);
        auto* folders = parts.left->findChild<QListWidget*>("folders");
        QTRY_COMPARE(folders->count(), 1);
        folders->setCurrentRow(0);
        NoticeBar* question = parts.notice("galleryQuestion");
        parts.button("removeFolder")->click();
        QVERIFY(question->isVisible() && question->title().contains("hall"));
        GalleryParts::actionOf(question, "Keep")->click();
        QVERIFY(!question->isVisible() && parts.jobs.isIdle());
        parts.button("removeFolder")->click();
        GalleryParts::actionOf(question, "Remove the folder")->click();
        QTRY_COMPARE(parts.textOf("numPictures"), QString("0"));
        QCOMPARE(parts.gallery().roots.size(), std::size_t{0});
        QVERIFY(fs::exists(hall / "picture0.bmp"));
    }

    void aRemovalThatTheEndOfTheProgramInterruptsGoesOnAtTheNextStart() {
        const QTemporaryDir home;
        const fs::path folder = toPath(home.path());
        {
            GalleryParts last;
            last.folder = folder;
            last.openIndexed(last.makePictures("hall", 3), 3);
            last.jobs.keepJournal(folder / "jobs.json");
            last.jobs.submit(std::make_unique<StandingJob>());
            auto* folders = last.left->findChild<QListWidget*>("folders");
            QTRY_COMPARE(folders->count(), 1);
            folders->setCurrentRow(0);
            last.button("removeFolder")->click();
            GalleryParts::actionOf(last.notice("galleryQuestion"), "Remove the folder")->click();
            QCOMPARE(last.jobs.open().size(), std::size_t{2});
        }
        GalleryParts parts;
        parts.jobs.keepJournal(folder / "jobs.json");
        parts.workbench.openGallery(folder / "street.descry");
        QTRY_VERIFY(parts.workbench.gallery() && !parts.jobs.open().empty());
        QCOMPARE(parts.textOf("numPictures"), QString("3"));
        const JobStatus job = parts.jobs.open().front();
        QVERIFY(job.kind == kRemovalKind && job.state == JobState::Paused);
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.jobs.resume(job.id);
        QTRY_COMPARE(parts.textOf("numPictures"), QString("0"));
        QCOMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().cause.contains("“hall” was removed"));
    }

    void aRemovalThatWasDoneBeforeItWasInterruptedHasNothingLeftToDo() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 3), 3);
        const RemovalWork work = removalOfFolder(parts);
        parts.jobs.submit(recipeOf(work));
        parts.jobs.submit(recipeOf(work));
        QTRY_VERIFY(parts.isQuiet());
        for (const JobStatus& status : parts.jobs.all()) {
            QVERIFY(status.state == JobState::Succeeded);
        }
        QTRY_COMPARE(parts.textOf("numPictures"), QString("0"));
    }

    void nothingIsRemovedFromAnotherGalleryInTheSamePlace() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 3), 3);
        RemovalWork work = removalOfFolder(parts);
        work.galleryId = "another";
        parts.jobs.submit(recipeOf(work));
        QTRY_VERIFY(parts.isQuiet());
        const JobStatus job = parts.jobs.all().back();
        QCOMPARE(job.state, JobState::Failed);
        QCOMPARE(job.error->code(), ErrorCode::NotFound);
        QCOMPARE(Gallery::open(work.gallery)->counts().numPresent, 3);
    }

    void noCopyIsRestoredUnderARemovalThatIsNotDone() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 3), 3);
        parts.button("backUp")->click();
        QTRY_VERIFY(parts.textOf("copies").startsWith("1"));
        parts.jobs.submit(std::make_unique<StandingJob>());
        parts.jobs.submit(recipeOf(removalOfFolder(parts)));
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.button("restoreCopy")->click();
        GalleryParts::actionOf(parts.notice("galleryQuestion"), "Restore the copy")->click();
        QCOMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().cause.contains("cannot be restored"));
        QVERIFY(parts.workbench.gallery());
    }

    void takesChosenPicturesOut() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 5), 5);
        parts.showView("viewPictures");
        QTRY_COMPARE(parts.table("pictures")->rowCount(), 5);
        QVERIFY(!parts.button("removeItems")->isEnabled());
        auto* table = parts.centre->findChild<QTableView*>("pictures");
        table->selectRow(1);
        table->selectionModel()->select(table->model()->index(3, 0),
                                        QItemSelectionModel::Select | QItemSelectionModel::Rows);
        parts.button("removeItems")->click();
        GalleryParts::actionOf(parts.notice("galleryQuestion"), "Take out")->click();
        QTRY_COMPARE(parts.table("pictures")->rowCount(), 3);
        QTRY_COMPARE(parts.textOf("numPictures"), QString("3"));
    }

    void removesAnIndex() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 2), 2);
        QTRY_VERIFY(parts.button("removeIndex0") != nullptr);
        parts.button("removeIndex0")->click();
        GalleryParts::actionOf(parts.notice("galleryQuestion"), "Remove the index")->click();
        QTRY_COMPARE(parts.numIndexed(), 0);
        QCOMPARE(parts.gallery().counts.numPresent, 2);
        QTRY_VERIFY(parts.button("indexNow")->isVisible());
    }

    void switchesTheModelWhileTheOldIndexStays() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 3);
        parts.openIndexed(hall, 3);
        writePicture(hall / "later.bmp", 77);
        const std::string first = parts.workbench.bundle()->bundle->fingerprint();
        parts.workbench.adoptBundle(makeOtherBundle(parts.folder));
        QCOMPARE(parts.workbench.bundle()->bundle->fingerprint(), first);
        QTRY_VERIFY(parts.workbench.bundle()->bundle->fingerprint() != first);
        QTRY_COMPARE(parts.numIndexed(), 3);
        QCOMPARE(parts.gallery().numIndexed(first), 3);
        QCOMPARE(parts.gallery().counts.numPresent, 3);
        // The first one is known by its name and can be taken into use again, at once.
        QTRY_VERIFY(parts.button("useIndex1") != nullptr);
        QCOMPARE(parts.button("useIndex1")->accessibleName(), QString("Use tiny"));
        parts.button("useIndex1")->click();
        QTRY_VERIFY(parts.workbench.bundle()->bundle->fingerprint() == first);
        QVERIFY(parts.jobs.isIdle());
    }

    void opensAFoldersPlaceInTheFileManager() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 1);
        parts.openIndexed(hall, 1);
        UrlTaker taker;
        QDesktopServices::setUrlHandler("file", &taker, "take");
        auto* folders = parts.left->findChild<QListWidget*>("folders");
        QTRY_COMPARE(folders->count(), 1);
        folders->setCurrentRow(0);
        parts.button("openFolder")->click();
        QDesktopServices::unsetUrlHandler("file");
        QCOMPARE(taker.taken, QUrl::fromLocalFile(qtPath(hall)));
    }

    void aFolderThatNothingOpensIsSaid() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 1), 1);
        auto* folders = parts.left->findChild<QListWidget*>("folders");
        QTRY_COMPARE(folders->count(), 1);
        folders->setCurrentRow(0);
        // No desktop is there to open it.
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.button("openFolder")->click();
        QCOMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().details.contains("hall"));
    }

    void goesOnAfterTheDiskWasFull() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        std::optional<JobStatus> full;
        connect(&parts.jobs, &JobSignals::changed, &parts.workspace, [&](const JobStatus& status) {
            if (status.error) full = status;
        });
        const fs::path hall = parts.makePictures("hall", 60);
        IndexOptions options;
        options.folders = {hall};
        {
            const FullDisk disk(fs::file_size(parts.gallery().file) + 20'000);
            parts.workbench.startIndexing(options);
            QTRY_VERIFY(full.has_value());
        }
        QVERIFY2(full->error->code() == ErrorCode::DiskFull, full->error->what());
        QVERIFY(full->state == JobState::Paused);
        QVERIFY(full->pauseReason == PauseReason::DiskFull);
        // Paused, not given up: the line stays, and the job goes on once there is room.
        auto* line = parts.centre->findChild<JobLine*>("indexingLine");
        QTRY_VERIFY(line->isVisible());
        parts.jobs.resume(full->id);
        QTRY_VERIFY(parts.numIndexed() == 60);
        QTRY_VERIFY(!line->isVisible());
        QVERIFY(Gallery::open(parts.gallery().file)->verify().empty());
    }

    void remembersTheView() {
        GalleryParts parts;
        parts.showView("viewCheck");
        GalleryParts again;
        again.workspace.restoreState(parts.workspace.saveState());
        QVERIFY(again.centre->findChild<QToolButton*>("viewCheck")->isChecked());
        again.workspace.restoreState({{"view", 77}});
        QVERIFY(again.centre->findChild<QToolButton*>("viewCheck")->isChecked());
    }

    void namesEveryControl() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 2);
        std::ofstream(hall / "broken.bmp") << "no picture";
        parts.openIndexed(hall, 2);
        parts.button("addPictures")->click();
        for (const char* view : {"viewOverview", "viewPictures", "viewFailures", "viewCheck"}) {
            parts.showView(view);
            for (QWidget* root : {parts.left.get(), parts.centre.get()}) {
                for (auto* widget : root->findChildren<QWidget*>()) {
                    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
                    // Parts of a control of Qt's are named by it.
                    const QString own = widget->objectName();
                    if (own.startsWith("qt_") || widget->inherits("QScrollBar")) continue;
                    if (qobject_cast<QLineEdit*>(widget) != nullptr &&
                        qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr) {
                        continue;
                    }
                    const bool hasText = widget->property("text").toString().size() > 0;
                    QVERIFY2(hasText || !widget->accessibleName().isEmpty(),
                             qPrintable(QString("%1 %2 in %3")
                                            .arg(widget->metaObject()->className(), own, view)));
                }
            }
        }
    }
};

DESCRY_UI_TEST_MAIN(tst_GalleryWorkspace)
#include "tst_gallery_workspace.moc"
