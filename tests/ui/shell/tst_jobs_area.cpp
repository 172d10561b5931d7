#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>
#include <future>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/message_area.h"
#include "ui/common/translations.h"
#include "ui/shell/closing.h"
#include "ui/shell/job_list_model.h"
#include "ui/shell/jobs_area.h"
#include "ui/shell/jobs_panel.h"
#include "ui/shell/notifications.h"

using namespace descry;
using namespace descry::test;

namespace {

const std::string kDiskFull = "x: no space is left on the disk";

/// Reports a third, then works until it is stopped.
class Standing final : public Job {
  public:
    std::string title() const override { return "standing"; }
    void run(JobContext& context) override {
        context.report("indexing", 30, 90, "images");
        context.warn(Error(ErrorCode::CorruptFile, "a.jpg: cut"));
        std::promise<void> stopped;
        const std::stop_callback onStop(context.stopToken(), [&] { stopped.set_value(); });
        stopped.get_future().wait();
        context.checkpoint();
    }
};

class Ending final : public Job {
  public:
    explicit Ending(std::string problem) : m_problem(std::move(problem)) {}

    std::string title() const override { return "ending"; }
    void run(JobContext& context) override {
        if (m_problem == "warn") {
            context.warn(Error(ErrorCode::CorruptFile, "b.jpg: cut"));
        } else if (!m_problem.empty()) {
            fail(m_problem == kDiskFull ? ErrorCode::DiskFull : ErrorCode::Io, "{}", m_problem);
        }
    }

  private:
    std::string m_problem;
};

struct RecordingNotifier final : Notifier {
    QStringList titles;
    QStringList texts;
    void notify(const QString& title, const QString& text) override {
        titles << title;
        texts << text;
    }
};

struct AreaParts : UiParts {
    AreaParts() {
        jobs.addKind("stand", [](const JobRecipe&) { return std::make_unique<Standing>(); });
        jobs.addKind("end", [](const JobRecipe& recipe) {
            return std::make_unique<Ending>(recipe.parameters);
        });
        QObject::connect(&messages, &Messages::raised, &area, [this](const Message& message) {
            raised.push_back(message);
        });
        area.show();
    }

    JobId stand(const std::string& title) { return jobs.submit({"stand", title, "{}"}); }
    JobId end(const std::string& problem = {}) { return jobs.submit({"end", "work", problem}); }
    JobState stateOf(JobId id) const {
        for (const JobStatus& status : jobs.all()) {
            if (status.id == id) return status.state;
        }
        return JobState::Cancelled;
    }
    QString titles() const {
        QString all;
        const auto* list = area.findChild<QListView*>("jobList");
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            all += list->model()->index(row, 0).data().toString();
        }
        return all;
    }
    QPushButton* button(const char* name) const { return area.findChild<QPushButton*>(name); }
    QToolButton* tool(const char* name) const { return area.findChild<QToolButton*>(name); }
    QListView* list() const { return area.findChild<QListView*>("jobList"); }
    QString log() const { return area.findChild<QPlainTextEdit*>("jobLog")->toPlainText(); }

    std::vector<Message> raised;
    JobsArea area{context};
};

/// A copy: what it does may raise a message.
void answer(MessageAction action) {
    action.run();
}

/// With a window that is closed as the program's is.
struct ClosingParts : AreaParts {
    QWidget window;
    Closing closing{context, window};

    ClosingParts() { window.show(); }

    void pause(JobId id) {
        jobs.pause(id);
        QTRY_VERIFY(jobs.isIdle());
    }
    /// The window was to be closed, and is to wait for the jobs.
    void waitForJobs() {
        QVERIFY(!closing.mayClose());
        answer(raised.back().actions.back());
    }
    bool staysOpen() const {
        QCoreApplication::processEvents();
        return window.isVisible();
    }
};

}  // namespace

class tst_JobsArea : public QObject {
    Q_OBJECT

  private slots:
    void showsWhatRunsAndPausesIt() {
        AreaParts parts;
        QVERIFY(!parts.area.findChild<QWidget*>("jobsStrip")->isVisible());
        const JobId id = parts.stand("a");
        QTRY_COMPARE(parts.area.findChild<QLabel*>("jobText")->text(),
                     QString("a · 30 of 90 images"));
        parts.tool("pauseJob")->click();
        QTRY_VERIFY(parts.stateOf(id) == JobState::Paused);
        QTRY_VERIFY(parts.area.findChild<QLabel*>("jobText")->text().contains("paused"));
        QVERIFY(parts.tool("pauseJob")->accessibleName().startsWith("Go on"));
        parts.tool("pauseJob")->click();
        QTRY_VERIFY(parts.stateOf(id) == JobState::Running);
        parts.tool("cancelJob")->click();
        QTRY_VERIFY(!parts.area.findChild<QWidget*>("jobsStrip")->isVisible());
        QVERIFY(parts.raised.empty());
    }

    void listsWhatWaitsAndWhatHasEnded() {
        AreaParts parts;
        QAbstractItemModelTester tester(parts.list()->model());
        parts.area.showList();
        QVERIFY(parts.area.findChild<QWidget*>("jobsPanel")->isVisible());
        const JobId ended = parts.end();
        QTRY_VERIFY(parts.stateOf(ended) == JobState::Succeeded);
        parts.stand("a");
        parts.stand("b");
        parts.stand("c");
        QTRY_COMPARE(parts.titles(), QString("abcwork"));
        QTRY_COMPARE(parts.tool("jobsButton")->text(), QString("3 jobs"));
        parts.button("panelClear")->click();
        QTRY_COMPARE(parts.titles(), QString("abc"));
        parts.jobs.cancelAll();
        QTRY_VERIFY(parts.jobs.isIdle());
        // The newest end first.
        QTRY_COMPARE(parts.titles().size(), 3);
        parts.jobs.clearEnded();
        QTRY_COMPARE(parts.titles(), QString());
    }

    void isLowerWhereThePageNeedsTheRoom() {
        constexpr int kPageHeight = 400;
        UiParts parts;
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* page = new QWidget(&window);
        page->setMinimumHeight(kPageHeight);
        column->addWidget(page, 1);
        auto* area = new JobsArea(parts.context, &window);
        column->addWidget(area);
        window.setMinimumSize(980, 620);
        window.resize(980, 900);
        window.show();
        area->showList();
        const auto* panel = area->findChild<QWidget*>("jobsPanel");
        QTRY_COMPARE(panel->height(), panel->sizeHint().height());
        QVERIFY(page->height() > kPageHeight);
        window.resize(980, 620);
        QTRY_VERIFY(panel->height() < panel->sizeHint().height());
        QVERIFY(panel->height() >= panel->minimumSizeHint().height());
        QCOMPARE(page->height(), kPageHeight);
    }

    void changesTheOrderByKeysAndByDragging() {
        AreaParts parts;
        QAbstractItemModelTester tester(parts.list()->model());
        parts.area.showList();
        for (const char* title : {"a", "b", "c", "d"}) parts.stand(title);
        QTRY_COMPARE(parts.titles(), QString("abcd"));
        parts.list()->setCurrentIndex(parts.list()->model()->index(3, 0));
        QTest::keyClick(parts.list(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(parts.titles(), QString("abdc"));
        QCOMPARE(parts.list()->currentIndex().row(), 2);
        QTest::keyClick(parts.list(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(parts.titles(), QString("abcd"));
        parts.tool("panelUp")->click();
        QTRY_COMPARE(parts.titles(), QString("abdc"));
        auto* model = parts.list()->model();
        const std::unique_ptr<QMimeData> dragged(model->mimeData({model->index(1, 0)}));
        QVERIFY(!model->canDropMimeData(dragged.get(), Qt::MoveAction, 9, 0, {}));
        model->dropMimeData(dragged.get(), Qt::MoveAction, 4, 0, {});
        QTRY_COMPARE(parts.titles(), QString("adcb"));
    }

    void showsTheLogOfTheSelectedJob() {
        AreaParts parts;
        parts.area.showList();
        parts.stand("a");
        QTRY_VERIFY(parts.log().contains("warning: a.jpg: cut"));
        QVERIFY(parts.log().contains("stage: indexing"));
        parts.button("panelCopyLog")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), parts.log());
        parts.button("panelPause")->click();
        QTRY_VERIFY(parts.log().endsWith("paused"));
        QTRY_COMPARE(parts.button("panelPause")->text(), QString("Go on"));
        parts.button("panelPause")->click();
        QTRY_VERIFY(parts.log().contains("went on"));
        parts.button("panelCancel")->click();
        QTRY_VERIFY(parts.log().endsWith("cancelled"));
        QTRY_VERIFY(parts.button("panelRetry")->isEnabled());
        parts.button("panelRetry")->click();
        QTRY_VERIFY(parts.log().contains("tried again"));
    }

    void theLogSaysStagesInTheWindowsLanguage() {
        installTranslations("zh_CN");
        const auto english = qScopeGuard([] { installTranslations("en"); });
        AreaParts parts;
        parts.area.showList();
        parts.stand("a");
        QTRY_VERIFY(parts.log().contains(QStringLiteral("正在索引")));
    }

    void saysWhyAJobFailedAndTriesItAgain() {
        AreaParts parts;
        const JobId id = parts.end("gone");
        QTRY_COMPARE(parts.raised.size(), 1U);
        QVERIFY(parts.raised[0].cause.contains("gone"));
        QCOMPARE(parts.raised[0].actions.size(), 2);
        parts.raised[0].actions[1].run();
        QVERIFY(parts.area.isListOpen());
        QVERIFY(parts.log().contains("failed: gone"));
        parts.raised[0].actions[0].run();
        QTRY_COMPARE(parts.raised.size(), 2U);
        QVERIFY(parts.stateOf(id) == JobState::Failed);
    }

    void tellsOfWarningsWithTheirWords() {
        AreaParts parts;
        parts.end("warn");
        QTRY_COMPARE(parts.raised.size(), 1U);
        QCOMPARE(parts.raised[0].details, QString("b.jpg: cut"));
    }

    void pausesWhenTheDiskIsFull() {
        AreaParts parts;
        const JobId id = parts.end(kDiskFull);
        QTRY_COMPARE(parts.raised.size(), 1U);
        QVERIFY(parts.stateOf(id) == JobState::Paused);
        QCOMPARE(parts.raised[0].actions.size(), 2);
    }

    void goesOnWithInterruptedJobsAtOneButton() {
        UiParts before;
        const auto journal = before.folder / "jobs.json";
        {
            JobSignals last;
            last.addKind("stand", [](const JobRecipe&) { return std::make_unique<Standing>(); });
            last.keepJournal(journal);
            last.submit({"stand", "a", "{}"});
            last.submit({"stand", "b", "{}"});
        }
        AreaParts parts;
        parts.jobs.keepJournal(journal);
        QTRY_COMPARE(parts.raised.size(), 1U);
        QVERIFY(parts.raised[0].cause.startsWith("2 jobs"));
        QVERIFY(parts.jobs.isIdle());
        parts.raised[0].actions[0].run();
        QTRY_VERIFY(!parts.jobs.isIdle());
        QTRY_COMPARE(parts.area.findChild<QLabel*>("jobText")->text(),
                     QString("a · 30 of 90 images"));
    }

    void saysThatADamagedListIsPutAside() {
        AreaParts parts;
        parts.jobs.keepJournal(parts.makeBroken("jobs.json"));
        QTRY_COMPARE(parts.raised.size(), 1U);
        QVERIFY(parts.raised[0].cause.contains("put aside"));
        QVERIFY(parts.raised[0].details.contains("jobs.json.damaged"));
    }

    void goesOnNextTimeWhenItWasStoppedToQuit() {
        UiParts before;
        const auto journal = before.folder / "jobs.json";
        {
            ClosingParts parts;
            parts.jobs.keepJournal(journal);
            QVERIFY(parts.closing.mayClose());
            parts.stand("a");
            QVERIFY(!parts.closing.mayClose());
            QCOMPARE(parts.raised.size(), 1U);
            answer(parts.raised[0].actions[0]);
            QVERIFY(!parts.window.isVisible());
            QVERIFY(parts.closing.mayClose());
        }
        AreaParts parts;
        parts.jobs.keepJournal(journal);
        QTRY_COMPARE(parts.area.findChild<QLabel*>("jobText")->text(),
                     QString("a · 30 of 90 images"));
        QVERIFY(parts.raised.empty());
    }

    void doesNotAskWhenJobsAreOnlyPaused() {
        ClosingParts parts;
        parts.pause(parts.stand("a"));
        QVERIFY(parts.closing.mayClose());
    }

    void aPauseDoesNotCloseWhatWaitsForTheJob() {
        ClosingParts parts;
        const JobId id = parts.stand("a");
        parts.waitForJobs();
        QVERIFY(parts.raised.back().stays);
        parts.pause(id);
        QVERIFY(parts.staysOpen());
        parts.jobs.cancel(id);
        QTRY_VERIFY(!parts.window.isVisible());
    }

    void aFullDiskDoesNotCloseWhatWaitsForTheJob() {
        ClosingParts parts;
        const JobId first = parts.stand("a");
        parts.end(kDiskFull);
        parts.waitForJobs();
        parts.jobs.cancel(first);
        QTRY_VERIFY(parts.raised.back().cause.contains("no space"));
        QVERIFY(parts.jobs.isIdle());
        QVERIFY(parts.staysOpen());
    }

    void whatWasPausedBeforeIsNotWaitedFor() {
        ClosingParts parts;
        parts.pause(parts.stand("a"));
        const JobId id = parts.stand("b");
        parts.waitForJobs();
        QVERIFY(parts.window.isVisible());
        parts.jobs.cancel(id);
        QTRY_VERIFY(!parts.window.isVisible());
    }

    void staysOpenWhenItIsAskedTo() {
        ClosingParts parts;
        const JobId id = parts.stand("a");
        parts.waitForJobs();
        QCOMPARE(parts.raised.size(), 2U);
        // The answer stands: it is not asked again.
        QVERIFY(!parts.closing.mayClose());
        QCOMPARE(parts.raised.size(), 2U);
        answer(parts.raised.back().actions.back());
        parts.jobs.cancel(id);
        QTRY_VERIFY(parts.jobs.isIdle());
        QVERIFY(parts.staysOpen());
    }

    void notifiesWhileTheWindowIsNotInFront() {
        AreaParts parts;
        RecordingNotifier notifier;
        bool isActive = false;
        const JobNotifications notifications(
            parts.jobs, parts.settings, notifier, [&] { return isActive; });
        parts.end();
        QTRY_COMPARE(notifier.titles, QStringList{"Done: work"});
        parts.end("gone");
        QTRY_COMPARE(notifier.titles.size(), 2);
        QCOMPARE(notifier.texts.back(), QString("gone"));
        parts.jobs.cancel(parts.stand("a"));
        QTRY_VERIFY(parts.jobs.isIdle());
        isActive = true;
        parts.end();
        QTRY_VERIFY(parts.jobs.isIdle());
        isActive = false;
        Choices choices = parts.settings.choices();
        choices.notifies = false;
        parts.settings.setChoices(choices);
        parts.end();
        QTRY_VERIFY(parts.jobs.isIdle());
        QCOMPARE(notifier.titles.size(), 2);
    }

    void notifiesEachTimeThatAFullDiskStopsAJob() {
        AreaParts parts;
        RecordingNotifier notifier;
        const JobNotifications notifications(
            parts.jobs, parts.settings, notifier, [] { return false; });
        const JobId id = parts.end(kDiskFull);
        QTRY_COMPARE(notifier.titles, QStringList{"Paused: work"});
        QCOMPARE(notifier.texts, QStringList{QString::fromStdString(kDiskFull)});
        // Being moved is no news.
        QSignalSpy changed(&parts.jobs, &JobSignals::changed);
        parts.jobs.move(id, {});
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(notifier.titles.size(), 1);
        parts.jobs.resume(id);
        QTRY_COMPARE(notifier.titles.size(), 2);
    }

    void breaksNothingWithoutANotificationService() {
        DesktopNotifier notifier;
        notifier.notify("Done", "<b>all</b>");
        QCoreApplication::processEvents();
    }
};

DESCRY_UI_TEST_MAIN(tst_JobsArea)
#include "tst_jobs_area.moc"
