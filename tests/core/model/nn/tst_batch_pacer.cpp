// Batches follow the measured time.

#include <QtTest>

#include "core/model/nn/batch_pacer.h"

using descry::nn::BatchPacer;

class TestBatchPacer : public QObject {
    Q_OBJECT

  private slots:
    void startsSmallAndGrowsToWhatFits() {
        BatchPacer pacer({0.2, 10, 1, 64});
        QCOMPARE(pacer.next(100), 1);
        pacer.record(1, 0.1);  // Ten stop points of 0.2 s: twenty such items.
        QCOMPARE(pacer.next(100), 20);
    }

    void neverMoreThanRemainOrAreAllowed() {
        BatchPacer pacer({0.2, 10, 4, 8});
        QCOMPARE(pacer.next(3), 3);
        pacer.record(4, 1e-6);
        QCOMPARE(pacer.next(100), 8);
        QCOMPARE(pacer.next(2), 2);
    }

    void batchesAreMultiplesWhereThereAreEnough() {
        BatchPacer pacer({0.2, 10, 4, 32, 4});
        QCOMPARE(pacer.next(100), 4);
        pacer.record(4, 0.4);  // Twenty would fit.
        QCOMPARE(pacer.next(100), 20);
        QCOMPARE(pacer.next(19), 16);
        QCOMPARE(pacer.next(3), 3);
        pacer.limit(7);
        QCOMPARE(pacer.next(100), 4);
    }

    void aSlowMachineGetsOneAtATime() {
        BatchPacer pacer({0.2, 1, 4, 8});
        pacer.record(4, 400.0);
        QCOMPARE(pacer.next(100), 1);
    }

    void aPauseIsForgottenSoon() {
        BatchPacer pacer({0.2, 10, 1, 64});
        pacer.record(1, 0.1);
        pacer.record(1, 50.0);
        QVERIFY(pacer.next(100) >= 15);
    }

    void aMachineThatStaysSlowIsBelieved() {
        BatchPacer pacer({0.2, 10, 1, 64});
        pacer.record(1, 0.1);
        for (int i = 0; i < 40; ++i) pacer.record(1, 4.0);
        QCOMPARE(pacer.next(100), 1);
    }

    void aLimitHoldsFromThenOn() {
        BatchPacer pacer({0.2, 10, 16, 64});
        pacer.limit(5);
        QCOMPARE(pacer.next(100), 5);
        pacer.record(5, 1e-6);
        QCOMPARE(pacer.next(100), 5);
        pacer.limit(0);
        QCOMPARE(pacer.next(100), 1);
    }
};

QTEST_GUILESS_MAIN(TestBatchPacer)
#include "tst_batch_pacer.moc"
