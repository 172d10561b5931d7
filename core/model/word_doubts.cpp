#include "core/model/word_doubts.h"

#include <cmath>
#include <utility>

namespace descry {

WordDoubts::WordDoubts(RasaModel& model,
                       const TextEncoding& text,
                       const DoubtReference* reference,
                       std::stop_token stop)
    : m_usual(static_cast<std::size_t>(text.numTokens())) {
    if (reference == nullptr) return;
    const ImageTokens* const picture = &reference->meanPicture;
    const PairReadings readings = model.readPairs(text, std::span(&picture, 1), std::move(stop));
    for (std::size_t token = 0; token < m_usual.size(); ++token) {
        m_usual[token] =
            static_cast<double>(readings.replacedLogOdds[token]) + reference->threshold;
    }
}

double WordDoubts::logOdds(std::span<const float> replacedLogOdds,
                           std::span<const std::size_t> tokens) const {
    double sum = 0;
    for (const std::size_t token : tokens) {
        sum += static_cast<double>(replacedLogOdds[token]) - m_usual[token];
    }
    return sum / static_cast<double>(tokens.size());
}

double WordDoubts::probability(std::span<const float> replacedLogOdds,
                               std::span<const std::size_t> tokens) const {
    return 1 / (1 + std::exp(-logOdds(replacedLogOdds, tokens)));
}

}  // namespace descry
