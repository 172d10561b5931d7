// The estimate of a step against steps that are run: bytes that torch asks for, operations that it
// is asked for.

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <QTest>
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "core/training/step/fresh_start.h"
#include "core/training/step/optimiser.h"
#include "core/training/step/step_cost.h"
#include "core/training/step/training_step.h"

namespace descry::training {
namespace {

/// Stands in for torch's own and knows how much of it is in use.
class CountingAllocator : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t size) override {
        void* const data = c10::alloc_cpu(size);
        const std::scoped_lock lock(s_mutex);
        s_sizes[data] = size;
        s_used += static_cast<std::int64_t>(size);
        s_peak = std::max(s_peak, s_used);
        return {data, data, &release, at::Device(at::kCPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* to, const void* from, std::size_t count) const override {
        default_copy_data(to, from, count);
    }

    static std::int64_t used() { return s_used; }
    /// From now on.
    static void restartPeak() { s_peak = s_used; }
    static std::int64_t peak() { return s_peak; }

  private:
    static void release(void* data) {
        {
            const std::scoped_lock lock(s_mutex);
            s_used -= static_cast<std::int64_t>(s_sizes[data]);
            s_sizes.erase(data);
        }
        c10::free_cpu(data);
    }

    static inline std::mutex s_mutex;
    static inline std::unordered_map<void*, std::size_t> s_sizes;
    static inline std::int64_t s_used = 0;
    static inline std::int64_t s_peak = 0;
};

double s_flops = 0;

/// Operations of a matrix product or an attention, told from its arguments.
double flopsOf(const at::RecordFunction& call) {
    const std::string name = call.name();
    const auto tensor = [&](std::size_t i) { return call.inputs()[i].toTensor(); };
    const auto product = [](const at::Tensor& a, const at::Tensor& b) {
        return 2.0 * static_cast<double>(a.numel()) * static_cast<double>(b.size(-1));
    };
    if (name == "aten::mm" || name == "aten::bmm") return product(tensor(0), tensor(1));
    if (name == "aten::addmm" || name == "aten::baddbmm") return product(tensor(1), tensor(2));
    constexpr char kAttention[] = "aten::_scaled_dot_product_flash_attention_for_cpu";
    if (name == kAttention) {
        return 4.0 * static_cast<double>(tensor(0).numel()) *
               static_cast<double>(tensor(1).size(2));
    }
    // It makes the scores again, as none but the layers that run again are counted to.
    if (name == std::string(kAttention) + "_backward") {
        return 8.0 * static_cast<double>(tensor(1).numel()) *
               static_cast<double>(tensor(2).size(2));
    }
    return 0;
}

std::unique_ptr<at::ObserverContext> countFlops(const at::RecordFunction& call) {
    s_flops += flopsOf(call);
    return nullptr;
}

RasaConfig configOf(std::int64_t width) {
    RasaConfig config;
    config.imageRes = 48;
    config.patchSize = 8;
    config.vit = {.embedDim = width, .depth = 3, .numHeads = 4};
    config.bert.hiddenSize = width;
    config.bert.numHiddenLayers = 4;
    config.bert.numAttentionHeads = 4;
    config.bert.intermediateSize = 4 * width;
    config.bert.vocabSize = 900;
    config.bert.maxPositionEmbeddings = 40;
    config.bert.fusionLayer = 2;
    config.bert.encoderWidth = width;
    config.embedDim = 32;
    config.queueSize = 64;
    return config;
}

TrainingBatch batchOf(const RasaConfig& config, const StepShape& shape) {
    at::Generator random = at::detail::createCPUGenerator(3);
    const auto texts = [&] {
        at::Tensor ids = at::randint(
            200, config.bert.vocabSize, {shape.batchSize, shape.numTokens}, random, at::kLong);
        ids.select(1, 0).fill_(101);
        return TextBatch{ids, at::ones_like(ids)};
    };
    const auto images = [&] {
        return at::randn({shape.batchSize, 3, config.imageRes, config.imageRes}, random);
    };
    TrainingBatch batch;
    batch.images = images();
    batch.otherImages = images();
    batch.captions = texts();
    batch.pairedTexts = texts();
    batch.persons = at::arange(shape.batchSize, at::kLong);
    batch.replaced = at::zeros({shape.batchSize}, at::kLong);
    return batch;
}

struct Truth {
    std::int64_t state = 0;     ///< Bytes of weights, momentum copies and queue.
    std::int64_t lasting = 0;   ///< And of moments, when gradients are gone.
    std::int64_t stepPeak = 0;  ///< Beyond those, while a step runs.
    double flops = 0;
};

/// Runs two steps and counts the second, for which the moments are there.
Truth truthOf(const RasaConfig& config, const StepOptions& options, const StepShape& shape) {
    Truth truth;
    const std::int64_t before = CountingAllocator::used();
    TrainingState state = makeTrainingState(config, at::kCPU);
    truth.state = CountingAllocator::used() - before;
    initialiseFresh(state, 5);
    const TrainingBatch batch = batchOf(config, shape);
    const std::int64_t batchBytes = CountingAllocator::used() - before - truth.state;
    TrainingStep step(state, options);
    AdamW optimiser(*state.online, {});
    RandomDraws draws(9);
    const double softShare = shape.hasSoftLabels ? 0.4 : 0;
    step.run(batch, softShare, draws);
    optimiser.step();
    state.online->zero_grad();
    truth.lasting = CountingAllocator::used() - before - batchBytes;
    CountingAllocator::restartPeak();
    s_flops = 0;
    step.run(batch, softShare, draws);
    truth.flops = s_flops;
    truth.stepPeak = CountingAllocator::peak() - before - truth.lasting - batchBytes;
    return truth;
}

}  // namespace

class TestStepCost : public QObject {
    Q_OBJECT

    CountingAllocator m_allocator;

  private Q_SLOTS:
    void initTestCase() {
        at::set_num_threads(1);  // Small products: threads would mostly wait for one another.
        c10::SetCPUAllocator(&m_allocator, 1);
        at::addGlobalCallback(at::RecordFunctionCallback(countFlops).needsInputs(true));
    }

    void bytesAndOperationsAreThoseOfARealStep_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("batchSize");
        QTest::addColumn<bool>("bfloat16");
        QTest::addColumn<bool>("recompute");
        QTest::addColumn<int>("microBatch");
        QTest::addColumn<bool>("softLabels");
        QTest::newRow("narrow") << 64 << 4 << false << false << 0 << true;
        QTest::newRow("wide") << 128 << 4 << false << false << 0 << true;
        QTest::newRow("large batch") << 64 << 12 << false << false << 0 << true;
        QTest::newRow("recompute") << 64 << 8 << false << true << 0 << true;
        QTest::newRow("bf16") << 64 << 8 << true << false << 0 << true;
        QTest::newRow("bf16, recompute") << 128 << 8 << true << true << 0 << true;
        QTest::newRow("micro-batches") << 64 << 8 << false << false << 2 << true;
        QTest::newRow("no soft labels") << 64 << 8 << false << false << 0 << false;
    }

    void bytesAndOperationsAreThoseOfARealStep() {
        QFETCH(int, width);
        QFETCH(int, batchSize);
        QFETCH(bool, bfloat16);
        QFETCH(bool, recompute);
        QFETCH(int, microBatch);
        QFETCH(bool, softLabels);
        const RasaConfig config = configOf(width);
        StepOptions options;
        options.bfloat16 = bfloat16;
        options.recomputeActivations = recompute;
        options.microBatch = microBatch;
        const StepShape shape{.batchSize = batchSize, .numTokens = 20, .hasSoftLabels = softLabels};
        const Truth truth = truthOf(config, options, shape);
        const StepMemory memory = stepMemory(config, options, shape);
        QCOMPARE(memory.weights + memory.momentum + memory.queue, truth.state);
        QCOMPARE(memory.lasting(), truth.lasting);

        const double bytes =
            static_cast<double>(memory.transient) / static_cast<double>(truth.stepPeak);
        const double flops = stepFlops(config, options, shape) / truth.flops;
        qInfo("bytes %.3f (%.2f: gradients %.2f, activations %.2f), operations %.3f of the truth",
              bytes,
              static_cast<double>(truth.stepPeak) / 1e6,
              static_cast<double>(memory.gradients) / 1e6,
              static_cast<double>(memory.activations) / 1e6,
              flops);
        QVERIFY(bytes > 0.9 && bytes < 1.35);
        QVERIFY(flops > 0.95 && flops < 1.05);
    }

    void aLossThatIsOffCostsNothing() {
        const RasaConfig config;
        StepOptions options;
        const StepShape shape;
        const double whole = stepFlops(config, options, shape);
        const std::int64_t activations = stepMemory(config, options, shape).activations;
        options.weights = {.contrastive = 0.5,
                           .matching = 0,
                           .relation = 0,
                           .maskedLanguage = 0,
                           .replacedToken = 0};
        QVERIFY(stepFlops(config, options, shape) < 0.7 * whole);
        QVERIFY(stepMemory(config, options, shape).activations < activations / 2);
    }

    void thePublishedSizeFitsACardOf24Gigabytes() {
        StepOptions options;
        options.bfloat16 = true;
        options.recomputeActivations = true;
        const StepMemory memory = stepMemory({}, options, {});
        constexpr double kGigabyte = 1e9;
        QVERIFY(static_cast<double>(memory.peak()) * 1.35 < 24 * kGigabyte);
        options.recomputeActivations = false;
        QVERIFY(stepMemory({}, options, {}).activations > 2 * memory.activations);
    }
};

}  // namespace descry::training

QTEST_APPLESS_MAIN(descry::training::TestStepCost)
#include "tst_step_cost.moc"
