#pragma once
/// Private to core/evaluation: which captions are read with which images to measure a model's heads
/// (attribute_measures.h). Thread rule: pure. Failure rule: never fails.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluation/attributed_split.h"
#include "core/evaluation/word_swap.h"
#include "core/text/tokenizer.h"

namespace descry {

/// A swap that the network sees: the places of its words among the tokens.
struct PlannedSwap {
    WordSwap swap;
    std::vector<std::size_t> trueTokens;   ///< Of the caption as it was.
    std::vector<std::size_t> falseTokens;  ///< Of the swapped one.
};

/// An image's own caption.
struct OwnPair {
    std::size_t caption = 0;
    std::optional<PlannedSwap> swap;  ///< Absent where nothing in the caption can be swapped.
};

/// A caption of another image of the same person.
struct WeakPair {
    const std::string* caption = nullptr;
    bool isContradicted = false;  ///< It names an attribute that is visible with another value.
};

struct ImagePairs {
    std::vector<OwnPair> own;
    std::vector<WeakPair> weak;
};

struct PairPlanOptions {
    std::uint64_t seed = 1;
    std::int64_t maxCaptions = 0;
    std::int64_t maxWeakPairs = 0;
    std::int64_t maxWords = 0;  ///< Tokens that the network reads.
};

/// [G]: by image of the split.
std::vector<ImagePairs> planPairs(const AttributedSplit& split,
                                  const Tokenizer& tokenizer,
                                  const PairPlanOptions& options);

}  // namespace descry
