#pragma once
/// Private to app/cli: what the commands of descry-cli review share: their options, and how they
/// tell findings and shares. Thread rule: main thread. Errors: those of core/review.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/review/agreement.h"
#include "core/review/review_state.h"

namespace descry {

struct ReviewCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string folder;
    std::string split = "train";
    bool includeOwn = false;
    std::string annotator;
    std::string order = "random";
    std::uint64_t seed = 1;
    bool isBlind = false;
    bool tellsParts = false;
    std::string gold;
    std::string fingerprint;
    std::size_t overlap = 0;
    std::size_t top = 20;
    std::string table;
    bool adjudicates = false;
    std::string pairs;
    std::string labelStudio;
    std::vector<std::string> annotators;
    std::vector<std::string> logs;
    std::string into;
    std::string out;
};

ReviewFolder folderOf(const ReviewCommand& command);
ReviewSources sourcesOf(const ReviewCommand& command);

/// Warns of each; gives them as JSON.
nlohmann::json tellFindings(const std::vector<Finding>& findings,
                            const ReviewCommand& command,
                            const CommandContext& context);

nlohmann::json shareJson(const std::optional<Share>& share);
/// "12 of 250: 4.8 % (95 % interval 2.8 to 8.2)" or "n/a".
std::string shareText(const std::optional<Share>& share);

void runReviewScore(const ReviewCommand& command, const CommandContext& context);
void runReviewQueue(const ReviewCommand& command, const CommandContext& context);
void runReviewDecide(const ReviewCommand& command, const CommandContext& context);
void runReviewUndo(const ReviewCommand& command, const CommandContext& context);
void runReviewAgree(const ReviewCommand& command, const CommandContext& context);
void runReviewMerge(const ReviewCommand& command, const CommandContext& context);
void runReviewExport(const ReviewCommand& command, const CommandContext& context);

}  // namespace descry
