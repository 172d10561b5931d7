#include "core/evaluation/attribute_measures.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/auroc.h"
#include "core/evaluation/caption_tokens.h"
#include "core/evaluation/image_batches.h"
#include "core/evaluation/pair_plan.h"
#include "core/evaluation/require_finite.h"
#include "core/model/hold_sizes.h"
#include "core/model/word_doubts.h"

namespace descry {
namespace {

/// Scores of two kinds.
struct Scores {
    std::vector<double> positives;
    std::vector<double> negatives;

    Separation separation() const {
        return {areaUnderRoc(positives, negatives),
                static_cast<std::int64_t>(positives.size()),
                static_cast<std::int64_t>(negatives.size())};
    }
};

/// Of log-odds.
double shareDoubted(const std::vector<double>& words) {
    const auto numDoubted =
        std::ranges::count_if(words, [](double logOdds) { return logOdds > 0; });
    return static_cast<double>(numDoubted) / static_cast<double>(words.size());
}

/// What the heads say of one pair.
struct Reading {
    std::shared_ptr<const TextEncoding> text;
    PairReadings heads;
};

/// Log-odds that a pair is a weak one.
double weakLogOdds(const PairReadings& readings) {
    return static_cast<double>(readings.relationLogits.at(1)) -
           static_cast<double>(readings.relationLogits.at(0));
}

}  // namespace

void AttributeMeasureOptions::validate() const {
    if (maxCaptions < 1) {
        fail(ErrorCode::InvalidInput, "maxCaptions is {}: give 1 or more", maxCaptions);
    }
    if (maxWeakPairs < 0) {
        fail(ErrorCode::InvalidInput, "maxWeakPairs is {}, below 0", maxWeakPairs);
    }
    if (batch < 1 || batch > 4096) {
        fail(ErrorCode::InvalidInput, "batch is {}: give 1 to 4096 images", batch);
    }
    if (numDecodeThreads < 0) {
        fail(ErrorCode::InvalidInput, "numDecodeThreads is {}, below 0", numDecodeThreads);
    }
}

/// One run.
struct AttributeMeasureJob::Work {
    AttributeMeasureJob& job;
    JobContext& context;
    RasaModel& model = *job.m_model.model;
    const RasaConfig& config = model.config();
    const AttributeMeasureOptions& options = job.m_options;

    Scores replaced{};
    Scores replacedByHeadAlone{};
    std::map<std::string, Scores> replacedByGroup{};
    Scores relation{};
    std::vector<double> contradicted{};
    std::int64_t numCaptions = 0;
    double numPreferred = 0;

    void readAll(const std::vector<ImagePairs>& plan);
    std::vector<ImageTokens> encode(const ImageBatch& batch);
    Reading read(const ImageTokens& image, const std::string& caption);
    double doubtOf(const Reading& reading,
                   std::span<const std::size_t> tokens,
                   const DoubtReference* reference);
    void readImage(std::size_t index, const ImagePairs& pairs, const ImageTokens& image);
    void noteSwap(const PlannedSwap& planned, const Reading& asItWas, const Reading& swapped);
    AttributeMeasures measures() const;
};

void AttributeMeasureJob::Work::readAll(const std::vector<ImagePairs>& plan) {
    std::vector<std::size_t> images;
    for (std::size_t image = 0; image < plan.size(); ++image) {
        if (!plan[image].own.empty() || !plan[image].weak.empty()) images.push_back(image);
    }
    ImageBatches batches(job.m_split.records,
                         images,
                         {.folder = options.images,
                          .imageRes = config.imageRes,
                          .batch = options.batch,
                          .numThreads = options.numDecodeThreads,
                          .stop = context.stopToken()});
    std::int64_t done = 0;
    for (ImageBatch batch = batches.next(); !batch.images.empty(); batch = batches.next()) {
        const std::vector<ImageTokens> tokens = encode(batch);
        for (std::size_t i = 0; i < batch.images.size(); ++i) {
            readImage(batch.images[i], plan[batch.images[i]], tokens[i]);
            context.report(
                "reading pairs", ++done, static_cast<std::int64_t>(images.size()), "images");
        }
    }
}

std::vector<ImageTokens> AttributeMeasureJob::Work::encode(const ImageBatch& batch) {
    const std::size_t imageFloats = batch.pixels.size() / batch.images.size();
    EncodeOptions encodeOptions;
    encodeOptions.keepTokens = model.exactTokenFormat();
    encodeOptions.stop = context.stopToken();
    std::vector<ImageTokens> tokens;
    while (tokens.size() < batch.images.size()) {
        context.checkpoint();
        const std::size_t start = tokens.size();
        const std::size_t count = std::min(holdSizes(model).images, batch.images.size() - start);
        const auto pixels =
            std::span(batch.pixels).subspan(start * imageFloats, count * imageFloats);
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        ImageEncoding encoding = model.encodeImages(pixels, encodeOptions);
        std::move(encoding.tokens.begin(), encoding.tokens.end(), std::back_inserter(tokens));
    }
    return tokens;
}

Reading AttributeMeasureJob::Work::read(const ImageTokens& image, const std::string& caption) {
    context.checkpoint();
    const Encoding encoding = encodeCaption(caption, *job.m_model.tokenizer, config.maxWords);
    const auto text = model.encodeText(encoding.ids);
    const ImageTokens* const one = &image;
    const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
    PairReadings readings = model.readPairs(*text, std::span(&one, 1), context.stopToken());
    requireFinite(readings.matchLogits, "match logits");
    requireFinite(readings.relationLogits, "relation logits");
    requireFinite(readings.replacedLogOdds, "log-odds of replaced tokens");
    return {text, std::move(readings)};
}

double AttributeMeasureJob::Work::doubtOf(const Reading& reading,
                                          std::span<const std::size_t> tokens,
                                          const DoubtReference* reference) {
    const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
    const WordDoubts doubts(model, *reading.text, reference, context.stopToken());
    return doubts.logOdds(reading.heads.replacedLogOdds, tokens);
}

void AttributeMeasureJob::Work::readImage(std::size_t index,
                                          const ImagePairs& pairs,
                                          const ImageTokens& image) {
    for (const OwnPair& pair : pairs.own) {
        const Reading asItWas = read(image, job.m_split.records[index].captions[pair.caption]);
        ++numCaptions;
        relation.negatives.push_back(weakLogOdds(asItWas.heads));
        if (pair.swap) noteSwap(*pair.swap, asItWas, read(image, pair.swap->swap.caption));
    }
    for (const WeakPair& pair : pairs.weak) {
        const double score = weakLogOdds(read(image, *pair.caption).heads);
        relation.positives.push_back(score);
        if (pair.isContradicted) contradicted.push_back(score);
    }
}

void AttributeMeasureJob::Work::noteSwap(const PlannedSwap& planned,
                                         const Reading& asItWas,
                                         const Reading& swapped) {
    Scores& group = replacedByGroup[std::string(attributeGroup(planned.swap.attribute))];
    const auto note = [&](const DoubtReference* reference, auto... scores) {
        const double before = doubtOf(asItWas, planned.trueTokens, reference);
        const double after = doubtOf(swapped, planned.falseTokens, reference);
        (scores->negatives.push_back(before), ...);
        (scores->positives.push_back(after), ...);
    };
    note(model.doubtReference(), &replaced, &group);
    note(nullptr, &replacedByHeadAlone);
    const float ownLogit = asItWas.heads.matchLogits.front();
    const float swappedLogit = swapped.heads.matchLogits.front();
    numPreferred += ownLogit > swappedLogit ? 1 : ownLogit == swappedLogit ? 0.5 : 0;
}

AttributeMeasures AttributeMeasureJob::Work::measures() const {
    AttributeMeasures result;
    result.numCaptions = numCaptions;
    result.replacedWords = replaced.separation();
    result.replacedByHeadAlone = replacedByHeadAlone.separation();
    for (const auto& [group, scores] : replacedByGroup) {
        result.replacedByGroup[group] = scores.separation();
    }
    result.relation = relation.separation();
    result.relationOfContradicted = Scores{contradicted, relation.negatives}.separation();
    if (!replaced.positives.empty()) {
        result.falseWordsDoubted = shareDoubted(replaced.positives);
        result.trueWordsDoubted = shareDoubted(replaced.negatives);
        result.matchPrefersTrueCaption =
            numPreferred / static_cast<double>(replaced.positives.size());
    }
    return result;
}

AttributeMeasureJob::AttributeMeasureJob(SearchModel model,
                                         std::shared_ptr<ComputeLane> lane,
                                         AttributedSplit split,
                                         AttributeMeasureOptions options)
    : m_model(std::move(model)),
      m_lane(std::move(lane)),
      m_split(std::move(split)),
      m_options(std::move(options)) {
    m_options.validate();
}

AttributeMeasureJob::~AttributeMeasureJob() = default;

std::string AttributeMeasureJob::title() const {
    return fmt::format("Measures of the heads on {} images", m_split.records.size());
}

void AttributeMeasureJob::run(JobContext& context) {
    m_measures = {};
    Work work{*this, context};
    work.readAll(planPairs(m_split,
                           *m_model.tokenizer,
                           {.seed = m_options.seed,
                            .maxCaptions = m_options.maxCaptions,
                            .maxWeakPairs = m_options.maxWeakPairs,
                            .maxWords = work.config.maxWords}));
    m_measures = work.measures();
}

}  // namespace descry
