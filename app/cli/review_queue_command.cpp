// descry-cli review score and queue: what a bundle says of pairs, and which come next.

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "app/cli/review_command.h"
#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/review/overlap_set.h"
#include "core/review/pair_scores.h"
#include "core/review/reviewed_dataset.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The overlap set that is there, or a new one of the size asked for.
std::vector<std::size_t> overlapOf(const ReviewCommand& command,
                                   const ReviewSources& sources,
                                   const ReviewState& state,
                                   const Suspicions& suspicions) {
    const fs::path file = sources.folder.overlap();
    std::error_code ignored;
    if (command.overlap > 0) {
        if (fs::exists(file, ignored)) {
            fail(ErrorCode::InvalidInput,
                 "{}: is there already, and two annotators need the same pairs; leave --overlap "
                 "out, or remove the file",
                 displayable(file.native()));
        }
        makeFolder(file.parent_path());
        const auto numbers =
            chooseOverlap(state.index->size(), suspicions, command.overlap, command.seed);
        writeOverlap(file, numbers, *state.ids);
    }
    if (fs::exists(file, ignored)) return readOverlap(file, *state.ids);
    if (command.order == queueOrderName(QueueOrder::Overlap)) {
        fail(ErrorCode::InvalidInput,
             "{}: there is no overlap set yet; choose one with --overlap N, or put the other "
             "annotator's file there",
             displayable(file.native()));
    }
    return {};
}

Json entryJson(const QueueEntry& entry, const ReviewState& state, const ReviewCommand& command) {
    const ReviewPair pair = state.index->at(entry.number);
    Json json = {{"image", pair.imagePath},
                 {"source", pair.sourcePath},
                 {"caption", pair.caption},
                 {"person", pair.personId},
                 {"record", pair.record},
                 {"sourceRecord", pair.sourceRecord},
                 {"own", pair.isOwn()}};
    const auto id = state.ids->of(entry.number);
    json["pair"] = id ? Json(id->hex()) : Json();
    // In blind mode nothing of the model is told, and to who decides never that a pair's verdict is
    // known.
    if (command.tellsParts) json["part"] = queuePartName(entry.part);
    if (command.isBlind || state.scores.empty() || !state.scores[entry.number]) return json;
    const PairScores& scores = *state.scores[entry.number];
    json["matchLogit"] = scores.matchLogit;
    json["weakProbability"] = scores.weakProbability;
    json["similarity"] = scores.similarity;
    json["ownMargin"] = scores.ownMargin;
    return json;
}

QueueRequest requestOf(const ReviewCommand& command,
                       const ReviewSources& sources,
                       const ReviewState& state) {
    QueueRequest request;
    request.order = *queueOrderNamed(command.order);
    request.seed = command.seed;
    request.annotator = command.annotator;
    request.isBlind = command.isBlind;
    if (!state.scores.empty()) request.suspicions = suspicionsOf(state.scores);
    request.gold = command.gold.empty()
                       ? adjudicatedPairs(state.verdicts, *state.ids, command.annotator)
                       : readGold(command.gold, *state.index);
    request.overlap = overlapOf(command, sources, state, request.suspicions);
    return request;
}

using IsDecided = std::function<bool(std::size_t)>;

/// The first that are not decided.
Json nextPairs(const std::vector<QueueEntry>& queue,
               const IsDecided& isDecided,
               const ReviewState& state,
               const ReviewCommand& command) {
    Json next = Json::array();
    std::size_t from = 0;
    while (next.size() < command.top) {
        const auto place = nextUndecided(queue, from, isDecided);
        if (!place) break;
        next.push_back(entryJson(queue[*place], state, command));
        from = *place + 1;
    }
    return next;
}

}  // namespace

void runReviewScore(const ReviewCommand& command, const CommandContext& context) {
    const ReviewSources sources = sourcesOf(command);
    const ReviewedDataset reviewed = readReviewedDataset(sources.dataset, sources.images);
    const auto index = std::make_shared<const PairIndex>(reviewed.dataset, sources.pairs);
    const auto bundle = Bundle::open(command.model.bundle);
    const SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    PairScoreJob job({.model = model,
                      .lane = std::make_shared<ComputeLane>(),
                      .index = index,
                      .images = reviewed.images,
                      .cache = sources.folder.cache()});
    JobContext progress = context.jobContext();
    job.run(progress);
    std::vector<Finding> findings = reviewed.findings;
    findings.insert(findings.end(), job.findings().begin(), job.findings().end());
    context.print(
        fmt::format("{} pairs to review on {} images; {} scored now, images with their "
                    "own captions included",
                    index->size(),
                    index->numImages(),
                    job.numScored()));
    context.printJson({{"pairs", index->size()},
                       {"images", index->numImages()},
                       {"scored", job.numScored()},
                       {"fingerprint", model.fingerprint},
                       {"device", deviceJson(model.model->device())},
                       {"findings", tellFindings(findings, command, context)}});
}

void runReviewQueue(const ReviewCommand& command, const CommandContext& context) {
    checkAnnotator(command.annotator);
    const ReviewSources sources = sourcesOf(command);
    const ReviewState state = openReview(sources);
    const QueueRequest request = requestOf(command, sources, state);
    const std::vector<QueueEntry> queue = queueOf(request, *state.ids, state.verdicts);
    const DecidedPairs decided = state.decided();
    const auto verdict = [&](std::size_t number) {
        return verdictOn(number, command.annotator, state.verdicts, decided);
    };
    const IsDecided isDecided = [&](std::size_t number) { return verdict(number).has_value(); };
    std::size_t numDecided = 0;
    for (const QueueEntry& entry : queue) numDecided += isDecided(entry.number) ? 1 : 0;
    const auto place = nextUndecided(queue, 0, isDecided);
    const Json next = nextPairs(queue, isDecided, state, command);
    for (const Json& pair : next) {
        context.print(fmt::format("{}\t{}\t{}",
                                  displayable(pair["image"].get<std::string>()),
                                  displayable(pair["source"].get<std::string>()),
                                  displayable(pair["caption"].get<std::string>())));
    }
    // Told in between it would say which pair was known.
    const bool tellsGold = command.tellsParts || !place;
    const NoiseEstimate noise = estimateNoise(state.index->size(), command.seed, verdict);
    context.print(fmt::format("{} of {} decided; wrong by the random part: {}",
                              numDecided,
                              queue.size(),
                              shareText(noise.rejected)));
    context.printJson({{"order", command.order},
                       {"seed", command.seed},
                       {"pairs", state.index->size()},
                       {"queue", queue.size()},
                       {"decided", numDecided},
                       {"position", place ? Json(*place) : Json()},
                       {"imagesNotHashed", state.ids->numUnknownImages()},
                       {"decisionsOnOtherPairs", decided.numStrangers()},
                       {"noise", shareJson(noise.rejected)},
                       {"unsureInSample", noise.numUnsure},
                       {"gold", tellsGold ? shareJson(shareOfGold(request.gold, verdict)) : Json()},
                       {"next", next},
                       {"findings", tellFindings(state.findings, command, context)}});
}

}  // namespace descry
