#include "ui/search/search_controller.h"

#include <QElapsedTimer>
#include <QPointer>
#include <nlohmann/json.hpp>

#include "ui/common/text.h"

namespace descry {
namespace {

const QString kSearchKey = QStringLiteral("search");

/// What a running search may read.
struct Running {
    SearchSource& source;
    const SearchQuery& query;
    bool keepsHistory = true;
    std::stop_token stop;
};

/// So that items of a track can stack.
void addTracks(SearchSource& source,
               std::vector<ShownCandidate>& shown,
               const std::stop_token& stop) {
    std::vector<ItemId> items;
    items.reserve(shown.size());
    for (const ShownCandidate& one : shown) items.push_back(one.item);
    const std::vector<std::uint32_t> tracks = source.tracks(items, stop);
    for (std::size_t i = 0; i < shown.size(); ++i) shown[i].track = tracks[i];
}

std::vector<ShownCandidate> shownOf(std::span<const Candidate> candidates,
                                    const RankingRule& rule) {
    std::vector<ShownCandidate> shown;
    shown.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        ShownCandidate& one = shown.emplace_back();
        one.item = candidate.item;
        one.similarity = candidate.similarity;
        one.matchLogit = candidate.matchLogit;
        if (candidate.matchLogit) {
            one.score =
                static_cast<float>(rankingScore(rule, candidate.similarity, *candidate.matchLogit));
        }
    }
    return shown;
}

/// Keeps a description that was searched for, once if it is repeated. Gives why it could not;
/// where nothing can be written the search goes on without.
std::optional<Error> noteQuery(SearchSource& source, const SearchQuery& query) {
    if (!source.canWrite()) return std::nullopt;
    const std::string text = toUtf8(query.text.trimmed());
    const std::string filter = toJson(query.filter).dump();
    try {
        source.use([&](Gallery& gallery) {
            const auto last = gallery.history().queries(1);
            if (!last.empty() && last[0].text == text && last[0].filterJson == filter) return;
            gallery.history().addQuery(text, filter);
        });
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// By another description or picture: then it is said in the place of the results.
bool canBeMended(const Error& error, const SearchQuery& query) {
    const bool isOfQuery =
        error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::NotFound;
    const bool isOfPicture =
        error.code() == ErrorCode::CorruptFile || error.code() == ErrorCode::Unsupported;
    return isOfQuery || (query.likeImage && isOfPicture);
}

using Tell = std::function<void(Ranking)>;

SearchOutcome browse(const Running& running, const Tell& tell) {
    const SearchQuery& query = running.query;
    const std::vector<ItemId> items = running.source.browse(query.filter, running.stop);
    std::vector<ShownCandidate> shown(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) shown[i].item = items[i];
    addTracks(running.source, shown, running.stop);
    SearchOutcome outcome;
    outcome.numSearched = static_cast<std::int64_t>(shown.size());
    if (shown.empty()) {
        outcome.emptyReason = query.filter.passesAll()
                                  ? errorWords("the gallery has no pictures yet")
                                  : errorWords("no picture passes the filter; loosen it");
    }
    tell(Ranking(std::move(shown)));
    return outcome;
}

SearchOutcome search(const Running& running, const Tell& tell) {
    SearchSource& source = running.source;
    const SearchQuery& query = running.query;
    const RankingRule rule = source.parts().model ? source.parts().model->ranking : RankingRule{};
    QElapsedTimer clock;
    clock.start();
    SearchRequest request;
    request.filter = query.filter;
    request.likeItem = query.likeItem;
    request.likeImage = query.likeImage;
    if (query.isDescribed()) request.text = toUtf8(query.text);
    SearchOutcome outcome;
    const SearchCallback callback = [&](const RerankProgress& progress,
                                        std::span<const Candidate> candidates) {
        outcome.progress = progress;
        // Behind the re-ranked head nothing moves.
        const bool isFirst = progress.reranked == 0;
        const auto head =
            isFirst ? candidates : candidates.first(static_cast<std::size_t>(progress.of));
        std::vector<ShownCandidate> shown = shownOf(head, rule);
        if (isFirst) addTracks(source, shown, running.stop);
        tell(Ranking(std::move(shown), progress));
    };
    const SearchResult result = source.search(request, callback, running.stop);
    outcome.cleanedText = result.cleanedText;
    outcome.likeImageHash = result.likeImageHash;
    outcome.emptyReason = result.emptyReason;
    outcome.warnings = result.warnings;
    outcome.numReranked = result.numReranked;
    outcome.numSearched = result.numSearched;
    outcome.outlook = result.outlook;
    outcome.seconds = static_cast<double>(clock.elapsed()) / 1000;
    if (query.isDescribed() && running.keepsHistory) outcome.notKept = noteQuery(source, query);
    return outcome;
}

}  // namespace

SearchController::SearchController(ApplicationContext& context, QObject* parent)
    : QObject(parent), m_context(context) {
    const Workbench& workbench = context.workbench;
    connect(&workbench, &Workbench::galleryChanged, this, [this] {
        m_query = {};
        rebuildSource();
    });
    connect(&workbench, &Workbench::accessChanged, this, &SearchController::rebuildSource);
    connect(&workbench, &Workbench::bundleChanged, this, &SearchController::rebuildSource);
    connect(&workbench, &Workbench::loadingChanged, this, &SearchController::loadingChanged);
    rebuildSource();
}

SearchController::~SearchController() {
    cancel();
}

void SearchController::rebuildSource() {
    cancel();
    if (m_source) m_context.background.release(std::exchange(m_source, nullptr));
    const auto& gallery = m_context.workbench.gallery();
    if (gallery) {
        SearchSource::Parts parts;
        parts.gallery = gallery->file;
        parts.access = gallery->access;
        parts.lane = m_context.jobs.sharedLane();
        if (const auto& open = m_context.workbench.bundle()) {
            parts.model = searchModelOf(open->bundle, open->model);
        }
        m_source = std::make_shared<SearchSource>(std::move(parts));
    }
    Q_EMIT sourceChanged();
}

/// With a model the source is another one, and what waits is run on that.
void SearchController::loadingChanged() {
    const Workbench& workbench = m_context.workbench;
    if (m_awaitsModel && !workbench.isLoadingBundle() && !workbench.bundle()) run(m_query);
}

void SearchController::cancel() {
    ++m_generation;
    m_awaitsModel = false;
    if (m_running) std::exchange(m_running, std::nullopt)->request_stop();
}

void SearchController::run(const SearchQuery& query) {
    cancel();
    m_query = query;
    m_isRanked = false;
    m_context.messages.withdraw(kSearchKey);
    if (!m_source) return;
    Q_EMIT started();
    m_awaitsModel = !query.isBrowsing() && !canSearch() && m_context.workbench.isLoadingBundle();
    if (m_awaitsModel) return;

    // The source of signals may be gone before the search has stopped; the receiver of its posts
    // outlives it.
    const Tell tell = [self = QPointer<SearchController>(this),
                       receiver = &m_context.background,
                       generation = m_generation](Ranking ranking) {
        QMetaObject::invokeMethod(
            receiver,
            [self, generation, ranking = std::make_shared<const Ranking>(std::move(ranking))] {
                if (self != nullptr) self->tell(generation, ranking);
            },
            Qt::QueuedConnection);
    };
    m_running = m_context.background.run(
        *this,
        [source = m_source, query, tell, keepsHistory = m_keepsHistory](std::stop_token stop) {
            const Running running{*source, query, keepsHistory, std::move(stop)};
            return query.isBrowsing() ? browse(running, tell) : search(running, tell);
        },
        [this](const SearchOutcome& outcome) { finish(outcome); },
        [this](const Error& error) { fail(error); });
}

void SearchController::finish(const SearchOutcome& outcome) {
    m_running.reset();
    m_ranked = {m_query, outcome};
    if (outcome.notKept) {
        Message message = problemOf(
            kSearchKey, tr("The description is not kept in the history."), *outcome.notKept);
        message.severity = Message::Severity::Warning;
        message.kept = tr("What was found stays.");
        m_context.messages.raise(message);
    }
    Q_EMIT finished(outcome);
    if (m_query.isDescribed()) Q_EMIT historyChanged();
}

void SearchController::tell(std::uint64_t generation,
                            const std::shared_ptr<const Ranking>& ranking) {
    if (generation != m_generation) return;
    if (ranking->progress.reranked == 0) {
        m_isRanked = true;
        m_ranked = {m_query, {}};
        m_ranked.outcome.numSearched = static_cast<std::int64_t>(ranking->candidates.size());
        m_ranked.outcome.progress = ranking->progress;
        Q_EMIT ranked(ranking);
    } else {
        m_ranked.outcome.progress = ranking->progress;
        Q_EMIT reranked(*ranking);
    }
}

void SearchController::fail(const Error& error) {
    m_running.reset();
    if (!canBeMended(error, m_query)) {
        Message message = problemOf(kSearchKey, tr("The search could not be finished."), error);
        message.kept = m_isRanked ? tr("What was found until then stays.")
                                  : tr("Gallery and filters stay as they are.");
        message.actions = {{tr("Try again"), [this, query = m_query] { run(query); }}};
        m_context.messages.raise(message);
    }
    Q_EMIT failed(error);
}

}  // namespace descry
