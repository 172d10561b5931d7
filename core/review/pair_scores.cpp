#include "core/review/pair_scores.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/evaluation/caption_tokens.h"
#include "core/evaluation/require_finite.h"
#include "core/model/hold_sizes.h"
#include "core/model/word_doubts.h"
#include "core/review/image_hashes.h"
#include "core/review/pair_id.h"
#include "core/review/picture_units.h"

namespace descry {
namespace {

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

/// A text of a person, ready to be read with images.
struct ReadyText {
    std::string_view caption;
    Encoding encoding;
    std::shared_ptr<const TextEncoding> text;
    std::vector<std::vector<std::size_t>> tokensByWord;  ///< Of captionWords.
};

std::vector<std::optional<float>> contradictionsOf(const ReadyText& text,
                                                   const WordDoubts& doubts,
                                                   std::span<const float> replacedLogOdds) {
    std::vector<std::optional<float>> contradictions;
    for (const std::vector<std::size_t>& tokens : text.tokensByWord) {
        std::optional<float> contradiction;
        if (!tokens.empty()) {
            contradiction = static_cast<float>(doubts.probability(replacedLogOdds, tokens));
        }
        contradictions.push_back(contradiction);
    }
    return contradictions;
}

/// The same for the same reference alone; empty for none.
std::string idOf(const DoubtReference* reference) {
    if (reference == nullptr) return {};
    Sha256 hash;
    hash.update(reference->meanPicture.bytes);
    hash.update(fmt::format("{}", reference->threshold));
    return hash.hexDigest();
}

float dot(std::span<const float> a, std::span<const float> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

}  // namespace

std::vector<ByteSpan> captionWords(std::string_view caption) {
    std::vector<ByteSpan> words;
    std::string_view rest = caption;
    std::optional<std::size_t> begin;
    while (!rest.empty()) {
        const std::size_t at = caption.size() - rest.size();
        const bool isBlank = isWhitespace(takeCodePoint(rest));
        if (isBlank && begin) words.push_back({*std::exchange(begin, std::nullopt), at});
        if (!isBlank && !begin) begin = at;
    }
    if (begin) words.push_back({*begin, caption.size()});
    return words;
}

/// One run.
struct PairScoreJob::Work {
    PairScoreJob& job;
    JobContext& context;
    ReviewCache& cache;
    const ImageHashes& hashes;
    const PairIndex& index = *job.m_setup.index;
    RasaModel& model = *job.m_setup.model.model;
    const RasaConfig& config = model.config();
    const std::string& fingerprint = job.m_setup.model.fingerprint;

    std::int64_t done = 0;
    std::int64_t total = 0;

    std::int64_t numTexts(std::size_t image) const {
        return static_cast<std::int64_t>(index.numTexts(index.personOf(image)));
    }
    void report() { context.report("scoring pairs", done, total, "pairs"); }

    std::vector<PictureUnit> plan();
    bool isScored(std::size_t image);
    void scoreAll(const std::vector<PictureUnit>& units);
    void scoreUnit(const DecodedUnit& decoded);
    ImageEncoding encode(const DecodedUnit& decoded);
    ReadyText readyText(std::size_t person, std::size_t place);
    WordDoubts doubtsOf(const TextEncoding& text);
    std::vector<PairScores> read(const ReadyText& text, const ImageEncoding& images);
    void keep(const DecodedUnit& decoded, std::vector<std::vector<PairScores>>& byText);
};

bool PairScoreJob::Work::isScored(std::size_t image) {
    const std::size_t person = index.personOf(image);
    for (std::size_t place = 0; place < index.numTexts(person); ++place) {
        const PairId pair = pairIdOf(*hashes[image], index.text(person, place));
        if (!cache.hasScores(fingerprint, pair)) return false;
    }
    return true;
}

std::vector<PictureUnit> PairScoreJob::Work::plan() {
    std::vector<PictureUnit> units;
    for (std::size_t image = 0; image < index.numImages(); ++image) {
        context.checkpoint();
        total += numTexts(image);
        if (!hashes[image]) {
            done += numTexts(image);  // Said to be missing by the hashing.
            continue;
        }
        if (isScored(image)) {
            done += numTexts(image);
            continue;
        }
        const bool goesOn = !units.empty() && units.back().person == index.personOf(image) &&
                            units.back().images.size() < job.m_setup.batch;
        if (!goesOn) units.push_back({index.personOf(image), {}});
        units.back().images.push_back(image);
    }
    return units;
}

void PairScoreJob::Work::scoreAll(const std::vector<PictureUnit>& units) {
    UnitReader reader(index, job.m_setup.images, config.imageRes);
    if (!units.empty()) reader.begin(units.front());
    report();
    for (std::size_t i = 0; i < units.size(); ++i) {
        context.checkpoint();
        const DecodedUnit decoded = reader.take();
        if (i + 1 < units.size()) reader.begin(units[i + 1]);
        for (const auto& [image, fault] : decoded.faults) {
            job.m_findings.push_back({Severity::Error, index.recordOf(image), fault});
        }
        if (!decoded.unit.images.empty()) scoreUnit(decoded);
        for (const std::size_t image : units[i].images) done += numTexts(image);
        report();
    }
    context.flush();
}

ImageEncoding PairScoreJob::Work::encode(const DecodedUnit& decoded) {
    const std::size_t numImages = decoded.unit.images.size();
    const std::size_t imageFloats = decoded.pixels.size() / numImages;
    EncodeOptions options;
    options.keepTokens = model.exactTokenFormat();
    options.stop = context.stopToken();
    ImageEncoding all;
    while (all.tokens.size() < numImages) {
        context.checkpoint();
        const std::size_t start = all.tokens.size();
        const std::size_t count = std::min(holdSizes(model).images, numImages - start);
        const auto pixels =
            std::span(decoded.pixels).subspan(start * imageFloats, count * imageFloats);
        const ComputeLane::Hold hold = job.m_setup.lane->acquire(context.stopToken());
        ImageEncoding part = model.encodeImages(pixels, options);
        all.features.insert(all.features.end(), part.features.begin(), part.features.end());
        std::ranges::move(part.tokens, std::back_inserter(all.tokens));
    }
    requireFinite(all.features, "image features");
    return all;
}

ReadyText PairScoreJob::Work::readyText(std::size_t person, std::size_t place) {
    ReadyText ready;
    ready.caption = index.text(person, place);
    ready.encoding = encodeCaption(ready.caption, *job.m_setup.model.tokenizer, config.maxWords);
    ready.text = model.encodeText(ready.encoding.ids);
    for (const ByteSpan word : captionWords(ready.caption)) {
        ready.tokensByWord.push_back(
            tokensOfWords(ready.caption, word, ready.encoding, config.maxWords));
    }
    return ready;
}

WordDoubts PairScoreJob::Work::doubtsOf(const TextEncoding& text) {
    context.checkpoint();
    const ComputeLane::Hold hold = job.m_setup.lane->acquire(context.stopToken());
    return WordDoubts(model, text, model.doubtReference(), context.stopToken());
}

std::vector<PairScores> PairScoreJob::Work::read(const ReadyText& text,
                                                 const ImageEncoding& images) {
    std::vector<const ImageTokens*> tokens;
    for (const ImageTokens& image : images.tokens) tokens.push_back(&image);
    const std::size_t numTokens = text.encoding.ids.size();
    const std::size_t width = text.text->feature().size();
    std::vector<PairScores> scores;
    const WordDoubts doubts = doubtsOf(*text.text);
    while (scores.size() < tokens.size()) {
        context.checkpoint();
        const std::size_t start = scores.size();
        const std::size_t count = std::min(holdSizes(model).pairs, tokens.size() - start);
        const ComputeLane::Hold hold = job.m_setup.lane->acquire(context.stopToken());
        const PairReadings readings = model.readPairs(
            *text.text, std::span(tokens).subspan(start, count), context.stopToken());
        requireFinite(readings.matchLogits, "match logits");
        requireFinite(readings.relationLogits, "relation logits");
        requireFinite(readings.replacedLogOdds, "log-odds of replaced tokens");
        for (std::size_t i = 0; i < count; ++i) {
            const auto logOdds =
                std::span(readings.replacedLogOdds).subspan(i * numTokens, numTokens);
            const auto feature = std::span(images.features).subspan((start + i) * width, width);
            const double weak = static_cast<double>(readings.relationLogits[2 * i + 1]) -
                                static_cast<double>(readings.relationLogits[2 * i]);
            scores.push_back({.matchLogit = readings.matchLogits[i],
                              .weakProbability = static_cast<float>(logistic(weak)),
                              .similarity = dot(text.text->feature(), feature),
                              .ownMargin = 0,
                              .contradictions = contradictionsOf(text, doubts, logOdds)});
        }
    }
    return scores;
}

void PairScoreJob::Work::keep(const DecodedUnit& decoded,
                              std::vector<std::vector<PairScores>>& byText) {
    const std::size_t person = decoded.unit.person;
    cache.atomic([&] {
        for (std::size_t i = 0; i < decoded.unit.images.size(); ++i) {
            const std::size_t image = decoded.unit.images[i];
            float best = std::numeric_limits<float>::lowest();
            for (std::size_t place = 0; place < byText.size(); ++place) {
                if (index.isOwnText(image, place)) {
                    best = std::max(best, byText[place][i].matchLogit);
                }
            }
            for (std::size_t place = 0; place < byText.size(); ++place) {
                PairScores& scores = byText[place][i];
                scores.ownMargin = best - scores.matchLogit;
                const PairId pair = pairIdOf(*hashes[image], index.text(person, place));
                cache.keepScores(fingerprint, pair, scores);
            }
        }
    });
}

void PairScoreJob::Work::scoreUnit(const DecodedUnit& decoded) {
    const ImageEncoding images = encode(decoded);
    std::vector<std::vector<PairScores>> byText;
    for (std::size_t place = 0; place < index.numTexts(decoded.unit.person); ++place) {
        byText.push_back(read(readyText(decoded.unit.person, place), images));
    }
    keep(decoded, byText);
    job.m_numScored += static_cast<std::int64_t>(byText.size() * decoded.unit.images.size());
}

PairScoreJob::PairScoreJob(Setup setup) : m_setup(std::move(setup)) {
    if (m_setup.batch < 1 || m_setup.batch > 4096) {
        fail(ErrorCode::InvalidInput, "batch is {}: give 1 to 4096 images", m_setup.batch);
    }
}

PairScoreJob::~PairScoreJob() = default;

std::string PairScoreJob::title() const {
    return fmt::format("Scores of {} pairs", m_setup.index->size());
}

void PairScoreJob::run(JobContext& context) {
    m_numScored = 0;
    ImageHashJob hashing(
        {.index = m_setup.index, .images = m_setup.images, .cache = m_setup.cache});
    hashing.run(context);
    m_findings = hashing.findings();
    ReviewCache cache(m_setup.cache);
    Work work{*this, context, cache, hashing.hashes()};
    cache.readWordsAgainst(work.fingerprint, idOf(work.model.doubtReference()));
    work.scoreAll(work.plan());
    std::ranges::stable_sort(m_findings, {}, &Finding::record);
}

}  // namespace descry
