#pragma once
/// Private to core/review: where in the text of an annotation file the lists of each record lie,
/// so that an export can change these bytes and no others. Thread rule: pure. Errors: CorruptFile;
/// the text is one that readDataset() has accepted.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descry {

/// Bytes of the text, from `begin` to before `end`.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

struct ListSpans {
    TextSpan whole;               ///< Brackets included.
    std::vector<TextSpan> items;  ///< Without what stands between them.
};

struct RecordSpans {
    ListSpans captions;
    std::optional<ListSpans> tokens;  ///< "processed_tokens", a list of words for every caption.
};

/// By record of the file.
std::vector<RecordSpans> scanRecords(std::string_view text);

/// What becomes of an item of a list.
struct ItemChange {
    bool isRemoved = false;
    std::optional<std::string> replacement;  ///< JSON; absent: as it is.
};

/// The list's text with its items changed; what stood before an item goes with it.
std::string rewrittenList(std::string_view text,
                          const ListSpans& list,
                          const std::vector<ItemChange>& changes);

}  // namespace descry
