#include "core/model/ranking_rule.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBytes = 64 << 10;
constexpr double kLargest = 1e6;
constexpr std::int64_t kMaxQueries = std::int64_t{1} << 40;

double finiteNumber(const Json& json, const char* key, const std::string& name) {
    const auto value = json.find(key);
    const bool isNumber = value != json.end() && value->is_number();
    const double number = isNumber ? value->get<double>() : std::nan("");
    if (!(std::abs(number) <= kLargest)) {
        fail(
            ErrorCode::InvalidInput, "{}: {} must be a number from -1000000 to 1000000", name, key);
    }
    return number;
}

CandidateCalibration parseCandidates(const Json& json, const std::string& name) {
    if (!json.is_object()) {
        fail(ErrorCode::InvalidInput, "{}: candidates must be a JSON object", name);
    }
    CandidateCalibration candidates;
    candidates.breakScore = finiteNumber(json, "break_score", name);
    candidates.convincingScore = finiteNumber(json, "convincing_score", name);
    if (candidates.convincingScore < candidates.breakScore) {
        fail(ErrorCode::InvalidInput, "{}: convincing_score must not be below break_score", name);
    }
    const auto queries = json.find("queries");
    const bool isCount = queries != json.end() && queries->is_number_integer();
    const double number = isCount ? queries->get<double>() : 0;
    if (!(number >= 1 && number <= static_cast<double>(kMaxQueries))) {
        fail(ErrorCode::InvalidInput, "{}: queries must be a whole number, 1 or more", name);
    }
    candidates.numQueries = queries->get<std::int64_t>();
    return candidates;
}

}  // namespace

Json toJson(const RankingRule& rule) {
    Json json = {{"rule", rule.kind == RankingRule::Kind::Itm ? "itm" : "itc+itm"}};
    if (rule.kind == RankingRule::Kind::ItcPlusItm) {
        json["itm_weight"] = rule.itmWeight;
        json["temperature"] = rule.temperature;
    }
    if (rule.candidates) {
        json["candidates"] = {{"break_score", rule.candidates->breakScore},
                              {"convincing_score", rule.candidates->convincingScore},
                              {"queries", rule.candidates->numQueries}};
    }
    return json;
}

RankingRule parseRankingRule(const Json& json, const std::string& name) {
    if (!json.is_object()) {
        fail(ErrorCode::InvalidInput, "{}: a ranking rule is a JSON object", name);
    }
    RankingRule rule;
    const Json kind = json.value("rule", Json("itm"));
    if (kind == "itc+itm") {
        rule.kind = RankingRule::Kind::ItcPlusItm;
    } else if (kind != "itm") {
        fail(ErrorCode::InvalidInput,
             "{}: \"rule\" must be \"itm\" or \"itc+itm\"; it is the key that says how to rank",
             name);
    }
    if (json.contains("itm_weight")) rule.itmWeight = finiteNumber(json, "itm_weight", name);
    if (rule.itmWeight < 0) {
        fail(ErrorCode::InvalidInput, "{}: itm_weight must be 0 or more", name);
    }
    if (json.contains("temperature")) rule.temperature = finiteNumber(json, "temperature", name);
    if (!(rule.temperature > 0)) {
        fail(ErrorCode::InvalidInput, "{}: temperature must be above 0", name);
    }
    const auto candidates = json.find("candidates");
    if (candidates != json.end()) rule.candidates = parseCandidates(*candidates, name);
    return rule;
}

RankingRule readRankingRule(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return {};
    try {
        return parseRankingRule(readJsonFile(file, {.maxBytes = kMaxBytes}),
                                displayable(file.native()));
    } catch (const Error& error) {
        if (isInputOutput(error.code())) throw;
        fail(error.code(),
             "{}; delete the file to rank by the match logit alone, or to fit it anew with "
             "descry-cli model calibrate",
             error);
    }
}

}  // namespace descry
