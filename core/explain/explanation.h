#pragma once
/// Why an image fits a description, word by word: where the network finds it (heat maps from the
/// cross-attention, rasa-spec section 11), what it is worth to the match (the logit without it) and
/// whether the network doubts it (MRTD, the head that tells replaced tokens). Thread rule: as
/// RasaModel's calls on the compute lane. Errors: what the model throws; Device where its maps are
/// not finite numbers.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/explain/heat_map.h"
#include "core/model/rasa_model.h"
#include "core/text/tokenizer.h"

namespace descry {

struct WordExplanation {
    ByteSpan span;  ///< In the text that was encoded.
    HeatMap map;    ///< [g, g], at its own scale: the mean over the word's pieces.
    /// The map's sum: of attention, alone or rolled out, the share that the patches have; of focus,
    /// how uneven that is. In no variant a measure of support: false words draw as much.
    double mass = 0;
    /// By how much the match logit falls when the word is cut out of the text; below 0: the image
    /// matches better without it.
    double support = 0;
    /// 0 to 1: the support beside that of the sentence's strongest word, or beside one logit where
    /// no word has that much. The same in every variant of maps: a word without support has none,
    /// however its normalised map looks.
    double evidence = 0;
    double contradiction = 0;  ///< 0 to 1: that the word is a wrong one (core/model/word_doubts.h).
};

struct Explanation {
    std::int64_t layer = 0;  ///< The one read.
    float matchLogit = 0;
    HeatMap sentence;                    ///< The mean over the words, at their scale.
    std::vector<WordExplanation> words;  ///< Those that the network read, in order; 1 or more.
};

/// A text and what is cut out of it.
struct CutText {
    std::span<const std::int64_t> ids;    ///< [L], ids[0] is [CLS].
    std::span<const std::size_t> tokens;  ///< Indices above 0.
};

/// [W]: each word's tokens, in order, of a text of one token or more behind [CLS].
std::vector<std::vector<std::size_t>> tokensByWord(const Encoding& encoding);

/// The match logit of what is left of the text.
double logitWithout(RasaModel& model,
                    const CutText& text,
                    const ImageTokens& image,
                    std::stop_token stop = {});

/// `encoding` is a query's, at least one token behind [CLS], cut to what the model reads. Costs a
/// text and a pair for every word besides the map.
Explanation explainMatch(RasaModel& model,
                         const Encoding& encoding,
                         const ImageTokens& image,
                         const MapRequest& request = {},
                         std::stop_token stop = {});

}  // namespace descry
