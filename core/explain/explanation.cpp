#include "core/explain/explanation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/model/word_doubts.h"

namespace descry {
namespace {

/// Logits that a word is worth at least before it counts as fully supported.
constexpr double kWholeSupport = 1;

void requireFinite(const TokenMaps& maps) {
    const auto isFinite = [](float value) { return std::isfinite(value); };
    if (isFinite(maps.matchLogit) &&
        std::all_of(maps.values.begin(), maps.values.end(), isFinite)) {
        return;
    }
    fail(ErrorCode::Device,
         "the model's heat maps at layer {} are not finite numbers; check the bundle with "
         "descry-cli model check",
         maps.layer);
}

/// The whole word's, though its last pieces may have been cut off.
ByteSpan spanOf(const Encoding& encoding, std::span<const std::size_t> tokens) {
    const std::int32_t word = encoding.wordOfPiece[tokens.front()];
    if (word >= 0) return encoding.words[static_cast<std::size_t>(word)];
    return {encoding.spans[tokens.front()].begin, encoding.spans[tokens.back()].end};
}

void weighEvidence(std::vector<WordExplanation>& words) {
    double most = kWholeSupport;
    for (const WordExplanation& word : words) most = std::max(most, word.support);
    for (WordExplanation& word : words) word.evidence = std::max(word.support, 0.0) / most;
}

}  // namespace

std::vector<std::vector<std::size_t>> tokensByWord(const Encoding& encoding) {
    std::vector<std::vector<std::size_t>> tokens;
    for (std::size_t i = 1; i < encoding.ids.size(); ++i) {
        const bool continues = i > 1 && encoding.wordOfPiece[i] == encoding.wordOfPiece[i - 1];
        if (!continues) tokens.emplace_back();
        tokens.back().push_back(i);
    }
    return tokens;
}

double logitWithout(RasaModel& model,
                    const CutText& text,
                    const ImageTokens& image,
                    std::stop_token stop) {
    std::vector<std::int64_t> left;
    for (std::size_t i = 0; i < text.ids.size(); ++i) {
        const bool isCut =
            std::find(text.tokens.begin(), text.tokens.end(), i) != text.tokens.end();
        if (!isCut) left.push_back(text.ids[i]);
    }
    const ImageTokens* const one = &image;
    const auto encoded = model.encodeText(left);
    return static_cast<double>(
        model.matchLogits(*encoded, std::span(&one, 1), std::move(stop)).front());
}

Explanation explainMatch(RasaModel& model,
                         const Encoding& encoding,
                         const ImageTokens& image,
                         const MapRequest& request,
                         std::stop_token stop) {
    if (encoding.ids.size() < 2) {
        fail(ErrorCode::InvalidInput, "the description is empty: there is no word to explain");
    }
    const auto text = model.encodeText(encoding.ids);
    const ImageTokens* const one = &image;
    const PairReadings readings = model.readPairs(*text, std::span(&one, 1), stop);
    const WordDoubts doubts(model, *text, model.doubtReference(), stop);
    const TokenMaps maps = model.explain(*text, image, request, stop);
    requireFinite(maps);
    // By the path that the cut texts take: the map's own logit is float32 on any device.
    const auto whole = static_cast<double>(readings.matchLogits.front());

    Explanation explanation;
    explanation.layer = maps.layer;
    explanation.matchLogit = maps.matchLogit;
    for (const std::vector<std::size_t>& tokens : tokensByWord(encoding)) {
        WordExplanation word;
        word.span = spanOf(encoding, tokens);
        word.map = meanMap(maps, tokens);
        word.mass = massOf(word.map);
        word.support = whole - logitWithout(model, {encoding.ids, tokens}, image, stop);
        word.contradiction = doubts.probability(readings.replacedLogOdds, tokens);
        explanation.words.push_back(std::move(word));
    }
    weighEvidence(explanation.words);
    std::vector<const HeatMap*> wordMaps;
    for (const WordExplanation& word : explanation.words) wordMaps.push_back(&word.map);
    explanation.sentence = meanMap(wordMaps);
    return explanation;
}

}  // namespace descry
