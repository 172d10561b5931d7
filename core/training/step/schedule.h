#pragma once
/// Learning rates and the soft-label share alpha as functions of epoch and iteration: warm-up, then
/// a cosine per epoch, with the reference's odd rule inside epoch 0 (rasa-spec section 9). Nothing
/// is remembered, so a resumed run asks for its place and gets the same numbers.
/// Thread rule: values. Failure rule: InvalidInput from validate() naming the field.

#include <cstdint>
#include <vector>

namespace descry::training {

struct ScheduleOptions {
    std::int64_t epochs = 30;  ///< Length of the cosine.
    double minRate = 1e-6;     ///< Where it ends, for every group.
    double warmupRate = 1e-5;  ///< Of every group at first.
    std::int64_t warmupEpochs = 1;
    std::int64_t steps = 0;  ///< Above 0: one ramp and one cosine over so many optimiser steps.
    std::int64_t warmupSteps = 0;  ///< Of `steps`: from warmupRate to the base rate.

    void validate() const;
};

class Schedule {
  public:
    /// `baseRates`: one per optimiser group.
    Schedule(const ScheduleOptions& options, std::vector<double> baseRates);

    /// Rates that the optimiser step of this iteration uses. Epoch 0 moves along the warm-up after
    /// iterations 0, 100, 200, …, not by its own length; later epochs have one rate each.
    std::vector<double> rates(std::int64_t epoch, std::int64_t iteration) const;
    /// With `steps`: rates of the optimiser step with that number, from 0.
    std::vector<double> ratesAtStep(std::int64_t step) const;
    const std::vector<double>& baseRates() const noexcept { return m_baseRates; }
    const ScheduleOptions& options() const noexcept { return m_options; }

  private:
    double rateAt(double time, double baseRate) const;

    ScheduleOptions m_options;
    std::vector<double> m_baseRates;
};

/// Share of the momentum network's soft labels: a ramp over epoch 0, then `alpha`.
double softShare(double alpha,
                 std::int64_t epoch,
                 std::int64_t iteration,
                 std::int64_t iterationsPerEpoch);

}  // namespace descry::training
