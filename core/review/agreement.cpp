#include "core/review/agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/base/random_stream.h"

namespace descry {
namespace {

constexpr std::uint64_t kBootstrapPurpose = 0x6ca9;
/// Of the normal distribution: 95 % lie between -z and z.
constexpr double kZ95 = 1.959963984540054;
/// An interval over fewer resamples than this share of them would leave out the odd ones.
constexpr double kLeastDefined = 0.95;

/// Whole numbers until the last division, so that nothing is lost where agreement is near to one.
struct Counts {
    std::int64_t total = 0;
    std::int64_t alike = 0;
    std::int64_t byChance = 0;  ///< Sum of the products of the margins.

    explicit Counts(const ConfusionMatrix& matrix) {
        for (std::size_t i = 0; i < kNumVerdicts; ++i) {
            std::int64_t row = 0;
            std::int64_t column = 0;
            for (std::size_t j = 0; j < kNumVerdicts; ++j) {
                row += matrix[i][j];
                column += matrix[j][i];
            }
            total += row;
            alike += matrix[i][i];
            byChance += row * column;
        }
    }
    std::optional<double> kappa() const {
        const std::int64_t squared = total * total;
        if (squared == byChance) return std::nullopt;
        return static_cast<double>(total * alike - byChance) /
               static_cast<double>(squared - byChance);
    }
};

/// The cell of each pair, cell after cell.
std::vector<std::uint8_t> cellsOf(const ConfusionMatrix& matrix) {
    std::vector<std::uint8_t> cells;
    for (std::size_t cell = 0; cell < kNumVerdicts * kNumVerdicts; ++cell) {
        const std::int64_t count = matrix[cell / kNumVerdicts][cell % kNumVerdicts];
        cells.insert(cells.end(), static_cast<std::size_t>(count), static_cast<std::uint8_t>(cell));
    }
    return cells;
}

std::optional<Interval> intervalOf(const ConfusionMatrix& matrix, const BootstrapOptions& options) {
    const std::vector<std::uint8_t> cells = cellsOf(matrix);
    // One pair says nothing of how others would differ from it.
    if (cells.size() < 2) return std::nullopt;
    RandomStream random(options.seed, {kBootstrapPurpose});
    std::vector<double> kappas;
    for (std::int64_t resample = 0; resample < options.numResamples; ++resample) {
        ConfusionMatrix drawn{};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::size_t cell = cells[random.index(cells.size())];
            ++drawn[cell / kNumVerdicts][cell % kNumVerdicts];
        }
        if (const auto kappa = Counts(drawn).kappa()) kappas.push_back(*kappa);
    }
    const double least = kLeastDefined * static_cast<double>(options.numResamples);
    if (static_cast<double>(kappas.size()) < least) return std::nullopt;
    std::ranges::sort(kappas);
    return Interval{quantile(kappas, (1 - options.level) / 2),
                    quantile(kappas, (1 + options.level) / 2)};
}

}  // namespace

Agreement agreementOf(const ConfusionMatrix& matrix, const BootstrapOptions& options) {
    options.validate();
    const Counts counts(matrix);
    Agreement agreement;
    agreement.matrix = matrix;
    agreement.numPairs = counts.total;
    if (counts.total == 0) {
        agreement.undefined = "no pair was decided by both";
        return agreement;
    }
    const auto total = static_cast<double>(counts.total);
    agreement.observed = static_cast<double>(counts.alike) / total;
    agreement.expected = static_cast<double>(counts.byChance) / (total * total);
    constexpr double kNumCategories = kNumVerdicts;
    agreement.prevalenceAdjusted =
        (kNumCategories * *agreement.observed - 1) / (kNumCategories - 1);
    agreement.kappa = counts.kappa();
    if (!agreement.kappa) {
        agreement.undefined = "both gave one and the same verdict to every pair";
        return agreement;
    }
    agreement.interval = intervalOf(matrix, options);
    if (!agreement.interval) agreement.undefined = "too few pairs for an interval";
    return agreement;
}

ConfusionMatrix confusionOf(const CurrentVerdicts& verdicts,
                            std::string_view first,
                            std::string_view second) {
    ConfusionMatrix matrix{};
    for (const PairId& pair : verdicts.pairs()) {
        const Decision* const ofFirst = verdicts.of(pair, first);
        const Decision* const ofSecond = verdicts.of(pair, second);
        if (ofFirst == nullptr || ofSecond == nullptr) continue;
        const auto row = static_cast<std::size_t>(*ofFirst->verdict);
        const auto column = static_cast<std::size_t>(*ofSecond->verdict);
        ++matrix[row][column];
    }
    return matrix;
}

std::vector<PairId> disputedPairs(const CurrentVerdicts& verdicts) {
    std::vector<PairId> pairs = verdicts.pairs();
    std::erase_if(pairs,
                  [&](const PairId& pair) { return !outcomeOf(verdicts.of(pair)).isDisputed; });
    return pairs;
}

std::vector<PairId> adjudicationQueue(const CurrentVerdicts& verdicts, std::string_view third) {
    std::vector<PairId> pairs = verdicts.pairs();
    std::erase_if(pairs, [&](const PairId& pair) {
        std::vector<const Decision*> others;
        for (const Decision* decision : verdicts.of(pair)) {
            if (!isSameAnnotator(decision->annotator, third)) {
                others.push_back(decision);
            } else if (!decision->isAdjudication()) {
                return true;
            }
        }
        return others.empty() || !outcomeOf(others).isDisputed;
    });
    return pairs;
}

std::optional<Share> shareOf(std::int64_t count, std::int64_t of) {
    if (of == 0) return std::nullopt;
    const auto n = static_cast<double>(of);
    const double share = static_cast<double>(count) / n;
    const double zz = kZ95 * kZ95;
    const double middle = (share + zz / (2 * n)) / (1 + zz / n);
    const double reach =
        kZ95 * std::sqrt(share * (1 - share) / n + zz / (4 * n * n)) / (1 + zz / n);
    return Share{.count = count,
                 .of = of,
                 .share = share,
                 .interval = {std::max(0.0, middle - reach), std::min(1.0, middle + reach)}};
}

}  // namespace descry
