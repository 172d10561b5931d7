#include "core/evaluation/evaluate.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/evaluation/caption_tokens.h"
#include "core/evaluation/image_batches.h"
#include "core/evaluation/require_finite.h"
#include "core/evaluation/rerank_tally.h"
#include "core/evaluation/scratch_matrix.h"
#include "core/model/hold_sizes.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kWarningsKept = 20;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
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
    std::vector<std::int64_t>& imagePeople = job.m_imagePeople;
    std::vector<std::int64_t>& queryPeople = job.m_queryPeople;
    std::vector<std::vector<std::int64_t>> queryTokens;             ///< [Q], token ids.
    std::size_t width = static_cast<std::size_t>(config.embedDim);  ///< E.
    std::size_t k = 0;
    std::vector<float> imageFeatures;     ///< [G, E].
    std::vector<float> queryFeatures;     ///< [Q, E].
    std::vector<std::int32_t> topImages;  ///< [Q, k], by falling similarity.
    std::vector<float> topLogits;         ///< [Q, k].
    std::vector<ImageTokens> tokens;      ///< [G]; without bytes: not held now.
    std::unique_ptr<ScratchMatrix>& similarityMatrix = job.m_similarities;
    std::unique_ptr<ScratchMatrix>& scoreMatrix = job.m_scores;
    std::size_t numImages() const noexcept { return imagePeople.size(); }
    std::size_t numQueries() const noexcept { return queryPeople.size(); }

    void warn(const Error& warning) {
        context.warn(warning);
        if (result.warnings.size() < kWarningsKept) result.warnings.push_back(warning);
    }

    void readRecords();
    void prepareScores();
    std::size_t imagesThatFit() const;
    void encodeImages(const std::vector<std::size_t>& images, std::size_t numHeld);
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
    for (const DatasetRecord& record : job.m_records) {
        imagePeople.push_back(record.personId);
        people.insert(record.personId);
        for (const std::string& caption : record.captions) {
            queryTokens.push_back(
                encodeCaption(caption, *job.m_model.tokenizer, config.maxWords).ids);
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
        warn(makeError(ErrorCode::InvalidInput,
                       "{} images are to be re-ranked per caption and the split has {}: all are",
                       wanted,
                       result.numImages));
    }
}

void EvaluateJob::Work::prepareScores() {
    const auto& file = job.m_options.scores;
    if (!file && !job.m_options.keepScores) return;
    // Made before the long work: a place that cannot be written to is known at once.
    std::filesystem::path folder =
        file ? file->parent_path() : std::filesystem::temp_directory_path();
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
void EvaluateJob::Work::encodeImages(const std::vector<std::size_t>& images, std::size_t numHeld) {
    ImageBatches batches(job.m_records,
                         images,
                         {.folder = job.m_options.images,
                          .imageRes = config.imageRes,
                          .batch = job.m_options.batch,
                          .numThreads = job.m_options.numDecodeThreads,
                          .stop = context.stopToken()});
    std::int64_t done = 0;
    for (ImageBatch batch = batches.next(); !batch.images.empty(); batch = batches.next()) {
        for (const Error& warning : batch.warnings) warn(warning);
        encodeBatch(batch, numHeld);
        done += static_cast<std::int64_t>(batch.images.size());
        context.report("encoding images", done, static_cast<std::int64_t>(images.size()), "images");
    }
}

void EvaluateJob::Work::encodeBatch(const ImageBatch& batch, std::size_t& numHeld) {
    const std::size_t imageFloats = batch.pixels.size() / batch.images.size();
    for (std::size_t start = 0; start < batch.images.size();) {
        context.checkpoint();
        const std::size_t count = std::min(holdSizes(model).images, batch.images.size() - start);
        EncodeOptions options;
        options.stop = context.stopToken();
        if (numHeld > 0) options.keepTokens = model.exactTokenFormat();
        const auto pixels =
            std::span(batch.pixels).subspan(start * imageFloats, count * imageFloats);
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        ImageEncoding encoding = model.encodeImages(pixels, options);
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
    result.similarityQueries = metrics.queries();
}

/// Images whose tokens are held, then the rest by groups that fit the budget. A caption's text
/// layers are run once per group, which costs little beside fusing it.
void EvaluateJob::Work::rerankAll() {
    topLogits.assign(topImages.size(), ScoreTable::kNotReranked);
    std::vector<char> isOpen(numImages(), 0);
    for (const std::int32_t image : topImages) isOpen[static_cast<std::size_t>(image)] = 1;
    for (std::size_t image = 0; image < numImages(); ++image) {
        if (!tokens[image].bytes.empty()) isOpen[image] = 0;
    }
    std::int64_t done = 0;
    rerankHeld(done);
    const std::size_t groupSize = imagesThatFit();
    std::vector<std::size_t> group;
    for (std::size_t image = 0; image < numImages(); ++image) {
        if (isOpen[image] != 0) group.push_back(image);
        if (group.empty() || (group.size() < groupSize && image + 1 < numImages())) continue;
        encodeImages(group, group.size());
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
        const auto batch = places.first(std::min(holdSizes(model).pairs, places.size()));
        std::vector<const ImageTokens*> images;
        for (const std::size_t place : batch) {
            images.push_back(&tokens[static_cast<std::size_t>(topImages[place])]);
        }
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        const std::vector<float> logits = model.matchLogits(*text, images, context.stopToken());
        requireFinite(logits, "match logits");
        for (std::size_t i = 0; i < batch.size(); ++i) topLogits[batch[i]] = logits.at(i);
        places = places.subspan(batch.size());
    }
}

/// By the bundle's rule and, where that adds similarity, by the match logit alone as well.
void EvaluateJob::Work::scoreReranked() {
    const bool isMatchAlone = job.m_model.ranking.kind == RankingRule::Kind::Itm;
    RerankTally byRule(job.m_model.ranking, imagePeople);
    RerankTally byMatch(RankingRule{}, imagePeople);
    std::vector<float> similarity(numImages());
    for (std::size_t query = 0; query < numQueries(); ++query) {
        context.checkpoint();
        const auto feature = std::span(queryFeatures).subspan(query * width, width);
        similaritiesOf(feature, imageFeatures, similarity);
        const std::vector<std::int32_t> order = rankingOf(similarity);
        const auto logits = std::span(topLogits).subspan(query * k, k);
        const RerankTally::Query ranked{queryPeople[query], similarity, order, logits};
        byRule.add(ranked);
        if (!isMatchAlone) byMatch.add(ranked);
        if (!scoreMatrix) continue;
        std::copy(byRule.scores().begin(),
                  byRule.scores().end(),
                  scoreMatrix->values().begin() + static_cast<std::ptrdiff_t>(query * numImages()));
    }
    const RerankTally& match = isMatchAlone ? byRule : byMatch;
    result.rerank = byRule.reference().metrics();
    result.rerankTail = byRule.orderedTail().metrics();
    result.rerankTailQueries = byRule.orderedTail().queries();
    result.matchAlone = match.reference().metrics();
    result.matchAloneTail = match.orderedTail().metrics();
}

void EvaluateJob::Work::writeScores() {
    if (!job.m_options.scores) return;
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
    writeSafetensors(*job.m_options.scores, tensors);
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
    m_imagePeople.clear();
    m_queryPeople.clear();
    Work work(*this, context);
    work.readRecords();
    work.prepareScores();
    auto start = Clock::now();
    work.imageFeatures.resize(work.numImages() * work.width);
    work.tokens.resize(work.numImages());
    std::vector<std::size_t> all(work.numImages());
    for (std::size_t image = 0; image < all.size(); ++image) all[image] = image;
    work.encodeImages(all, work.imagesThatFit());
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
    if (m_options.keepScores) return;
    m_similarities.reset();
    m_scores.reset();
}

ScoreTable EvaluateJob::scoreTable() const {
    ScoreTable table;
    if (m_similarities) table.similarities = m_similarities->values();
    if (m_scores) table.matchLogits = m_scores->values();
    table.queryPeople = m_queryPeople;
    table.imagePeople = m_imagePeople;
    return table;
}

}  // namespace descry
