#include <QtTest>
#include <future>
#include <thread>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/job_signals.h"

using namespace descry;

namespace {

class FunctionJob final : public Job {
  public:
    explicit FunctionJob(std::function<void(JobContext&)> work) : m_work(std::move(work)) {}

    std::string title() const override { return "counting"; }
    void run(JobContext& context) override { m_work(context); }

  private:
    std::function<void(JobContext&)> m_work;
};

std::unique_ptr<Job> job(std::function<void(JobContext&)> work) {
    return std::make_unique<FunctionJob>(std::move(work));
}

void waitForStop(JobContext& context) {
    std::promise<void> stopped;
    const std::stop_callback onStop(context.stopToken(), [&] { stopped.set_value(); });
    stopped.get_future().wait();
    context.checkpoint();
}

}  // namespace

class tst_JobSignals : public QObject {
    Q_OBJECT

  private slots:
    void tellsOfAJobOnTheThreadOfTheWindow() {
        JobSignals jobs;
        std::vector<JobState> states;
        std::int64_t done = 0;
        bool isHere = true;
        connect(&jobs, &JobSignals::changed, this, [&](const JobStatus& status) {
            isHere = isHere && std::this_thread::get_id() == m_here;
            if (states.empty() || states.back() != status.state) states.push_back(status.state);
            done = status.progress.done;
        });
        jobs.submit(job([](JobContext& context) { context.report("counting", 3, 3, "things"); }));
        QVERIFY(!jobs.isIdle());
        QTRY_VERIFY(jobs.isIdle());
        QVERIFY(isHere);
        QCOMPARE(done, 3);
        QVERIFY(states == (std::vector{JobState::Queued, JobState::Running, JobState::Succeeded}));
    }

    void knowsWhatWaitsAndWhatRuns() {
        JobSignals jobs;
        const JobId first = jobs.submit(job(waitForStop));
        const JobId second = jobs.submit(job([](JobContext&) {}));
        QTRY_VERIFY(jobs.open().front().state == JobState::Running);
        QCOMPARE(jobs.open().size(), 2U);
        QVERIFY(jobs.open()[0].id == first);
        QVERIFY(jobs.open()[1].id == second);
        QVERIFY(jobs.open()[1].state == JobState::Queued);
        jobs.cancelAll();
        QTRY_VERIFY(jobs.isIdle());
    }

    void endsEachJobOnce() {
        JobSignals jobs;
        std::vector<JobStatus> ends;
        connect(&jobs, &JobSignals::ended, this, [&](const JobStatus& status) {
            ends.push_back(status);
        });
        jobs.cancel(jobs.submit(job(waitForStop)));
        jobs.submit(job([](JobContext&) { fail(ErrorCode::Io, "full"); }));
        QTRY_VERIFY(jobs.isIdle());
        QCOMPARE(ends.size(), 2U);
        QVERIFY(ends[0].state == JobState::Cancelled);
        QVERIFY(ends[1].state == JobState::Failed);
        QCOMPARE(std::string(ends[1].error->what()), std::string("full"));
    }

    void canEndWhileAJobRuns() {
        std::promise<void> started;
        {
            JobSignals jobs;
            jobs.submit(job([&](JobContext& context) {
                started.set_value();
                waitForStop(context);
            }));
            started.get_future().wait();
        }
        QCoreApplication::processEvents();
    }

  private:
    const std::thread::id m_here = std::this_thread::get_id();
};

DESCRY_UI_TEST_MAIN(tst_JobSignals)
#include "tst_job_signals.moc"
