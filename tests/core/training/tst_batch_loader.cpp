// Batches are made while the step works; the log loses nothing but what a snapshot does not know.

#include <sys/resource.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/training/batch_loader.h"
#include "core/training/metrics_log.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";
constexpr std::int64_t kNumSteps = 8;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

class TestBatchLoader : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_log = fs::path(m_temporary.path().toStdString()) / "metrics.jsonl";

    std::vector<DatasetRecord> m_records = readDataset(kTiny / "data" / "train.json").records;

    BatchLoader::Setup setup(int numAhead) const {
        BatchLoader::Setup setup;
        setup.records = m_records;
        setup.images = kTiny / "data";
        setup.tokenizer = loadTokenizer(kTiny / "vocab.txt");
        // Large, so that a batch takes its time.
        setup.config.imageRes = 384;
        setup.endStep = kNumSteps;
        setup.numAhead = numAhead;
        return setup;
    }

    /// What steps that take as long as four batches wait for theirs, as a share of what those take.
    double shareWaited() const {
        PairSampler sampler(m_records, {.batchSize = 4});
        BatchLoader alone(sampler, setup(1));
        const auto start = Clock::now();
        alone.next();
        const double seconds = secondsSince(start);
        BatchLoader loader(sampler, setup(2));
        loader.next();
        const double waitedForFirst = loader.waitedSeconds();
        for (std::int64_t step = 1; step < kNumSteps; ++step) {
            // The step: this thread has something to do.
            const auto busySince = Clock::now();
            while (secondsSince(busySince) < 4 * seconds) {
            }
            loader.next();
        }
        const double waited = loader.waitedSeconds() - waitedForFirst;
        return waited / (seconds * static_cast<double>(kNumSteps - 1));
    }

  private Q_SLOTS:
    void aStepThatTakesLongerThanABatchHardlyWaits() {
        // A busy machine may keep the loader from its work: once in a while it does not.
        double least = shareWaited();
        for (int i = 1; i < 10 && least >= 0.5; ++i) least = std::min(least, shareWaited());
        QVERIFY2(least < 0.5, qPrintable(QString::number(least)));
    }

    void batchesComeInTheOrderOfTheSampler() {
        PairSampler sampler(m_records, {.batchSize = 4, .seed = 7});
        PairSampler again(m_records, {.batchSize = 4, .seed = 7});
        BatchLoader loader(sampler, setup(2));
        for (std::int64_t step = 0; step < 5; ++step) {
            const LoadedBatch batch = loader.next();
            const std::int64_t perEpoch = again.batchesPerEpoch();
            const auto expected = again.batch(step / perEpoch, step % perEpoch);
            QCOMPARE(batch.pairs.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                QCOMPARE(batch.pairs[i].draw, expected[i].draw);
            }
        }
    }

    void batchesAreTheSameHoweverManyAreMadeAhead() {
        const auto batches = [&](int numAhead) {
            PairSampler sampler(m_records, {.batchSize = 4, .seed = 7});
            BatchLoader loader(sampler, setup(numAhead));
            std::vector<training::TrainingBatch> made;
            // Into the second epoch.
            for (std::int64_t step = 0; step < kNumSteps; ++step) {
                made.push_back(loader.next().tensors);
            }
            return made;
        };
        const auto one = batches(1);
        const auto many = batches(8);
        for (std::size_t i = 0; i < one.size(); ++i) {
            QVERIFY(at::equal(one[i].images, many[i].images));
            QVERIFY(at::equal(one[i].otherImages, many[i].otherImages));
            QVERIFY(at::equal(one[i].captions.ids, many[i].captions.ids));
            QVERIFY(at::equal(one[i].pairedTexts.ids, many[i].pairedTexts.ids));
            QVERIFY(at::equal(one[i].replaced, many[i].replaced));
        }
    }

    void asManyAreMadeAheadAsTheMachineCanMake() {
        QVERIFY(batchesAhead() >= 2);
        QVERIFY(batchesAhead() <= 8);
    }

    void theLogIsCutToWhatTheSnapshotKnows() {
        std::uint64_t kept = 0;
        {
            MetricsLog log(m_log, 0);
            log.write({{"step", 1}});
            kept = log.sizeBytes();
            log.write({{"step", 2}});
        }
        std::ofstream(m_log, std::ios::app) << "{\"step\": 3, \"to";
        MetricsLog log(m_log, kept);
        QCOMPARE(log.sizeBytes(), kept);
        log.write({{"step", 2}, {"again", true}});
        QCOMPARE(fs::file_size(m_log), log.sizeBytes());
    }

    void aLogThatCannotGrowSaysWhy() {
        MetricsLog log(m_log, 0);
        log.write({{"step", 1}});
        const std::uint64_t before = log.sizeBytes();
        signal(SIGXFSZ, SIG_IGN);
        rlimit usual{};
        getrlimit(RLIMIT_FSIZE, &usual);
        rlimit full = usual;
        full.rlim_cur = before + 4;
        setrlimit(RLIMIT_FSIZE, &full);
        std::optional<Error> error;
        try {
            log.write({{"step", 2}});
        } catch (const Error& met) {
            error = met;
        }
        setrlimit(RLIMIT_FSIZE, &usual);
        QVERIFY(error && error->code() == ErrorCode::DiskFull);
        QVERIFY2(
            QString(error->what()).contains("metrics.jsonl: cannot be written: File too large"),
            error->what());
        QCOMPARE(log.sizeBytes(), before);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestBatchLoader)
#include "tst_batch_loader.moc"
