#pragma once
/// Running an exported search again, and what differs from then: another model, rule, program or
/// gallery, items that have gone or come, other content, another order, other scores. Thread rule:
/// off the GUI thread. Errors: InvalidInput for a list that was browsed, and where another picture
/// has taken the place of the one that was searched by; NotFound where the item or the file that
/// the candidates were like has gone; the gallery's.

#include <string>
#include <string_view>
#include <vector>

#include "core/search/search_export.h"
#include "core/search/search_session.h"

namespace descry {

struct ExportDifference {
    enum class Kind {
        Fingerprint,
        Ranking,
        Version,
        Gallery,
        Searched,  ///< Another number of items was searched.
        Outlook,   ///< Break line, or whether one convinces.
        Gone,
        New,
        Content,  ///< Another picture under the item's path.
        Order,
        Score,
    };
    Kind kind = Kind::Order;
    std::string text;  ///< One sentence with both values.
};

/// "fingerprint", "ranking", ...
std::string_view differenceName(ExportDifference::Kind kind) noexcept;

struct CompareOptions {
    /// Scores that differ by no more count as equal, and so do ranks that such scores exchange:
    /// another device or number of threads adds in another order.
    double tolerance = 1e-3;

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// What gave the export. The items may stand in another gallery of the same pictures.
SearchRequest repeatRequest(const SearchExport& search, Gallery& gallery);

/// What a search gave, for describeExport(). `rerank` is k where the request names none.
SearchExport exportOf(const SearchRequest& request,
                      const SearchResult& result,
                      const SearchModel& model);

/// Empty if both say the same. Of each kind at most 20 are listed, the rest counted. `gallery` is
/// that of `now`.
std::vector<ExportDifference> compareExports(const SearchExport& before,
                                             const SearchExport& now,
                                             Gallery& gallery,
                                             const CompareOptions& options = {});

}  // namespace descry
