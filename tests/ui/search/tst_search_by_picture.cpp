#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QtTest>
#include <fstream>

#include "core/base/hash.h"
#include "core/search/search_export.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/search/search_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

/// A picture outside the gallery, which has the same one as its fifth.
struct PictureParts : SearchParts {
    fs::path dropped = folder / "dropped.bmp";

    PictureParts() { writePicture(dropped, 4); }

    /// Indexed by the program, so that a picture is most like itself.
    void openIndexedByTheProgram() {
        openBundle();
        makeIndexed({});
        openGallery();
        find<QPushButton>("searchNoticeAction")->click();
        QTRY_VERIFY(!find<QFrame>("searchNotice")->isVisible());
        QTRY_VERIFY(jobs.isIdle());
    }
    /// Waits for the result.
    void searchBy(const fs::path& picture) {
        QSignalSpy finished(&workspace.controller(), &SearchController::finished);
        QVERIFY(workspace.takePicture(picture));
        QTRY_COMPARE(finished.count(), 1);
    }
    QToolButton* chip() const { return find<QWidget>("filterChips")->findChild<QToolButton*>(); }
    std::string pathOf(int row) {
        const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
        return gallery->items().find(results().row(row).candidate.item)->path;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&window, key, modifiers);
    }

    /// A bitmap of which only the header is there.
    fs::path makeClaiming(const std::string& name, std::uint32_t side) const {
        std::string bytes;
        {
            std::ifstream in(dropped, std::ios::binary);
            bytes.assign(std::istreambuf_iterator<char>(in), {});
        }
        for (const std::size_t place : {18U, 22U}) {
            for (std::size_t i = 0; i < 4; ++i) {
                bytes[place + i] = static_cast<char>(side >> 8 * i & 255U);
            }
        }
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return folder / name;
    }
};

}  // namespace

class TestSearchByPicture : public QObject {
    Q_OBJECT

  private slots:
    void findsWhatIsLikeItAndEscGoesBackToTheDescription() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchFor(kQuery);
        parts.searchBy(parts.dropped);
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QCOMPARE(parts.pathOf(0), std::string("picture4.bmp"));
        QVERIFY(std::abs(*parts.results().row(0).candidate.similarity - 1.0F) < 2e-3F);
        for (int row = 0; row < parts.results().rowCount(); ++row) {
            QVERIFY(!parts.results().row(row).candidate.matchLogit);
        }
        QCOMPARE(parts.chip()->text(), QString("like “dropped.bmp”"));
        QVERIFY(parts.query().text().isEmpty());
        QVERIFY(parts.status().contains("by similarity"));
        QVERIFY(parts.window.focusWidget() == &parts.view());

        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.press(Qt::Key_Escape);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.query().text(), kQuery);
        QCOMPARE(parts.workspace.controller().query().text, kQuery);
        QVERIFY(!parts.find<QWidget>("filterChips")->isVisible());
        // Words only are history.
        QTRY_COMPARE(parts.find<QListWidget>("history")->count(), 1);
        QVERIFY(parts.raised.empty());
    }

    void oneAfterTheOtherGoesBackToWhatWasBeforeThem() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchFor(kQuery);
        parts.searchBy(parts.dropped);
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.press(Qt::Key_F);
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(parts.workspace.controller().query().likeItem);
        QVERIFY(!parts.workspace.controller().query().likeImage);
        parts.press(Qt::Key_Escape);
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(parts.query().text(), kQuery);
    }

    void aFilterKeepsThePictureAndItsChipRemovesIt() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchBy(parts.dropped);
        const int numEncoded = parts.fake().numEncodedImages;
        parts.find<QCheckBox>("bookmarkedOnly")->click();
        QTRY_VERIFY(parts.emptyTexts().contains("No appearance candidates"));
        QVERIFY(parts.workspace.controller().query().likeImage == parts.dropped);
        QCOMPARE(parts.fake().numEncodedImages.load(), numEncoded);
        parts.find<QCheckBox>("bookmarkedOnly")->click();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(parts.results().isRanked());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.chip()->click();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(parts.workspace.controller().query().isBrowsing());
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(!parts.results().isRanked());
    }

    void whatIsNoPictureIsSaidInThePlaceOfTheResults_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"missing.jpg", "broken.jpg", "huge.bmp", "cut.bmp"}) {
            QTest::newRow(name) << QString(name);
        }
    }

    void whatIsNoPictureIsSaidInThePlaceOfTheResults() {
        QFETCH(QString, name);
        PictureParts parts;
        parts.makeBroken("broken.jpg");
        parts.makeClaiming("huge.bmp", 60'000);
        parts.makeClaiming("cut.bmp", 900);
        parts.openIndexedByTheProgram();
        parts.searchFor(kQuery);
        QSignalSpy failed(&parts.workspace.controller(), &SearchController::failed);
        QVERIFY(parts.workspace.takePicture(parts.folder / name.toStdString()));
        QTRY_COMPARE(failed.count(), 1);
        const QStringList texts = parts.emptyTexts();
        QVERIFY(texts.contains("Nothing was searched"));
        QVERIFY2(texts.join(' ').contains(name), qPrintable(texts.join(' ')));
        QVERIFY(parts.raised.empty());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.press(Qt::Key_Escape);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QCOMPARE(parts.query().text(), kQuery);
    }

    void withoutAGalleryThereIsNoUseForAPicture() {
        PictureParts parts;
        QVERIFY(!parts.workspace.takePicture(parts.dropped));
    }

    void withoutAModelItSaysWhatIsMissing() {
        PictureParts parts;
        parts.makeIndexed({});
        parts.openGallery();
        QVERIFY(parts.workspace.takePicture(parts.dropped));
        QTRY_VERIFY(parts.emptyTexts().contains("No model is open"));
        QVERIFY(parts.emptyTexts().join(' ').contains("Searching by a picture"));
        // The picture waits for it.
        parts.openBundle();
        QTRY_VERIFY(parts.emptyTexts().contains("Not indexed yet"));
        QVERIFY(parts.workspace.controller().query().likeImage == parts.dropped);
    }

    void theListIsExportedWithThePicture() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchBy(parts.dropped);
        parts.prompts.path = parts.folder / "list.json";
        parts.find<QToolButton>("export")->menu()->actions().at(1)->trigger();
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY2(parts.raised[0].severity == Message::Severity::Note,
                 qPrintable(parts.raised[0].details));
        const SearchExport written = readSearchExport(parts.prompts.path);
        QCOMPARE(written.likeImage->file, parts.dropped.native());
        QCOMPARE(written.likeImage->contentHash, sha256File(parts.dropped));
        QCOMPARE(written.rerank, std::int64_t{0});
        QCOMPARE(written.candidates.size(), std::size_t{kNumItems});
    }

    void itIsNotSavedAsIfItHadWords() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchBy(parts.dropped);
        parts.press(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].cause.contains("cannot be saved"));
        QVERIFY(!parts.find<QLineEdit>("savedName")->isVisible());
    }

    void everyControlHasAName() {
        PictureParts parts;
        parts.openIndexedByTheProgram();
        parts.searchBy(parts.dropped);
        QCOMPARE(namelessControls(parts.window), QStringList());
    }
};

DESCRY_UI_TEST_MAIN(TestSearchByPicture)
#include "tst_search_by_picture.moc"
