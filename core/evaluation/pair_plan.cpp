#include "core/evaluation/pair_plan.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/base/random_stream.h"
#include "core/evaluation/caption_tokens.h"

namespace descry {
namespace {

using synthetic::AttributeRecord;
using synthetic::AttributeSet;
using synthetic::Caption;

/// Streams below the seed, so that one sample does not move with another.
enum Purpose : std::uint64_t { kCaptions = 1, kWeakPairs = 2, kSwaps = 3 };

/// At most `most` of the values, drawn without replacement, in their order.
template <typename Value>
std::vector<Value> sampleOf(const std::vector<Value>& values,
                            std::int64_t most,
                            RandomStream& random) {
    std::vector<Value> kept;
    auto open = static_cast<std::int64_t>(values.size());
    for (const Value& value : values) {
        const auto wanted = most - static_cast<std::int64_t>(kept.size());
        if (random.unit() * static_cast<double>(open--) < static_cast<double>(wanted)) {
            kept.push_back(value);
        }
    }
    return kept;
}

struct OwnIndex {
    std::size_t image = 0;
    std::size_t caption = 0;
};

struct WeakIndex {
    std::size_t image = 0;
    const Caption* caption = nullptr;
};

std::vector<OwnIndex> ownPairs(const AttributedSplit& split) {
    std::vector<OwnIndex> pairs;
    for (std::size_t image = 0; image < split.images.size(); ++image) {
        const std::size_t count = split.images[image]->captions.size();
        for (std::size_t caption = 0; caption < count; ++caption) pairs.push_back({image, caption});
    }
    return pairs;
}

std::vector<WeakIndex> weakPairs(const AttributedSplit& split) {
    std::map<std::int64_t, std::vector<std::size_t>> imagesOfPerson;
    for (std::size_t image = 0; image < split.images.size(); ++image) {
        imagesOfPerson[split.images[image]->personId].push_back(image);
    }
    std::vector<WeakIndex> pairs;
    for (const auto& [person, images] : imagesOfPerson) {
        for (const std::size_t image : images) {
            const auto& own = split.images[image]->captions;
            const auto isOwn = [&](const Caption& caption) {
                return std::any_of(own.begin(), own.end(), [&](const Caption& other) {
                    return other.text == caption.text;
                });
            };
            for (const std::size_t other : images) {
                if (other == image) continue;
                for (const Caption& caption : split.images[other]->captions) {
                    if (!isOwn(caption)) pairs.push_back({image, &caption});
                }
            }
        }
    }
    return pairs;
}

bool contradicts(const Caption& caption, const AttributeSet& visible) {
    return std::any_of(
        caption.mentions.begin(), caption.mentions.end(), [&](const synthetic::Mention& mention) {
            const auto found = visible.find(mention.attribute);
            return found != visible.end() && found->second != mention.value;
        });
}

class SwapPlanner {
  public:
    SwapPlanner(const AttributedSplit& split, const Tokenizer& tokenizer, std::int64_t maxWords)
        : m_swapper(truthsOf(split)), m_tokenizer(tokenizer), m_maxWords(maxWords) {}

    /// Swaps one mention, drawn among those that can be and that the network gets to read.
    std::optional<PlannedSwap> plan(const AttributeRecord& image,
                                    const Caption& caption,
                                    RandomStream random) const {
        std::vector<std::size_t> open(caption.mentions.size());
        std::iota(open.begin(), open.end(), std::size_t{0});
        while (!open.empty()) {
            const auto drawn =
                open.begin() + static_cast<std::ptrdiff_t>(random.index(open.size()));
            auto swap = m_swapper.swap(caption, *drawn, image.truth, random);
            open.erase(drawn);
            if (!swap) continue;
            PlannedSwap planned{std::move(*swap), {}, {}};
            planned.trueTokens = tokensOf(caption.text, planned.swap.trueWords);
            planned.falseTokens = tokensOf(planned.swap.caption, planned.swap.falseWords);
            if (!planned.trueTokens.empty() && !planned.falseTokens.empty()) return planned;
        }
        return std::nullopt;
    }

  private:
    static std::vector<const AttributeSet*> truthsOf(const AttributedSplit& split) {
        std::vector<const AttributeSet*> truths;
        for (const AttributeRecord* image : split.images) truths.push_back(&image->truth);
        return truths;
    }

    std::vector<std::size_t> tokensOf(const std::string& caption, ByteSpan words) const {
        const Encoding encoding = encodeCaption(caption, m_tokenizer, m_maxWords);
        return tokensOfWords(caption, words, encoding, m_maxWords);
    }

    WordSwapper m_swapper;
    const Tokenizer& m_tokenizer;
    std::int64_t m_maxWords;
};

}  // namespace

std::vector<ImagePairs> planPairs(const AttributedSplit& split,
                                  const Tokenizer& tokenizer,
                                  const PairPlanOptions& options) {
    const SwapPlanner swaps(split, tokenizer, options.maxWords);
    std::vector<ImagePairs> plan(split.images.size());

    RandomStream captionDraws(options.seed, {kCaptions});
    for (const OwnIndex& pair : sampleOf(ownPairs(split), options.maxCaptions, captionDraws)) {
        const AttributeRecord& image = *split.images[pair.image];
        // A stream of its own, so that a caption's swap does not depend on the sample.
        const RandomStream draws(options.seed, {kSwaps, pair.image, pair.caption});
        plan[pair.image].own.push_back(
            {pair.caption, swaps.plan(image, image.captions[pair.caption], draws)});
    }
    RandomStream weakDraws(options.seed, {kWeakPairs});
    for (const WeakIndex& pair : sampleOf(weakPairs(split), options.maxWeakPairs, weakDraws)) {
        const AttributeRecord& image = *split.images[pair.image];
        plan[pair.image].weak.push_back(
            {&pair.caption->text, contradicts(*pair.caption, image.visible)});
    }
    return plan;
}

}  // namespace descry
