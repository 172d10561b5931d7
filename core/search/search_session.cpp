#include "core/search/search_session.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/pixels/normalise.h"
#include "core/search/query_text.h"

namespace descry {
namespace {

using Clock = std::chrono::steady_clock;

// While a large gallery is being indexed every batch makes the matrix stale. Rebuilding takes at
// most this share of the time; a quick rebuild is always done.
constexpr auto kQuickBuild = std::chrono::milliseconds(250);
constexpr int kRenewalRest = 10;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void validate(const SearchRequest& request) {
    const bool isTwofold = request.likeItem && request.likeImage;
    if (isTwofold || (request.isByPicture() && !request.text.empty())) {
        fail(ErrorCode::InvalidInput,
             "search by a description, by an item or by a picture, not by several at once");
    }
    if (request.rerank.value_or(0) < 0) {
        fail(ErrorCode::InvalidInput,
             "rerank is {}: give the number of candidates, 0 for none",
             *request.rerank);
    }
    if (request.limit.value_or(1) < 1) {
        fail(ErrorCode::InvalidInput,
             "the limit of candidates is {}: give 1 or more",
             *request.limit);
    }
}

std::vector<float> embeddingOf(ItemId item, const SimilarityIndex& index) {
    std::vector<float> values = index.embedding(item);
    if (values.empty()) {
        fail(ErrorCode::NotFound,
             "item {} has no embedding of this bundle; index it first",
             item.value);
    }
    return values;
}

}  // namespace

/// Makes one search the newest: the older one is told to stop.
class SearchSession::Turn {
  public:
    Turn(SearchSession& session, const std::stop_token& outer)
        : m_own(begin(session)), m_forward(outer, [this] { m_own.request_stop(); }) {}

    std::stop_token token() const { return m_own.get_token(); }

  private:
    static std::stop_source begin(SearchSession& session) {
        const std::lock_guard lock(session.m_turnMutex);
        session.m_current.request_stop();
        session.m_current = std::stop_source();
        return session.m_current;
    }

    std::stop_source m_own;
    std::stop_callback<std::function<void()>> m_forward;
};

/// What the candidates are compared with.
struct SearchSession::Query {
    std::shared_ptr<const TextEncoding> text;  ///< Absent where a picture is searched by.
    std::vector<float> feature;                ///< [E]; empty for an item: the index has it.
};

/// The gallery as one search sees it.
struct SearchSession::Snapshot {
    std::shared_ptr<const SimilarityIndex> index;
    std::optional<ItemSet> allowed;
    std::int64_t numItems = 0;
    std::vector<Error> warnings;
    std::stop_token stop;
};

SearchSession::SearchSession(SearchSessionOptions options)
    : m_options(std::move(options)),
      m_tokens(m_options.tokenCache, m_options.tokenFormat, m_options.keptTokenBytes),
      m_pictures(m_options.model.model, m_options.lane, m_options.decode) {
    const bool complete = m_options.gallery && m_options.model.model && m_options.model.tokenizer;
    if (!complete || !m_options.lane) {
        fail(ErrorCode::Internal, "a search session needs a gallery, a model and a compute lane");
    }
}

SearchSession::~SearchSession() = default;

void SearchSession::itemsChanged() {
    const std::lock_guard lock(m_galleryMutex);
    m_columns.reset();
}

std::shared_ptr<const ItemColumns> SearchSession::columns(std::stop_token stop) {
    const std::lock_guard lock(m_galleryMutex);
    return columnsLocked(stop);
}

std::shared_ptr<const ItemColumns> SearchSession::columnsLocked(const std::stop_token& stop) {
    if (!m_columns) m_columns = ItemColumns::load(*m_options.gallery, stop);
    return m_columns;
}

void SearchSession::renewIndex(const std::stop_token& stop) {
    const std::string& fingerprint = m_options.model.fingerprint;
    if (m_index) {
        const auto generation = m_options.gallery->embeddings().generation(fingerprint);
        if (generation == m_index->generation() || Clock::now() < m_nextRenewal) return;
    }
    const auto start = Clock::now();
    m_index = SimilarityIndex::open(*m_options.gallery,
                                    {.fingerprint = fingerprint,
                                     .dimension = m_options.model.model->config().embedDim,
                                     .stop = stop});
    m_columns.reset();
    m_tokens.clear();
    const auto took = Clock::now() - start;
    m_nextRenewal = took < kQuickBuild ? start : Clock::now() + kRenewalRest * took;
}

SearchSession::Query SearchSession::readQuery(const SearchRequest& request,
                                              const std::stop_token& stop,
                                              SearchResult& result) {
    Query query;
    if (request.likeItem) return query;
    if (request.likeImage) {
        QueryPicture picture = m_pictures.read(*request.likeImage, stop);
        for (const Error& warning : picture.warnings) {
            result.warnings.push_back(
                makeError(warning.code(), "the picture searched by: {}", warning));
        }
        result.likeImageHash = std::move(picture.contentHash);
        query.feature = std::move(picture.feature);
        return query;
    }
    const SearchModel& model = m_options.model;
    QueryText prepared =
        prepareQuery(request.text, *model.tokenizer, model.model->config().maxWords);
    result.cleanedText = std::move(prepared.cleaned);
    result.warnings = std::move(prepared.warnings);
    query.text = model.model->encodeText(prepared.encoding.ids);
    const std::span<const float> feature = query.text->feature();
    query.feature.assign(feature.begin(), feature.end());
    return query;
}

SearchSession::Snapshot SearchSession::snapshot(const SearchRequest& request,
                                                const std::stop_token& stop) {
    const std::lock_guard lock(m_galleryMutex);
    Snapshot now;
    now.stop = stop;
    now.numItems = m_options.gallery->items().count();
    if (now.numItems == 0) return now;
    renewIndex(stop);
    now.index = m_index;
    if (m_index->count() == 0) {
        fail(ErrorCode::NotFound,
             "{}: its {} items have no embeddings of this bundle (fingerprint {}...); index it "
             "first: descry-cli gallery index",
             displayable(m_options.gallery->file().native()),
             now.numItems,
             m_options.model.fingerprint.substr(0, 16));
    }
    if (!request.filter.passesAll()) now.allowed = columnsLocked(stop)->evaluate(request.filter);
    if (m_index->numSkipped() > 0) {
        now.warnings.push_back(makeError(
            ErrorCode::CorruptFile,
            "{} damaged embeddings were left out; run descry-cli gallery verify and index again",
            m_index->numSkipped()));
    }
    const std::int64_t rest = now.numItems - m_index->count() - m_index->numSkipped();
    if (rest > 0) {
        now.warnings.push_back(
            makeError(ErrorCode::NotFound,
                      "{} of {} items are not indexed with this bundle yet and were not searched",
                      rest,
                      now.numItems));
    }
    return now;
}

void SearchSession::rankFirst(const Snapshot& now,
                              std::span<const float> query,
                              const SearchRequest& request,
                              std::int64_t numReranked,
                              SearchResult& result) const {
    const std::int64_t all = now.index->count();
    // A search for the first ten re-ranks as many as one for all: the limit cuts afterwards.
    const std::int64_t wanted = std::max(std::min(request.limit.value_or(all), all), numReranked);
    TopKOptions options;
    // One more, because an item is the most similar to itself.
    options.k = wanted + (request.likeItem ? 1 : 0);
    options.allowed = now.allowed ? &*now.allowed : nullptr;
    options.numThreads = m_options.numThreads;
    options.stop = now.stop;
    for (const SimilarityHit& hit : now.index->topK(query, options)) {
        if (request.likeItem == hit.item) continue;
        if (static_cast<std::int64_t>(result.candidates.size()) == wanted) break;
        result.candidates.push_back(
            {.item = hit.item, .similarity = hit.similarity, .matchLogit = {}});
    }
    result.numSearched = now.allowed ? now.allowed->count() : all;
    if (result.candidates.empty()) {
        result.emptyReason = now.allowed
                                 ? errorWords("no indexed item passes the filter; loosen it")
                                 : errorWords("there is no other indexed item");
    }
}

CandidateTokens::Tokens SearchSession::findTokens(ItemId id) {
    std::optional<Item> item;
    {
        const std::lock_guard lock(m_galleryMutex);
        item = m_options.gallery->items().find(id);
    }
    return item ? m_tokens.find(id, item->contentHash) : nullptr;
}

std::optional<Error> SearchSession::readPixels(ItemId id, std::span<float> out) {
    std::filesystem::path path;
    {
        const std::lock_guard lock(m_galleryMutex);
        const auto item = m_options.gallery->items().find(id);
        if (!item) return makeError(ErrorCode::NotFound, "item {} has left the gallery", id.value);
        const auto roots = m_options.gallery->items().roots();
        const auto root = std::find_if(
            roots.begin(), roots.end(), [&](const Root& r) { return r.id == item->root; });
        if (root == roots.end()) {
            return makeError(ErrorCode::NotFound, "item {} has lost its folder", id.value);
        }
        path = root->folder / item->path;
    }
    try {
        const DecodedImage decoded = readImage(path, m_options.decode);
        preprocess(decoded.image, static_cast<int>(m_options.model.model->config().imageRes), out);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::OutOfMemory) throw;
        return error;
    }
    return std::nullopt;
}

void SearchSession::rerank(const TextEncoding& text,
                           std::int64_t count,
                           const SearchCallback& callback,
                           const std::stop_token& stop,
                           SearchResult& result) {
    Reranker reranker(
        {.model = *m_options.model.model,
         .lane = *m_options.lane,
         .ranking = m_options.model.ranking,
         .kept = m_tokens,
         .tokens = [this](ItemId item) { return findTokens(item); },
         .pixels = [this](ItemId item, std::span<float> out) { return readPixels(item, out); }});
    reranker.run(text, result.candidates, count, callback, stop);
    result.numReranked = std::count_if(result.candidates.begin(),
                                       result.candidates.end(),
                                       [](const Candidate& c) { return c.matchLogit.has_value(); });
    const auto& warnings = reranker.warnings();
    result.warnings.insert(result.warnings.end(), warnings.begin(), warnings.end());
}

SearchResult SearchSession::search(const SearchRequest& request,
                                   const SearchCallback& callback,
                                   std::stop_token outerStop) {
    validate(request);
    const Turn turn(*this, outerStop);
    const std::stop_token stop = turn.token();
    const RasaConfig& config = m_options.model.model->config();
    SearchResult result;

    auto start = Clock::now();
    Query query = readQuery(request, stop, result);
    result.timings.textMs = millisecondsSince(start);

    start = Clock::now();
    const Snapshot now = snapshot(request, stop);
    result.timings.indexMs = millisecondsSince(start);
    result.warnings.insert(result.warnings.end(), now.warnings.begin(), now.warnings.end());
    if (!now.index) {
        result.emptyReason =
            errorWords("the gallery has no items yet; add a folder of pictures to it");
        return result;
    }
    if (request.likeItem) query.feature = embeddingOf(*request.likeItem, *now.index);

    start = Clock::now();
    const std::int64_t wantedK = query.text ? request.rerank.value_or(config.kTest) : 0;
    rankFirst(now, query.feature, request, std::min(wantedK, now.index->count()), result);
    result.timings.similarityMs = millisecondsSince(start);
    const auto k = std::min(wantedK, static_cast<std::int64_t>(result.candidates.size()));
    if (callback) callback({.reranked = 0, .of = k}, result.candidates);

    start = Clock::now();
    if (k > 0) rerank(*query.text, k, callback, stop, result);
    result.timings.rerankMs = millisecondsSince(start);
    result.outlook = outlookOf(result.candidates,
                               m_options.model.ranking,
                               query.text ? ResultKind::ByText : ResultKind::ByPicture);
    const auto limit = request.limit.value_or(now.index->count());
    if (limit < static_cast<std::int64_t>(result.candidates.size())) {
        result.candidates.resize(static_cast<std::size_t>(limit));
    }
    return result;
}

}  // namespace descry
