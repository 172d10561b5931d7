#include <QContextMenuEvent>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSplitter>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/training/fake_trainer.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/message_area.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"
#include "ui/shell/suggested_queries.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;
using namespace std::chrono_literals;

namespace {

/// A Search workspace with actions that look, that write, and that are switched by what happens.
class StandSearch final : public Workspace {
  public:
    StandSearch() {
        add("Describe", "Ctrl+F");
        add("Bookmark", "B");
        add("Save", "Ctrl+S");
        add("Of the future", "Ctrl+Shift+Y");
        add("Without a key", "");
        auto* save = new QPushButton("Save", m_centre);
        save->setObjectName("saveSearch");
        m_reveal = new QPushButton("Reveal", m_centre);
        m_reveal->setObjectName("reveal");
        m_reveal->hide();
        auto* unknown = new QPushButton("Of the future", m_centre);
        unknown->setObjectName("ofTheFuture");
        auto* size = new QSlider(Qt::Horizontal, m_centre);
        size->setObjectName("pictureSize");
    }

    WorkspacePlace place() const override { return WorkspacePlace::Search; }
    QString name() const override { return "search"; }
    QString title() const override { return "Search"; }
    QString iconName() const override { return "search"; }
    QWidget* left() override { return nullptr; }
    QWidget* centre() override { return m_centre; }
    QWidget* right() override { return nullptr; }
    QList<QAction*> actions() override { return m_actions; }
    void activated() override {}
    void deactivated() override {}
    QVariantMap saveState() const override { return {}; }
    void restoreState(const QVariantMap& state) override { restored << state; }
    void describe(const QString& text) override { described << text; }

    QStringList described;
    QList<QVariantMap> restored;
    QPushButton* reveal() const { return m_reveal; }

  private:
    void add(const QString& text, const QString& key) {
        auto* action = new QAction(text, m_centre);
        action->setShortcut(QKeySequence(key));
        m_actions << action;
    }

    QWidget* m_centre = new QWidget;
    QPushButton* m_reveal;
    QList<QAction*> m_actions;
};

struct KioskParts : UiParts {
    void makeWindow(std::chrono::seconds idleAfter = 3600s) {
        auto made = std::make_unique<StandSearch>();
        search = made.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(made));
        makeWindow(std::move(workspaces), idleAfter);
    }

    /// With the workspaces of the program, though a stand has only Search.
    QList<Workspace*> makeWholeWindow(std::chrono::seconds idleAfter = 3600s) {
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::make_unique<SearchWorkspace>(context));
        workspaces.push_back(std::make_unique<TrainWorkspace>(context, trainer.trainer()));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
        QList<Workspace*> made;
        for (const auto& workspace : workspaces) made << workspace.get();
        makeWindow(std::move(workspaces), idleAfter);
        return made;
    }

    void makeWindow(std::vector<std::unique_ptr<Workspace>> workspaces,
                    std::chrono::seconds idleAfter) {
        window = std::make_unique<MainWindow>(
            context,
            std::move(workspaces),
            MainWindow::Options{
                .mode = WindowMode::Kiosk, .demo = std::nullopt, .idleAfter = idleAfter});
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    /// A gallery with a picture of each minute.
    std::filesystem::path makeTimed(int numMinutes) const {
        constexpr std::int64_t kMinuteMs = 60'000;
        const auto file = makeGallery("timed");
        const auto gallery = Gallery::open(file);
        const RootId root = gallery->items().addRoot(makePictures("hall", numMinutes));
        for (int i = 0; i < numMinutes; ++i) {
            Item item;
            item.root = root;
            item.path = "picture" + std::to_string(i) + ".bmp";
            item.contentHash = std::string(64, static_cast<char>('0' + i));
            item.width = 12;
            item.height = 12;
            item.metadata.timeMs = i * kMinuteMs;
            gallery->items().add(item, makeThumbnailOf(100, 12, 24));
        }
        return file;
    }

    FakeTrainer trainer;
    StandSearch* search = nullptr;
    std::unique_ptr<MainWindow> window;
};

/// Every action that a visitor may use, by workspace and words.
const QSet<QString> kAllowed{"search/Describe a person",
                             "search/Go to the grid",
                             "search/Show or close the preview",
                             "search/More like this",
                             "search/Larger pictures",
                             "search/Smaller pictures",
                             "search/Back",
                             "search/Look closer",
                             "search/Compare two",
                             "search/Show or hide heat",
                             "search/Next candidate",
                             "search/Previous candidate",
                             "search/Fainter heat",
                             "search/Stronger heat",
                             "search/Zoom in",
                             "search/Zoom out",
                             "search/Whole picture",
                             "search/Swap left and right",
                             "search/Unfold or fold the pictures of a track",
                             "search/Stack pictures of one track"};

}  // namespace

class tst_Kiosk : public QObject {
    Q_OBJECT

  private slots:
    void leavesOnlyActionsThatLook() {
        KioskParts parts;
        parts.makeWindow();
        parts.window->showWorkspace(WorkspacePlace::Search);
        const QSet<QString> allowed{"Describe", "Search", "Keyboard shortcuts", "kioskQuit"};
        int numActions = 0;
        for (QAction* action : parts.window->findChildren<QAction*>()) {
            if (action->isSeparator() || action->text().isEmpty()) continue;
            // What is there at all can be reached by its key.
            const bool isReachable = action->isEnabled() && !action->associatedObjects().isEmpty();
            if (isReachable) QVERIFY2(allowed.contains(action->text()), qPrintable(action->text()));
            ++numActions;
        }
        QVERIFY(numActions >= 5);
        for (QAction* action : parts.window->actions()) {
            const bool isHarmless = action->objectName() == "kioskQuit" ||
                                    allowed.contains(action->text()) || !action->isEnabled();
            QVERIFY2(isHarmless, qPrintable(action->text()));
        }
    }

    void disablesEveryActionThatIsNotAllowed() {
        KioskParts parts;
        QSet<QString> seen;
        for (Workspace* workspace : parts.makeWholeWindow()) {
            QVERIFY(!workspace->actions().isEmpty());
            for (QAction* action : workspace->actions()) {
                const QString name = workspace->name() + '/' + action->text();
                action->setVisible(true);
                action->setEnabled(true);
                QVERIFY2(action->isEnabled() == kAllowed.contains(name), qPrintable(name));
                seen << name;
            }
        }
        QCOMPARE(kAllowed - seen, QSet<QString>());
        QVERIFY(parts.window->findChild<QAction*>("search")->isEnabled());
        for (const char* closed : {"train", "gallery"}) {
            QVERIFY(!parts.window->findChild<QAction*>(closed)->isEnabled());
        }
    }

    void showsTheSearchWithoutWhatKeepsOrExports() {
        KioskParts parts;
        parts.makeWholeWindow();
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.gallery());
        parts.window->showWorkspace(WorkspacePlace::Search);
        for (const char* name : {"query", "pictureSize", "filters", "home"}) {
            QVERIFY2(parts.window->findChild<QWidget*>(name)->isVisible(), name);
        }
        for (const char* name : {"export",
                                 "bookmark",
                                 "copyPath",
                                 "reveal",
                                 "saveSearch",
                                 "searches",
                                 "bookmarkedOnly",
                                 "clearHistory"}) {
            QTRY_VERIFY2(!parts.window->findChild<QWidget*>(name)->isVisible(), name);
        }
    }

    void offersNothingToOpenWhereNothingIsOpen() {
        KioskParts parts;
        parts.makeWholeWindow();
        parts.window->showWorkspace(WorkspacePlace::Search);
        auto* open = parts.window->findChild<QPushButton*>("openAsGallery");
        QVERIFY(open != nullptr);
        QTRY_VERIFY(open->parentWidget()->isVisible());
        QTRY_VERIFY(!open->isVisible());
    }

    void narrowsTheTimeByTheBars() {
        constexpr int kMinutes = 4;
        KioskParts parts;
        auto* search = static_cast<SearchWorkspace*>(parts.makeWholeWindow().front());
        parts.workbench.openGallery(parts.makeTimed(kMinutes));
        parts.window->showWorkspace(WorkspacePlace::Search);
        QTRY_COMPARE(search->model().rowCount(), kMinutes);
        auto* bars = parts.window->findChild<QWidget*>("timeBars");
        QTRY_VERIFY(bars->isVisible());
        QTest::mouseClick(bars, Qt::LeftButton, {}, QPoint(1, 1));
        QTRY_COMPARE(search->model().rowCount(), 1);
        QVERIFY(bars->isVisible());
    }

    void tellsTheDevice() {
        KioskParts parts;
        parts.makeWindow();
        const auto* device = parts.window->findChild<QLabel*>("deviceState");
        QTRY_COMPARE(device->text(), QString("CPU: no CUDA device"));
        QVERIFY(device->isVisible());
    }

    void showsJobsAndLetsNobodyCancelThem() {
        KioskParts parts;
        parts.makeWindow();
        parts.jobs.submit(std::make_unique<StandingJob>());
        QTRY_VERIFY(parts.window->findChild<QWidget*>("jobsStrip")->isVisible());
        QTest::keyClick(parts.window.get(), Qt::Key_J, Qt::ControlModifier);
        for (const char* name : {"cancelJob", "panelCancel", "panelCancelAll"}) {
            QVERIFY2(!parts.window->findChild<QWidget*>(name)->isVisible(), name);
        }
        QVERIFY(!parts.jobs.isIdle());
        parts.jobs.cancelAll();
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void tellsTheKeysThatAreLeft() {
        KioskParts parts;
        parts.makeWindow();
        QTest::keyClick(parts.window.get(), Qt::Key_F1);
        auto* list = parts.window->findChild<QDialog*>("shortcutList");
        QVERIFY(list != nullptr && list->isVisible());
        QStringList texts;
        for (const QLabel* label : list->findChildren<QLabel*>()) texts << label->text();
        QVERIFY(texts.contains("Ctrl+F") && !texts.contains("Ctrl+S"));
        QVERIFY(list->findChild<QPushButton*>("closeDialog")->isVisible());
    }

    void keepsOffWhatIsSwitchedOnLater() {
        KioskParts parts;
        parts.makeWindow();
        QAction* bookmark = parts.search->actions().at(1);
        QVERIFY(!bookmark->isEnabled());
        bookmark->setEnabled(true);
        QVERIFY(!bookmark->isEnabled());
        QVERIFY(parts.search->actions().at(0)->isEnabled());
    }

    void withholdsControlsThatWriteOrLeadOut() {
        KioskParts parts;
        parts.makeWindow();
        parts.window->showWorkspace(WorkspacePlace::Search);
        QVERIFY(!parts.window->findChild<QPushButton*>("saveSearch")->isVisible());
        parts.search->reveal()->show();
        QTRY_VERIFY(!parts.search->reveal()->isVisible());
        QVERIFY(!parts.window->findChild<QPushButton*>("ofTheFuture")->isVisible());
        QVERIFY(parts.window->findChild<QSlider*>("pictureSize")->isVisible());
    }

    void remembersNothing() {
        KioskParts parts;
        parts.makeWindow();
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.gallery());
        QVERIFY(parts.workbench.gallery()->access == Gallery::Access::ReadOnly);
        QVERIFY(parts.settings.recentGalleries().isEmpty());
        QVERIFY(!parts.settings.choices().keepsHistory);
        QVERIFY(!parts.window->acceptDrops());
        QVERIFY(parts.window->findChild<Session*>() == nullptr);
        parts.window->resize(1100, 700);
        parts.window->showWorkspace(WorkspacePlace::Search);
        parts.window.reset();
        QCoreApplication::processEvents();
        QVERIFY(!QFile::exists(parts.temporary.filePath("settings.ini")));
    }

    void swallowsContextMenus() {
        KioskParts parts;
        parts.makeWindow();
        QPushButton* save = parts.search->reveal();
        QSignalSpy asked(save, &QWidget::customContextMenuRequested);
        save->setContextMenuPolicy(Qt::CustomContextMenu);
        QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(1, 1), QPoint(1, 1));
        QCoreApplication::sendEvent(save, &event);
        QCOMPARE(asked.size(), 0);
    }

    void endsOnlyByItsChord() {
        KioskParts parts;
        parts.makeWindow();
        QVERIFY(!parts.window->close());
        QTest::keyClick(parts.window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(parts.window->isVisible());
        QTest::keyClick(parts.window.get(),
                        Qt::Key_Q,
                        Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!parts.window->isVisible());
    }

    void suggestsDescriptionsAndRunsThem() {
        KioskParts parts;
        parts.makeWindow();
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(!parts.window->findChildren<QPushButton*>("suggestedQuery").isEmpty());
        // The gallery has no captions.
        auto* first = parts.window->findChildren<QPushButton*>("suggestedQuery").front();
        QCOMPARE(first->text(), commonQueries().front());
        QVERIFY(parts.window->startPage()->isVisible());
        first->click();
        QCOMPARE(parts.search->described, QStringList{commonQueries().front()});
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("search"));
    }

    void beginsAgainWhenNobodyTouchesIt() {
        KioskParts parts;
        parts.makeWindow(1s);
        parts.window->showWorkspace(WorkspacePlace::Search);
        QTest::keyClick(parts.window.get(), Qt::Key_A);
        QTRY_VERIFY(parts.window->currentWorkspace() == nullptr);
        QCOMPARE(parts.search->described, QStringList{QString()});
        QVERIFY(parts.window->startPage()->isVisible());
    }

    void leavesNothingOfTheLastVisitor() {
        KioskParts parts;
        parts.makeWindow(1s);
        Message message;
        message.cause = "left behind";
        parts.messages.raise(message);
        const auto* bars = parts.window->findChild<MessageArea*>();
        QCOMPARE(bars->bars().size(), 1);
        QTest::keyClick(parts.window.get(), Qt::Key_A);
        QTRY_VERIFY(bars->bars().isEmpty());
        QCOMPARE(parts.search->restored, QList<QVariantMap>{QVariantMap()});
    }

    void putsThePanelsBackForTheNextVisitor() {
        constexpr int kFarLeft = 450;
        KioskParts parts;
        Workspace* search = parts.makeWholeWindow(1s).front();
        parts.window->showWorkspace(WorkspacePlace::Search);
        QCoreApplication::processEvents();
        auto* splitter = qobject_cast<QSplitter*>(search->left()->parentWidget()->parentWidget());
        const QList<int> before = splitter->sizes();
        splitter->setSizes({kFarLeft, before[1], before[2]});
        QCOMPARE(splitter->sizes()[0], kFarLeft);
        QTest::keyClick(parts.window.get(), Qt::Key_A);
        QTRY_VERIFY(parts.window->currentWorkspace() == nullptr);
        parts.window->showWorkspace(WorkspacePlace::Search);
        QTRY_COMPARE(splitter->sizes(), before);
    }

    void saysThatThereAreNoPictures() {
        KioskParts parts;
        parts.makeWindow();
        const auto* missing = parts.window->findChild<QLabel*>("missingPictures");
        QVERIFY(missing->isVisible());
        QVERIFY(missing->text().contains("no gallery is open"));
        parts.workbench.openGallery(parts.makeBroken("broken.descry"));
        QVERIFY(missing->text().startsWith("One moment"));
        QTRY_VERIFY(missing->text().contains("no gallery is open"));
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(!missing->isVisible());
    }
};

DESCRY_UI_TEST_MAIN(tst_Kiosk)
#include "tst_kiosk.moc"
