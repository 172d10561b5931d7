#include <QtTest>

#include "core/jobs/job_queue.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <new>

using namespace descry;
using namespace std::chrono_literals;

namespace {

class FunctionJob final : public Job {
  public:
    explicit FunctionJob(std::function<void(JobContext&)> work) : m_work(std::move(work)) {}

    std::string title() const override { return "a job"; }
    void run(JobContext& context) override { m_work(context); }

  private:
    std::function<void(JobContext&)> m_work;
};

std::unique_ptr<Job> job(std::function<void(JobContext&)> work) {
    return std::make_unique<FunctionJob>(std::move(work));
}

void waitForStop(JobContext& context) {
    for (;;) {
        context.checkpoint();
        std::this_thread::sleep_for(1ms);
    }
}

bool hasEnded(JobState state) {
    return state != JobState::Queued && state != JobState::Running;
}

}  // namespace

class tst_JobQueue : public QObject {
    Q_OBJECT

  private slots:
    void runsAJobAndSaysHowItEnded() {
        JobQueue queue;
        const JobId id = queue.submit(job([](JobContext& context) {
            context.report("counting", 3, 3, "things");
            context.warn("careful");
        }));
        const JobStatus status = queue.wait(id);
        QVERIFY(status.state == JobState::Succeeded);
        QCOMPARE(status.progress.done, 3);
        QCOMPARE(status.title, std::string("a job"));
        QCOMPARE(status.warnings, std::vector<std::string>{"careful"});
        QVERIFY(!status.error.has_value());
    }

    void keepsTheErrorOfAFailedJob() {
        JobQueue queue;
        const JobId own = queue.submit(
            job([](JobContext&) { fail(ErrorCode::CorruptFile, "x.pth: cut"); }));
        const JobId foreign =
            queue.submit(job([](JobContext&) { throw std::runtime_error("oops"); }));
        const JobId memory = queue.submit(job([](JobContext&) { throw std::bad_alloc(); }));
        QVERIFY(queue.wait(own).state == JobState::Failed);
        QVERIFY(queue.wait(own).error->code() == ErrorCode::CorruptFile);
        QCOMPARE(std::string(queue.wait(own).error->what()), std::string("x.pth: cut"));
        QVERIFY(queue.wait(foreign).error->code() == ErrorCode::Internal);
        QVERIFY(queue.wait(memory).error->code() == ErrorCode::OutOfMemory);
    }

    void cancelsARunningJob() {
        JobQueue queue;
        std::promise<void> started;
        const JobId id = queue.submit(job([&](JobContext& context) {
            started.set_value();
            waitForStop(context);
        }));
        started.get_future().wait();
        queue.cancel(id);
        const JobStatus status = queue.wait(id);
        QVERIFY(status.state == JobState::Cancelled);
        QVERIFY(!status.error.has_value());
    }

    void cancelsAWaitingJobAtOnce() {
        JobQueue queue;
        std::promise<void> release;
        std::atomic<bool> ran = false;
        const JobId first = queue.submit(job([&](JobContext&) { release.get_future().wait(); }));
        const JobId second = queue.submit(job([&](JobContext&) { ran = true; }));
        queue.cancel(second);
        QVERIFY(queue.wait(second).state == JobState::Cancelled);
        release.set_value();
        QVERIFY(queue.wait(first).state == JobState::Succeeded);
        QVERIFY(!ran);
    }

    void leavesAnEndedJobAsItIsWhenCancelled() {
        JobQueue queue;
        const JobId id = queue.submit(job([](JobContext&) {}));
        queue.wait(id);
        queue.cancel(id);
        QVERIFY(queue.wait(id).state == JobState::Succeeded);
    }

    void runsHigherPrioritiesFirstThenInOrder() {
        std::vector<int> order;
        JobQueue queue;
        std::promise<void> release;
        queue.submit(job([&](JobContext&) { release.get_future().wait(); }));
        std::vector<JobId> ids;
        for (const auto& [who, priority] : std::vector<std::pair<int, int>>{
                 {1, 0}, {2, 0}, {3, 5}, {4, 5}, {5, -1}}) {
            ids.push_back(queue.submit(
                job([&order, number = who](JobContext&) { order.push_back(number); }), priority));
        }
        release.set_value();
        for (const JobId id : ids) queue.wait(id);
        QCOMPARE(order, (std::vector<int>{3, 4, 1, 2, 5}));
    }

    void endsEveryJobOnceWhateverTheTiming() {
        std::mutex mutex;
        std::map<std::int64_t, int> ends;
        std::vector<JobId> ids;
        {
            JobQueue queue([&](const JobStatus& status) {
                if (!hasEnded(status.state)) return;
                const std::lock_guard lock(mutex);
                ++ends[status.id.value];
            });
            for (int i = 0; i < 200; ++i) {
                ids.push_back(queue.submit(job([i](JobContext& context) {
                    context.report("x", i, 200, "u");
                    context.checkpoint();
                })));
            }
            std::jthread canceller([&] {
                for (std::size_t i = 0; i < ids.size(); i += 2) queue.cancel(ids[i]);
            });
            canceller.join();
        }
        QCOMPARE(ends.size(), ids.size());
        for (const auto& [id, count] : ends) QCOMPARE(count, 1);
    }

    void tellsProgressBeforeTheEndAndNothingAfter() {
        std::vector<JobStatus> told;
        {
            JobQueue queue([&](const JobStatus& status) { told.push_back(status); });
            queue.wait(queue.submit(job([](JobContext& context) {
                context.report("x", 0, 10, "u");
                context.report("x", 4, 10, "u");
            })));
        }
        std::vector<std::int64_t> done;
        bool ended = false;
        for (const JobStatus& status : told) {
            QVERIFY(!ended);
            done.push_back(status.progress.done);
            ended = hasEnded(status.state);
        }
        QVERIFY(ended);
        QVERIFY(std::is_sorted(done.begin(), done.end()));
        QCOMPARE(done.back(), 4);
    }

    void survivesAListenerThatThrows() {
        JobQueue queue([](const JobStatus&) { throw std::runtime_error("listener"); });
        const JobId id = queue.submit(job([](JobContext&) {}));
        QVERIFY(queue.wait(id).state == JobState::Succeeded);
    }

    void boundsTheWarningsItKeeps() {
        JobQueue queue;
        const JobId id = queue.submit(job([](JobContext& context) {
            for (int i = 0; i < 1500; ++i) context.warn("w");
        }));
        const JobStatus status = queue.wait(id);
        QCOMPARE(status.warnings.size(), std::size_t{1000});
        QCOMPARE(status.numWarnings, 1500);
    }

    void freesAJobBeforeItsEndIsTold() {
        auto token = std::make_shared<int>(1);
        JobQueue queue;
        const JobId id = queue.submit(job([token](JobContext&) {}));
        queue.wait(id);
        QCOMPARE(token.use_count(), 1L);
    }

    void cancelsEverythingWhenDestroyed() {
        std::atomic<int> cancelled = 0;
        {
            JobQueue queue([&](const JobStatus& status) {
                if (status.state == JobState::Cancelled) ++cancelled;
            });
            for (int i = 0; i < 3; ++i) queue.submit(job(waitForStop));
        }
        QCOMPARE(cancelled.load(), 3);
    }

    void refusesAnUnknownJob() {
        JobQueue queue;
        QVERIFY_THROWS_EXCEPTION(Error, queue.wait(JobId{7}));
        QVERIFY_THROWS_EXCEPTION(Error, queue.cancel(JobId{7}));
    }
};

QTEST_GUILESS_MAIN(tst_JobQueue)
#include "tst_job_queue.moc"
