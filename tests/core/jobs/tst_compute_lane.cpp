#include <QtTest>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/jobs/compute_lane.h"
#include "tests/support/patience.h"

using namespace descry;
using namespace std::chrono_literals;

class tst_ComputeLane : public QObject {
    Q_OBJECT

  private slots:
    void letsOneHolderInAtATime() {
        ComputeLane lane;
        std::atomic<int> inside = 0;
        std::atomic<bool> overlapped = false;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 500; ++i) {
                    const ComputeLane::Hold hold = t == 0 ? lane.acquireUrgent() : lane.acquire();
                    if (inside.fetch_add(1) != 0) overlapped = true;
                    inside.fetch_sub(1);
                }
            });
        }
        threads.clear();
        QVERIFY(!overlapped);
    }

    void letsUrgentHoldersGoFirst() {
        ComputeLane lane;
        std::mutex mutex;
        std::vector<int> order;
        const auto note = [&](int who) {
            const std::lock_guard lock(mutex);
            order.push_back(who);
        };
        auto held = std::make_unique<ComputeLane::Hold>(lane.acquire());
        std::jthread ordinary([&] {
            const ComputeLane::Hold hold = lane.acquire();
            note(1);
        });
        std::jthread urgent([&] {
            const ComputeLane::Hold hold = lane.acquireUrgent();
            note(2);
        });
        QTRY_VERIFY(lane.urgentWaiting());
        held.reset();
        ordinary.join();
        urgent.join();
        QCOMPARE(order, (std::vector<int>{2, 1}));
        QVERIFY(!lane.urgentWaiting());
    }

    void aClaimKeepsOrdinaryHoldersOutBetweenUrgentHolds() {
        ComputeLane lane;
        auto claim = std::make_unique<ComputeLane::Claim>(lane.claim());
        std::atomic<int> numUrgent = 0;
        int numUrgentBefore = 0;
        std::jthread ordinary([&] {
            const ComputeLane::Hold hold = lane.acquire();
            numUrgentBefore = numUrgent;
        });
        for (int batch = 0; batch < 3; ++batch) {
            const ComputeLane::Hold hold = lane.acquireUrgent();
            ++numUrgent;
        }
        QVERIFY(lane.urgentWaiting());
        claim.reset();
        ordinary.join();
        QCOMPARE(numUrgentBefore, 3);
        QVERIFY(!lane.urgentWaiting());
    }

    void givesUpWaitingWhenStopped() {
        ComputeLane lane;
        auto held = std::make_unique<ComputeLane::Hold>(lane.acquire());
        std::stop_source stop;
        std::atomic<int> cancelled = 0;
        const auto waitFor = [&](auto acquire) {
            try {
                const ComputeLane::Hold hold = acquire();
            } catch (const Error& error) {
                if (error.code() == ErrorCode::Cancelled) ++cancelled;
            }
        };
        std::jthread urgent([&] { waitFor([&] { return lane.acquireUrgent(stop.get_token()); }); });
        std::jthread ordinary([&] { waitFor([&] { return lane.acquire(stop.get_token()); }); });
        QTRY_VERIFY(lane.urgentWaiting());
        stop.request_stop();
        urgent.join();
        ordinary.join();
        QCOMPARE(cancelled.load(), 2);
        QVERIFY(!lane.urgentWaiting());
        held.reset();
        const ComputeLane::Hold again = lane.acquire();
    }

    void wakesOrdinaryHoldersWhenAnUrgentOneGivesUp() {
        ComputeLane lane;
        auto held = std::make_unique<ComputeLane::Hold>(lane.acquire());
        std::stop_source stop;
        std::jthread urgent([&] {
            try {
                const ComputeLane::Hold hold = lane.acquireUrgent(stop.get_token());
            } catch (const Error&) {
            }
        });
        QTRY_VERIFY(lane.urgentWaiting());
        std::atomic<bool> got = false;
        std::jthread ordinary([&] {
            const ComputeLane::Hold hold = lane.acquire();
            got = true;
        });
        stop.request_stop();
        urgent.join();
        held.reset();
        QTRY_VERIFY(got);
    }

    void passesOnByMove() {
        ComputeLane lane;
        {
            ComputeLane::Hold first = lane.acquire();
            const ComputeLane::Hold second = std::move(first);
        }
        const ComputeLane::Hold again = lane.acquire();
    }
};

QTEST_GUILESS_MAIN(tst_ComputeLane)
#include "tst_compute_lane.moc"
