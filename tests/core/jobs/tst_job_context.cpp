#include <QtTest>
#include <cmath>
#include <vector>

#include "core/jobs/job.h"

using namespace descry;
using namespace std::chrono_literals;

namespace {

/// A context with a clock of its own and everything it reported.
struct Recorder {
    JobContext::Clock::time_point now{};
    std::vector<Progress> reports;
    std::vector<std::string> warnings;
    std::stop_source stop;
    JobContext context{stop.get_token(),
                       {.progress = [this](const Progress& p) { reports.push_back(p); },
                        .warning = [this](const Error& w) { warnings.emplace_back(w.what()); },
                        .now = [this] { return now; }}};
};

}  // namespace

class tst_JobContext : public QObject {
    Q_OBJECT

  private slots:
    void limitsTheRateButDeliversFirstAndLast() {
        Recorder r;
        for (int i = 0; i <= 1000; ++i) {
            r.context.report("indexing", i, 1000, "images");
            r.now += 1ms;
        }
        QVERIFY(r.reports.size() <= 12);
        QVERIFY(r.reports.size() >= 10);
        QCOMPARE(r.reports.front().done, 0);
        QCOMPARE(r.reports.back().done, 1000);
    }

    void neverGoesBackInAStage() {
        Recorder r;
        const std::vector<std::int64_t> reported{5, 3, 9, -1, 9, 12, 11};
        for (const std::int64_t done : reported) {
            r.context.report("indexing", done, 20, "images");
            r.now += 1s;
        }
        QCOMPARE(r.reports.size(), reported.size());
        for (std::size_t i = 1; i < r.reports.size(); ++i) {
            QVERIFY(r.reports[i].done >= r.reports[i - 1].done);
        }
        QCOMPARE(r.reports.back().done, 12);
    }

    void keepsDoneWithinTotal() {
        Recorder r;
        r.context.report("indexing", 30, 20, "images");
        QCOMPARE(r.reports.back().total, 30);
    }

    void deliversAHeldBackReportWhenTheStageEnds() {
        Recorder r;
        r.context.report("walking", 0, 0, "files");
        r.now += 1ms;
        r.context.report("walking", 7, 0, "files");
        QCOMPARE(r.reports.size(), std::size_t{1});
        r.context.report("indexing", 0, 7, "images");
        QCOMPARE(r.reports.size(), std::size_t{3});
        QCOMPARE(r.reports[1].stage, std::string("walking"));
        QCOMPARE(r.reports[1].done, 7);
        QCOMPARE(r.reports[2].stage, std::string("indexing"));
        QCOMPARE(r.reports[2].done, 0);
    }

    void deliversAHeldBackReportOnFlushOnce() {
        Recorder r;
        r.context.report("walking", 0, 0, "files");
        r.context.report("walking", 2, 0, "files");
        r.context.flush();
        r.context.flush();
        QCOMPARE(r.reports.size(), std::size_t{2});
        QCOMPARE(r.reports.back().done, 2);
    }

    void givesNoEstimateBeforeItHasSeenEnough() {
        Recorder r;
        r.context.report("indexing", 0, 1000, "images");
        r.now += 500ms;
        r.context.report("indexing", 1, 1000, "images");
        QVERIFY(!r.reports.back().remaining.has_value());
    }

    void givesNoEstimateWithoutATotal() {
        Recorder r;
        for (int i = 0; i < 30; ++i) {
            r.context.report("walking", i, 0, "files");
            r.now += 1s;
        }
        QVERIFY(!r.reports.back().remaining.has_value());
        QVERIFY(r.reports.back().unitsPerSecond > 0.9);
    }

    void estimatesSteadyWorkRightly() {
        Recorder r;
        for (int i = 0; i <= 100; ++i) {
            r.context.report("indexing", i * 4, 1000, "images");
            r.now += 1s;
        }
        QVERIFY(std::abs(r.reports.back().unitsPerSecond - 4.0) < 1e-6);
        QCOMPARE(r.reports.back().remaining->count(), 150);
    }

    void countsTheSpeedOfAResumedJobFromWhereItResumed() {
        Recorder r;
        for (int i = 0; i <= 20; ++i) {
            r.context.report("indexing", 500 + i, 1000, "images");
            r.now += 1s;
        }
        QVERIFY(std::abs(r.reports.back().unitsPerSecond - 1.0) < 1e-6);
        QCOMPARE(r.reports.back().remaining->count(), 480);
    }

    void followsAChangeOfSpeed() {
        Recorder r;
        std::int64_t done = 0;
        for (int i = 0; i < 60; ++i, r.now += 1s) r.context.report("x", done += 100, 100000, "u");
        for (int i = 0; i < 60; ++i, r.now += 1s) r.context.report("x", done += 10, 100000, "u");
        QVERIFY(r.reports.back().unitsPerSecond < 11.0);
        QVERIFY(r.reports.back().unitsPerSecond >= 9.9);
    }

    void promisesNothingWhenStalled() {
        Recorder r;
        r.context.report("x", 0, 100, "u");
        for (int i = 0; i < 300; ++i) {
            r.now += 10s;
            r.context.report("x", 1, 100, "u");
        }
        QVERIFY(!r.reports.back().remaining.has_value());
    }

    void endsWithNothingRemaining() {
        Recorder r;
        r.context.report("x", 0, 10, "u");
        r.now += 5s;
        r.context.report("x", 10, 10, "u");
        QCOMPARE(r.reports.back().remaining->count(), 0);
    }

    void throwsCancelledAtACheckpointOnlyAfterAStop() {
        Recorder r;
        r.context.checkpoint();
        QVERIFY(!r.context.stopRequested());
        r.stop.request_stop();
        QVERIFY(r.context.stopRequested());
        try {
            r.context.checkpoint();
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::Cancelled);
        }
    }

    void passesWarningsOn() {
        Recorder r;
        r.context.warn(Error(ErrorCode::CorruptFile, "a.jpg: cut"));
        QCOMPARE(r.warnings, std::vector<std::string>{"a.jpg: cut"});
    }

    void worksWithoutCallbacks() {
        JobContext context;
        context.report("x", 1, 2, "u");
        context.warn(Error(ErrorCode::Io, "w"));
        context.checkpoint();
        context.flush();
    }
};

QTEST_GUILESS_MAIN(tst_JobContext)
#include "tst_job_context.moc"
