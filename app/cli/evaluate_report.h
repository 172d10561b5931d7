#pragma once
/// How descry-cli evaluate says what it found: a table on stdout, or the JSON document. Thread
/// rule: main thread. Failure rule: never fails.

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "app/cli/command.h"
#include "core/evaluation/attribute_measures.h"
#include "core/evaluation/bootstrap.h"
#include "core/evaluation/evaluate.h"

namespace descry {

/// What the true attributes of a rendered data set add.
struct AttributeFindings {
    synthetic::OracleScores oracle;
    AttributeMeasures measures;
};

struct EvaluationFindings {
    EvaluationResult result;
    RankingRule rule;
    std::optional<RankingDifference> ruleAgainstSimilarity;  ///< Absent without re-ranking.
    std::optional<AttributeFindings> attributes;             ///< Present with --attributes.
};

void printFindings(const CommandContext& context, const EvaluationFindings& findings);
/// The document's members that are about the findings.
nlohmann::json findingsJson(const EvaluationFindings& findings);

}  // namespace descry
