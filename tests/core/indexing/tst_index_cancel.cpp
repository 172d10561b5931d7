#include <QtTest>
#include <thread>

#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kNumPictures = 12;
constexpr int kBatch = 4;

std::string name(int number) {
    return fmt::format("{:02}.bmp", number);
}

}  // namespace

class TestIndexCancel : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;
    IndexOptions m_options;

    /// Asks the run to stop as soon as so many images have gone through the model.
    void stopAfter(int numImages) const {
        m_world->model->beforeEncode = [this, numImages] {
            if (m_world->model->numEncodedImages >= numImages) m_world->stop.request_stop();
        };
    }

    void resume() const {
        m_world->stop = std::stop_source();
        m_world->model->beforeEncode = {};
        m_world->model->numEncodedImages = 0;
    }

  private slots:
    void init() {
        m_world = std::make_unique<IndexFixture>();
        for (int i = 0; i < kNumPictures; ++i) {
            m_world->picture(name(i), static_cast<std::uint64_t>(i));
        }
        m_options = m_world->options();
        m_options.batchSize = kBatch;
    }

    void aStoppedRunKeepsWholeBatchesAndGoesOnThere_data() {
        QTest::addColumn<int>("numImages");
        for (const int numImages : {0, 1, 3, 4, 5, 7, 8}) {
            QTest::addRow("after %d", numImages) << numImages;
        }
    }
    void aStoppedRunKeepsWholeBatchesAndGoesOnThere() {
        QFETCH(int, numImages);
        stopAfter(numImages);
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        const int numEncoded = m_world->model->numEncodedImages;
        // The batch in flight is lost, and no other.
        const int numKept = numEncoded / kBatch * kBatch;
        QVERIFY(numEncoded >= numImages && numEncoded < kNumPictures);
        QCOMPARE(m_world->gallery()->items().count(), numKept);
        QCOMPARE(m_world->gallery()->embeddings().count(kFirst), numKept);
        QCOMPARE(m_world->last->numAdded, numKept);
        QCOMPARE(m_world->last->numEncoded, numKept);
        QCOMPARE(m_world->lastRun().outcome, std::string("cancelled"));
        QCOMPARE(m_world->lastRun().numIndexed, numKept);
        QVERIFY(m_world->gallery()->verify().empty());

        resume();
        const IndexReport report = m_world->index(m_options);
        QCOMPARE(m_world->model->numEncodedImages.load(), kNumPictures - numKept);
        QCOMPARE(report.numUnchanged, numKept);
        QCOMPARE(report.numAdded, kNumPictures - numKept);
        for (int i = 0; i < kNumPictures; ++i) QVERIFY(m_world->isEmbedded(name(i)));
        QCOMPARE(m_world->lastRun().outcome, std::string("succeeded"));
    }

    void aRunThatIsStoppedBeforeItBeginsDoesNothing() {
        m_world->stop.request_stop();
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QCOMPARE(m_world->gallery()->items().count(), 0);
        QCOMPARE(m_world->lastRun().outcome, std::string("cancelled"));
    }

    void aStoppedRunMarksNothingThatItDidNotSee() {
        m_world->index(m_options);
        resume();
        m_world->picture(name(0), 100);
        std::filesystem::remove(m_world->pictures / name(1));
        stopAfter(0);
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        for (int i = 0; i < kNumPictures; ++i) QVERIFY(m_world->isPresent(name(i)));
        QCOMPARE(m_world->gallery()->embeddings().count(kFirst), kNumPictures);
        resume();
        const IndexReport report = m_world->index(m_options);
        QCOMPARE(report.numChanged, 1);
        QCOMPARE(report.numVanished, 1);
        QVERIFY(m_world->isEmbedded(name(0)) && !m_world->isPresent(name(1)));
    }

    void completingForASecondBundleGoesOnWhereItWasStopped() {
        m_world->index(m_options);
        resume();
        m_world->fingerprint = kSecond;
        stopAfter(kBatch + 1);
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        const int numKept = m_world->model->numEncodedImages / kBatch * kBatch;
        QCOMPARE(m_world->gallery()->embeddings().count(kSecond), numKept);
        QCOMPARE(m_world->gallery()->embeddings().count(kFirst), kNumPictures);
        resume();
        m_world->index(m_options);
        QCOMPARE(m_world->model->numEncodedImages.load(), kNumPictures - numKept);
        for (int i = 0; i < kNumPictures; ++i) QVERIFY(m_world->isEmbedded(name(i), kSecond));
    }

    void aStopWhileASearchHoldsTheDeviceIsObeyed() {
        const ComputeLane::Hold search = m_world->lane.acquireUrgent();
        std::jthread stopper([this] { m_world->stop.request_stop(); });
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
    }

    void aFailureInTheBatchInFlightIsFoundAgain() {
        m_world->write("00-bad.bmp", "no picture");
        stopAfter(0);
        QVERIFY(m_world->failure(m_options) == ErrorCode::Cancelled);
        QVERIFY(m_world->gallery()->failures().all().empty());
        QCOMPARE(m_world->last->numFailed, 0);
        resume();
        QCOMPARE(m_world->index(m_options).numFailed, 1);
        QCOMPARE(m_world->gallery()->failures().all().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestIndexCancel)
#include "tst_index_cancel.moc"
