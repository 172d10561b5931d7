#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/search/search_fixture.h"
#include "ui/search/search_controller.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

class tst_SearchGallery : public QObject {
    Q_OBJECT

  private slots:
    void offersToAddThePicturesOfAFolderThatWasOpenedWithoutAModel() {
        SearchParts parts;
        parts.workbench.openFolder(parts.makePictures("yard", 2));
        QTRY_VERIFY(parts.workbench.gallery());
        const fs::path file = parts.workbench.gallery()->file;
        parts.workbench.closeGallery();
        parts.openBundle();
        parts.workbench.openGallery(file);
        auto* index = parts.find<QPushButton>("searchNoticeAction");
        QTRY_VERIFY(index->isVisible());
        index->click();
        QTRY_COMPARE(parts.results().rowCount(), 2);
        QTRY_VERIFY(parts.jobs.isIdle() && !index->isVisible());
    }

    void saysThatTheDemosModelIsNoneForOtherPictures() {
        SearchParts parts;
        const fs::path demo = parts.folder / "demo";
        parts.workbench.setDemo(demo);
        parts.workbench.openBundle(makeBundle(demo, "bundle"));
        parts.workbench.openFolder(parts.makePictures("demo/gallery/imgs", 2));
        QTRY_COMPARE(parts.results().rowCount(), 2);
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 2);
        const auto* notice = parts.find<QFrame>("searchNotice");
        QVERIFY(!notice->isVisible());

        parts.workbench.openFolder(parts.makePictures("yard", 3));
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 3);
        QVERIFY(notice->isVisible());
        auto* import = parts.find<QPushButton>("searchNoticeAction");
        QCOMPARE(import->text(), QString("Import a model file…"));
        import->click();
        QCOMPARE(parts.prompts.last.title, QString("Import a model file"));

        // In a kiosk nobody could.
        parts.workbench.offerReadOnly();
        parts.workbench.refreshGallery();
        QTRY_VERIFY(parts.jobs.isIdle() && !notice->isVisible());
    }

    void aGalleryFoundDamagedIsOnlyRead() {
        UiParts parts;
        const SearchController controller(parts.context);
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(controller.source() != nullptr);
        QVERIFY(controller.source()->canWrite());
        parts.workbench.keepFromWriting();
        QVERIFY(!controller.source()->canWrite());
    }
};

DESCRY_UI_TEST_MAIN(tst_SearchGallery)
#include "tst_search_gallery.moc"
