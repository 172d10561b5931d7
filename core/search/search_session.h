#pragma once
/// Searching one gallery with one bundle: query text, exact similarity over all items at once, then
/// the best k re-ranked progressively (rasa-spec section 10). Owns the gallery connection, the
/// similarity matrix and the columns filters are evaluated on, and renews them when the gallery has
/// changed. Thread rule: search() from any thread; a newer search cancels the older one and does
/// not wait for its re-ranking. Errors: InvalidInput (the query), NotFound (the gallery is not
/// indexed with this bundle), Cancelled, and what the gallery and the model throw.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/gallery/gallery.h"
#include "core/gallery/token_cache.h"
#include "core/jobs/compute_lane.h"
#include "core/search/candidate_outlook.h"
#include "core/search/candidate_tokens.h"
#include "core/search/filter.h"
#include "core/search/query_picture.h"
#include "core/search/reranker.h"
#include "core/search/search_model.h"
#include "core/search/similarity_index.h"
#include "core/vision/decode.h"

namespace descry {

struct SearchRequest {
    std::string text;                ///< As typed. One of this, `likeItem` and `likeImage`.
    std::optional<ItemId> likeItem;  ///< "More like this": by similarity alone.
    /// More like the picture in this file, which need not be of the gallery: by similarity alone.
    std::optional<std::filesystem::path> likeImage;
    Filter filter;
    std::optional<std::int64_t> rerank;  ///< k, 0 or more; absent: the bundle's k_test.
    std::optional<std::int64_t> limit;   ///< Candidates returned; absent: all that pass.

    bool isByPicture() const noexcept { return likeItem || likeImage; }
};

struct SearchTimings {
    double textMs = 0;        ///< Cleaning, tokens, text encoder; or a picture in their place.
    double indexMs = 0;       ///< Opening or renewing matrix and columns.
    double similarityMs = 0;  ///< First stage.
    double rerankMs = 0;      ///< Second stage, waiting for the compute lane included.
};

struct SearchResult {
    std::string cleanedText;                 ///< What was searched for.
    std::string likeImageHash;               ///< SHA-256 of the file `likeImage`, as it was read.
    std::vector<Candidate> candidates;       ///< Re-ranked ones first, then by similarity.
    std::int64_t numReranked = 0;            ///< Items given a match logit, before the limit cut.
    std::int64_t numSearched = 0;            ///< Items with an embedding that the filter passed.
    std::optional<std::string> emptyReason;  ///< Why there is no candidate, if there is none.
    CandidateOutlook outlook;                ///< Of all that were re-ranked, whatever the limit.
    std::vector<Error> warnings;
    SearchTimings timings;
};

struct SearchSessionOptions {
    std::unique_ptr<Gallery> gallery;  ///< A connection for this session alone.
    SearchModel model;
    std::shared_ptr<ComputeLane> lane;           ///< Shared with whatever else uses the device.
    std::shared_ptr<TokenCache> tokenCache;      ///< May be absent.
    TokenFormat tokenFormat = TokenFormat::F16;  ///< Of the cache and of tokens made on the way.
    std::uint64_t keptTokenBytes = std::uint64_t{256} << 20;  ///< Tokens kept between searches.
    int numThreads = 0;    ///< Of the first stage; 0 = all cores.
    DecodeOptions decode;  ///< As the gallery was indexed.
};

class SearchSession {
  public:
    explicit SearchSession(SearchSessionOptions options);
    ~SearchSession();
    SearchSession(const SearchSession&) = delete;
    SearchSession& operator=(const SearchSession&) = delete;

    SearchResult search(const SearchRequest& request,
                        const SearchCallback& callback = {},
                        std::stop_token stop = {});

    /// The columns that filters are evaluated on; read on first use.
    std::shared_ptr<const ItemColumns> columns(std::stop_token stop = {});
    /// Metadata, bookmarks or tags have changed: columns are read again when next needed.
    void itemsChanged();

  private:
    class Turn;
    struct Snapshot;
    struct Query;
    Query readQuery(const SearchRequest& request,
                    const std::stop_token& stop,
                    SearchResult& result);
    Snapshot snapshot(const SearchRequest& request, const std::stop_token& stop);
    void renewIndex(const std::stop_token& stop);
    std::shared_ptr<const ItemColumns> columnsLocked(const std::stop_token& stop);
    void rankFirst(const Snapshot& now,
                   std::span<const float> query,
                   const SearchRequest& request,
                   std::int64_t numReranked,
                   SearchResult& result) const;
    void rerank(const TextEncoding& text,
                std::int64_t count,
                const SearchCallback& callback,
                const std::stop_token& stop,
                SearchResult& result);
    CandidateTokens::Tokens findTokens(ItemId item);
    std::optional<Error> readPixels(ItemId item, std::span<float> out);

    SearchSessionOptions m_options;
    CandidateTokens m_tokens;
    QueryPictures m_pictures;

    std::mutex m_turnMutex;
    std::stop_source m_current;  ///< Of the newest search.

    std::mutex m_galleryMutex;  ///< Guards the connection and what is below.
    std::shared_ptr<const SimilarityIndex> m_index;
    std::shared_ptr<const ItemColumns> m_columns;
    std::chrono::steady_clock::time_point m_nextRenewal;
};

}  // namespace descry
