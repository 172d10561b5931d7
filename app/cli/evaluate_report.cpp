#include "app/cli/evaluate_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

namespace descry {
namespace {

using nlohmann::json;

json orNull(const std::optional<double>& value) {
    return value ? json(*value) : json();
}

std::string shown(const std::optional<double>& value) {
    return value ? fmt::format("{:.2f}", *value) : std::string("-");
}

std::string shownShare(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : std::string("-");
}

/// What is left of the oracle's score: 0 to 1, absent where the oracle finds nothing.
std::optional<double> shareOf(std::optional<double> score, double oracle) {
    if (!score || oracle <= 0) return std::nullopt;
    return *score / oracle;
}

json metricsJson(const RetrievalMetrics& metrics) {
    return {{"r1", metrics.r1},
            {"r5", metrics.r5},
            {"r10", metrics.r10},
            {"mAP", orNull(metrics.mAP)},
            {"mINP", orNull(metrics.mINP)},
            {"queriesWithoutPositives", metrics.queriesWithoutPositives},
            {"mAPOverRest", orNull(metrics.mAPOverRest)},
            {"mINPOverRest", orNull(metrics.mINPOverRest)}};
}

json metricsJson(const std::optional<RetrievalMetrics>& metrics) {
    return metrics ? metricsJson(*metrics) : json();
}

json sharesJson(const std::optional<RetrievalMetrics>& metrics,
                const synthetic::OracleScores& oracle) {
    if (!metrics) return {};
    return {{"r1", orNull(shareOf(metrics->r1, oracle.r1))},
            {"r10", orNull(shareOf(metrics->r10, oracle.r10))},
            {"mAP", orNull(shareOf(metrics->mAP, oracle.meanAp))}};
}

json separationJson(const Separation& separation) {
    return {{"auroc", orNull(separation.auroc)},
            {"positives", separation.numPositives},
            {"negatives", separation.numNegatives}};
}

json differenceJson(const PairedDifference& difference) {
    return {{"difference", difference.difference}, {"interval", {difference.low, difference.high}}};
}

json ruleJson(const std::optional<RankingDifference>& difference) {
    if (!difference) return {};
    return {{"r1", differenceJson(difference->r1)},
            {"mAP", differenceJson(difference->mAP)},
            {"people", difference->numPeople}};
}

json attributesJson(const AttributeFindings& found, const EvaluationResult& result) {
    const synthetic::OracleScores& oracle = found.oracle;
    const AttributeMeasures& measures = found.measures;
    json replaced = separationJson(measures.replacedWords);
    for (const auto& [group, separation] : measures.replacedByGroup) {
        replaced["groups"][group] = separationJson(separation);
    }
    json relation = separationJson(measures.relation);
    relation["contradicted"] = separationJson(measures.relationOfContradicted);
    return {{"oracle",
             {{"r1", oracle.r1}, {"r5", oracle.r5}, {"r10", oracle.r10}, {"mAP", oracle.meanAp}}},
            {"shares",
             {{"similarity", sharesJson(result.similarity, oracle)},
              {"matchLogit", sharesJson(result.matchAloneTail, oracle)},
              {"rule", sharesJson(result.rerankTail, oracle)}}},
            {"replacedWords", std::move(replaced)},
            {"falseWordsDoubted", orNull(measures.falseWordsDoubted)},
            {"trueWordsDoubted", orNull(measures.trueWordsDoubted)},
            {"replacedWordsHeadAlone", separationJson(measures.replacedByHeadAlone)},
            {"relation", std::move(relation)},
            {"matchPrefersTrueCaption", orNull(measures.matchPrefersTrueCaption)}};
}

void printRow(const CommandContext& context, const char* name, const RetrievalMetrics& metrics) {
    context.print(fmt::format("{:<26} {:>7.2f} {:>7.2f} {:>7.2f} {:>7} {:>7}",
                              name,
                              metrics.r1,
                              metrics.r5,
                              metrics.r10,
                              shown(metrics.mAP),
                              shown(metrics.mINP)));
}

void printRankings(const CommandContext& context, const EvaluationFindings& findings) {
    const EvaluationResult& result = findings.result;
    context.print(fmt::format("{} captions, {} images, {} people; {} images re-ranked per caption",
                              result.numQueries,
                              result.numImages,
                              result.numPeople,
                              result.k));
    context.print(fmt::format(
        "{:<26} {:>7} {:>7} {:>7} {:>7} {:>7}", "in percent", "R@1", "R@5", "R@10", "mAP", "mINP"));
    printRow(context, "similarity", result.similarity);
    if (result.rerank && findings.rule.kind != RankingRule::Kind::Itm) {
        printRow(context, "match logit", *result.matchAlone);
        printRow(context, "match logit, ordered tail", *result.matchAloneTail);
    }
    if (result.rerank) {
        printRow(context, "re-ranked", *result.rerank);
        printRow(context, "re-ranked, ordered tail", *result.rerankTail);
    }
    if (findings.attributes) {
        const synthetic::OracleScores& oracle = findings.attributes->oracle;
        RetrievalMetrics metrics;
        metrics.r1 = oracle.r1;
        metrics.r5 = oracle.r5;
        metrics.r10 = oracle.r10;
        metrics.mAP = oracle.meanAp;
        printRow(context, "oracle", metrics);
    }
    const RetrievalMetrics& first = result.similarity;
    if (first.queriesWithoutPositives == 0) return;
    context.print(
        fmt::format("{} captions have no image of their person, so there is no mean; "
                    "the other captions' mAP is {:.2f} by similarity",
                    first.queriesWithoutPositives,
                    first.mAPOverRest.value_or(0)));
}

/// Of the rule with an ordered tail, which is what a search shows.
void printDifference(const CommandContext& context, const RankingDifference& difference) {
    const auto row = [&](const char* name, const PairedDifference& one) {
        context.print(fmt::format("{:<26} {:>+7.2f}  95 % interval {:+.2f} to {:+.2f}",
                                  name,
                                  one.difference,
                                  one.low,
                                  one.high));
    };
    row("gain on similarity, R@1", difference.r1);
    row("gain on similarity, mAP", difference.mAP);
}

void printShares(const CommandContext& context,
                 const EvaluationResult& result,
                 const synthetic::OracleScores& oracle) {
    context.print(fmt::format("{:<26} {:>7} {:>7} {:>7}", "share of oracle", "R@1", "R@10", "mAP"));
    const auto row = [&](const char* name, const std::optional<RetrievalMetrics>& metrics) {
        if (!metrics) return;
        context.print(fmt::format("{:<26} {:>7} {:>7} {:>7}",
                                  name,
                                  shownShare(shareOf(metrics->r1, oracle.r1)),
                                  shownShare(shareOf(metrics->r10, oracle.r10)),
                                  shownShare(shareOf(metrics->mAP, oracle.meanAp))));
    };
    row("similarity", result.similarity);
    row("match logit, ordered tail", result.matchAloneTail);
    row("re-ranked, ordered tail", result.rerankTail);
}

void printMeasures(const CommandContext& context, const AttributeMeasures& measures) {
    context.print(fmt::format("{:<26} {:>7} {:>7} {:>7}", "heads", "AUROC", "pos.", "neg."));
    const auto row = [&](const std::string& name, const Separation& separation) {
        context.print(fmt::format("{:<26} {:>7} {:>7} {:>7}",
                                  name,
                                  shownShare(separation.auroc),
                                  separation.numPositives,
                                  separation.numNegatives));
    };
    row("replaced words", measures.replacedWords);
    for (const auto& [group, separation] : measures.replacedByGroup) {
        row("  " + group, separation);
    }
    row("  by the head alone", measures.replacedByHeadAlone);
    row("weak pairs", measures.relation);
    row("  contradicted", measures.relationOfContradicted);
    if (!measures.matchPrefersTrueCaption) return;
    context.print(fmt::format("doubted: {:.1f} % of the false words, {:.1f} % of the true ones",
                              100 * *measures.falseWordsDoubted,
                              100 * *measures.trueWordsDoubted));
    context.print(
        fmt::format("the match logit prefers the true caption to the swapped one in "
                    "{:.1f} % of {}",
                    100 * *measures.matchPrefersTrueCaption,
                    measures.replacedWords.numPositives));
}

}  // namespace

void printFindings(const CommandContext& context, const EvaluationFindings& findings) {
    printRankings(context, findings);
    if (findings.ruleAgainstSimilarity) printDifference(context, *findings.ruleAgainstSimilarity);
    if (!findings.attributes) return;
    printShares(context, findings.result, findings.attributes->oracle);
    printMeasures(context, findings.attributes->measures);
}

json findingsJson(const EvaluationFindings& findings) {
    const EvaluationResult& result = findings.result;
    json document = {{"queries", result.numQueries},
                     {"images", result.numImages},
                     {"people", result.numPeople},
                     {"k", result.k},
                     {"similarity", metricsJson(result.similarity)},
                     {"matchLogit", metricsJson(result.matchAlone)},
                     {"matchLogitTail", metricsJson(result.matchAloneTail)},
                     {"rerank", metricsJson(result.rerank)},
                     {"rerankTail", metricsJson(result.rerankTail)},
                     {"ruleAgainstSimilarity", ruleJson(findings.ruleAgainstSimilarity)},
                     {"imageEncodings", result.numImageEncodings},
                     {"encodeSeconds", result.encodeSeconds},
                     {"rerankSeconds", result.rerankSeconds},
                     {"warnings", textsOf(result.warnings)}};
    if (findings.attributes) document.update(attributesJson(*findings.attributes, result));
    return document;
}

}  // namespace descry
