#include "ui/search/doubted_words.h"

#include <optional>

#include "core/model/word_doubts.h"
#include "core/search/query_text.h"
#include "ui/search/pair_explanation.h"

namespace descry {

std::vector<WordDoubt> doubtedWords(const SearchModel& search,
                                    ComputeLane& lane,
                                    const std::string& description,
                                    const std::filesystem::path& picture,
                                    const std::stop_token& stop) {
    RasaModel& model = *search.model;
    const QueryText query = prepareQuery(description, *search.tokenizer, model.config().maxWords);
    const std::vector<float> pixels = pixelsOf(picture, model.config());

    const auto text = model.encodeText(query.encoding.ids);
    PairReadings readings;
    std::optional<WordDoubts> doubts;
    {
        const ComputeLane::Hold hold = lane.acquireUrgent(stop);
        const ImageTokens tokens = tokensOf(model, pixels, stop);
        const ImageTokens* const one = &tokens;
        readings = model.readPairs(*text, std::span(&one, 1), stop);
        doubts.emplace(model, *text, model.doubtReference(), stop);
    }
    std::vector<WordDoubt> words;
    for (const std::vector<std::size_t>& pieces : tokensByWord(query.encoding)) {
        const double doubt = doubts->probability(readings.replacedLogOdds, pieces);
        if (doubt <= kDoubted) continue;
        const ByteSpan span = {query.encoding.spans[pieces.front()].begin,
                               query.encoding.spans[pieces.back()].end};
        words.push_back({query.cleaned.substr(span.begin, span.end - span.begin), doubt});
    }
    return words;
}

}  // namespace descry
