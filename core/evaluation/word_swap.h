#pragma once
/// Captions made false in one place: the words of one attribute give way to words of another value
/// of the same attribute, which is not true of the picture. The sentence stays plain: what is
/// swapped for what keeps its form (a skirt for a skirt, jeans for shorts; a bag that is worn for
/// one that is worn), articles follow, and with a person's gender the pronouns. Values are drawn as
/// often as pictures have them and words as captions draw them, so that rarity does not give the
/// swap away. Thread rule: immutable after construction. Failure rule: never fails.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random_stream.h"
#include "core/synthetic/attributes.h"
#include "core/synthetic/caption.h"
#include "core/text/tokenizer.h"

namespace descry {

struct WordSwap {
    std::string attribute;
    ByteSpan trueWords;   ///< In the caption as it was.
    std::string caption;  ///< With the false words in their place.
    ByteSpan falseWords;  ///< In `caption`.
};

class WordSwapper {
  public:
    /// What is true of the pictures whose values are drawn from.
    explicit WordSwapper(std::span<const synthetic::AttributeSet* const> truths);

    /// Swaps the words of caption.mentions[mention]; absent where no other value fits.
    std::optional<WordSwap> swap(const synthetic::Caption& caption,
                                 std::size_t mention,
                                 const synthetic::AttributeSet& truth,
                                 RandomStream& random) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;  ///< By attribute.
};

/// What an attribute is counted under: "colour", "type" and "pattern" of clothes, "hair", "bag",
/// else its own last word ("gender", "view", "length").
std::string_view attributeGroup(std::string_view attribute);

}  // namespace descry
