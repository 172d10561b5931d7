#pragma once
/// How a bundle's candidates are ranked, and from where on they are unlikely: the contents of
/// `ranking.json`, which is outside the fingerprint. Both are fitted on a validation split
/// (core/evaluation/calibration.h, candidate_calibration.h). Thread rule: values. Errors:
/// InvalidInput naming file and field; what reading a JSON file throws.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace descry {

/// Scores that part candidates. In units of the ranking score, not probabilities.
struct CandidateCalibration {
    double breakScore = 0;       ///< Below it a score is more usual for a wrong candidate.
    double convincingScore = 0;  ///< Below it not even the best candidate convinces; >= breakScore.
    std::int64_t numQueries = 0;  ///< Descriptions it was fitted on, 1 or more.

    bool operator==(const CandidateCalibration&) const = default;
};

struct RankingRule {
    enum class Kind { Itm, ItcPlusItm };
    Kind kind = Kind::Itm;
    double itmWeight = 1.0;  ///< ItcPlusItm: score = similarity / temperature + itmWeight * logit.
    double temperature = 0.07;                       ///< ItcPlusItm.
    std::optional<CandidateCalibration> candidates;  ///< Absent: not calibrated.

    bool operator==(const RankingRule&) const = default;
};

/// Raw, never a percentage: what re-ranked images are ordered by.
inline double rankingScore(const RankingRule& rule, float similarity, float matchLogit) {
    const double logit = static_cast<double>(matchLogit);
    if (rule.kind == RankingRule::Kind::Itm) return logit;
    return static_cast<double>(similarity) / rule.temperature + rule.itmWeight * logit;
}

nlohmann::json toJson(const RankingRule& rule);
/// `name` opens every message.
RankingRule parseRankingRule(const nlohmann::json& json, const std::string& name);
/// By the match logit alone where there is no such file.
RankingRule readRankingRule(const std::filesystem::path& file);

}  // namespace descry
