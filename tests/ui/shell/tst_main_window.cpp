#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>
#include <algorithm>
#include <future>
#include <vector>

#include "tests/support/full_disk.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/job_recipes.h"
#include "ui/common/message_area.h"
#include "ui/common/translations.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/shell/openings.h"
#include "ui/shell/top_bar.h"

using namespace descry;
using namespace descry::test;

namespace {

/// Works until it is told to end, reporting once.
class WaitingJob final : public Job {
  public:
    explicit WaitingJob(std::shared_future<void> end) : m_end(std::move(end)) {}

    std::string title() const override { return "Indexing Hall B"; }
    void run(JobContext& context) override {
        context.report("indexing", 12430, 80112, "images");
        while (m_end.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) {
            context.checkpoint();
        }
    }

  private:
    std::shared_future<void> m_end;
};

/// Goes on slowly and steadily until it is told to end.
class SteadyJob final : public Job {
  public:
    explicit SteadyJob(std::shared_future<void> end) : m_end(std::move(end)) {}

    std::string title() const override { return "Index street"; }
    void run(JobContext& context) override {
        constexpr std::int64_t kTotal = 1'000'000;
        std::int64_t done = 0;
        while (m_end.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) {
            context.checkpoint();
            context.report("indexing", ++done, kTotal, "images");
        }
    }

  private:
    std::shared_future<void> m_end;
};

/// A workspace without content, to switch to.
class PlainWorkspace final : public Workspace {
  public:
    PlainWorkspace() : m_action(new QAction("Describe", m_centre)) {
        m_action->setShortcut(QKeySequence("Ctrl+F"));
        m_action->setIconText("describe");
    }

    WorkspacePlace place() const override { return WorkspacePlace::Search; }
    QString name() const override { return "search"; }
    QString title() const override { return "Search"; }
    QString iconName() const override { return "search"; }
    QWidget* left() override { return nullptr; }
    QWidget* centre() override { return m_centre; }
    QWidget* right() override { return m_right; }
    QList<QAction*> actions() override { return {m_action}; }
    void activated() override { ++numActivated; }
    void deactivated() override { ++numDeactivated; }
    QVariantMap saveState() const override { return {{"size", 3}}; }
    void restoreState(const QVariantMap& state) override { restored = state; }
    bool takePicture(const std::filesystem::path& file) override {
        if (takesPictures) taken = file;
        return takesPictures;
    }

    bool takesPictures = false;
    std::filesystem::path taken;
    int numActivated = 0;
    int numDeactivated = 0;
    QVariantMap restored;

  private:
    QWidget* m_centre = new QWidget;
    QWidget* m_right = new QWidget;
    QAction* m_action;
};

struct WindowParts : UiParts {
    PlainWorkspace* search = nullptr;
    std::unique_ptr<MainWindow> window;
    mutable int numCopies = 0;

    void makeWindow(MainWindow::Options options = {}) {
        auto plain = std::make_unique<PlainWorkspace>();
        search = plain.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
        workspaces.push_back(std::move(plain));
        window = std::make_unique<MainWindow>(context, std::move(workspaces), options);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    QList<MessageBar*> bars() const { return window->findChild<MessageArea*>()->bars(); }
    /// What a second start would read of the settings' file, as it is on the disk.
    QVariantMap stored(const QString& part) const {
        const QString copy = temporary.filePath("copy%1.ini").arg(++numCopies);
        QFile::copy(temporary.filePath("settings.ini"), copy);
        return Settings(copy).state(part);
    }
    QString textOf(const char* name) const { return window->findChild<QLabel*>(name)->text(); }
    int numJobs(JobState state) const {
        const std::vector<JobStatus> all = jobs.all();
        return static_cast<int>(std::ranges::count(all, state, &JobStatus::state));
    }

    void drop(const std::filesystem::path& path) const { dropAll({path}); }
    void dropAll(const std::vector<std::filesystem::path>& paths) const {
        QMimeData data;
        QList<QUrl> urls;
        for (const auto& path : paths) urls << QUrl::fromLocalFile(qtPath(path));
        data.setUrls(urls);
        const QPoint centre = window->rect().center();
        QDragEnterEvent enter(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &event);
    }
};

}  // namespace

class tst_MainWindow : public QObject {
    Q_OBJECT

  private slots:
    void startsWithWhatCanBeOpened() {
        WindowParts parts;
        parts.makeWindow();
        QVERIFY(parts.window->currentWorkspace() == nullptr);
        const QWidget* start = parts.window->startPage();
        QVERIFY(start->isVisible());
        QVERIFY(start->findChild<QPushButton*>("openFolder")->isVisible());
        QVERIFY(start->findChild<QPushButton*>("importModel")->isVisible());
        QVERIFY(start->findChild<QPushButton*>("tryDemo") == nullptr);
        QVERIFY(!start->findChild<QWidget*>("recentGalleries")->isVisible());
        QCOMPARE(parts.textOf("bundleState"), QString("No model"));
    }

    void tellsTheDeviceBeforeAModelIsOpen() {
        WindowParts parts;
        parts.makeWindow();
        const auto* device = parts.window->findChild<QLabel*>("deviceState");
        QTRY_COMPARE(device->text(), QString("CPU: no CUDA device"));
        QVERIFY(device->isVisible());
        Choices choices = parts.settings.choices();
        choices.device = DeviceRequest::Kind::Cpu;
        parts.settings.setChoices(choices);
        QTRY_COMPARE(device->text(), QString("CPU: the CPU was asked for"));
        choices.device = DeviceRequest::Kind::Cuda;
        parts.settings.setChoices(choices);
        QTRY_COMPARE(device->text(), QString("No device: CUDA was asked for: no CUDA device"));
        QVERIFY(!parts.workbench.bundle());
    }

    void offersTheDemoWhereThereIsOne() {
        WindowParts parts;
        const auto pictures = parts.makePictures("demo/gallery/imgs", 3);
        std::ofstream(parts.folder / "demo/gallery/metadata.csv")
            << "path,camera\npicture0.bmp,2\n";
        std::ofstream(parts.folder / "demo/gallery/dataset.json")
            << R"([{"split":"test","captions":["a man"],"file_path":"picture1.bmp","id":1}])";
        std::filesystem::rename(makeBundle(parts.folder), parts.folder / "demo/bundle");
        parts.makeWindow({.mode = WindowMode::Normal, .demo = parts.folder / "demo"});
        parts.window->startPage()->findChild<QPushButton*>("tryDemo")->click();
        QTRY_COMPARE(parts.textOf("indexState"), QString("3 of 3 indexed"));
        QVERIFY(parts.bars().isEmpty());
        const auto gallery = Gallery::open(parts.workbench.gallery()->file);
        const auto items = gallery->items().page(ItemId{0}, 10);
        QCOMPARE(*items[0].metadata.camera, std::string("2"));
        QCOMPARE(items[1].metadata.captions, std::vector<std::string>{"a man"});
    }

    void saysWhereThereIsNoDemoAndOpensNothingElse() {
        WindowParts parts;
        parts.settings.setState("window", {{"gallery", qtPath(parts.makeGallery("case"))}});
        parts.makeWindow();
        Launch launch;
        launch.demo = true;
        parts.window->open(launch);
        QCOMPARE(parts.bars().size(), 1);
        QVERIFY(parts.bars().front()->message().cause.contains("no demo"));
        QVERIFY(!parts.workbench.isLoadingGallery());
    }

    void errorsOfTheCoreAreSaidInTheWindowsLanguage() {
        installTranslations("zh_CN");
        const auto english = qScopeGuard([] { installTranslations("en"); });
        WindowParts parts;
        parts.makeWindow();
        parts.workbench.openGallery(parts.folder / "gone.descry");
        QTRY_COMPARE(parts.bars().size(), 1);
        const QString cause = parts.bars().front()->message().cause;
        QVERIFY2(cause.startsWith("图库“gone”无法打开。") &&
                     cause.endsWith("gone.descry：没有该图库；请用“gallery create”创建"),
                 qPrintable(cause));
    }

    void opensAGalleryAndRemembersIt() {
        WindowParts parts;
        parts.makeWindow();
        parts.prompts.path = parts.makeGallery("street");
        parts.window->startPage()->findChild<QPushButton*>("openGallery")->click();
        QTRY_VERIFY(parts.window->currentWorkspace() != nullptr);
        QCOMPARE(parts.textOf("galleryState"), QString("street"));
        parts.window->findChild<QToolButton*>("home")->click();
        QVERIFY(parts.window->startPage()->isVisible());
        auto* recent = parts.window->startPage()->findChild<QPushButton*>("recentGallery");
        QVERIFY(recent->isVisible());
        QVERIFY(recent->accessibleName().contains("street"));
        recent->click();
        QTRY_VERIFY(parts.window->currentWorkspace() != nullptr);
        QTest::keyClick(parts.window.get(), Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!parts.workbench.gallery());
        QVERIFY(parts.window->startPage()->isVisible());
    }

    void saysHowLongIndexingWillTake() {
        constexpr int kEstimateMs = 30'000;
        WindowParts parts;
        parts.makeWindow();
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const QString indexed = parts.textOf("indexState");
        QCOMPARE(indexed, QString("0 of 0 indexed"));
        std::promise<void> end;
        parts.jobs.addKind(kIndexKind, [ended = end.get_future().share()](const JobRecipe&) {
            return std::make_unique<SteadyJob>(ended);
        });
        IndexOptions sources;
        sources.folders = {parts.folder};
        parts.workbench.startIndexing(sources);
        QTRY_VERIFY_WITH_TIMEOUT(parts.textOf("indexState").startsWith(indexed + " · about"),
                                 kEstimateMs);
        end.set_value();
        QTRY_COMPARE(parts.textOf("indexState"), indexed);
    }

    void switchesWorkspacesByKeys() {
        WindowParts parts;
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("gallery"));
        QTest::keyClick(parts.window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("search"));
        QCOMPARE(parts.search->numActivated, 1);
        QVERIFY(parts.textOf("keys").contains("describe"));
        QTest::keyClick(parts.window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(parts.search->numActivated, 1);
        QVERIFY(parts.window->findChild<QAction*>("search")->isChecked());
        // No workspace has that place.
        QTest::keyClick(parts.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("search"));
        QTest::keyClick(parts.window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(parts.search->numDeactivated, 1);
        QVERIFY(!parts.window->findChild<QAction*>("search")->isChecked());
    }

    void saysWhatIsWrongWithAGallery() {
        WindowParts parts;
        parts.makeWindow();
        parts.window->openings().openPaths({parts.makeBroken("broken.descry")});
        QTRY_COMPARE(parts.bars().size(), 1);
        QVERIFY(parts.bars().front()->message().cause.contains("broken.descry"));
        QVERIFY(parts.window->startPage()->isVisible());
        // A gallery that opens takes the message away.
        parts.window->openings().openPaths({parts.makeGallery("street")});
        QTRY_VERIFY(parts.workbench.gallery());
        QVERIFY(parts.bars().isEmpty());
    }

    void routesWhatIsDropped() {
        WindowParts parts;
        parts.makeWindow();
        const Openings& openings = parts.window->openings();
        QSignalSpy folders(&openings, &Openings::folderGiven);
        QSignalSpy galleries(&openings, &Openings::galleryGiven);
        QSignalSpy bundles(&openings, &Openings::bundleGiven);
        QSignalSpy checkpoints(&openings, &Openings::checkpointGiven);
        QSignalSpy pictures(&openings, &Openings::pictureGiven);
        parts.drop(parts.makePictures("hall", 1));
        QTRY_COMPARE(folders.size(), 1);
        parts.drop(parts.makeGallery("street"));
        QTRY_COMPARE(galleries.size(), 1);
        parts.drop(makeBundle(parts.folder));
        QTRY_COMPARE(bundles.size(), 1);
        parts.drop(parts.makeBroken("model.pth"));
        QTRY_COMPARE(checkpoints.size(), 1);
        parts.drop(parts.folder / "hall/picture0.bmp");
        QTRY_COMPARE(pictures.size(), 1);
        QCOMPARE(folders.size() + galleries.size() + bundles.size() + checkpoints.size(), 4);
        parts.jobs.cancelAll();
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void ofManyThatAreDroppedTheFirstOfEachKindIsOpened() {
        constexpr int kNumPictures = 200;
        WindowParts parts;
        parts.makeWindow();
        parts.search->takesPictures = true;
        const Openings& openings = parts.window->openings();
        QSignalSpy folders(&openings, &Openings::folderGiven);
        QSignalSpy pictures(&openings, &Openings::pictureGiven);
        std::vector<std::filesystem::path> paths;
        const auto hall = parts.makePictures("hall", 1);
        for (int i = 0; i < kNumPictures; ++i) paths.push_back(hall / "picture0.bmp");
        paths.push_back(parts.makeBroken("notes.txt"));
        for (const char* name : {"street", "yard"}) paths.push_back(parts.makePictures(name, 1));
        parts.dropAll(paths);
        QTRY_COMPARE(folders.size(), 1);
        QCOMPARE(pictures.size(), 1);
        QTRY_VERIFY(parts.workbench.gallery());
        QCOMPARE(parts.textOf("galleryState"), QString("street"));
        QCOMPARE(parts.bars().size(), 1);
        QCOMPARE(parts.bars().front()->message().cause,
                 QString("201 more were given and left out."));
        parts.drop(hall);
        QTRY_COMPARE(parts.textOf("galleryState"), QString("hall"));
        QVERIFY(parts.bars().isEmpty());
    }

    void saysWhereSettingsCannotBeKept() {
        WindowParts parts;
        std::filesystem::create_directory(parts.folder / "settings.ini");
        parts.makeWindow();
        QCOMPARE(parts.bars().size(), 1);
        QVERIFY(parts.bars().front()->message().cause.contains("settings.ini"));
    }

    void saysWhenSettingsAreKeptNoMoreUntilTheyAreAgain() {
        WindowParts parts;
        parts.makeWindow();
        QVERIFY(parts.bars().isEmpty());
        {
            const FullDisk disk(0);
            parts.settings.setState("other", {{"a", 1}});
            QTRY_COMPARE(parts.bars().size(), 1);
        }
        QVERIFY(parts.bars().front()->message().cause.contains("settings.ini"));
        parts.settings.setState("other", {{"a", 2}});
        QTRY_VERIFY(parts.bars().isEmpty());
    }

    void aPictureGoesToTheWorkspaceThatHasAUseForIt() {
        WindowParts parts;
        parts.makeWindow();
        const auto picture = parts.makePictures("hall", 1) / "picture0.bmp";
        parts.drop(picture);
        QTRY_COMPARE(parts.bars().size(), 1);
        QVERIFY(parts.bars().front()->message().cause.contains("picture0.bmp"));
        QVERIFY(parts.window->startPage()->isVisible());
        parts.search->takesPictures = true;
        parts.drop(picture);
        QTRY_VERIFY(parts.window->currentWorkspace() == parts.search);
        QVERIFY(parts.search->taken == picture);
        QTRY_VERIFY(parts.bars().isEmpty());
    }

    void importsAModelFileAndUsesIt() {
        WindowParts parts;
        parts.makeWindow();
        const std::filesystem::path tiny =
            std::filesystem::path(DESCRY_TEST_DATA) / "conformance/tiny";
        parts.prompts.path = parts.folder / "tiny.pth";
        std::filesystem::copy_file(tiny / "checkpoint.pth", parts.prompts.path);
        for (const char* beside : {"vocab.txt", "config.json"}) {
            std::filesystem::copy_file(tiny / beside, parts.folder / beside);
        }
        parts.window->startPage()->findChild<QPushButton*>("importModel")->click();
        QTRY_VERIFY(parts.workbench.bundle());
        QVERIFY(parts.textOf("bundleState").startsWith("tiny "));
        QCOMPARE(parts.textOf("deviceState"), QString("fake"));
        QVERIFY(!parts.window->startPage()->findChild<QPushButton*>("importModel")->isVisible());
    }

    void namesTheTensorsOfACheckpointThatDoesNotFit() {
        WindowParts parts;
        parts.makeWindow();
        const std::filesystem::path tiny =
            std::filesystem::path(DESCRY_TEST_DATA) / "conformance/tiny";
        const auto checkpoint = parts.folder / "encode.safetensors";
        std::filesystem::copy_file(tiny / "encode.safetensors", checkpoint);
        for (const char* beside : {"vocab.txt", "config.json"}) {
            std::filesystem::copy_file(tiny / beside, parts.folder / beside);
        }
        parts.drop(checkpoint);
        QTRY_COMPARE(parts.bars().size(), 1);
        QVERIFY2(parts.bars().front()->message().details.contains("itm_head.weight"),
                 qPrintable(parts.bars().front()->message().details));
        QVERIFY(parts.bars().front()->findChild<QPushButton*>("copyDetails") != nullptr);
    }

    void followsAJobAndCancelsIt() {
        WindowParts parts;
        parts.makeWindow();
        std::promise<void> end;
        const QWidget* strip = parts.window->findChild<QWidget*>("jobsStrip");
        QVERIFY(!strip->isVisible());
        parts.jobs.submit(std::make_unique<WaitingJob>(end.get_future().share()));
        QVERIFY(strip->isVisible());
        const QString text = QStringLiteral("Indexing Hall B · 12\u202f430 of 80\u202f112 images");
        const auto shows = [&] {
            const auto labels = strip->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
                return label->text().startsWith(text);
            });
        };
        QTRY_VERIFY(shows());
        strip->findChild<QToolButton*>("cancelJob")->click();
        QTRY_VERIFY(!strip->isVisible());
        QVERIFY(parts.bars().isEmpty());
    }

    void cancelsAllJobsAtOnce() {
        constexpr int kNumJobs = 3;
        WindowParts parts;
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_J, Qt::ControlModifier);
        auto* cancelAll = parts.window->findChild<QPushButton*>("panelCancelAll");
        QVERIFY(cancelAll->isVisible());
        QVERIFY(!cancelAll->isEnabled());
        std::promise<void> end;
        const std::shared_future<void> ended = end.get_future().share();
        for (int i = 0; i < kNumJobs; ++i) parts.jobs.submit(std::make_unique<WaitingJob>(ended));
        QTRY_COMPARE(parts.numJobs(JobState::Running), 1);
        QCOMPARE(parts.numJobs(JobState::Queued), kNumJobs - 1);
        QTRY_VERIFY(cancelAll->isEnabled());
        QTest::keyClick(cancelAll, Qt::Key_Space);
        QTRY_VERIFY(parts.jobs.isIdle());
        QCOMPARE(parts.numJobs(JobState::Cancelled), kNumJobs);
        QVERIFY(!cancelAll->isEnabled());
        QVERIFY(!parts.window->findChild<QWidget*>("jobsStrip")->isVisible());
        QVERIFY(parts.bars().isEmpty());
    }

    void asksOnceBeforeItStopsAJob() {
        WindowParts parts;
        parts.makeWindow();
        std::promise<void> end;
        parts.jobs.submit(std::make_unique<WaitingJob>(end.get_future().share()));
        QVERIFY(!parts.window->close());
        QVERIFY(parts.window->isVisible());
        QCOMPARE(parts.bars().size(), 1);
        const auto buttons = parts.bars().front()->findChildren<QPushButton*>("messageAction");
        QCOMPARE(buttons.size(), 2);
        buttons.front()->click();
        QTRY_VERIFY(!parts.window->isVisible());
    }

    void closesByItselfWhenTheJobHasEnded() {
        WindowParts parts;
        parts.makeWindow();
        std::promise<void> end;
        parts.jobs.submit(std::make_unique<WaitingJob>(end.get_future().share()));
        parts.window->close();
        parts.bars().front()->findChildren<QPushButton*>("messageAction").back()->click();
        QVERIFY(parts.window->isVisible());
        end.set_value();
        QTRY_VERIFY(!parts.window->isVisible());
    }

    void restoresWhatWasOpen() {
        WindowParts parts;
        const auto gallery = parts.makeGallery("street");
        const auto bundle = makeBundle(parts.folder);
        parts.makeWindow();
        parts.workbench.openGallery(gallery);
        parts.workbench.openBundle(bundle);
        QTRY_VERIFY(parts.workbench.gallery() && parts.workbench.bundle());
        parts.window->showWorkspace(WorkspacePlace::Gallery);
        parts.window->resize(1100, 700);
        QTest::keyClick(parts.window.get(), Qt::Key_F7);
        QVERIFY(!parts.window->findChild<QWidget*>("leftDock")->isVisible());
        parts.window->close();
        parts.window.reset();
        parts.workbench.closeGallery();

        parts.makeWindow();
        parts.window->open({});
        QTRY_VERIFY(parts.workbench.gallery());
        QCOMPARE(parts.workbench.gallery()->file.native(), gallery.native());
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("gallery"));
        QCOMPARE(parts.window->size(), QSize(1100, 700));
        QVERIFY(!parts.window->findChild<QWidget*>("leftDock")->isVisible());
        QCOMPARE(parts.search->restored.value("size").toInt(), 3);
    }

    void storesTheSessionBeforeItIsClosed() {
        WindowParts parts;
        const auto gallery = parts.makeGallery("street");
        const auto bundle = makeBundle(parts.folder);
        parts.makeWindow();
        parts.workbench.openGallery(gallery);
        parts.workbench.openBundle(bundle);
        QTRY_VERIFY(parts.workbench.gallery() && parts.workbench.bundle());
        QTRY_COMPARE(parts.stored("window").value("gallery").toString(), qtPath(gallery));
        QTRY_COMPARE(parts.stored("window").value("bundle").toString(), qtPath(bundle));
        QTRY_COMPARE(parts.stored("window").value("front").toString(), QString("search"));
        QTRY_COMPARE(parts.stored("search").value("workspace").toMap().value("size").toInt(), 3);
        // What is done to the window follows.
        QTest::keyClick(parts.window.get(), Qt::Key_4, Qt::ControlModifier);
        QTest::keyClick(parts.window.get(), Qt::Key_F7);
        QTRY_COMPARE(parts.stored("window").value("front").toString(), QString("gallery"));
        QTRY_VERIFY(!parts.stored("gallery").value("left", true).toBool());
        parts.workbench.closeGallery();
        QTRY_VERIFY(!parts.stored("window").contains("gallery"));
    }

    void keepsTheLastSessionUntilItIsOpenAgain() {
        WindowParts parts;
        const QString gone = parts.temporary.filePath("gone.descry");
        parts.settings.setState("window", {{"gallery", gone}, {"front", "gallery"}});
        parts.makeWindow();
        parts.window->open({});
        QVERIFY(parts.workbench.isLoadingGallery());
        parts.window->close();
        QCOMPARE(parts.settings.state("window").value("gallery").toString(), gone);
        QCOMPARE(parts.settings.state("window").value("front").toString(), QString("gallery"));
    }

    void adoptsAModelThatWasStillBeingLoadedWhenItWasClosed() {
        WindowParts parts;
        const auto first = makeBundle(parts.folder);
        const auto other = makeOtherBundle(parts.folder);
        parts.makeWindow();
        parts.workbench.openBundle(first);
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_VERIFY(parts.workbench.gallery()->numIndexed(before) == 3 && parts.jobs.isIdle());
        parts.workbench.adoptBundle(other);
        QVERIFY(!parts.settings.state("adoption").isEmpty());
        parts.window->close();
        parts.window.reset();
        parts.workbench.openBundle(first);
        QTRY_VERIFY(!parts.workbench.isLoadingBundle());

        parts.makeWindow();
        parts.window->open({});
        QVERIFY(parts.settings.state("adoption").isEmpty());
        QTRY_VERIFY(parts.workbench.bundle()->bundle->path() == other);
        const std::string after = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(after), 3);
    }

    void aModelThatIsDroppedOrPickedIsIndexedWithBeforeItIsOpened_data() {
        QTest::addColumn<bool>("isDropped");
        QTest::newRow("dropped") << true;
        QTest::newRow("picked in the top bar") << false;
    }

    void aModelThatIsDroppedOrPickedIsIndexedWithBeforeItIsOpened() {
        QFETCH(bool, isDropped);
        WindowParts parts;
        const auto other = makeOtherBundle(parts.folder);
        parts.makeWindow();
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(before), 3);
        QSignalSpy raised(&parts.messages, &Messages::raised);
        if (isDropped) {
            parts.drop(other);
        } else {
            Q_EMIT parts.window->findChild<TopBar*>()->bundleRequested(other);
        }
        QTRY_COMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().cause.contains("is being indexed with “half”"));
        QTRY_VERIFY(parts.workbench.bundle()->bundle->path() == other);
        const std::string after = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(after), 3);
        QTRY_VERIFY(parts.jobs.isIdle() && parts.bars().isEmpty());
    }

    void changesTheThemeInItsSettings() {
        WindowParts parts;
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = parts.window->findChild<QDialog*>("settingsDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible() && !dialog->isModal());
        auto* theme = dialog->findChild<QComboBox*>("themeChoice");
        theme->setCurrentIndex(static_cast<int>(ThemeChoice::Dark));
        Q_EMIT theme->activated(theme->currentIndex());
        QVERIFY(parts.theme.isDark());
        QCOMPARE(parts.window->palette().color(QPalette::Window), darkColours().window);
        theme->setCurrentIndex(static_cast<int>(ThemeChoice::Light));
        Q_EMIT theme->activated(theme->currentIndex());
        QVERIFY(!parts.theme.isDark());
        QVERIFY(parts.settings.choices().theme == ThemeChoice::Light);
    }

    void reducesMotionInItsSettings() {
        WindowParts parts;
        parts.makeWindow();
        QVERIFY(parts.theme.motion() == Motion::Usual);
        QTest::keyClick(parts.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* reduces = parts.window->findChild<QCheckBox*>("reducesMotion");
        reduces->click();
        QVERIFY(parts.theme.motion() == Motion::Reduced);
        reduces->click();
        QVERIFY(parts.theme.motion() == Motion::Usual);
    }

    void listsEveryKey() {
        WindowParts parts;
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_F1);
        const auto* list = parts.window->findChild<QDialog*>("shortcutList");
        QVERIFY(list != nullptr && list->isVisible());
        QStringList texts;
        for (const QLabel* label : list->findChildren<QLabel*>()) texts << label->text();
        for (const char* key : {"Ctrl+1", "Ctrl+4", "Ctrl+O", "F1", "F5", "Ctrl+F"}) {
            QVERIFY2(texts.contains(key), key);
        }
    }

    void givesNoKeyTwice() {
        WindowParts parts;
        parts.makeWindow();
        for (const auto place : {WorkspacePlace::Search, WorkspacePlace::Gallery}) {
            parts.window->showWorkspace(place);
            QStringList keys;
            for (const QAction* action : parts.window->actions()) {
                for (const QKeySequence& key : action->shortcuts()) keys << key.toString();
            }
            QCOMPARE(keys.removeDuplicates(), 0);
            QVERIFY(keys.size() > 8);
        }
    }

    void namesEveryControl() {
        WindowParts parts;
        parts.makeWindow();
        std::promise<void> end;
        parts.jobs.submit(std::make_unique<WaitingJob>(end.get_future().share()));
        parts.window->openings().openPaths({parts.makeBroken("broken.descry")});
        QTRY_COMPARE(parts.bars().size(), 1);
        parts.settings.noteGallery("/somewhere/hall.descry");
        QTest::keyClick(parts.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        int numControls = 0;
        for (const auto place : {WorkspacePlace::Search, WorkspacePlace::Gallery}) {
            parts.window->showWorkspace(place);
            for (QWidget* widget : parts.window->findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || isPartOfAControl(widget)) continue;
                QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(face != nullptr);
                QVERIFY2(!face->text(QAccessible::Name).isEmpty(),
                         qPrintable(QString("%1 “%2”").arg(widget->metaObject()->className(),
                                                           widget->objectName())));
                ++numControls;
            }
        }
        QVERIFY(numControls > 20);
        end.set_value();
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void opensNothingInAKiosk() {
        WindowParts parts;
        parts.makeWindow({.mode = WindowMode::Kiosk});
        QVERIFY(!parts.window->acceptDrops());
        QVERIFY(!parts.window->findChild<QToolButton*>("menuButton")->isVisible());
        QVERIFY(!parts.window->findChild<QToolButton*>("galleryPicker")->isEnabled());
        QTest::keyClick(parts.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(parts.window->findChild<QDialog*>("settingsDialog") == nullptr);
        QTest::keyClick(parts.window.get(), Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(parts.prompts.numAsked, 0);
    }

    void greysARecentGalleryThatIsNotThere() {
        WindowParts parts;
        parts.settings.noteGallery("/gone/hall.descry");
        parts.settings.noteGallery(qtPath(parts.makeGallery("street")));
        parts.makeWindow();
        const auto entries = [&] {
            return parts.window->startPage()->findChildren<QPushButton*>("recentGallery");
        };
        QCOMPARE(entries().size(), 2);
        QTRY_VERIFY(!entries()[1]->isEnabled());
        QVERIFY(entries()[1]->accessibleName().contains("not there"));
        QVERIFY(entries()[0]->isEnabled());
        parts.window->startPage()->findChildren<QToolButton*>("forgetGallery")[1]->click();
        QTRY_COMPARE(parts.settings.recentGalleries().size(), 1);
        QTRY_COMPARE(entries().size(), 1);
    }

    void saysWhatADropWouldDo() {
        WindowParts parts;
        parts.makeWindow();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(qtPath(parts.makePictures("hall", 1)))});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(parts.window.get(), &enter);
        const auto* hint = parts.window->findChild<QLabel*>("dropHint");
        QTRY_VERIFY(hint->isVisible());
        QCOMPARE(hint->text(), QString("Open the folder “hall” as a gallery"));
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(parts.window.get(), &leave);
        QVERIFY(!hint->isVisible());
    }

    void listsTheKeysThatWereChosen() {
        WindowParts parts;
        parts.settings.setState("shortcuts", {{"search/Ctrl+F", QStringList{"Ctrl+D"}}});
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_F1);
        const auto* list = parts.window->findChild<QDialog*>("shortcutList");
        QStringList texts;
        for (const QLabel* label : list->findChildren<QLabel*>()) texts << label->text();
        QVERIFY(texts.contains("Ctrl+D") && !texts.contains("Ctrl+F"));
        QTest::keyClick(parts.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(parts.textOf("keys").contains("Ctrl+D"));
    }

  private:
    /// The editor inside a spin box, a popup's list, a scroll area's viewport.
    static bool isPartOfAControl(const QWidget* widget) {
        const QWidget* parent = widget->parentWidget();
        for (; parent != nullptr; parent = parent->parentWidget()) {
            if (parent->inherits("QAbstractSpinBox") || parent->inherits("QComboBox") ||
                parent->inherits("QAbstractScrollArea")) {
                return true;
            }
        }
        return widget->inherits("QMenu");
    }
};

DESCRY_UI_TEST_MAIN(tst_MainWindow)
#include "tst_main_window.moc"
