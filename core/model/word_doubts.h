#pragma once
/// Whether the network takes a word of a text for a wrong one in a picture: the log-odds of MRTD's
/// head (rasa-spec section 4) less those of the same text over a bundle's mean picture and the
/// bundle's threshold; as they are where a bundle has no such reference. Thread rule:
/// building it uses the compute lane, as RasaModel::readPairs. Errors: the model's.

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "core/model/doubt_reference.h"
#include "core/model/rasa_model.h"

namespace descry {

class WordDoubts {
  public:
    /// `reference` is the model's own (RasaModel::doubtReference) or another; nullptr: none. Costs
    /// a pair where there is one.
    WordDoubts(RasaModel& model,
               const TextEncoding& text,
               const DoubtReference* reference,
               std::stop_token stop = {});

    /// Of a word's tokens, indices above 0, in one picture's PairReadings::replacedLogOdds [L]: the
    /// mean over them. The largest would grow with their number.
    double logOdds(std::span<const float> replacedLogOdds,
                   std::span<const std::size_t> tokens) const;
    /// 0 to 1; above kDoubted the word is taken for a wrong one.
    double probability(std::span<const float> replacedLogOdds,
                       std::span<const std::size_t> tokens) const;

  private:
    std::vector<double> m_usual;  ///< [L]: what is taken off.
};

inline constexpr double kDoubted = 0.5;

}  // namespace descry
