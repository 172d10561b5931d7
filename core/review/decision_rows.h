#pragma once
/// Private to core/review: decisions as rows of a log's file, which another program may have
/// written. Thread rule: as Database. Errors: Database's; CorruptFile for a row that is no
/// decision.

#include <optional>
#include <string>
#include <vector>

#include "core/sqlite/database.h"
#include "core/sqlite/schema.h"
#include "core/review/decision.h"

namespace descry {

/// The tables, and the triggers that keep them as they are.
Migrations decisionMigrations() noexcept;

void insertDecision(Database& database, const Decision& decision);
std::optional<Decision> findDecision(Database& database, const DecisionId& id);
/// As they were added.
std::vector<Decision> allDecisions(Database& database);
/// The annotator's last that is not taken back.
std::optional<Decision> lastDecisionOf(Database& database, const std::string& annotator);

}  // namespace descry
