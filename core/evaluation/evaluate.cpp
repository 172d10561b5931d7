#include "core/evaluation/evaluate.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/evaluation/calibration.h"
#include "core/evaluation/image_batches.h"
#include "core/evaluation/scratch_matrix.h"
#include "core/tensorfile/tensor_file.h"
#include "core/text/caption.h"

namespace descry {
namespace {

using Clock = std::chrono::steady_clock;

constexpr float kFillScore = ScoreTable::kNotReranked;  // The reference's.
constexpr std::size_t kWarningsKept = 20;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// How much is done under one hold of the compute lane, so that a search waits half a second at
/// most: measured, starting small.
class HoldPacer {
  public:
    explicit HoldPacer(std::size_t most) : m_most(most) {}

    std::size_t size() const noexcept { return m_size; }
    void note(std::size_t count, double seconds) {
        constexpr double kTargetSeconds = 0.4;
        const double perUnit = std::max(seconds, 1e-6) / static_cast<double>(count);
        const auto fitting = static_cast<std::size_t>(std::min(1e6, kTargetSeconds / perUnit));
        m_size = std::clamp<std::size_t>(std::min(fitting, 2 * m_size), 1, m_most);
    }

  private:
    std::size_t m_most;
    std::size_t m_size = 1;
};

void requireFinite(std::span<const float> values, const char* what) {
    if (std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) return;
    fail(ErrorCode::Device,
         "the model gave {} that are not finite numbers; try --dtype fp32, and check the bundle "
         "with "
         "descry-cli model check",
         what);
}

}  // namespace

void EvaluateOptions::validate() const {
    if (rerank.value_or(0) < 0) {
        fail(ErrorCode::InvalidInput,
             "rerank is {}: give the number of images, 0 for none",
             *rerank);
    }
    if (batch < 1 || batch > 4096) {
        fail(ErrorCode::InvalidInput, "batch is {}: give 1 to 4096 images", batch);
    }
    if (numDecodeThreads < 0) {
        fail(ErrorCode::InvalidInput, "numDecodeThreads is {}, below 0", numDecodeThreads);
    }
}

void similaritiesOf(std::span<const float> query,
                    std::span<const float> features,
                    std::span<float> out) {
    constexpr std::size_t kLanes = 16;
    for (float& result : out) {
        const auto row = features.first(query.size());
        features = features.subspan(query.size());
        std::array<float, kLanes> sums{};
        std::size_t start = 0;
        for (; start + kLanes <= query.size(); start += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                sums[lane] += row[start + lane] * query[start + lane];
            }
        }
        for (; start < query.size(); ++start) sums[0] += row[start] * query[start];
        for (std::size_t width = kLanes / 2; width > 0; width /= 2) {
            for (std::size_t lane = 0; lane < width; ++lane) sums[lane] += sums[lane + width];
        }
        result = sums[0];
    }
}

/// One run: what was computed so far.
struct EvaluateJob::Work {
    Work(EvaluateJob& ownJob, JobContext& ownContext) : job(ownJob), context(ownContext) {}

    EvaluateJob& job;
    JobContext& context;
    RasaModel& model = *job.m_model.model;
    const RasaConfig& config = model.config();
    EvaluationResult& result = job.m_result;

    std::vector<std::int64_t> imagePeople;                          ///< [G].
    std::vector<std::int64_t> queryPeople;                          ///< [Q].
    std::vector<std::vector<std::int64_t>> queryTokens;             ///< [Q], token ids.
    std::size_t width = static_cast<std::size_t>(config.embedDim);  ///< E.
    std::size_t k = 0;
    std::vector<float> imageFeatures;     ///< [G, E].
    std::vector<float> queryFeatures;     ///< [Q, E].
    std::vector<std::int32_t> topImages;  ///< [Q, k], by falling similarity.
    std::vector<float> topLogits;         ///< [Q, k].
    std::vector<ImageTokens> tokens;      ///< [G]; without bytes: not held now.
    HoldPacer imagePacer{64};
    HoldPacer pairPacer{64};
    std::unique_ptr<ScratchMatrix> similarityMatrix;
    std::unique_ptr<ScratchMatrix> scoreMatrix;

    std::size_t numImages() const noexcept { return imagePeople.size(); }
    std::size_t numQueries() const noexcept { return queryPeople.size(); }

    void warn(const std::string& message) {
        context.warn(message);
        if (result.warnings.size() < kWarningsKept) result.warnings.push_back(message);
    }

    void readRecords();
    void prepareScores();
    std::size_t imagesThatFit() const;
    void encodeImages(const std::vector<std::size_t>& images,
                      std::size_t numHeld,
                      const std::string& stage);
    void encodeBatch(const ImageBatch& batch, std::size_t& numHeld);
    void encodeQueries();
    void rankBySimilarity();
    void rerankAll();
    void rerankHeld(std::int64_t& done);
    void rerankQuery(std::size_t query, std::span<const std::size_t> places);
    void scoreReranked();
    void writeScores();
};

void EvaluateJob::Work::readRecords() {
    std::unordered_set<std::int64_t> people;
    const int maxWords = static_cast<int>(config.maxWords);
    for (const DatasetRecord& record : job.m_records) {
        imagePeople.push_back(record.personId);
        people.insert(record.personId);
        for (const std::string& caption : record.captions) {
            Encoding encoding = job.m_model.tokenizer->encode(cleanCaption(caption, maxWords));
            encoding.truncate(static_cast<std::size_t>(maxWords));
            queryTokens.push_back(std::move(encoding.ids));
            queryPeople.push_back(record.personId);
        }
    }
    if (queryPeople.empty()) {
        fail(ErrorCode::InvalidInput, "the split has no captions: there is nothing to evaluate");
    }
    result.numImages = static_cast<std::int64_t>(numImages());
    result.numQueries = static_cast<std::int64_t>(numQueries());
    result.numPeople = static_cast<std::int64_t>(people.size());
    const std::int64_t wanted = job.m_options.rerank.value_or(config.kTest);
    result.k = std::min(wanted, result.numImages);
    k = static_cast<std::size_t>(result.k);
    if (result.k < wanted) {
        warn(fmt::format("{} images are to be re-ranked per caption and the split has {}: all are",
                         wanted,
                         result.numImages));
    }
}

void EvaluateJob::Work::prepareScores() {
    if (!job.m_options.scores) return;
    // Made before the long work: a place that cannot be written to is known at once.
    std::filesystem::path folder = job.m_options.scores->parent_path();
    if (folder.empty()) folder = ".";
    const std::size_t size = numImages() * numQueries();
    similarityMatrix = std::make_unique<ScratchMatrix>(folder, size);
    if (k > 0) scoreMatrix = std::make_unique<ScratchMatrix>(folder, size);
}

std::size_t EvaluateJob::Work::imagesThatFit() const {
    if (k == 0) return 0;
    const std::size_t bytes =
        tokenBytes(model.exactTokenFormat(), config.numImageTokens(), config.vit.embedDim);
    return std::max<std::size_t>(1,
                                 job.m_options.tokenBudgetBytes / std::max<std::size_t>(1, bytes));
}

/// Encodes `images`; the tokens of the first `numHeld` of them are held.
void EvaluateJob::Work::encodeImages(const std::vector<std::size_t>& images,
                                     std::size_t numHeld,
                                     const std::string& stage) {
    ImageBatches batches(job.m_records,
                         images,
                         {.folder = job.m_options.images,
                          .imageRes = config.imageRes,
                          .batch = job.m_options.batch,
                          .numThreads = job.m_options.numDecodeThreads,
                          .stop = context.stopToken()});
    std::int64_t done = 0;
    for (ImageBatch batch = batches.next(); !batch.images.empty(); batch = batches.next()) {
        for (const std::string& warning : batch.warnings) warn(warning);
        encodeBatch(batch, numHeld);
        done += static_cast<std::int64_t>(batch.images.size());
        context.report(stage, done, static_cast<std::int64_t>(images.size()), "images");
    }
}

void EvaluateJob::Work::encodeBatch(const ImageBatch& batch, std::size_t& numHeld) {
    const std::size_t imageFloats = batch.pixels.size() / batch.images.size();
    for (std::size_t start = 0; start < batch.images.size();) {
        context.checkpoint();
        const std::size_t count = std::min(imagePacer.size(), batch.images.size() - start);
        EncodeOptions options;
        options.stop = context.stopToken();
        if (numHeld > 0) options.keepTokens = model.exactTokenFormat();
        const auto pixels =
            std::span(batch.pixels).subspan(start * imageFloats, count * imageFloats);
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        const auto begin = Clock::now();
        ImageEncoding encoding = model.encodeImages(pixels, options);
        imagePacer.note(count, secondsSince(begin));
        requireFinite(encoding.features, "image features");
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t image = batch.images[start + i];
            std::copy_n(encoding.features.begin() + static_cast<std::ptrdiff_t>(i * width),
                        width,
                        imageFeatures.begin() + static_cast<std::ptrdiff_t>(image * width));
            if (numHeld == 0) continue;
            tokens[image] = std::move(encoding.tokens.at(i));
            --numHeld;
        }
        result.numImageEncodings += static_cast<std::int64_t>(count);
        start += count;
    }
}

void EvaluateJob::Work::encodeQueries() {
    const auto total = static_cast<std::int64_t>(numQueries());
    queryFeatures.reserve(numQueries() * width);
    for (const auto& ids : queryTokens) {
        context.checkpoint();
        const auto text = model.encodeText(ids);
        const auto feature = text->feature();
        requireFinite(feature, "text features");
        queryFeatures.insert(queryFeatures.end(), feature.begin(), feature.end());
        context.report("encoding captions",
                       static_cast<std::int64_t>(queryFeatures.size() / width),
                       total,
                       "captions");
    }
}

void EvaluateJob::Work::rankBySimilarity() {
    MetricsAccumulator metrics(imagePeople);
    std::vector<float> row(numImages());
    for (std::size_t query = 0; query < numQueries(); ++query) {
        context.checkpoint();
        similaritiesOf(std::span(queryFeatures).subspan(query * width, width), imageFeatures, row);
        const std::vector<std::int32_t> ranking = rankingOf(row);
        metrics.add(queryPeople[query], ranking);
        topImages.insert(
            topImages.end(), ranking.begin(), ranking.begin() + static_cast<std::ptrdiff_t>(k));
        if (!similarityMatrix) continue;
        std::copy(
            row.begin(),
            row.end(),
            similarityMatrix->values().begin() + static_cast<std::ptrdiff_t>(query * numImages()));
    }
    result.similarity = metrics.metrics();
}

/// Group by group: images whose tokens are held, then the rest by groups that fit the budget. A
/// caption's text layers are run once per group, which costs little beside fusing it.
void EvaluateJob::Work::rerankAll() {
    topLogits.assign(topImages.size(), kFillScore);
    std::vector<char> isOpen(numImages(), 0);
    for (const std::int32_t image : topImages) isOpen[static_cast<std::size_t>(image)] = 1;
    for (std::size_t image = 0; image < numImages(); ++image) {
        if (!tokens[image].bytes.empty()) isOpen[image] = 0;
    }
    std::int64_t done = 0;
    rerankHeld(done);
    const std::size_t groupSize = imagesThatFit();
    int numGroups = 1;
    std::vector<std::size_t> group;
    for (std::size_t image = 0; image < numImages(); ++image) {
        if (isOpen[image] != 0) group.push_back(image);
        if (group.empty() || (group.size() < groupSize && image + 1 < numImages())) continue;
        encodeImages(group, group.size(), fmt::format("encoding image group {}", ++numGroups));
        rerankHeld(done);
        group.clear();
    }
}

/// Fuses every caption with those of its best images whose tokens are held, then lets them go.
void EvaluateJob::Work::rerankHeld(std::int64_t& done) {
    std::vector<std::size_t> places;
    for (std::size_t query = 0; query < numQueries(); ++query) {
        places.clear();
        for (std::size_t place = query * k; place < (query + 1) * k; ++place) {
            if (!tokens[static_cast<std::size_t>(topImages[place])].bytes.empty()) {
                places.push_back(place);
            }
        }
        if (places.empty()) continue;
        rerankQuery(query, places);
        done += static_cast<std::int64_t>(places.size());
        context.report("re-ranking", done, static_cast<std::int64_t>(topImages.size()), "pairs");
    }
    for (ImageTokens& held : tokens) held.bytes = {};
}

void EvaluateJob::Work::rerankQuery(std::size_t query, std::span<const std::size_t> places) {
    const auto text = model.encodeText(queryTokens[query]);
    while (!places.empty()) {
        context.checkpoint();
        const auto batch = places.first(std::min(pairPacer.size(), places.size()));
        std::vector<const ImageTokens*> images;
        for (const std::size_t place : batch) {
            images.push_back(&tokens[static_cast<std::size_t>(topImages[place])]);
        }
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        const auto begin = Clock::now();
        const std::vector<float> logits = model.matchLogits(*text, images, context.stopToken());
        pairPacer.note(batch.size(), secondsSince(begin));
        requireFinite(logits, "match logits");
        for (std::size_t i = 0; i < batch.size(); ++i) topLogits[batch[i]] = logits.at(i);
        places = places.subspan(batch.size());
    }
}

/// The reference's scores and order, and the order with the tail by similarity.
void EvaluateJob::Work::scoreReranked() {
    MetricsAccumulator reference(imagePeople);
    MetricsAccumulator withTail(imagePeople);
    std::vector<float> similarity(numImages());
    std::vector<float> scores(numImages());
    for (std::size_t query = 0; query < numQueries(); ++query) {
        context.checkpoint();
        const auto feature = std::span(queryFeatures).subspan(query * width, width);
        similaritiesOf(feature, imageFeatures, similarity);
        std::fill(scores.begin(), scores.end(), kFillScore);
        for (std::size_t place = query * k; place < (query + 1) * k; ++place) {
            const auto image = static_cast<std::size_t>(topImages[place]);
            scores[image] = static_cast<float>(
                rankingScore(job.m_model.ranking, similarity[image], topLogits[place]));
        }
        reference.add(queryPeople[query], rankingOf(scores));

        std::vector<std::int32_t> order = rankingOf(similarity);
        const auto score = [&](std::int32_t image) {
            return scores[static_cast<std::size_t>(image)];
        };
        std::sort(order.begin(),
                  order.begin() + static_cast<std::ptrdiff_t>(k),
                  [&](std::int32_t a, std::int32_t b) {
                      return score(a) != score(b) ? score(a) > score(b) : a < b;
                  });
        withTail.add(queryPeople[query], order);
        if (!scoreMatrix) continue;
        std::copy(scores.begin(),
                  scores.end(),
                  scoreMatrix->values().begin() + static_cast<std::ptrdiff_t>(query * numImages()));
    }
    result.rerank = reference.metrics();
    result.rerankTail = withTail.metrics();
}

void EvaluateJob::Work::writeScores() {
    const auto source = [&](const char* name, const ScratchMatrix& matrix) {
        TensorSource tensor;
        tensor.entry.name = name;
        tensor.entry.dtype = DType::F32;
        tensor.entry.shape = {result.numQueries, result.numImages};
        tensor.bytes = std::as_bytes(matrix.values());
        return tensor;
    };
    std::vector<TensorSource> tensors;
    if (similarityMatrix) tensors.push_back(source("sims_t2i", *similarityMatrix));
    if (scoreMatrix) tensors.push_back(source("score_matrix_t2i", *scoreMatrix));
    if (!tensors.empty()) writeSafetensors(*job.m_options.scores, tensors);
}

EvaluateJob::EvaluateJob(SearchModel model,
                         std::shared_ptr<ComputeLane> lane,
                         std::vector<DatasetRecord> records,
                         EvaluateOptions options)
    : m_model(std::move(model)),
      m_lane(std::move(lane)),
      m_records(std::move(records)),
      m_options(std::move(options)) {
    m_options.validate();
}

EvaluateJob::~EvaluateJob() = default;

std::string EvaluateJob::title() const {
    return fmt::format("Evaluation on {} images", m_records.size());
}

void EvaluateJob::run(JobContext& context) {
    m_result = {};
    Work work(*this, context);
    work.readRecords();
    work.prepareScores();
    auto start = Clock::now();
    work.imageFeatures.resize(work.numImages() * work.width);
    work.tokens.resize(work.numImages());
    std::vector<std::size_t> all(work.numImages());
    for (std::size_t image = 0; image < all.size(); ++image) all[image] = image;
    work.encodeImages(all, work.imagesThatFit(), "encoding images");
    work.encodeQueries();
    m_result.encodeSeconds = secondsSince(start);
    work.rankBySimilarity();
    start = Clock::now();
    if (work.k > 0) {
        work.rerankAll();
        work.scoreReranked();
    }
    m_result.rerankSeconds = secondsSince(start);
    work.writeScores();
}

}  // namespace descry
