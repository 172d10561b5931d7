#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/mismatch_dialog.h"
#include "ui/common/mismatch_model.h"
#include "ui/common/model_imports.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

std::vector<TensorMismatch> sampleTensors() {
    using Kind = TensorMismatch::Kind;
    return {{Kind::Missing, "itm_head.weight", "", "[2, 64]"},
            {Kind::Missing, "prd_head.weight", "", "[2, 64]"},
            {Kind::Unexpected, "other.bias", "[7]", ""},
            {Kind::Misshapen, "vision_proj.weight", "[8, 64]", "[16, 64]"}};
}

struct ImportParts : UiParts {
    QWidget window;
    ModelImports* imports = new ModelImports(context, window);
    QList<Message> raised;

    ImportParts() {
        QObject::connect(&messages, &Messages::raised, &window, [this](const Message& message) {
            raised << message;
        });
    }
};

}  // namespace

class tst_ModelImports : public QObject {
    Q_OBJECT

  private slots:
    void opensTheBundleOfAnImportedFile() {
        ImportParts parts;
        parts.prompts.path = kTiny / "checkpoint.pth";
        askModelFile(parts.context, parts.window);
        QTRY_VERIFY(parts.workbench.bundle());
        QCOMPARE(parts.workbench.bundle()->bundle->name(), std::string("checkpoint"));
        QVERIFY(parts.raised.isEmpty());
    }

    void filesOfTheSameNameAreImportedBesideEachOther() {
        ImportParts parts;
        for (const char* name : {"first", "second"}) {
            const fs::path folder = parts.folder / name;
            fs::create_directories(folder);
            for (const char* file : {"checkpoint.pth", "vocab.txt", "config.json"}) {
                fs::copy_file(kTiny / file, folder / file);
            }
            parts.imports->start(folder / "checkpoint.pth");
        }
        QTRY_COMPARE(parts.jobs.all().size(), 2U);
        QTRY_VERIFY(parts.jobs.isIdle());
        for (const JobStatus& job : parts.jobs.all()) QCOMPARE(job.state, JobState::Succeeded);
        const fs::path bundles = parts.workbench.dataFolder() / "bundles";
        QVERIFY(fs::exists(bundles / "checkpoint") && fs::exists(bundles / "checkpoint 2"));
    }

    void indexesTheGalleryWithAnImportedModelBeforeItIsOpened() {
        ImportParts parts;
        parts.workbench.openBundle(makeOtherBundle(parts.folder));
        parts.workbench.openFolder(parts.makePictures("hall", 2));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(before), 2);
        parts.imports->start(kTiny / "checkpoint.pth");
        QTRY_COMPARE(parts.raised.size(), 1);
        QVERIFY(parts.raised.front().cause.contains("is being indexed with “checkpoint”"));
        QTRY_COMPARE(parts.workbench.bundle()->bundle->name(), std::string("checkpoint"));
        const std::string after = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(after), 2);
        QVERIFY(parts.workbench.gallery()->numIndexed(before) == 2);
    }

    void aJobThatCannotBeReadAnyMoreOnlyFails() {
        ImportParts parts;
        parts.jobs.submit({"import-model", "Import x", "{}"});
        QTRY_VERIFY(parts.jobs.isIdle());
        QCOMPARE(parts.jobs.all().front().state, JobState::Failed);
        QCOMPARE(parts.jobs.all().front().error->code(), ErrorCode::CorruptFile);
        QVERIFY(!parts.workbench.bundle());
    }

    void saysThatNoFolderCanBeLookedFor() {
        constexpr int kTooLong = 300;
        ImportParts parts;
        fs::create_directories(parts.workbench.dataFolder() / "bundles");
        parts.imports->start(parts.folder / toPath(QString(kTooLong, 'x') + ".pth"));
        QTRY_COMPARE(parts.raised.size(), 1);
        QVERIFY(parts.raised.front().cause.contains("could not be imported"));
        QVERIFY(parts.jobs.all().empty());
    }

    void showsWhyAFileDoesNotFit() {
        ImportParts parts;
        parts.imports->start(kTiny / "albef.pth");
        QTRY_COMPARE(parts.raised.size(), 1);
        const Message& message = parts.raised.front();
        QVERIFY(message.cause.contains("albef.pth") && message.cause.contains("missing"));
        QVERIFY(!parts.workbench.bundle());
        message.actions.front().run();
        auto* dialog = parts.window.findChild<MismatchDialog*>();
        QVERIFY(dialog->isVisible());
        auto* model = dialog->findChild<QTableView*>("mismatches")->model();
        QVERIFY(model->rowCount() > 0);
        // The heads that ALBEF lacks, with the shapes that are asked for.
        QStringList kinds;
        for (int row = 0; row < model->rowCount(); ++row) {
            kinds << model->index(row, MismatchModel::Kind).data().toString();
            QVERIFY(model->index(row, MismatchModel::Expected).data().toString().startsWith('['));
        }
        QCOMPARE(kinds.count("Missing"), 4);
        QVERIFY(!fs::exists(parts.folder / "data/bundles/albef"));
    }

    void refusesAHostileFileWithTheReason() {
        ImportParts parts;
        std::optional<Error> error;
        connect(&parts.jobs, &JobSignals::ended, &parts.window, [&](const JobStatus& status) {
            error = status.error;
        });
        parts.imports->start(parts.makeBroken("evil.pth"));
        QTRY_VERIFY(error.has_value());
        QVERIFY(QString(error->what()).contains("evil.pth"));
        QVERIFY(parts.raised.isEmpty());
    }

    void keepsTheRulesOfAModel() {
        MismatchModel model(sampleTensors());
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(3, MismatchModel::InFile).data().toString(), QString("[8, 64]"));
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("Missing: itm_head.weight, in the file nothing, asked for [2, 64]"));
    }

    void narrowsAndCopies() {
        QCOMPARE(MismatchDialog::summary(sampleTensors()),
                 QString("2 missing, 1 unexpected, 1 misshapen"));
        MismatchDialog dialog("x.pth", sampleTensors());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto* shown = dialog.findChild<QTableView*>("mismatches")->model();
        QCOMPARE(shown->rowCount(), 4);
        dialog.findChild<QLineEdit*>("mismatchWords")->setText("HEAD");
        QCOMPARE(shown->rowCount(), 2);
        auto* kind = dialog.findChild<QComboBox*>("mismatchKind");
        kind->setCurrentIndex(kind->findText("Misshapen"));
        QCOMPARE(shown->rowCount(), 0);
        dialog.findChild<QLineEdit*>("mismatchWords")->clear();
        QCOMPARE(shown->rowCount(), 1);
        dialog.findChild<QPushButton*>("copyMismatches")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QString("Misshapen\tvision_proj.weight\t[8, 64]\t[16, 64]"));
    }
};

DESCRY_UI_TEST_MAIN(tst_ModelImports)
#include "tst_model_imports.moc"
