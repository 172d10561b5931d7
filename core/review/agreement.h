#pragma once
/// How far two annotators decide alike beyond chance, and how often pairs are wrong. What is not
/// defined is absent and says why. Thread rule: pure functions. Errors: as BootstrapOptions.
/// Sources: Cohen, A coefficient of agreement for nominal scales, 1960; Byrt, Bishop and Carlin,
/// Bias, prevalence and kappa, 1993 (for four verdicts as Brennan and Prediger, 1981); Wilson,
/// 1927.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/pair_verdicts.h"
#include "core/evaluation/bootstrap.h"
#include "core/review/current_verdicts.h"

namespace descry {

struct Interval {
    double low = 0;
    double high = 0;
};

/// [first annotator's verdict][second's], in the order of Verdict.
using ConfusionMatrix = std::array<std::array<std::int64_t, kNumVerdicts>, kNumVerdicts>;

struct Agreement {
    ConfusionMatrix matrix{};
    std::int64_t numPairs = 0;                 ///< That both have decided.
    std::optional<double> observed;            ///< Share of pairs decided alike, 0 to 1.
    std::optional<double> expected;            ///< What chance gives to annotators of these habits.
    std::optional<double> kappa;               ///< (observed - expected) / (1 - expected).
    std::optional<double> prevalenceAdjusted;  ///< As kappa, with all four verdicts as likely.
    std::optional<Interval> interval;          ///< Of kappa, by bootstrap over pairs.
    std::string undefined;                     ///< Why kappa or its interval is absent; else empty.
};

Agreement agreementOf(const ConfusionMatrix& matrix, const BootstrapOptions& options = {});

/// Of the pairs that both have decided.
ConfusionMatrix confusionOf(const CurrentVerdicts& verdicts,
                            std::string_view first,
                            std::string_view second);

/// Pairs that annotators disagree on and that no third has decided, in the order of their ids.
std::vector<PairId> disputedPairs(const CurrentVerdicts& verdicts);
/// Pairs that others disagree on and that this annotator, a third, is to decide or has so decided:
/// what is worked through does not change while it is.
std::vector<PairId> adjudicationQueue(const CurrentVerdicts& verdicts, std::string_view third);

/// A share of a sample with Wilson's 95 % interval; absent for a sample of none.
struct Share {
    std::int64_t count = 0;
    std::int64_t of = 0;
    double share = 0;
    Interval interval;
};

std::optional<Share> shareOf(std::int64_t count, std::int64_t of);

}  // namespace descry
