#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/descry/workspaces.h"
#include "tests/support/full_disk.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/message_area.h"
#include "ui/common/translations.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/launch.h"
#include "ui/shell/main_window.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr int kFew = 4;
/// More than the room below has room for.
constexpr int kMany = 120;
constexpr std::uintmax_t kRoomBytes = 20'000;
const QString kBundleKey = "bundle";

/// The program from a start to its end, with its own workspaces and without a network; what a home
/// keeps is found by the next start.
struct Program : UiParts {
    SearchWorkspace* search = nullptr;
    std::unique_ptr<MainWindow> window;

    explicit Program(const QTemporaryDir& home)
        : UiParts(&loadFakeModel, &findFakeDevice, home.path().toStdString()) {
        Choices choices = settings.choices();
        // Whatever the desktop speaks.
        if (choices.language.isEmpty()) choices.language = "en";
        settings.setChoices(choices);
        installTranslations(settings.choices().language);
        auto workspaces = makeWorkspaces(context, WindowMode::Normal);
        search = dynamic_cast<SearchWorkspace*>(workspaces.front().get());
        window =
            std::make_unique<MainWindow>(context, std::move(workspaces), MainWindow::Options{});
        jobs.keepJournal(workbench.dataFolder() / "jobs.json");
        window->show();
        window->activateWindow();
    }

    QStringList titles() const {
        QStringList all;
        const auto* segments = window->findChild<QWidget*>("workspaceSwitch");
        for (const auto* segment : segments->findChildren<QToolButton*>()) all << segment->text();
        return all;
    }
    /// In the window's settings, by the name that it has for itself.
    void chooseLanguage(const QString& itsName) const {
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = window->findChild<QDialog*>("settingsDialog");
        QVERIFY(dialog != nullptr);
        auto* languages = dialog->findChild<QComboBox*>("languageChoice");
        const int index = languages->findText(itsName);
        QVERIFY2(index >= 0, qPrintable(itsName));
        languages->setCurrentIndex(index);
        Q_EMIT languages->activated(index);
        dialog->close();
    }

    /// The first whose cause has the words, or of the key; null if there is none.
    MessageBar* barOf(const QString& key, const QString& words = {}) const {
        for (MessageBar* bar : window->findChild<MessageArea*>()->bars()) {
            const bool isOfKey = key.isEmpty() || bar->message().key == key;
            if (isOfKey && bar->message().cause.contains(words)) return bar;
        }
        return nullptr;
    }
    QAction* action(const QString& text) const {
        for (QAction* one : window->actions()) {
            if (one->text() == text) return one;
        }
        qFatal("there is no action %s", qPrintable(text));
    }

    std::int64_t numIndexed() const {
        const auto& bundle = workbench.bundle();
        const auto& gallery = workbench.gallery();
        return bundle && gallery ? gallery->numIndexed(bundle->bundle->fingerprint()) : 0;
    }
    void openIndexed(const fs::path& bundle) {
        workbench.openBundle(bundle);
        workbench.openFolder(makePictures("street", kFew));
        waitFor([this] { return numIndexed() == kFew && jobs.isIdle(); }, "it is not indexed");
    }
    /// What happened, where and what to do; and that can be done.
    void checkMissing(const fs::path& bundle) {
        QTRY_VERIFY(barOf(kBundleKey) != nullptr);
        const Message told = barOf(kBundleKey)->message();
        QVERIFY(told.severity == Message::Severity::Problem);
        const QString name = shownPath(bundle.filename());
        QVERIFY2(told.cause.contains("“" + name + "” could not be opened") &&
                     told.cause.contains(shownPath(bundle) + ": no such bundle"),
                 qPrintable(told.cause));
        QVERIFY2(told.kept.contains("open another bundle or import a model file"),
                 qPrintable(told.kept));
        QCOMPARE(window->findChild<QLabel*>("bundleState")->text(), QString("No model"));

        prompts.path = makeBundle(folder, "another");
        QVERIFY(action("Open a bundle…")->isEnabled());
        QVERIFY(action("Import a model file…")->isEnabled());
        action("Open a bundle…")->trigger();
        QTRY_VERIFY(workbench.bundle());
        QTRY_VERIFY(barOf(kBundleKey) == nullptr);
    }
};

}  // namespace

/// The real window over several starts, and when what it needs is not there.
class tst_ProgramWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aLanguageThatIsChosenCountsFromTheNextStart() {
        const auto english = qScopeGuard([] { installTranslations("en"); });
        const QTemporaryDir home;
        const QStringList inEnglish{"Search", "Review", "Train", "Gallery"};
        const QStringList inChinese{"检索", "审核", "训练", "图库"};
        {
            const Program program(home);
            program.chooseLanguage("简体中文");
            QCOMPARE(program.titles(), inEnglish);
            QVERIFY(program.window->close());
        }
        {
            const Program program(home);
            QCOMPARE(program.titles(), inChinese);
            program.window->showWorkspace(WorkspacePlace::Train);
            QCOMPARE(program.window->currentWorkspace()->title(), inChinese.at(2));
            program.chooseLanguage(QLocale("en").nativeLanguageName());
            QVERIFY(program.window->close());
        }
        const Program program(home);
        QCOMPARE(program.titles(), inEnglish);
    }

    void aModelOfTheLastTimeThatIsGoneIsSaid() {
        const QTemporaryDir home;
        fs::path bundle;
        {
            Program program(home);
            bundle = makeBundle(program.folder);
            program.openIndexed(bundle);
            QVERIFY(program.window->close());
        }
        fs::remove_all(bundle);
        Program program(home);
        program.window->open({});
        // The gallery is open all the same, and can be looked through.
        QTRY_VERIFY(program.workbench.gallery());
        QTRY_COMPARE(program.search->model().rowCount(), kFew);
        program.checkMissing(bundle);
        program.window->showWorkspace(WorkspacePlace::Gallery);
        QVERIFY(program.window->currentWorkspace()->centre()->isVisible());
    }

    void aModelOfTheCommandLineThatIsGoneIsSaid() {
        const QTemporaryDir home;
        Program program(home);
        const fs::path file = program.makeGallery("street");
        const ParsedLaunch parsed =
            parseLaunch({"descry", "--bundle", "gone", "street.descry"}, program.folder);
        QVERIFY(!parsed.answer);
        program.window->open(parsed.launch);
        QTRY_VERIFY(program.workbench.gallery());
        QVERIFY(program.workbench.gallery()->file == file);
        program.checkMissing(program.folder / "gone");
    }

    void anIndexThatTheDiskIsTooFullForGoesOnFromItsMessage() {
        const QTemporaryDir home;
        Program program(home);
        const fs::path file = program.makeGallery("street");
        program.workbench.openBundle(makeBundle(program.folder));
        program.workbench.openGallery(file);
        QTRY_VERIFY(program.workbench.bundle() && program.workbench.gallery());
        IndexOptions sources;
        sources.folders = {program.makePictures("hall", kMany)};
        {
            const FullDisk disk(fs::file_size(file) + kRoomBytes);
            program.workbench.startIndexing(sources);
            QTRY_VERIFY(program.barOf({}, "is paused") != nullptr);
        }
        const std::vector<JobStatus> jobs = program.jobs.all();
        QCOMPARE(jobs.size(), 1U);
        QVERIFY(jobs.front().state == JobState::Paused);
        QVERIFY(jobs.front().pauseReason == PauseReason::DiskFull);
        QVERIFY(program.numIndexed() < kMany);
        const MessageBar* bar = program.barOf({}, "is paused");
        QVERIFY(bar != nullptr && bar->isVisible());
        QVERIFY2(bar->message().kept.contains("Free some space"), qPrintable(bar->message().kept));
        auto* goOn = bar->findChild<QPushButton*>("messageAction");
        QCOMPARE(goOn->text(), QString("Go on"));
        QVERIFY(goOn->isVisible());

        goOn->click();
        QTRY_VERIFY(program.numIndexed() == kMany && program.jobs.isIdle());
        QCOMPARE(program.jobs.all().front().state, JobState::Succeeded);
        QVERIFY(program.barOf({}, "is paused") == nullptr);
        program.workbench.refreshGallery();
        QTRY_COMPARE(program.search->model().rowCount(), kMany);
        QVERIFY(Gallery::open(file)->verify().empty());
    }
};

DESCRY_UI_TEST_MAIN(tst_ProgramWindow)
#include "tst_program_window.moc"
