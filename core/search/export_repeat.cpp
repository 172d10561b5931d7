#include "core/search/export_repeat.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Kind = ExportDifference::Kind;

constexpr std::size_t kListed = 20;

/// Lists the first of a kind and counts the others.
class Differences {
  public:
    template <typename... Args>
    void add(Kind kind, fmt::format_string<Args...> format, Args&&... args) {
        if (++m_counts[kind] > kListed) return;
        m_list.push_back({kind, fmt::format(format, std::forward<Args>(args)...)});
    }
    std::vector<ExportDifference> take() {
        for (const auto& [kind, count] : m_counts) {
            if (count <= kListed) continue;
            m_list.push_back({kind, fmt::format("and {} more of these", count - kListed)});
        }
        std::ranges::stable_sort(m_list, {}, &ExportDifference::kind);
        return std::move(m_list);
    }

  private:
    std::map<Kind, std::size_t> m_counts;
    std::vector<ExportDifference> m_list;
};

void compareOrigins(const SearchExport& before, const SearchExport& now, Differences& found) {
    if (before.fingerprint != now.fingerprint) {
        found.add(Kind::Fingerprint,
                  "another model: fingerprint {} then, {} now; scores are not compared",
                  before.fingerprint,
                  now.fingerprint);
    }
    if (before.ranking != now.ranking) {
        found.add(Kind::Ranking,
                  "another ranking rule: {} then, {} now",
                  toJson(before.ranking).dump(),
                  toJson(now.ranking).dump());
    }
    if (before.version != now.version) {
        found.add(Kind::Version,
                  "another version of Descry: {} then, {} now",
                  displayable(before.version),
                  now.version);
    }
    if (before.galleryId != now.galleryId) {
        found.add(Kind::Gallery,
                  "another gallery: {} then, {} now; items are told by content and path",
                  displayable(before.galleryId),
                  now.galleryId);
    }
    if (before.numSearched != now.numSearched) {
        found.add(Kind::Searched,
                  "{} items were searched then, {} now",
                  before.numSearched,
                  now.numSearched);
    }
}

std::string outlookText(const SearchExport& search) {
    const std::string line = search.breakAfter
                                 ? fmt::format("break line after {}", *search.breakAfter)
                                 : std::string("no break line");
    if (!search.convincing) return line;
    return line + (*search.convincing ? ", convincing" : ", no convincing candidate");
}

void compareOutlooks(const SearchExport& before, const SearchExport& now, Differences& found) {
    if (before.breakAfter == now.breakAfter && before.convincing == now.convincing) return;
    found.add(Kind::Outlook, "{} then, {} now", outlookText(before), outlookText(now));
}

/// What tells an item: its number in the same gallery, content and path in another.
using ItemKey = std::pair<std::int64_t, std::string>;

class Comparison {
  public:
    Comparison(const SearchExport& before,
               const SearchExport& now,
               Gallery& gallery,
               double tolerance)
        : m_before(before), m_now(now), m_gallery(gallery), m_tolerance(tolerance) {
        for (const ExportedCandidate& candidate : now.candidates) {
            m_nowByKey.emplace(keyOf(candidate), &candidate);
        }
    }

    void run(Differences& found) {
        std::vector<const ExportedCandidate*> then;
        std::set<ItemKey> known;
        for (const ExportedCandidate& candidate : m_before.candidates) {
            known.insert(keyOf(candidate));
            const auto match = m_nowByKey.find(keyOf(candidate));
            if (match == m_nowByKey.end()) {
                noteGone(candidate, found);
                continue;
            }
            then.push_back(&candidate);
            compareOne(candidate, *match->second, found);
        }
        std::vector<const ExportedCandidate*> today;
        for (const ExportedCandidate& candidate : m_now.candidates) {
            if (known.contains(keyOf(candidate))) {
                today.push_back(&candidate);
            } else {
                found.add(Kind::New, "{} is new, at rank {}", candidate.path, candidate.rank);
            }
        }
        compareOrders(then, today, found);
    }

  private:
    bool isSameGallery() const { return m_before.galleryId == m_now.galleryId; }
    bool isSameModel() const { return m_before.fingerprint == m_now.fingerprint; }

    ItemKey keyOf(const ExportedCandidate& candidate) const {
        if (isSameGallery()) return {candidate.item.value, {}};
        return {0, candidate.contentHash + " " + candidate.path};
    }

    void noteGone(const ExportedCandidate& candidate, Differences& found) const {
        const bool isThere = isSameGallery()
                                 ? m_gallery.items().find(candidate.item).has_value()
                                 : !m_gallery.items().withContent(candidate.contentHash).empty();
        found.add(Kind::Gone,
                  "{}, rank {} then, is {}",
                  displayable(candidate.path),
                  candidate.rank,
                  isThere ? "not among the candidates now" : "no longer in the gallery");
    }

    void compareOne(const ExportedCandidate& before,
                    const ExportedCandidate& now,
                    Differences& found) const {
        if (before.contentHash != now.contentHash) {
            found.add(Kind::Content,
                      "{} is another picture: SHA-256 {} then, {} now",
                      displayable(before.path),
                      before.contentHash,
                      now.contentHash);
        }
        if (!isSameModel()) return;
        compareScores("similarity", before, before.similarity, now.similarity, found);
        compareScores("match logit", before, before.matchLogit, now.matchLogit, found);
    }

    void compareScores(std::string_view name,
                       const ExportedCandidate& candidate,
                       const std::optional<float>& before,
                       const std::optional<float>& now,
                       Differences& found) const {
        const auto text = [](const std::optional<float>& score) {
            return score ? fmt::format("{}", *score) : std::string("none");
        };
        if (before.has_value() == now.has_value()) {
            if (!before) return;
            if (std::abs(static_cast<double>(*before) - static_cast<double>(*now)) <= m_tolerance) {
                return;
            }
        }
        found.add(Kind::Score,
                  "{}: {} {} then, {} now",
                  displayable(candidate.path),
                  name,
                  text(before),
                  text(now));
    }

    /// By what candidates stand in order: those re-ranked before the others.
    double scoreOf(const ExportedCandidate& candidate) const {
        const float similarity = candidate.similarity.value_or(0);
        if (!candidate.matchLogit) return static_cast<double>(similarity);
        return rankingScore(m_now.ranking, similarity, *candidate.matchLogit);
    }

    bool areTied(const ExportedCandidate& a, const ExportedCandidate& b) const {
        if (a.matchLogit.has_value() != b.matchLogit.has_value()) return false;
        const RankingRule& rule = m_now.ranking;
        const bool isSum = a.matchLogit && rule.kind == RankingRule::Kind::ItcPlusItm;
        const double scale = isSum ? 1 / rule.temperature + rule.itmWeight : 1;
        return std::abs(scoreOf(a) - scoreOf(b)) <= scale * m_tolerance;
    }

    /// Both hold the same items.
    void compareOrders(const std::vector<const ExportedCandidate*>& then,
                       const std::vector<const ExportedCandidate*>& today,
                       Differences& found) const {
        for (std::size_t i = 0; i < std::min(then.size(), today.size()); ++i) {
            const ExportedCandidate& moved = *m_nowByKey.at(keyOf(*then[i]));
            if (&moved == today[i] || areTied(moved, *today[i])) continue;
            found.add(Kind::Order,
                      "{}: rank {} then, {} now",
                      displayable(moved.path),
                      then[i]->rank,
                      moved.rank);
        }
    }

    const SearchExport& m_before;
    const SearchExport& m_now;
    Gallery& m_gallery;
    double m_tolerance;
    std::map<ItemKey, const ExportedCandidate*> m_nowByKey;
};

ItemId findLike(const ExportedLike& like, const SearchExport& search, Gallery& gallery) {
    if (search.galleryId == gallery.galleryId() && gallery.items().find(like.item)) {
        return like.item;
    }
    const std::vector<ItemId> same = gallery.items().withContent(like.contentHash);
    if (same.empty()) {
        fail(ErrorCode::NotFound,
             "{}: the picture that the candidates were to be like is not in this gallery",
             displayable(like.path));
    }
    return same.front();
}

/// Another picture would be another search.
std::filesystem::path findPicture(const ExportedPicture& picture) {
    std::error_code unknown;
    if (!std::filesystem::exists(picture.file, unknown)) {
        fail(ErrorCode::NotFound,
             "{}: the picture that was searched by is not there; put it back, or say where it is "
             "now (descry-cli search --from EXPORT --like FILE)",
             displayable(picture.file));
    }
    const std::string hash = sha256File(picture.file);
    if (hash != picture.contentHash) {
        fail(ErrorCode::InvalidInput,
             "{}: is another picture than the one that was searched by: SHA-256 {} then, {} now",
             displayable(picture.file),
             picture.contentHash,
             hash);
    }
    return picture.file;
}

}  // namespace

std::string_view differenceName(Kind kind) noexcept {
    switch (kind) {
        case Kind::Fingerprint:
            return "fingerprint";
        case Kind::Ranking:
            return "ranking";
        case Kind::Version:
            return "version";
        case Kind::Gallery:
            return "gallery";
        case Kind::Searched:
            return "searched";
        case Kind::Outlook:
            return "outlook";
        case Kind::Gone:
            return "gone";
        case Kind::New:
            return "new";
        case Kind::Content:
            return "content";
        case Kind::Order:
            return "order";
        case Kind::Score:
            break;
    }
    return "score";
}

void CompareOptions::validate() const {
    if (tolerance >= 0 && std::isfinite(tolerance)) return;
    fail(ErrorCode::InvalidInput, "tolerance is {}: give a number, 0 or more", tolerance);
}

SearchRequest repeatRequest(const SearchExport& search, Gallery& gallery) {
    if (search.isBrowsing()) {
        fail(ErrorCode::InvalidInput,
             "the export holds a list that was browsed, not the candidates of a search");
    }
    SearchRequest request;
    request.text = search.query;
    if (search.like) request.likeItem = findLike(*search.like, search, gallery);
    if (search.likeImage) request.likeImage = findPicture(*search.likeImage);
    request.filter = search.filter;
    request.rerank = search.rerank;
    const auto numListed = static_cast<std::int64_t>(search.candidates.size());
    const bool isWhole = numListed >= search.numSearched - (search.like ? 1 : 0);
    if (!isWhole && numListed > 0) request.limit = numListed;
    return request;
}

SearchExport exportOf(const SearchRequest& request,
                      const SearchResult& result,
                      const SearchModel& model) {
    SearchExport search;
    search.query = request.text;
    if (request.likeItem) search.like = ExportedLike{*request.likeItem, {}, {}};
    if (request.likeImage) {
        const std::filesystem::path file = std::filesystem::absolute(*request.likeImage);
        search.likeImage = ExportedPicture{displayable(file.native()), result.likeImageHash};
    }
    search.filter = request.filter;
    search.fingerprint = model.fingerprint;
    search.ranking = model.ranking;
    search.rerank =
        request.isByPicture() ? 0 : request.rerank.value_or(model.model->config().kTest);
    search.numSearched = result.numSearched;
    search.breakAfter = result.outlook.breakAfter;
    search.convincing = result.outlook.convincing;
    for (const Candidate& candidate : result.candidates) {
        ExportedCandidate& one = search.candidates.emplace_back();
        one.item = candidate.item;
        one.similarity = candidate.similarity;
        one.matchLogit = candidate.matchLogit;
    }
    return search;
}

std::vector<ExportDifference> compareExports(const SearchExport& before,
                                             const SearchExport& now,
                                             Gallery& gallery,
                                             const CompareOptions& options) {
    options.validate();
    Differences found;
    compareOrigins(before, now, found);
    compareOutlooks(before, now, found);
    Comparison(before, now, gallery, options.tolerance).run(found);
    return found.take();
}

}  // namespace descry
