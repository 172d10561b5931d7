// The whole window by keys: the Tab key's way through it, and the list of keys.

#include <QDialog>
#include <QLabel>
#include <QToolButton>
#include <QtTest>
#include <algorithm>
#include <set>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/training/fake_trainer.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/message_area.h"
#include "ui/common/tab_order.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr WorkspacePlace kPlaces[] = {
    WorkspacePlace::Search, WorkspacePlace::Review, WorkspacePlace::Train, WorkspacePlace::Gallery};

struct WholeWindow : UiParts {
    FakeTrainer trainer;
    SearchWorkspace* search = nullptr;
    std::unique_ptr<MainWindow> window;

    WholeWindow() {
        auto itsSearch = std::make_unique<SearchWorkspace>(context);
        search = itsSearch.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(itsSearch));
        workspaces.push_back(std::make_unique<TrainWorkspace>(context, trainer.trainer()));
        workspaces.push_back(std::make_unique<ReviewWorkspace>(context, loader));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
        window =
            std::make_unique<MainWindow>(context, std::move(workspaces), MainWindow::Options{});
        window->show();
        window->activateWindow();
    }
    ~WholeWindow() {
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on");
    }

    void openStreet() {
        workbench.openBundle(makeBundle(folder));
        QTRY_VERIFY(workbench.bundle());
        workbench.openFolder(makePictures("street", 4));
        QTRY_VERIFY(workbench.gallery());
        QTRY_VERIFY(jobs.isIdle());
        workbench.refreshGallery();
        QTRY_COMPARE(search->model().rowCount(), 4);
    }
    void raiseMessage() {
        Message message;
        message.key = "street";
        message.cause = "The gallery could not be opened.";
        message.actions = {{"Try again", [] {}}};
        messages.raise(message);
    }

    /// The part of the window that holds it, in the order in which Tab goes through them.
    int partOf(const QWidget& widget) const {
        const QWidget* const centre = window->currentWorkspace() == nullptr
                                          ? window->startPage()
                                          : window->currentWorkspace()->centre();
        const QList<const QWidget*> parts{find("topBar"),
                                          window->findChild<MessageArea*>(),
                                          centre,
                                          find("leftDock"),
                                          find("rightDock"),
                                          find("jobsStrip")};
        for (const QWidget* part : parts) {
            const bool isIn = part != nullptr && (part == &widget || part->isAncestorOf(&widget));
            if (isIn) return static_cast<int>(parts.indexOf(part));
        }
        return static_cast<int>(parts.size());
    }
    /// What Tab comes to from the window's beginning until it is there again.
    std::vector<QWidget*> stopsByTab() const {
        const auto press = [this] { QTest::keyClick(window->focusWidget(), Qt::Key_Tab); };
        find("home")->setFocus();
        std::vector<QWidget*> stops;
        do {
            stops.push_back(window->focusWidget());
            press();
        } while (window->focusWidget() != stops.front() && stops.size() < 300);
        return stops;
    }

  private:
    /// Of the workspace in front.
    QWidget* find(const char* name) const {
        const QList<QWidget*> found = window->findChildren<QWidget*>(name);
        for (QWidget* widget : found) {
            if (widget->isVisible()) return widget;
        }
        return nullptr;
    }
};

/// Not back: neither up, but for the next column, nor to the left in a row.
bool isReadBefore(const QWidget& first, const QWidget& second) {
    const QRect a(first.mapToGlobal(QPoint()), first.size());
    const QRect b(second.mapToGlobal(QPoint()), second.size());
    const bool isAbove = b.bottom() < a.top() && b.left() <= a.right();
    const bool isLeft = b.right() < a.left() && b.top() <= a.bottom() && a.top() <= b.bottom();
    return !isAbove && !isLeft;
}

QString nameOf(const QWidget& widget) {
    return QString("%1 “%2”").arg(widget.metaObject()->className(), widget.objectName());
}

}  // namespace

class tst_Keyboard : public QObject {
    Q_OBJECT

  private slots:
    void tabGoesThroughTheWindowAsItIsRead() {
        WholeWindow parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        parts.settings.noteGallery("/data/Hall B.descry");
        parts.openStreet();
        parts.raiseMessage();
        parts.jobs.submit(std::make_unique<StandingJob>());
        parts.window->showStart();
        checkOrder(parts, 4);
        for (const WorkspacePlace place : kPlaces) {
            parts.window->showWorkspace(place);
            checkOrder(parts, 5);
        }
    }

    void backtabGoesTheSameWayBack() {
        WholeWindow parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        parts.window->showWorkspace(WorkspacePlace::Search);
        std::vector<QWidget*> stops = parts.stopsByTab();
        QVERIFY(stops.size() > 5);
        for (std::size_t i = stops.size(); i-- > 0;) {
            QTest::keyClick(parts.window->focusWidget(), Qt::Key_Backtab);
            QVERIFY(parts.window->focusWidget() == stops[i]);
        }
    }

    void whereTheFocusIsHiddenItStaysNearby() {
        WholeWindow parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        parts.openStreet();
        parts.window->showWorkspace(WorkspacePlace::Search);
        const std::vector<QWidget*> stops = tabStops(*parts.window);
        const auto atTop = [&](const QWidget* widget) { return parts.partOf(*widget) == 0; };
        const auto last = std::ranges::find_if_not(stops.rbegin(), stops.rend(), atTop);
        const auto first = std::ranges::find_if_not(stops, atTop);
        QVERIFY(first != stops.end() && *first != *last);
        (*first)->setFocus();
        (*first)->hide();
        QVERIFY(!atTop(parts.window->focusWidget()));
    }

    void everyKeyIsListed() {
        WholeWindow parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        QTest::keyClick(parts.window.get(), Qt::Key_F1);
        const auto* list = parts.window->findChild<QDialog*>("shortcutList");
        QVERIFY(list != nullptr);
        QStringList listed;
        for (const QLabel* label : list->findChildren<QLabel*>()) listed << label->text();
        for (const QAction* action : parts.window->findChildren<QAction*>())
            checkListed(*action, listed);
        for (const WorkspacePlace place : kPlaces) {
            parts.window->showWorkspace(place);
            Workspace& workspace = *parts.window->currentWorkspace();
            for (const QAction* action : workspace.actions()) checkListed(*action, listed);
            for (const FixedKey& key : workspace.fixedKeys()) {
                QVERIFY2(listed.contains(key.effect), qPrintable(key.effect));
            }
        }
        // The controls that answer to keys by themselves.
        for (const char* keys : {"Return",
                                 "Shift+Return",
                                 "Up, Down",
                                 "Del",
                                 "Alt+Up, Alt+Down",
                                 "Left, Right",
                                 "Left, Right, Up, Down",
                                 "+, -",
                                 "0",
                                 "Esc"}) {
            QVERIFY2(listed.contains(keys), keys);
        }
    }

  private:
    static void checkOrder(const WholeWindow& parts, int leastParts) {
        const std::vector<QWidget*> stops = parts.stopsByTab();
        QVERIFY(stops == tabStops(*parts.window));
        std::set<int> visited{parts.partOf(*stops.front())};
        for (std::size_t i = 1; i < stops.size(); ++i) {
            const int before = parts.partOf(*stops[i - 1]);
            const int now = parts.partOf(*stops[i]);
            const bool isOnward =
                now > before || (now == before && isReadBefore(*stops[i - 1], *stops[i]));
            QVERIFY2(isOnward, qPrintable(nameOf(*stops[i - 1]) + " before " + nameOf(*stops[i])));
            visited.insert(now);
        }
        QVERIFY(static_cast<int>(visited.size()) >= leastParts);
    }

    static void checkListed(const QAction& action, const QStringList& listed) {
        if (action.shortcuts().isEmpty() || !action.isVisible()) return;
        QStringList keys;
        for (const QKeySequence& key : action.shortcuts()) {
            keys << key.toString(QKeySequence::NativeText);
        }
        QVERIFY2(listed.contains(keys.join(", ")), qPrintable(action.text()));
    }
};

DESCRY_UI_TEST_MAIN(tst_Keyboard)
#include "tst_keyboard.moc"
