// descry-cli review decide, undo, agree, merge and export: what annotators decided.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/review_command.h"
#include "core/base/unicode.h"
#include "core/review/decision_log.h"
#include "core/review/review_export.h"
#include "core/review/review_import.h"
#include "core/review/reviewed_dataset.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// What the one source that was given holds.
std::vector<Decision> decisionsOf(const ReviewCommand& command, const ReviewSources& sources) {
    if (!command.labelStudio.empty()) return readLabelStudioFile(command.labelStudio);
    const ReviewedDataset reviewed = readReviewedDataset(sources.dataset, sources.images);
    if (!command.pairs.empty()) return readVerdictFile(command.pairs, *reviewed.dataset);
    TableImport table;
    table.file = command.table;
    table.images = reviewed.images;
    if (!command.annotator.empty()) table.annotator = command.annotator;
    // Whatever the file decides, of whichever split.
    return readDecisionTable(
        table, PairIndex(reviewed.dataset, {.split = std::nullopt, .includeOwn = true}));
}

/// On what others dispute they settle it; elsewhere they are decisions as any other.
void adjudicate(std::vector<Decision>& decisions, const CurrentVerdicts& known) {
    std::map<std::string, std::vector<PairId>> disputes;
    for (Decision& decision : decisions) {
        if (decision.order != QueueOrder::Imported) continue;
        const auto [queue, isNew] = disputes.try_emplace(decision.annotator);
        if (isNew) queue->second = adjudicationQueue(known, decision.annotator);
        const bool isDisputed = std::ranges::binary_search(queue->second, decision.pair);
        if (isDisputed) decision.order = QueueOrder::Disagreements;
    }
}

Json numberJson(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

Json agreementJson(const Agreement& agreement) {
    Json verdicts = Json::array();
    for (std::size_t i = 0; i < kNumVerdicts; ++i) {
        verdicts.push_back(verdictName(static_cast<Verdict>(i)));
    }
    Json interval;
    if (agreement.interval) interval = {agreement.interval->low, agreement.interval->high};
    return {{"pairs", agreement.numPairs},
            {"verdicts", verdicts},
            {"matrix", agreement.matrix},
            {"observed", numberJson(agreement.observed)},
            {"expected", numberJson(agreement.expected)},
            {"kappa", numberJson(agreement.kappa)},
            {"prevalenceAdjusted", numberJson(agreement.prevalenceAdjusted)},
            {"interval", interval},
            {"undefined", agreement.undefined.empty() ? Json() : Json(agreement.undefined)}};
}

void requireAnnotator(const std::string& name, const std::vector<std::string>& known) {
    const auto isNamed = [&](const std::string& one) { return isSameAnnotator(one, name); };
    if (std::ranges::any_of(known, isNamed)) return;
    fail(ErrorCode::InvalidInput,
         "{} has decided nothing in this log; who has: {}",
         displayable(name),
         displayable(fmt::format("{}", fmt::join(known, ", "))));
}

/// The two that were named, or the only two there are.
std::pair<std::string, std::string> twoAnnotators(const ReviewCommand& command,
                                                  const CurrentVerdicts& verdicts) {
    const std::vector<std::string> known = verdicts.annotators();
    const std::vector<std::string>& names = command.annotators.empty() ? known : command.annotators;
    if (names.size() != 2) {
        fail(ErrorCode::InvalidInput,
             "agreement is between two annotators, and there are {}: name them with --annotators",
             names.size());
    }
    for (const std::string& name : names) requireAnnotator(name, known);
    if (isSameAnnotator(names[0], names[1])) {
        fail(ErrorCode::InvalidInput, "agreement is between two annotators: name another one");
    }
    return {names[0], names[1]};
}

}  // namespace

void runReviewDecide(const ReviewCommand& command, const CommandContext& context) {
    const ReviewSources sources = sourcesOf(command);
    std::vector<Decision> decisions = decisionsOf(command, sources);
    const std::size_t numRead = decisions.size();
    DecisionLog log(sources.folder.decisions());
    const CurrentVerdicts known(log.all());
    if (command.adjudicates) adjudicate(decisions, known);
    const std::vector<Decision> fresh = newDecisions(std::move(decisions), known);
    log.append(fresh);
    context.print(fmt::format("{} decisions read, {} of them new", numRead, fresh.size()));
    context.printJson({{"read", numRead},
                       {"added", fresh.size()},
                       {"decisions", log.size()},
                       {"log", log.file().native()}});
}

void runReviewUndo(const ReviewCommand& command, const CommandContext& context) {
    const fs::path file = folderOf(command).decisions();
    const auto last = DecisionLog(file, DecisionLog::Access::ReadOnly).lastOf(command.annotator);
    if (!last) {
        fail(ErrorCode::InvalidInput,
             "{}: {} has no decision that could be taken back",
             displayable(file.native()),
             displayable(command.annotator));
    }
    DecisionLog log(file);
    log.append(undoOf(*last));
    // What the decision had superseded counts again.
    const CurrentVerdicts verdicts(log.all());
    const Decision* const before = verdicts.of(last->pair, command.annotator);
    context.print(fmt::format("taken back: {} of {} with a caption of {}: {}",
                              verdictName(*last->verdict),
                              displayable(last->imagePath),
                              displayable(last->sourcePath),
                              displayable(last->caption)));
    if (before != nullptr) {
        context.print(fmt::format("{} counts again", verdictName(*before->verdict)));
    }
    context.printJson({{"pair", last->pair.hex()},
                       {"image", last->imagePath},
                       {"source", last->sourcePath},
                       {"caption", last->caption},
                       {"verdict", verdictName(*last->verdict)},
                       {"countsAgain", before ? Json(verdictName(*before->verdict)) : Json()},
                       {"decisions", log.size()}});
}

void runReviewAgree(const ReviewCommand& command, const CommandContext& context) {
    const DecisionLog log(folderOf(command).decisions(), DecisionLog::Access::ReadOnly);
    const CurrentVerdicts verdicts(log.all());
    const auto [first, second] = twoAnnotators(command, verdicts);
    BootstrapOptions bootstrap;
    bootstrap.seed = command.seed;
    const Agreement agreement = agreementOf(confusionOf(verdicts, first, second), bootstrap);
    const auto text = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.3f}", *value) : std::string("n/a");
    };
    const std::string interval = agreement.interval
                                     ? fmt::format(" (95 % interval {:.3f} to {:.3f})",
                                                   agreement.interval->low,
                                                   agreement.interval->high)
                                     : std::string();
    const std::size_t numDisputed = disputedPairs(verdicts).size();
    context.print(fmt::format("{} and {} both decided {} pairs",
                              displayable(first),
                              displayable(second),
                              agreement.numPairs));
    context.print(fmt::format("kappa {}{}; observed {}, expected {}; prevalence-adjusted {}",
                              text(agreement.kappa),
                              interval,
                              text(agreement.observed),
                              text(agreement.expected),
                              text(agreement.prevalenceAdjusted)));
    if (!agreement.undefined.empty()) context.print("n/a: " + agreement.undefined);
    context.print(fmt::format("{} pairs are disputed", numDisputed));
    Json json = agreementJson(agreement);
    json["annotators"] = {first, second};
    json["disputed"] = numDisputed;
    context.printJson(json);
}

void runReviewMerge(const ReviewCommand& command, const CommandContext& context) {
    DecisionSet others;
    for (const std::string& file : command.logs) {
        others.merge(DecisionSet(DecisionLog(file, DecisionLog::Access::ReadOnly).all()));
    }
    DecisionLog log(command.into);
    const std::size_t numAdded = log.merge(others);
    context.print(fmt::format("{} decisions added; {} in all", numAdded, log.size()));
    context.printJson({{"added", numAdded}, {"decisions", log.size()}});
}

void runReviewExport(const ReviewCommand& command, const CommandContext& context) {
    const DecisionLog log(folderOf(command).decisions(), DecisionLog::Access::ReadOnly);
    const CurrentVerdicts verdicts(log.all());
    ExportRequest request{.dataset = command.dataset, .folder = command.out, .images = {}};
    if (!command.images.empty()) request.images = command.images;
    const ExportReport report = exportReview(request, verdicts);
    context.print(fmt::format("{} pairs, {} of them disputed; {} captions edited, {} removed in {}",
                              report.numPairs,
                              report.numDisputed,
                              report.numEdited,
                              report.numRemoved,
                              displayable(report.dataset.native())));
    context.printJson({{"dataset", report.dataset.native()},
                       {"images", report.images.native()},
                       {"datasetSha256", report.datasetHash},
                       {"pairsSha256", report.pairsHash},
                       {"pairs", report.numPairs},
                       {"disputed", report.numDisputed},
                       {"edited", report.numEdited},
                       {"removed", report.numRemoved},
                       {"findings", tellFindings(report.findings, command, context)}});
}

}  // namespace descry
