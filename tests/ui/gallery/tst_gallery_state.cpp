#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QListWidget>
#include <QToolButton>
#include <QtTest>

#include "core/gallery/backup.h"
#include "tests/support/unprivileged.h"
#include "tests/ui/gallery/gallery_parts.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/standing_job.h"
#include "ui/gallery/relocate_dialog.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

void overwriteMiddle(const fs::path& file) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(100);
    stream << std::string(8000, '\x7f');
}

StateActions noActions() {
    return {[] {}, [](const fs::path&, const GalleryBackup&) {}, [](const ShownRoot&) {}, [] {}};
}

/// What the check view says of a check that has not ended.
QString checkLine(const GalleryParts& parts) {
    return parts.centre->findChild<AuditView*>()->findChild<QLabel*>("jobProgress")->text();
}

}  // namespace

class tst_GalleryState : public QObject {
    Q_OBJECT

  private slots:
    void findsAPlantedFaultOfTheIndexAndMendsIt() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 3), 3);
        parts.tamper("UPDATE embeddings SET vector = zeroblob(length(vector)) WHERE item_id = 2");
        parts.showView("viewCheck");
        parts.button("checkNow")->click();
        QVERIFY(!parts.button("checkNow")->isEnabled());
        QTRY_COMPARE(parts.table("auditFindings")->rowCount(), 1);
        QVERIFY(parts.textOf("auditSummary").contains("Embeddings damaged: 1"));
        QCOMPARE(parts.table("auditFindings")->index(0, AuditModel::Place).data().toString(),
                 QString("picture1.bmp"));
        QSignalSpy ended(&parts.jobs, &JobSignals::ended);
        parts.button("updateAfterAudit")->click();
        QTRY_COMPARE(ended.size(), 1);
        parts.button("checkNow")->click();
        QTRY_VERIFY(parts.textOf("auditSummary").startsWith("The gallery is sound"));
        QCOMPARE(parts.table("auditFindings")->rowCount(), 0);
    }

    void findsAMissingFile() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 3);
        parts.openIndexed(hall, 3);
        fs::remove(hall / "picture1.bmp");
        parts.showView("viewCheck");
        parts.button("checkNow")->click();
        QTRY_COMPARE(parts.table("auditFindings")->rowCount(), 1);
        QCOMPARE(parts.table("auditFindings")->index(0, AuditModel::Kind).data().toString(),
                 AuditModel::kindName(AuditKind::FileMissing));
        parts.button("copyAudit")->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains("picture1.bmp"));
        parts.button("updateAfterAudit")->click();
        QTRY_COMPARE(parts.textOf("numMissing"), QString("1"));
    }

    void aCheckThatTheEndOfTheProgramInterruptsShowsItsFindingsAtTheNextStart() {
        const QTemporaryDir home;
        const fs::path folder = toPath(home.path());
        {
            GalleryParts last;
            last.folder = folder;
            const fs::path hall = last.makePictures("hall", 3);
            last.openIndexed(hall, 3);
            fs::remove(hall / "picture1.bmp");
            last.jobs.keepJournal(folder / "jobs.json");
            last.jobs.submit(std::make_unique<StandingJob>());
            last.showView("viewCheck");
            last.button("checkNow")->click();
        }
        GalleryParts parts;
        parts.jobs.keepJournal(folder / "jobs.json");
        parts.workbench.openGallery(folder / "street.descry");
        QTRY_VERIFY(parts.workbench.gallery() && !parts.jobs.open().empty());
        QCOMPARE(checkLine(parts), QString("The check is paused"));
        QVERIFY(!parts.button("checkNow")->isEnabled());
        parts.jobs.resume(parts.jobs.open().front().id);
        QTRY_COMPARE(parts.table("auditFindings")->rowCount(), 1);
        QVERIFY(parts.textOf("auditSummary").contains("Pictures not there: 1"));
        QVERIFY(parts.button("checkNow")->isEnabled());
        QVERIFY(parts.jobs.open().empty());
    }

    void aPausedCheckGoesOnWhenTheGalleryIsToBeChecked() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 2), 2);
        const JobId standing = parts.jobs.submit(std::make_unique<StandingJob>());
        parts.button("checkNow")->click();
        QCOMPARE(checkLine(parts), QString("Waiting"));
        parts.jobs.pause(parts.jobs.open().back().id);
        QTRY_COMPARE(checkLine(parts), QString("The check is paused"));
        QAction* const check = parts.workspace.actions().at(2);
        QCOMPARE(check->text(), QString("Check the gallery"));
        check->trigger();
        QTRY_COMPARE(checkLine(parts), QString("Waiting"));
        // Not a second one.
        check->trigger();
        QCOMPARE(parts.jobs.open().size(), std::size_t{2});
        parts.jobs.cancel(standing);
        QTRY_VERIFY(parts.textOf("auditSummary").startsWith("The gallery is sound"));
    }

    void theCheckOfAGalleryThatIsLeftIsCancelledUnlessItIsPaused() {
        GalleryParts parts;
        parts.openGallery();
        const fs::path street = parts.gallery().file;
        parts.jobs.submit(std::make_unique<StandingJob>());
        parts.button("checkNow")->click();
        const JobId paused = parts.jobs.open().back().id;
        parts.jobs.pause(paused);
        QTRY_COMPARE(checkLine(parts), QString("The check is paused"));
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_VERIFY(parts.gallery().file.stem() == "other");
        parts.button("checkNow")->click();
        QCOMPARE(checkLine(parts), QString("Waiting"));
        QCOMPARE(parts.jobs.open().size(), std::size_t{3});
        parts.workbench.openGallery(street);
        QTRY_COMPARE(parts.jobs.open().size(), std::size_t{2});
        QVERIFY(parts.jobs.open().back().id == paused);
        QCOMPARE(checkLine(parts), QString("The check is paused"));
        parts.centre->findChild<AuditView*>()->findChild<QPushButton*>("stopJob")->click();
        QTRY_VERIFY(parts.textOf("auditSummary").startsWith("The check was not finished"));
        QVERIFY(parts.button("checkNow")->isEnabled());
    }

    void keepsADamagedGalleryFromWritingAndRestoresACopy() {
        GalleryParts parts;
        parts.openIndexed(parts.makePictures("hall", 3), 3);
        parts.button("backUp")->click();
        QTRY_VERIFY(parts.textOf("copies").startsWith("1"));
        parts.tamper("UPDATE bundles SET num_embeddings = 2");
        parts.showView("viewCheck");
        parts.button("checkNow")->click();
        NoticeBar* state = parts.notice("galleryState");
        QTRY_VERIFY(state->title().contains("damaged"));
        QVERIFY(!parts.button("addPictures")->isEnabled());
        QVERIFY(parts.gallery().access == Gallery::Access::ReadOnly);
        // Counting again does not forget it.
        parts.workbench.refreshGallery();
        QSignalSpy counted(&parts.workbench, &Workbench::countsChanged);
        QTRY_VERIFY(counted.size() > 0);
        QVERIFY(parts.gallery().access == Gallery::Access::ReadOnly);
        QTRY_VERIFY(GalleryParts::actionOf(state, "Restore the copy") != nullptr);
        GalleryParts::actionOf(state, "Restore the copy")->click();
        GalleryParts::actionOf(parts.notice("galleryQuestion"), "Restore the copy")->click();
        QTRY_VERIFY(parts.workbench.gallery() && parts.button("addPictures")->isEnabled());
        QCOMPARE(parts.numIndexed(), 3);
        QVERIFY(fs::exists(parts.folder / "street.descry.damaged"));
        QVERIFY(state->title().isEmpty());
    }

    void offersACopyWhereAGalleryCannotBeOpened() {
        GalleryParts parts;
        const fs::path file = parts.makeGallery("street");
        Gallery::open(file)->items().addRoot("/pictures");
        Gallery::open(file)->backUp(newBackupName(file));
        overwriteMiddle(file);
        parts.workbench.openGallery(file);
        NoticeBar* failure = parts.notice("failureState");
        QTRY_VERIFY(failure->title().contains("damaged"));
        QTRY_VERIFY(GalleryParts::actionOf(failure, "Restore the copy") != nullptr);
        GalleryParts::actionOf(failure, "Restore the copy")->click();
        QTRY_VERIFY(parts.workbench.gallery());
        QCOMPARE(parts.gallery().roots.size(), std::size_t{1});
    }

    void saysThatAGalleryIsOfANewerProgram() {
        GalleryParts parts;
        const fs::path file = parts.makeGallery("street");
        const auto setVersion = [&](int version) {
            SQLite::Database database(file.native(), SQLite::OPEN_READWRITE);
            const int before = database.execAndGet("PRAGMA user_version").getInt();
            database.exec("PRAGMA user_version = " + std::to_string(version));
            return before;
        };
        const int ownVersion = setVersion(99);
        parts.workbench.openGallery(file);
        NoticeBar* failure = parts.notice("failureState");
        QTRY_VERIFY(failure->title().contains("version"));
        QVERIFY(GalleryParts::actionOf(failure, "Restore the copy") == nullptr);
        setVersion(ownVersion);
        GalleryParts::actionOf(failure, "Try again")->click();
        QTRY_VERIFY(parts.workbench.gallery());
    }

    void saysThatAGallerysContentsCannotBeRead() {
        GalleryParts parts;
        const fs::path file = parts.makeGallery("street");
        // An item outside its folder: it is counted, but not read.
        SQLite::Database database(file.native(), SQLite::OPEN_READWRITE);
        database.exec("INSERT INTO roots(id, folder) VALUES(1, CAST('/' AS BLOB))");
        database.exec(
            "INSERT INTO items(root_id, path, content_hash, size_bytes, modified_ns, width, "
            "height, state) VALUES(1, CAST('/x.jpg' AS BLOB), zeroblob(32), 1, 1, 1, 1, 0)");
        parts.workbench.openGallery(file);
        NoticeBar* state = parts.notice("galleryState");
        QTRY_VERIFY(state->title().contains("damaged"));
        QCOMPARE(parts.textOf("numPictures"), QString("1"));
        database.exec("UPDATE items SET path = CAST('x.jpg' AS BLOB)");
        GalleryParts::actionOf(state, "Try again")->click();
        QTRY_COMPARE(parts.textOf("numCameras"), QString("0"));
        QVERIFY(state->title().isEmpty());
    }

    void keepsWhatIsOpenWhenAnotherCannotBeOpened() {
        GalleryParts parts;
        parts.openGallery();
        parts.workbench.openGallery(parts.makeBroken("other.descry"));
        NoticeBar* state = parts.notice("galleryState");
        QTRY_VERIFY(state->title().contains("other"));
        QCOMPARE(parts.textOf("galleryName"), QString("street"));
        GalleryParts::actionOf(state, "Dismiss")->click();
        QVERIFY(state->title().isEmpty());
    }

    void saysThatAnotherProgramWrites() {
        const GalleryFailure failure{
            "/x/street.descry", Error(ErrorCode::Database, "wait until it has finished"), {}};
        const Notice notice = noticeOf(failure, noActions());
        QVERIFY(notice.title.contains("Another program"));
        QCOMPARE(notice.actions.size(), 2);
    }

    void onlyReadsAGalleryThatCannotBeWritten() {
        GalleryParts parts;
        const fs::path shelf = parts.folder / "shelf";
        fs::create_directory(shelf);
        fs::rename(parts.makeGallery("street"), shelf / "street.descry");
        const Unprivileged plain(parts.folder);
        if (!plain.isPlain()) QSKIP("root cannot become another user here");
        using fs::perms;
        const Closed file(shelf / "street.descry", perms::owner_read);
        const Closed folder(shelf, perms::owner_read | perms::owner_exec);
        parts.workbench.openGallery(shelf / "street.descry");
        QTRY_VERIFY(parts.workbench.gallery());
        QVERIFY(parts.notice("galleryState")->title().contains("only be read"));
        QVERIFY(!parts.button("addPictures")->isEnabled());
    }

    void findsAMovedFolderAgain() {
        GalleryParts parts;
        const fs::path hall = parts.makePictures("hall", 4);
        parts.openIndexed(hall, 4);
        fs::rename(hall, parts.folder / "moved");
        parts.makePictures("other", 4);
        for (int i = 0; i < 4; ++i) {
            writePicture(parts.folder / "other" / ("picture" + std::to_string(i) + ".bmp"),
                         static_cast<std::uint64_t>(50 + i));
        }
        parts.workbench.refreshGallery();
        NoticeBar* state = parts.notice("galleryState");
        QTRY_VERIFY(state->title().contains("not there"));
        GalleryParts::actionOf(state, "Find it again…")->click();
        auto* dialog = parts.centre->findChild<RelocateDialog*>();
        auto* use = dialog->findChild<QPushButton*>("useFolder");
        auto* verdict = dialog->findChild<QLabel*>("relocateVerdict");
        QVERIFY(!use->isEnabled());
        parts.prompts.path = parts.folder / "other";
        dialog->findChild<QPushButton*>("chooseFolder")->click();
        QTRY_VERIFY(verdict->text().contains("other files"));
        QVERIFY(!use->isEnabled());
        parts.prompts.path = parts.folder / "moved";
        dialog->findChild<QPushButton*>("chooseFolder")->click();
        QTRY_VERIFY(use->isEnabled());
        QVERIFY(dialog->findChild<QLabel*>("relocateNumbers")->text().contains("4 of 4"));
        use->click();
        QTRY_COMPARE(parts.gallery().roots.front().folder, parts.folder / "moved");
        QTRY_VERIFY(state->title().isEmpty());
    }

    void closesWhatAsksAboutAGalleryThatIsLeft() {
        GalleryParts parts;
        const fs::path file = parts.makeGallery("street");
        Gallery::open(file)->items().addRoot(parts.folder);
        parts.workbench.openGallery(file);
        auto* folders = parts.left->findChild<QListWidget*>("folders");
        QTRY_COMPARE(folders->count(), 1);
        folders->setCurrentRow(0);
        parts.button("relocateFolder")->click();
        parts.button("addPictures")->click();
        const auto numDialogs = [&] { return parts.centre->findChildren<QDialog*>().size(); };
        // Counting the same one again leaves them.
        QSignalSpy counted(&parts.workbench, &Workbench::countsChanged);
        parts.workbench.refreshGallery();
        QTRY_COMPARE(counted.size(), 1);
        QCOMPARE(numDialogs(), 2);
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_COMPARE(numDialogs(), 0);
    }
};

DESCRY_UI_TEST_MAIN(tst_GalleryState)
#include "tst_gallery_state.moc"
