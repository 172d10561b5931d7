#include "core/evaluation/map_measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/evaluation/auroc.h"
#include "core/evaluation/caption_tokens.h"
#include "core/evaluation/image_batches.h"
#include "core/evaluation/mask_grid.h"
#include "core/evaluation/pair_plan.h"
#include "core/evaluation/require_finite.h"
#include "core/explain/explanation.h"

namespace descry {
namespace {

using synthetic::Label;

/// The stream's place below the seed, behind those of pair_plan.cpp.
constexpr std::uint64_t kRandomCells = 4;

/// What stands on clothes, hair and what is carried; the person as a whole has no place of its own.
bool hasPlace(Label label) {
    return label != Label::Background && label != Label::Skin;
}

/// Scores of true words and of false ones in their place.
struct SwapScores {
    std::vector<double> ofTrue;
    std::vector<double> ofFalse;

    std::optional<double> auroc() const { return areaUnderRoc(ofTrue, ofFalse); }
};

/// Sums while running, means afterwards.
struct Tally {
    Grounding all;
    std::map<std::string, Grounding> byPart;
    std::int64_t numCaptions = 0;
    double wins = 0;
    double fall = 0;
    double randomFall = 0;
    SwapScores mass;
};

void note(Grounding& sums, const HeatMap& map, const MaskGrid& mask, Label label) {
    ++sums.numWords;
    sums.pointing += mask.isHit(map, label) ? 1 : 0;
    sums.heatOn += mask.heatOn(map, label);
    sums.area += mask.areaOf(label);
    sums.empty += massOf(map) > 0 ? 0 : 1;
}

Grounding meansOf(const Grounding& sums) {
    const auto count = static_cast<double>(std::max<std::int64_t>(sums.numWords, 1));
    return {sums.numWords,
            sums.pointing / count,
            sums.heatOn / count,
            sums.area / count,
            sums.empty / count};
}

HeatMap sentenceMap(const TokenMaps& maps, const Encoding& encoding) {
    std::vector<HeatMap> words;
    for (const auto& tokens : tokensByWord(encoding)) words.push_back(meanMap(maps, tokens));
    std::vector<const HeatMap*> pointers;
    for (const HeatMap& word : words) pointers.push_back(&word);
    return meanMap(pointers);
}

/// Indices of the `count` hottest cells, the first of equal ones first.
std::vector<std::size_t> hottestCells(const HeatMap& map, std::size_t count) {
    std::vector<std::size_t> cells(map.values.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
    std::stable_sort(cells.begin(), cells.end(), [&](std::size_t a, std::size_t b) {
        return map.values[a] > map.values[b];
    });
    cells.resize(count);
    return cells;
}

std::vector<std::size_t> randomCells(std::size_t numCells, std::size_t count, RandomStream random) {
    std::vector<std::size_t> cells(numCells);
    std::iota(cells.begin(), cells.end(), std::size_t{0});
    for (std::size_t i = 0; i < count; ++i)
        std::swap(cells[i], cells[i + random.index(numCells - i)]);
    cells.resize(count);
    return cells;
}

/// `pixels` [3, R, R] with cells of `patch` pixels painted in the picture's mean colour.
std::vector<float> withoutCells(std::span<const float> pixels,
                                std::size_t patch,
                                std::span<const std::size_t> cells) {
    std::vector<float> painted(pixels.begin(), pixels.end());
    const std::size_t plane = pixels.size() / 3;
    const auto side = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(plane))));
    const std::size_t grid = side / patch;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const auto values = pixels.subspan(channel * plane, plane);
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        const auto mean = static_cast<float>(sum / static_cast<double>(plane));
        for (const std::size_t cell : cells) {
            const std::size_t first =
                channel * plane + cell / grid * patch * side + cell % grid * patch;
            for (std::size_t row = 0; row < patch; ++row) {
                std::fill_n(
                    painted.begin() + static_cast<std::ptrdiff_t>(first + row * side), patch, mean);
            }
        }
    }
    return painted;
}

}  // namespace

void MapMeasureOptions::validate() const {
    if (requests.empty()) fail(ErrorCode::InvalidInput, "requests is empty: give a layer");
    if (maxCaptions < 1) {
        fail(ErrorCode::InvalidInput, "maxCaptions is {}: give 1 or more", maxCaptions);
    }
    if (!(deletedShare > 0 && deletedShare < 1)) {
        fail(ErrorCode::InvalidInput,
             "deletedShare is {}: give a share above 0 and below 1",
             deletedShare);
    }
    if (batch < 1 || batch > 4096) {
        fail(ErrorCode::InvalidInput, "batch is {}: give 1 to 4096 images", batch);
    }
    if (numDecodeThreads < 0) {
        fail(ErrorCode::InvalidInput, "numDecodeThreads is {}, below 0", numDecodeThreads);
    }
}

/// One run.
struct MapMeasureJob::Work {
    /// A caption with its own image.
    struct Pair {
        RandomStream random;  ///< Of the cells painted over by chance.
        const synthetic::Caption& caption;
        std::span<const float> pixels;
        const ImageTokens& tokens;
    };

    MapMeasureJob& job;
    JobContext& context;
    RasaModel& model = *job.m_model.model;
    const RasaConfig& config = model.config();
    const MapMeasureOptions& options = job.m_options;
    std::vector<Tally> tallies = std::vector<Tally>(options.requests.size());
    SwapScores support{};

    void readAll(const std::vector<ImagePairs>& plan);
    void readImage(std::size_t image, const ImagePairs& pairs, std::span<const float> pixels);
    ImageTokens encode(std::span<const float> pixels);
    Encoding encodingOf(const std::string& caption) const;
    TokenMaps mapsOf(const TextEncoding& text, const ImageTokens& image, const MapRequest& request);
    void noteWords(const Pair& pair,
                   const Encoding& encoding,
                   const std::vector<TokenMaps>& maps,
                   const MaskGrid& mask);
    void noteDeletions(const Pair& pair,
                       const Encoding& encoding,
                       const TextEncoding& text,
                       const std::vector<TokenMaps>& maps);
    void noteSwap(const PlannedSwap& planned,
                  const Encoding& encoding,
                  const std::vector<TokenMaps>& maps,
                  const ImageTokens& image);
    double supportOf(const CutText& text, const ImageTokens& image);
    std::vector<float> logitsWithout(const Pair& pair,
                                     const TextEncoding& text,
                                     const std::vector<std::vector<std::size_t>>& cells);
    MapFindings findings() const;
};

void MapMeasureJob::Work::readAll(const std::vector<ImagePairs>& plan) {
    std::vector<std::size_t> images;
    for (std::size_t image = 0; image < plan.size(); ++image) {
        if (!plan[image].own.empty()) images.push_back(image);
    }
    const auto total = static_cast<std::int64_t>(images.size());
    ImageBatches batches(job.m_split.records,
                         images,
                         {.folder = options.images,
                          .imageRes = config.imageRes,
                          .batch = options.batch,
                          .numThreads = options.numDecodeThreads,
                          .stop = context.stopToken()});
    std::int64_t done = 0;
    for (ImageBatch batch = batches.next(); !batch.images.empty(); batch = batches.next()) {
        const std::size_t size = batch.pixels.size() / batch.images.size();
        for (std::size_t i = 0; i < batch.images.size(); ++i) {
            const std::size_t image = batch.images[i];
            readImage(image, plan[image], std::span(batch.pixels).subspan(i * size, size));
            context.report("explaining pairs", ++done, total, "images");
        }
    }
}

void MapMeasureJob::Work::readImage(std::size_t image,
                                    const ImagePairs& pairs,
                                    std::span<const float> pixels) {
    const std::filesystem::path path = job.m_split.records[image].imagePath;
    const MaskGrid mask =
        MaskGrid::read(options.masks / std::filesystem::path(path).replace_extension(".png"),
                       static_cast<int>(config.imageRes / config.patchSize));
    const ImageTokens tokens = encode(pixels);
    for (const OwnPair& own : pairs.own) {
        const synthetic::Caption& caption = job.m_split.images[image]->captions[own.caption];
        const Encoding encoding = encodingOf(caption.text);
        const auto text = model.encodeText(encoding.ids);
        std::vector<TokenMaps> maps;
        for (const MapRequest& request : options.requests) {
            maps.push_back(mapsOf(*text, tokens, request));
        }
        const Pair pair{RandomStream(options.seed, {kRandomCells, image, own.caption}),
                        caption,
                        pixels,
                        tokens};
        noteWords(pair, encoding, maps, mask);
        noteDeletions(pair, encoding, *text, maps);
        if (own.swap) noteSwap(*own.swap, encoding, maps, tokens);
    }
}

ImageTokens MapMeasureJob::Work::encode(std::span<const float> pixels) {
    EncodeOptions keep;
    keep.keepTokens = model.exactTokenFormat();
    keep.stop = context.stopToken();
    context.checkpoint();
    const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
    return std::move(model.encodeImages(pixels, keep).tokens.front());
}

Encoding MapMeasureJob::Work::encodingOf(const std::string& caption) const {
    return encodeCaption(caption, *job.m_model.tokenizer, config.maxWords);
}

TokenMaps MapMeasureJob::Work::mapsOf(const TextEncoding& text,
                                      const ImageTokens& image,
                                      const MapRequest& request) {
    const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
    TokenMaps maps = model.explain(text, image, request, context.stopToken());
    requireFinite(maps.values, "heat maps");
    return maps;
}

void MapMeasureJob::Work::noteWords(const Pair& pair,
                                    const Encoding& encoding,
                                    const std::vector<TokenMaps>& maps,
                                    const MaskGrid& mask) {
    for (const synthetic::Mention& mention : pair.caption.mentions) {
        const Label label = synthetic::labelOfAttribute(mention.attribute);
        if (!hasPlace(label) || mask.areaOf(label) <= 0) continue;
        const std::vector<std::size_t> tokens = tokensOfWords(
            pair.caption.text, {mention.begin, mention.end}, encoding, config.maxWords);
        if (tokens.empty()) continue;
        for (std::size_t i = 0; i < maps.size(); ++i) {
            const HeatMap map = meanMap(maps[i], tokens);
            note(tallies[i].all, map, mask, label);
            note(tallies[i].byPart[std::string(synthetic::labelText(label))], map, mask, label);
        }
    }
}

void MapMeasureJob::Work::noteDeletions(const Pair& pair,
                                        const Encoding& encoding,
                                        const TextEncoding& text,
                                        const std::vector<TokenMaps>& maps) {
    const auto numCells = static_cast<std::size_t>(config.numImageTokens() - 1);
    const auto wanted = std::llround(options.deletedShare * static_cast<double>(numCells));
    const std::size_t count =
        std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, numCells);
    // Nothing, random cells, then every map's hottest.
    std::vector<std::vector<std::size_t>> cells{{}, randomCells(numCells, count, pair.random)};
    for (const TokenMaps& map : maps) {
        const HeatMap heat = sentenceMap(map, encoding);
        // Without any heat no cell is hotter than another.
        cells.push_back(massOf(heat) > 0 ? hottestCells(heat, count) : cells[1]);
    }
    const std::vector<float> logits = logitsWithout(pair, text, cells);
    for (std::size_t i = 0; i < maps.size(); ++i) {
        Tally& tally = tallies[i];
        const float left = logits[2 + i];
        const float leftByChance = logits[1];
        ++tally.numCaptions;
        tally.wins += left < leftByChance ? 1 : left == leftByChance ? 0.5 : 0;
        tally.fall += static_cast<double>(logits[0]) - static_cast<double>(left);
        tally.randomFall += static_cast<double>(logits[0]) - static_cast<double>(leftByChance);
    }
}

std::vector<float> MapMeasureJob::Work::logitsWithout(
    const Pair& pair,
    const TextEncoding& text,
    const std::vector<std::vector<std::size_t>>& cells) {
    std::vector<float> logits;
    for (const std::vector<std::size_t>& painted : cells) {
        const ImageTokens tokens =
            encode(withoutCells(pair.pixels, static_cast<std::size_t>(config.patchSize), painted));
        const ImageTokens* const one = &tokens;
        const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
        logits.push_back(model.matchLogits(text, std::span(&one, 1), context.stopToken()).front());
    }
    requireFinite(logits, "match logits");
    return logits;
}

void MapMeasureJob::Work::noteSwap(const PlannedSwap& planned,
                                   const Encoding& encoding,
                                   const std::vector<TokenMaps>& maps,
                                   const ImageTokens& image) {
    const Encoding swapped = encodingOf(planned.swap.caption);
    support.ofTrue.push_back(supportOf({encoding.ids, planned.trueTokens}, image));
    support.ofFalse.push_back(supportOf({swapped.ids, planned.falseTokens}, image));
    const auto text = model.encodeText(swapped.ids);
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const TokenMaps ofSwapped = mapsOf(*text, image, options.requests[i]);
        SwapScores& mass = tallies[i].mass;
        mass.ofTrue.push_back(massOf(meanMap(maps[i], planned.trueTokens)));
        mass.ofFalse.push_back(massOf(meanMap(ofSwapped, planned.falseTokens)));
    }
}

double MapMeasureJob::Work::supportOf(const CutText& text, const ImageTokens& image) {
    const ComputeLane::Hold hold = job.m_lane->acquire(context.stopToken());
    return logitWithout(model, {text.ids, {}}, image, context.stopToken()) -
           logitWithout(model, text, image, context.stopToken());
}

MapFindings MapMeasureJob::Work::findings() const {
    MapFindings found;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        const Tally& tally = tallies[i];
        const auto count = static_cast<double>(std::max<std::int64_t>(tally.numCaptions, 1));
        MapMeasures result;
        result.layer = explainedLayer(config, options.requests[i]);
        result.variant = options.requests[i].variant;
        result.all = meansOf(tally.all);
        for (const auto& [part, sums] : tally.byPart) result.byPart[part] = meansOf(sums);
        result.numCaptions = tally.numCaptions;
        result.deletionWins = tally.wins / count;
        result.meanFall = tally.fall / count;
        result.meanRandomFall = tally.randomFall / count;
        result.massAuroc = tally.mass.auroc();
        found.maps.push_back(std::move(result));
    }
    found.numSwaps = static_cast<std::int64_t>(support.ofTrue.size());
    found.supportAuroc = support.auroc();
    return found;
}

MapMeasureJob::MapMeasureJob(SearchModel model,
                             std::shared_ptr<ComputeLane> lane,
                             AttributedSplit split,
                             MapMeasureOptions options)
    : m_model(std::move(model)),
      m_lane(std::move(lane)),
      m_split(std::move(split)),
      m_options(std::move(options)) {
    m_options.validate();
}

MapMeasureJob::~MapMeasureJob() = default;

std::string MapMeasureJob::title() const {
    return fmt::format("Measures of heat maps on {} images", m_split.records.size());
}

void MapMeasureJob::run(JobContext& context) {
    m_findings = {};
    Work work{*this, context};
    for (const MapRequest& request : m_options.requests) explainedLayer(work.config, request);
    work.readAll(planPairs(m_split,
                           *m_model.tokenizer,
                           {.seed = m_options.seed,
                            .maxCaptions = m_options.maxCaptions,
                            .maxWeakPairs = 0,
                            .maxWords = work.config.maxWords}));
    m_findings = work.findings();
}

}  // namespace descry
