#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <new>
#include <random>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/jobs/job_queue.h"
#include "tests/support/patience.h"

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

/// Kinds "wait" (until it is stopped), "succeed", "fail"; and a journal in a folder of its own.
struct Journalled {
    QTemporaryDir temporary;
    std::filesystem::path file{temporary.filePath("data/jobs.json").toStdString()};
    std::unique_ptr<JobQueue> queue;
    std::mutex mutex;
    std::vector<JournalNews> news;

    void open(const std::filesystem::path& journal) {
        queue = std::make_unique<JobQueue>();
        queue->addKind("wait", [](const JobRecipe&) { return job(waitForStop); });
        queue->addKind("succeed", [](const JobRecipe&) { return job([](JobContext&) {}); });
        queue->addKind("fail", [](const JobRecipe&) {
            return job([](JobContext&) { fail(ErrorCode::Io, "gone"); });
        });
        queue->keepJournal(journal, [this](const JournalNews& told) {
            const std::lock_guard lock(mutex);
            news.push_back(told);
        });
        queue->flushJournal();
        // What was read is written once more: a flush that began before it does not wait for that.
        queue->flushJournal();
    }
    void open() { open(file); }

    JobState stateOf(JobId id) const {
        for (const JobStatus& status : queue->jobs()) {
            if (status.id == id) return status.state;
        }
        return JobState::Cancelled;
    }
    std::string shown() const {
        std::string all;
        for (const JobStatus& status : queue->jobs()) {
            all += status.title + "QRPSFC"[static_cast<int>(status.state)] + ' ';
        }
        return all;
    }
};

}  // namespace

class tst_JobQueue : public QObject {
    Q_OBJECT

  private slots:
    void runsAJobAndSaysHowItEnded() {
        JobQueue queue;
        const JobId id = queue.submit(job([](JobContext& context) {
            context.report("counting", 3, 3, "things");
            context.warn(Error(ErrorCode::InvalidInput, "careful"));
        }));
        const JobStatus status = queue.wait(id);
        QVERIFY(status.state == JobState::Succeeded);
        QCOMPARE(status.progress.done, 3);
        QCOMPARE(status.title, std::string("a job"));
        QCOMPARE(status.numWarnings, 1);
        QVERIFY(!status.error.has_value());
    }

    void keepsTheErrorOfAFailedJob() {
        JobQueue queue;
        const JobId own =
            queue.submit(job([](JobContext&) { fail(ErrorCode::CorruptFile, "x.pth: cut"); }));
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
        for (const auto& [who, priority] :
             std::vector<std::pair<int, int>>{{1, 0}, {2, 0}, {3, 5}, {4, 5}, {5, -1}}) {
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
                if (!hasEnded(status)) return;
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
            ended = hasEnded(status);
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

    void logsWarnings() {
        JobQueue queue;
        const JobId id = queue.submit(job([](JobContext& context) {
            for (int i = 0; i < 1500; ++i) context.warn(Error(ErrorCode::Io, "w"));
        }));
        QCOMPARE(queue.wait(id).numWarnings, 1500);
        const JobLog log = queue.log(id);
        QCOMPARE(log.lines().size(), JobLog::kMaxFirst + JobLog::kMaxLast);
        QVERIFY(log.lines().back().event == JobEvent::Succeeded);
    }

    void logsInTheWordsThatItIsGiven() {
        JobQueue queue({}, [](const Error& error) { return fmt::format("« {} »", error); });
        const JobId id = queue.submit(job([](JobContext& context) {
            context.warn(Error(ErrorCode::CorruptFile, "a.jpg: cut"));
            fail(ErrorCode::Io, "gone");
        }));
        QCOMPARE(queue.wait(id).error->what(), "gone");
        const std::vector<JobLogLine> lines = queue.log(id).lines();
        QCOMPARE(lines.size(), 4U);
        QCOMPARE(lines[2].text, std::string("« a.jpg: cut »"));
        QCOMPARE(lines[3].text, std::string("« gone »"));
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

    void pausesAWaitingJobAndTakesItUpAgain() {
        JobQueue queue;
        std::promise<void> release;
        queue.submit(job([&](JobContext&) { release.get_future().wait(); }));
        std::atomic<bool> ran = false;
        const JobId paused = queue.submit(job([&](JobContext&) { ran = true; }));
        const JobId last = queue.submit(job([](JobContext&) {}));
        queue.pause(paused);
        release.set_value();
        queue.wait(last);
        QVERIFY(!ran);
        queue.resume(paused);
        QTRY_VERIFY(ran);
    }

    void pausesARunningDurableJob() {
        Journalled j;
        j.open();
        const JobId id = j.queue->submit({"wait", "a", "{}"});
        QTRY_VERIFY(j.stateOf(id) == JobState::Running);
        j.queue->pause(id);
        QVERIFY(j.queue->wait(id).state == JobState::Paused);
        j.queue->resume(id);
        QTRY_VERIFY(j.stateOf(id) == JobState::Running);
        j.queue->cancel(id);
        QVERIFY(j.queue->wait(id).state == JobState::Cancelled);
        QCOMPARE(j.queue->recipe(id)->kind, std::string("wait"));
    }

    void doesNotPauseARunningJobThatItCouldNotMakeAgain() {
        JobQueue queue;
        std::promise<void> started;
        const JobId id = queue.submit(job([&](JobContext& context) {
            started.set_value();
            waitForStop(context);
        }));
        started.get_future().wait();
        queue.pause(id);
        QVERIFY(!queue.jobs().front().isStopping);
        QVERIFY(!queue.recipe(id));
    }

    void triesAFailedJobAgain() {
        Journalled j;
        j.open();
        const JobId id = j.queue->submit({"fail", "a", "{}"});
        QVERIFY(j.queue->wait(id).state == JobState::Failed);
        j.queue->retry(id);
        QTRY_VERIFY(j.queue->log(id).lines().size() == 6U);
        QVERIFY(j.queue->wait(id).state == JobState::Failed);
        QVERIFY(j.queue->log(id).lines()[3].event == JobEvent::Retried);
    }

    void saysThatItCannotMakeAJobOfAKind() {
        Journalled j;
        j.open();
        const JobStatus status = j.queue->wait(j.queue->submit({"fly", "a", "{}"}));
        QVERIFY(status.state == JobState::Failed);
        QVERIFY(status.error->code() == ErrorCode::Unsupported);
        QVERIFY(std::string(status.error->what()).find("fly") != std::string::npos);
    }

    void keepsTheErrorOfAFactory() {
        JobQueue queue;
        queue.addKind("a", [](const JobRecipe&) -> std::unique_ptr<Job> {
            fail(ErrorCode::NotFound, "no model");
        });
        const JobStatus status = queue.wait(queue.submit({"a", "a", "{}"}));
        QVERIFY(status.error->code() == ErrorCode::NotFound);
    }

    void outlivesAKill() {
        Journalled j;
        j.open();
        const JobId running = j.queue->submit({"wait", "run", R"({"n":1})"});
        j.queue->submit({"succeed", "next", "{}"});
        j.queue->submit(job([](JobContext&) {}));
        QTRY_VERIFY(j.stateOf(running) == JobState::Running);
        j.queue->flushJournal();
        // What a kill would have left.
        const std::filesystem::path left = j.file.parent_path() / "left.json";
        std::filesystem::copy_file(j.file, left);
        j.queue.reset();
        j.news.clear();

        j.open(left);
        QCOMPARE(j.shown(), std::string("runP nextP "));
        QCOMPARE(j.news.size(), std::size_t{1});
        QVERIFY(j.news[0].kind == JournalNews::Kind::Restored);
        QCOMPARE(j.news[0].numInterrupted, 2);
        const auto jobs = j.queue->jobs();
        QVERIFY(jobs[0].pauseReason == PauseReason::Interrupted);
        QCOMPARE(j.queue->recipe(jobs[0].id)->parameters, std::string(R"({"n":1})"));
        j.queue->resume(jobs[1].id);
        QVERIFY(j.queue->wait(jobs[1].id).state != JobState::Failed);
        QTRY_VERIFY(j.stateOf(jobs[1].id) == JobState::Succeeded);
        j.queue->resume(jobs[0].id);
        QTRY_VERIFY(j.stateOf(jobs[0].id) == JobState::Running);
    }

    void goesOnByItselfIfItWasAskedTo() {
        Journalled j;
        j.open();
        const JobId running = j.queue->submit({"wait", "a", "{}"});
        const JobId paused = j.queue->submit({"wait", "b", "{}"});
        j.queue->submit({"wait", "c", "{}"});
        j.queue->pause(paused);
        QTRY_VERIFY(j.stateOf(running) == JobState::Running);
        j.queue->continueAtNextStart();
        j.queue.reset();
        j.open();
        QTRY_COMPARE(j.shown(), std::string("aR bP cQ "));
        // And without having been asked to, it waits to be told.
        j.queue.reset();
        j.open();
        QCOMPARE(j.shown(), std::string("aP bP cP "));
    }

    void keepsWhatHasEndedWithItsLog() {
        Journalled j;
        j.open();
        const JobId id = j.queue->submit({"fail", "a", "{}"});
        j.queue->wait(id);
        j.queue.reset();
        j.open();
        QCOMPARE(j.shown(), std::string("aF "));
        const JobStatus status = j.queue->jobs().front();
        QCOMPARE(std::string(status.error->what()), std::string("gone"));
        QVERIFY(j.queue->log(status.id).lines().back().event == JobEvent::Failed);
        j.queue->clearEnded();
        j.queue.reset();
        j.open();
        QVERIFY(j.queue->jobs().empty());
    }

    void setsADamagedJournalAside() {
        Journalled j;
        std::filesystem::create_directories(j.file.parent_path());
        writeFileAtomically(j.file, "{\"version\":1,\"jobs\":[");
        j.open();
        QCOMPARE(j.news.size(), std::size_t{1});
        QVERIFY(j.news[0].kind == JournalNews::Kind::SetAside);
        QVERIFY(std::string(j.news[0].error->what()).find("jobs.json.damaged") !=
                std::string::npos);
        j.queue->submit({"wait", "a", "{}"});
        j.queue.reset();
        j.open();
        QCOMPARE(j.shown(), std::string("aP "));
        QVERIFY(std::filesystem::exists(j.file.parent_path() / "jobs.json.damaged"));
    }

    void leavesANewerJournalAsItIs() {
        Journalled j;
        std::filesystem::create_directories(j.file.parent_path());
        const std::string newer = R"({"version":99,"jobs":[]})";
        writeFileAtomically(j.file, newer);
        j.open();
        QVERIFY(j.news.at(0).kind == JournalNews::Kind::Unreadable);
        QVERIFY(j.queue->wait(j.queue->submit({"succeed", "a", "{}"})).state ==
                JobState::Succeeded);
        j.queue.reset();
        QCOMPARE(readFile(j.file, 1000), newer);
    }

    void goesOnWhereTheJournalCannotBeWrittenAndSaysSoOnce() {
        Journalled j;
        // A folder in the place of the file.
        std::filesystem::create_directories(j.file.parent_path());
        j.open();
        std::filesystem::remove(j.file);
        std::filesystem::create_directories(j.file / "in the way");
        for (int i = 0; i < 3; ++i) {
            const JobId id = j.queue->submit({"succeed", "a", "{}"});
            QVERIFY(j.queue->wait(id).state == JobState::Succeeded);
            j.queue->flushJournal();
        }
        const auto count = std::count_if(j.news.begin(), j.news.end(), [](const auto& told) {
            return told.kind == JournalNews::Kind::Unwritable;
        });
        QCOMPARE(count, 1);
    }

    void putsJobsOfTheJournalBeforeThoseThatCameMeanwhile() {
        Journalled j;
        j.open();
        j.queue->submit({"wait", "old", "{}"});
        j.queue.reset();
        j.queue = std::make_unique<JobQueue>();
        j.queue->submit(job(waitForStop));
        j.queue->keepJournal(j.file);
        j.queue->flushJournal();
        QVERIFY(j.shown().starts_with("oldP a job"));
    }

    void survivesEverythingAtOnce() {
        Journalled j;
        j.open();
        const auto turn = [&](unsigned seed) {
            std::mt19937 random(seed);
            for (int i = 0; i < 200; ++i) {
                const auto all = j.queue->jobs();
                const auto& kinds = {"wait", "succeed", "fail"};
                if (all.size() < 5) {
                    j.queue->submit({*(kinds.begin() + random() % 3), "a", "{}"},
                                    static_cast<int>(random() % 3));
                    continue;
                }
                const JobId id = all[random() % all.size()].id;
                switch (random() % 6) {
                    case 0:
                        j.queue->pause(id);
                        break;
                    case 1:
                        j.queue->resume(id);
                        break;
                    case 2:
                        j.queue->cancel(id);
                        break;
                    case 3:
                        j.queue->retry(id);
                        break;
                    case 4:
                        j.queue->move(id, std::nullopt);
                        break;
                    default:
                        j.queue->clearEnded();
                        break;
                }
            }
        };
        {
            std::vector<std::jthread> threads;
            for (unsigned t = 0; t < 4; ++t) threads.emplace_back(turn, t);
        }
        j.queue.reset();
        j.open();
        for (const JobStatus& status : j.queue->jobs()) {
            QVERIFY(status.state != JobState::Running && status.state != JobState::Queued);
        }
    }

    void refusesAnUnknownJob() {
        JobQueue queue;
        QVERIFY_THROWS_EXCEPTION(Error, queue.wait(JobId{7}));
        queue.cancel(JobId{7});
        queue.move(JobId{7}, JobId{8});
        QVERIFY(queue.jobs().empty());
        QVERIFY(queue.log(JobId{7}).lines().empty());
    }
};

QTEST_GUILESS_MAIN(tst_JobQueue)
#include "tst_job_queue.moc"
