#include <QContextMenuEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/shell/kiosk.h"
#include "ui/shell/main_window.h"
#include "ui/shell/suggested_queries.h"

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
    void restoreState(const QVariantMap&) override {}
    void describe(const QString& text) override { described << text; }

    QStringList described;
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
        window = std::make_unique<MainWindow>(
            context,
            std::move(workspaces),
            MainWindow::Options{
                .mode = WindowMode::Kiosk, .demo = std::nullopt, .idleAfter = idleAfter});
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    StandSearch* search = nullptr;
    std::unique_ptr<MainWindow> window;
};

}  // namespace

class tst_Kiosk : public QObject {
    Q_OBJECT

  private slots:
    void leavesOnlyActionsThatLook() {
        KioskParts parts;
        parts.makeWindow();
        parts.window->showWorkspace(WorkspacePlace::Search);
        const QSet<QString> allowed{"Describe", "Search", "kioskQuit"};
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
};

DESCRY_UI_TEST_MAIN(tst_Kiosk)
#include "tst_kiosk.moc"
