#include <QComboBox>
#include <QListWidget>
#include <QtTest>

#include "tests/ui/gallery/gallery_parts.h"
#include "tests/ui/gui_thread_guard.h"
#include "ui/common/translations.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

struct DialogParts : GalleryParts {
    SourcesDialog dialog{context};
    QAbstractItemModel* shown = dialog.findChild<QTableView*>("preview")->model();

    DialogParts() {
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
    }
    QString said(const char* label) const { return dialog.findChild<QLabel*>(label)->text(); }
    /// The cell of the file whose path ends so.
    QString cell(const QString& ending, int column) const {
        for (int row = 0; row < shown->rowCount(); ++row) {
            if (shown->index(row, PreviewModel::Path).data().toString().endsWith(ending)) {
                return shown->index(row, column).data().toString();
            }
        }
        return QStringLiteral("no such file");
    }
    QPushButton* accept() const { return dialog.findChild<QPushButton*>("acceptSources"); }
};

}  // namespace

class tst_SourcesDialog : public QObject {
    Q_OBJECT

  private slots:
    void showsWhatAPatternReads() {
        DialogParts parts;
        const fs::path hall = parts.makePictures("hall", 0);
        writePicture(hall / "c3 20240131T120000+0100 träume.bmp", 1);
        writePicture(hall / "c4 \xff\xfe.bmp", 2);
        writePicture(hall / "IMG 1.bmp", 3);
        parts.dialog.addFolder(hall);
        QTRY_COMPARE(parts.shown->rowCount(), 3);
        QCOMPARE(parts.cell("IMG 1.bmp", PreviewModel::Camera), QString());
        parts.dialog.setPattern(R"((?P<camera>c\d) ((?P<time>\d{8}T\d+\+\d+) (?P<word>.*)\.)?)");
        QTRY_COMPARE(parts.cell("me.bmp", PreviewModel::Camera), QString("c3"));
        QCOMPARE(parts.cell("me.bmp", PreviewModel::Time), QString("2024-01-31 12:00:00 +01:00"));
        QVERIFY(parts.cell("me.bmp", PreviewModel::Note).contains(QString::fromUtf8("träume")));
        QCOMPARE(parts.cell("\\xff\\xfe.bmp", PreviewModel::Camera), QString("c4"));
        QVERIFY(parts.cell("\\xff\\xfe.bmp", PreviewModel::Note).contains("UTF-8"));
        QVERIFY(parts.cell("IMG 1.bmp", PreviewModel::Note).contains("does not fit"));
        QVERIFY(parts.said("previewSummary").contains("2 with a note"));
        QVERIFY(parts.said("patternGroups").contains("camera: which camera"));
        QVERIFY(parts.said("patternGroups").contains("word: only shown here"));
        // Qt does not remove what it cannot name.
        fs::remove_all(hall);
    }

    void countsOneFile() {
        installTranslations("en");
        DialogParts parts;
        parts.dialog.addFolder(parts.makePictures("hall", 1));
        QTRY_COMPARE(parts.said("previewSummary").section(',', 0, 0), QString("1 file"));
    }

    void refusesAPatternThatIsNone() {
        DialogParts parts;
        parts.openBundle();
        parts.dialog.addFolder(parts.makePictures("hall", 1));
        QTRY_VERIFY(parts.accept()->isEnabled());
        parts.dialog.setPattern("(?P<camera>");
        QTRY_VERIFY(!parts.accept()->isEnabled());
        QVERIFY(parts.said("patternGroups").contains("not a regular expression"));
        QVERIFY(!parts.said("hindrance").isEmpty());
        parts.dialog.setPattern("");
        QTRY_VERIFY(parts.accept()->isEnabled());
        QVERIFY(!parts.dialog.sources().pattern);
    }

    void knowsThePatternsOfDataSets() {
        DialogParts parts;
        const fs::path hall = parts.makePictures("hall", 0);
        writePicture(hall / "0002_c1s1_000451_03.bmp", 1);
        parts.dialog.addFolder(hall);
        auto* pattern = parts.dialog.findChild<QComboBox*>("pattern");
        pattern->setCurrentIndex(pattern->findData("market"));
        QTRY_COMPARE(parts.cell("03.bmp", PreviewModel::Person), QString("0002"));
        QCOMPARE(parts.dialog.sources().pattern.value(), std::string("market"));
    }

    void readsAMetadataFileAndNamesItsFaults() {
        DialogParts parts;
        parts.dialog.addFolder(parts.makePictures("hall", 1));
        parts.prompts.path = parts.folder / "meta.csv";
        std::ofstream(parts.prompts.path) << "path,camera,time\n"
                                             "picture0.bmp,gate,2024-01-31T12:00:00\n"
                                             "x.bmp,gate,soon\n";
        parts.dialog.findChild<QPushButton*>("chooseMetadata")->click();
        QTRY_COMPARE(parts.cell("picture0.bmp", PreviewModel::Camera), QString("gate"));
        QCOMPARE(parts.cell("picture0.bmp", PreviewModel::Time),
                 QString("2024-01-31 12:00:00 UTC"));
        QVERIFY(parts.said("previewSummary").contains("line 3"));
        QVERIFY(parts.said("previewSummary").contains("without a zone"));
        parts.dialog.findChild<QPushButton*>("clearMetadata")->click();
        QTRY_COMPARE(parts.cell("picture0.bmp", PreviewModel::Camera), QString());
        QVERIFY(!parts.dialog.sources().metadataFile);
    }

    void takesADataSetWithItsPictures() {
        DialogParts parts;
        const fs::path pictures = parts.makePictures("pictures", 1);
        parts.prompts.path = parts.folder / "set.json";
        std::ofstream(parts.prompts.path)
            << R"([{"split": "train", "captions": ["A man."], "file_path": "picture0.bmp",
                    "id": 7}])";
        parts.dialog.findChild<QPushButton*>("addSourceDataset")->click();
        QTRY_VERIFY(parts.cell("picture0.bmp", PreviewModel::Note).contains("no such file"));
        parts.prompts.path = pictures;
        parts.dialog.findChild<QPushButton*>("datasetImages")->click();
        QTRY_COMPARE(parts.cell("picture0.bmp", PreviewModel::Person), QString("7"));
        QCOMPARE(parts.cell("picture0.bmp", PreviewModel::Note), QString());
        QCOMPARE(parts.dialog.sources().datasets.front().images, pictures);
        parts.dialog.findChild<QPushButton*>("removeSource")->click();
        QCOMPARE(parts.dialog.findChild<QListWidget*>("sources")->count(), 0);
        QVERIFY(!parts.accept()->isEnabled());
    }

    void saysWhereNothingIsToBeHad() {
        DialogParts parts;
        parts.dialog.addFolder(parts.makePictures("hall", 0));
        QTRY_VERIFY(parts.said("previewSummary").contains("no JPEG"));
        parts.dialog.addFolder(parts.folder / "nowhere");
        QTRY_VERIFY(parts.said("previewSummary").contains("nowhere"));
    }

    void canBeWalkedWithTheTabKey() {
        DialogParts parts;
        QStringList order;
        QWidget* widget = parts.dialog.findChild<QListWidget*>("sources");
        const QWidget* first = widget;
        do {
            if (widget->focusPolicy() & Qt::TabFocus) order << widget->objectName();
            widget = widget->nextInFocusChain();
        } while (widget != first);
        const QStringList wanted{
            "sources", "addSourceFolder", "chooseMetadata", "pattern", "preview", "acceptSources"};
        qsizetype last = -1;
        for (const QString& name : wanted) {
            const qsizetype place = order.indexOf(name);
            QVERIFY2(place > last, qPrintable(name + " in " + order.join(' ')));
            last = place;
        }
    }
};

DESCRY_UI_TEST_MAIN(tst_SourcesDialog)
#include "tst_sources_dialog.moc"
