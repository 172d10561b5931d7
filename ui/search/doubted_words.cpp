#include "ui/search/doubted_words.h"

#include <cmath>

#include "core/explain/explanation.h"
#include "core/pixels/normalise.h"
#include "core/search/query_text.h"
#include "core/vision/decode.h"

namespace descry {

std::vector<WordDoubt> doubtedWords(const SearchModel& search,
                                    ComputeLane& lane,
                                    const std::string& description,
                                    const std::filesystem::path& picture,
                                    const std::stop_token& stop) {
    RasaModel& model = *search.model;
    const RasaConfig& config = model.config();
    const QueryText query = prepareQuery(description, *search.tokenizer, config.maxWords);
    const auto side = static_cast<std::size_t>(config.imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(readImage(picture).image, static_cast<int>(side), pixels);

    const auto text = model.encodeText(query.encoding.ids);
    PairReadings readings;
    {
        const ComputeLane::Hold hold = lane.acquireUrgent(stop);
        const ImageEncoding image =
            model.encodeImages(pixels, {.keepTokens = model.exactTokenFormat(), .stop = stop});
        const ImageTokens* const tokens = &image.tokens.front();
        readings = model.readPairs(*text, std::span(&tokens, 1), stop);
    }
    std::vector<WordDoubt> words;
    for (const std::vector<std::size_t>& pieces : tokensByWord(query.encoding)) {
        double sum = 0;
        for (const std::size_t piece : pieces) {
            sum += static_cast<double>(readings.replacedLogOdds[piece]);
        }
        const double doubt = 1 / (1 + std::exp(-sum / static_cast<double>(pieces.size())));
        if (doubt <= kDoubted) continue;
        const ByteSpan span = {query.encoding.spans[pieces.front()].begin,
                               query.encoding.spans[pieces.back()].end};
        words.push_back({query.cleaned.substr(span.begin, span.end - span.begin), doubt});
    }
    return words;
}

}  // namespace descry
