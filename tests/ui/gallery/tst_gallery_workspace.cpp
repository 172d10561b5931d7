#include <QAbstractItemModelTester>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

struct GalleryParts : UiParts {
    GalleryWorkspace workspace{context};
    std::unique_ptr<QWidget> left{workspace.left()};
    std::unique_ptr<QWidget> centre{workspace.centre()};

    GalleryParts() {
        left->show();
        centre->show();
    }

    QPushButton* button(const char* name) const { return centre->findChild<QPushButton*>(name); }
    QString textOf(const char* name) const { return centre->findChild<QLabel*>(name)->text(); }
    QAbstractItemModel* failures() const {
        return centre->findChild<QTableView*>("failures")->model();
    }

    void openBundle() {
        workbench.openBundle(makeBundle(folder));
        QTRY_VERIFY(workbench.bundle());
    }
    void openGallery() {
        workbench.openGallery(makeGallery("street"));
        QTRY_VERIFY(workbench.gallery());
    }
};

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
    }

    void addsAFolderAndShowsWhatCameOfIt() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        QCOMPARE(parts.textOf("numPictures"), QString("0"));
        parts.prompts.path = parts.makePictures("hall", 4);
        std::ofstream(parts.prompts.path / "broken.jpg") << "no picture";
        parts.button("addFolder")->click();
        QVERIFY(!parts.jobs.isIdle());
        QTRY_COMPARE(parts.textOf("numPictures"), QString("4"));
        QTRY_COMPARE(parts.textOf("numFailures"), QString("1"));
        QTRY_COMPARE(parts.failures()->rowCount(), 1);
        QCOMPARE(parts.failures()->index(0, FailuresModel::Name).data().toString(),
                 QString("broken.jpg"));
        QCOMPARE(parts.failures()->index(0, FailuresModel::Reason).data().toString(),
                 QString("not a JPEG, PNG, WebP or BMP picture"));
        QCOMPARE(parts.left->findChild<QListWidget*>("folders")->count(), 1);
        QTRY_VERIFY(!parts.button("indexNow")->isVisible());
    }

    void triesFailuresAgain() {
        GalleryParts parts;
        parts.openBundle();
        parts.openGallery();
        parts.prompts.path = parts.makePictures("hall", 1);
        const auto broken = parts.prompts.path / "broken.bmp";
        std::ofstream(broken) << "no picture";
        parts.button("addFolder")->click();
        QTRY_COMPARE(parts.failures()->rowCount(), 1);
        QTRY_VERIFY(parts.jobs.isIdle() && parts.button("retryFailures")->isVisible());
        writePicture(broken, 99);
        parts.button("retryFailures")->click();
        QTRY_COMPARE(parts.textOf("numPictures"), QString("2"));
        QTRY_COMPARE(parts.failures()->rowCount(), 0);
        QVERIFY(!parts.button("retryFailures")->isVisible());
    }

    void indexesWhatANewModelLacks() {
        GalleryParts parts;
        parts.prompts.path = parts.makePictures("hall", 3);
        parts.openGallery();
        parts.workbench.openFolder(parts.prompts.path);
        parts.openBundle();
        QTRY_COMPARE(parts.textOf("numPictures"), QString("3"));
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 3);
        // As if another model had been opened: the embeddings are gone.
        Gallery::open(parts.workbench.gallery()->file)->embeddings().removeAll(fingerprint);
        parts.workbench.refreshGallery();
        QTRY_VERIFY(parts.button("indexNow")->isVisible());
        parts.button("indexNow")->click();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 3);
    }

    void saysThatIndexingNeedsAModel() {
        GalleryParts parts;
        parts.openGallery();
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.prompts.path = parts.makePictures("hall", 1);
        parts.button("addFolder")->click();
        QCOMPARE(raised.size(), 1);
        QVERIFY(parts.jobs.isIdle());
    }

    void keepsTheRulesOfAModel() {
        FailuresModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFailures({{"/hall/a.jpg", "cut", 0}, {"/hall/b.jpg", "no picture", 0}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, FailuresModel::Folder).data().toString(), QString("/hall"));
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("b.jpg: no picture"));
        model.setFailures({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(tst_GalleryWorkspace)
#include "tst_gallery_workspace.moc"
