#include "ui/search/pair_explanation.h"

#include <utility>

#include "core/pixels/normalise.h"
#include "core/search/query_text.h"
#include "core/vision/decode.h"

namespace descry {

std::vector<float> pixelsOf(const std::filesystem::path& picture, const RasaConfig& config) {
    const auto side = static_cast<std::size_t>(config.imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(readImage(picture).image, static_cast<int>(side), pixels);
    return pixels;
}

ImageTokens tokensOf(RasaModel& model, std::span<const float> pixels, const std::stop_token& stop) {
    ImageEncoding encoding =
        model.encodeImages(pixels, {.keepTokens = model.exactTokenFormat(), .stop = stop});
    return std::move(encoding.tokens.front());
}

PairExplanation explainPair(const SearchModel& search,
                            ComputeLane& lane,
                            const PairToExplain& pair,
                            const std::stop_token& stop) {
    RasaModel& model = *search.model;
    QueryText query = prepareQuery(pair.description, *search.tokenizer, model.config().maxWords);
    const std::vector<float> pixels = pixelsOf(pair.picture, model.config());

    PairExplanation result;
    {
        const ComputeLane::Hold hold = lane.acquireUrgent(stop);
        const ImageTokens tokens = tokensOf(model, pixels, stop);
        result.explanation = explainMatch(model, query.encoding, tokens, pair.request, stop);
    }
    for (const WordExplanation& word : result.explanation.words) {
        const ByteSpan span = word.span;
        result.words.push_back(query.cleaned.substr(span.begin, span.end - span.begin));
    }
    result.description = std::move(query.cleaned);
    result.fingerprint = search.fingerprint;
    result.variant = pair.request.variant;
    result.warnings = std::move(query.warnings);
    return result;
}

}  // namespace descry
