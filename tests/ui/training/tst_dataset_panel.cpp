#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QTableView>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/training/dataset_panel.h"

using namespace descry;
using namespace descry::test;

namespace {

struct PanelParts : UiParts {
    DatasetPanel panel{context};

    PanelParts() { panel.show(); }

    /// A file in the format of RaSa's raw annotations, with `images` below the pictures' folder.
    std::filesystem::path makeDataset(const std::string& text) const {
        const auto file = folder / "data.json";
        std::ofstream(file) << text;
        return file;
    }
    std::filesystem::path makeWhole() {
        makePictures("imgs", 3);
        return makeDataset(
            R"([{"id":1,"file_path":"picture0.bmp","captions":["A man."],"split":"train"},)"
            R"({"id":1,"file_path":"picture1.bmp","captions":["A tall man.","He walks."],"split":"train"},)"
            R"({"id":2,"file_path":"picture2.bmp","captions":["A woman."],"split":"val"}])");
    }
    std::filesystem::path makeFaulty() {
        makePictures("imgs", 1);
        return makeDataset(
            R"([{"id":1,"file_path":"picture0.bmp","captions":["A man."],"split":"train"},)"
            R"({"id":1,"file_path":"gone.bmp","captions":["A man."],"split":"train"},)"
            R"({"id":-4,"file_path":"picture0.bmp","captions":["A man."],"split":"train"},)"
            R"({"id":2,"file_path":"../etc/passwd","captions":[""],"split":"val"}])");
    }
    void choose(const std::filesystem::path& file) {
        panel.setPaths(qtPath(file), qtPath(folder / "imgs"));
        panel.check();
        QTRY_VERIFY(!panel.isChecking());
    }
    QString textOf(const char* name) const { return panel.findChild<QLabel*>(name)->text(); }
    template <typename Widget>
    Widget* child(const char* name) const {
        return panel.findChild<Widget*>(name);
    }
    FindingsModel* findings() const {
        return static_cast<FindingsModel*>(child<QTableView>("findings")->model());
    }
};

}  // namespace

class tst_DatasetPanel : public QObject {
    Q_OBJECT

  private slots:
    void tellsFormatAndCountsOfASoundFile() {
        PanelParts parts;
        parts.choose(parts.makeWhole());
        QVERIFY(parts.panel.facts());
        QCOMPARE(parts.textOf("numTrain"), QString("2"));
        QVERIFY(!parts.textOf("format").isEmpty());
        const DatasetFacts& facts = *parts.panel.facts();
        QCOMPARE(facts.of(Split::Train).numCaptions, 3);
        QCOMPARE(facts.of(Split::Val).numPeople, 1);
        QCOMPARE(facts.of(Split::Test).numImages, 0);
        QCOMPARE(facts.numPeople, 2);
        QVERIFY(parts.textOf("verdict").contains("every image can be read"));
        QVERIFY(!parts.child<QTableView>("findings")->isVisible());
    }

    void aFileWithoutSplitsHoldsNothingOut() {
        PanelParts parts;
        parts.makePictures("imgs", 1);
        parts.choose(
            parts.makeDataset(R"([{"id":1,"file_path":"picture0.bmp","captions":["A man."]}])"));
        QVERIFY(parts.panel.facts());
        QCOMPARE(parts.panel.facts()->of(Split::Train).numImages, 1);
        QCOMPARE(parts.panel.facts()->of(Split::Val).numImages, 0);
        QCOMPARE(parts.panel.facts()->of(Split::Test).numImages, 0);
    }

    void checksByItselfOnceAFileIsChosen() {
        PanelParts parts;
        parts.panel.setPaths(qtPath(parts.makeWhole()), {});
        QTRY_VERIFY(parts.panel.facts());
        QVERIFY(parts.textOf("verdict").contains("Choose the folder of images"));
    }

    void listsEveryFindingByKindAndRecord() {
        PanelParts parts;
        parts.choose(parts.makeFaulty());
        const DatasetFacts& facts = *parts.panel.facts();
        QCOMPARE(facts.numImageErrors, 1);
        QVERIFY(facts.numTextErrors >= 2);
        FindingsModel* model = parts.findings();
        QCOMPARE(model->rowCount(), static_cast<int>(facts.findings.size()));
        QCOMPARE(model->numOf(FindingKind::MissingImage), 1);
        QCOMPARE(model->numOf(FindingKind::Person), 1);
        QCOMPARE(model->numOf(FindingKind::Path), 1);
        QCOMPARE(model->numOf(FindingKind::Caption), 1);
        QCOMPARE(model->numOf(FindingKind::Structure), 0);
    }

    void findingsAreFilteredCopiedAndSaved() {
        PanelParts parts;
        parts.choose(parts.makeFaulty());
        FindingsModel* model = parts.findings();
        const int all = model->rowCount();
        auto* kind = parts.child<QComboBox>("findingKind");
        kind->setCurrentIndex(kind->findText("Image missing (1)"));
        Q_EMIT kind->activated(kind->currentIndex());
        QCOMPARE(model->rowCount(), 1);
        parts.child<QPushButton>("copyFindings")->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains("data.json: record 1: image"));
        parts.prompts.path = parts.folder / "findings.csv";
        parts.child<QPushButton>("saveFindings")->click();
        QTRY_VERIFY(std::filesystem::exists(parts.prompts.path));
        std::ifstream saved(parts.prompts.path);
        const std::string text{std::istreambuf_iterator<char>(saved), {}};
        QVERIFY(QString::fromStdString(text).startsWith("severity,kind,file,record,message\r\n"));
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), 2);
        parts.child<QLineEdit>("findingWords")->setText("nothing says this");
        QCOMPARE(model->rowCount(), 0);
        kind->setCurrentIndex(0);
        Q_EMIT kind->activated(0);
        parts.child<QLineEdit>("findingWords")->clear();
        QCOMPARE(model->rowCount(), all);
    }

    void saysWhyAFileIsNoDataSet() {
        PanelParts parts;
        parts.choose(parts.makeBroken("data.json"));
        QVERIFY(!parts.panel.facts());
        QVERIFY2(parts.textOf("verdict").contains("data.json"),
                 qPrintable(parts.textOf("verdict")));
        parts.choose(parts.folder / "absent.json");
        QVERIFY(!parts.panel.facts());
        QVERIFY(parts.textOf("verdict").contains("absent.json"));
    }

    void aStoppedCheckSaysThatNothingWasChecked() {
        PanelParts parts;
        parts.panel.setPaths(qtPath(parts.makeWhole()), qtPath(parts.folder / "imgs"));
        parts.panel.check();
        QVERIFY(parts.panel.isChecking());
        parts.child<QPushButton>("stopCheck")->click();
        QVERIFY(!parts.panel.isChecking());
        QVERIFY(parts.textOf("verdict").contains("has not been checked"));
        parts.child<QPushButton>("checkAgain")->click();
        QTRY_VERIFY(parts.panel.facts());
    }

    void goesAwayInTheMiddleOfACheck() {
        UiParts parts;
        parts.makePictures("imgs", 3);
        const auto file = parts.folder / "data.json";
        std::ofstream(file) << R"([{"id":1,"file_path":"picture0.bmp","captions":["A man."]}])";
        auto panel = std::make_unique<DatasetPanel>(parts.context);
        panel->setPaths(qtPath(file), qtPath(parts.folder / "imgs"));
        panel->check();
        panel.reset();
        QCoreApplication::processEvents();
    }

    void keepsTheRulesOfAModel() {
        FindingsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFindings(
            "/d.json",
            {{FindingKind::Caption,
              {Severity::Warning, 3, Error(ErrorCode::InvalidInput, "caption 0 is \"odd\"")}},
             {FindingKind::Structure,
              {Severity::Error, std::nullopt, Error(ErrorCode::InvalidInput, "cut")}}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, FindingsModel::RecordColumn).data().toString(), QString("3"));
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("/d.json: record 3: caption 0 is \"odd\""));
        QVERIFY(model.csv().contains("\"caption 0 is \"\"odd\"\"\""));
        model.setFilter(FindingKind::Structure, {});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.textOf({}), QString("/d.json: cut"));
    }
};

DESCRY_UI_TEST_MAIN(tst_DatasetPanel)
#include "tst_dataset_panel.moc"
