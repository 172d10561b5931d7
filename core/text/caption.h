#pragma once
/// Cleaning of a caption or query before it is tokenised (rasa-spec section 5). Thread rule: pure.

#include <string>
#include <string_view>

namespace descry {

/// Lower-cases, deletes and replaces punctuation, folds white space and keeps the first `maxWords`
/// pieces split at single blanks. `caption` is UTF-8; invalid bytes become U+FFFD. 1 <= maxWords.
std::string cleanCaption(std::string_view caption, int maxWords);

}  // namespace descry
