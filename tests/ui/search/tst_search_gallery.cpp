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
