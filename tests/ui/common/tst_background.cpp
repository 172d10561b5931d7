#include <QtTest>
#include <atomic>
#include <future>
#include <new>
#include <thread>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/background.h"

using namespace descry;

namespace {

/// Until a stop is asked for; then as core's own work ends.
void waitForStop(const std::stop_token& stop) {
    std::promise<void> stopped;
    const std::stop_callback onStop(stop, [&] { stopped.set_value(); });
    stopped.get_future().wait();
    fail(ErrorCode::Cancelled, "stopped");
}

}  // namespace

class tst_Background : public QObject {
    Q_OBJECT

  private slots:
    void bringsAResultBackToTheThreadOfTheCaller() {
        Background background;
        QObject context;
        std::thread::id worker;
        std::thread::id deliverer;
        int result = 0;
        background.run(
            context,
            [&](std::stop_token) {
                worker = std::this_thread::get_id();
                return 7;
            },
            [&](int value) {
                deliverer = std::this_thread::get_id();
                result = value;
            });
        QCOMPARE(result, 0);
        QTRY_COMPARE(result, 7);
        QVERIFY(worker != std::this_thread::get_id());
        QVERIFY(deliverer == std::this_thread::get_id());
    }

    void movesWhatCannotBeCopied() {
        Background background;
        QObject context;
        std::unique_ptr<int> result;
        background.run(
            context,
            [](std::stop_token) { return std::make_unique<int>(3); },
            [&](std::unique_ptr<int> value) { result = std::move(value); });
        QTRY_VERIFY(result != nullptr);
        QCOMPARE(*result, 3);
    }

    void deliversTheEndOfWorkWithoutAResult() {
        Background background;
        QObject context;
        bool isDone = false;
        background.run(
            context, [](std::stop_token) {}, [&] { isDone = true; });
        QTRY_VERIFY(isDone);
    }

    void deliversErrorsOfEveryKind() {
        Background background;
        QObject context;
        std::vector<ErrorCode> codes;
        const auto take = [&](const Error& error) { codes.push_back(error.code()); };
        const auto never = [] { QFAIL("delivered a result"); };
        background.run(
            context, [](std::stop_token) { fail(ErrorCode::CorruptFile, "cut"); }, never, take);
        QTRY_COMPARE(codes.size(), 1U);
        background.run(
            context, [](std::stop_token) { throw std::bad_alloc(); }, never, take);
        QTRY_COMPARE(codes.size(), 2U);
        background.run(
            context, [](std::stop_token) { throw std::runtime_error("oops"); }, never, take);
        QTRY_COMPARE(codes.size(), 3U);
        QVERIFY(codes[0] == ErrorCode::CorruptFile);
        QVERIFY(codes[1] == ErrorCode::OutOfMemory);
        QVERIFY(codes[2] == ErrorCode::Internal);
    }

    void stopsAndSilencesWorkWhoseContextDies() {
        Background background;
        auto context = std::make_unique<QObject>();
        std::promise<void> started;
        std::atomic<bool> hasEnded = false;
        background.run(
            *context,
            [&](std::stop_token stop) {
                started.set_value();
                try {
                    waitForStop(stop);
                } catch (const Error&) {
                    hasEnded = true;
                    throw;
                }
            },
            [] { QFAIL("delivered to a dead context"); },
            [](const Error&) { QFAIL("delivered an error to a dead context"); });
        started.get_future().wait();
        context.reset();
        QTRY_VERIFY(hasEnded.load());
        QCoreApplication::processEvents();
    }

    void deliversNothingAfterACancel() {
        Background background;
        QObject context;
        bool isNextDone = false;
        std::stop_source cancelled = background.run(
            context, [](std::stop_token) {}, [] { QFAIL("delivered after a cancel"); });
        cancelled.request_stop();
        background.run(
            context, [](std::stop_token) {}, [&] { isNextDone = true; });
        QTRY_VERIFY(isNextDone);
        QCoreApplication::processEvents();
    }

    void stopsEverythingAtItsEnd() {
        QObject context;
        std::promise<void> started;
        {
            Background background;
            background.run(
                context,
                [&](std::stop_token stop) {
                    started.set_value();
                    waitForStop(stop);
                },
                [] { QFAIL("delivered by a dead background"); });
            started.get_future().wait();
        }
        QCoreApplication::processEvents();
    }
};

DESCRY_UI_TEST_MAIN(tst_Background)
#include "tst_background.moc"
