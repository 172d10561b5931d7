#pragma once
/// Runs the searches of the Search workspace: keeps a SearchSource for the gallery and bundle that
/// are open, runs one query at a time in the background (a newer one cancels the older), and says
/// by signals what it finds: the first stage at once, then the re-ranked head again and again.
/// Thread rule: GUI thread. Failure rule: failed() carries the error; what the user cannot mend in
/// the query is raised as a message too.

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/search/filter.h"
#include "ui/common/application_context.h"
#include "ui/search/ranking.h"
#include "ui/search/search_source.h"

namespace descry {

/// What is looked for. With neither text, item nor picture the gallery is browsed.
struct SearchQuery {
    QString text;                    ///< As typed.
    std::optional<ItemId> likeItem;  ///< More like this one; without a text.
    /// More like the picture in this file; likewise.
    std::optional<std::filesystem::path> likeImage;
    Filter filter;

    bool isByPicture() const { return likeItem || likeImage; }
    bool isBrowsing() const { return !isByPicture() && text.trimmed().isEmpty(); }
    /// Words are searched for.
    bool isDescribed() const { return !isByPicture() && !isBrowsing(); }
    bool operator==(const SearchQuery&) const = default;
};

struct SearchOutcome {
    std::string cleanedText;
    std::string likeImageHash;  ///< SHA-256 of the picture that was searched by.
    std::optional<std::string> emptyReason;
    std::vector<Error> warnings;
    RerankProgress progress;  ///< How far re-ranking has come.
    std::int64_t numReranked = 0;
    std::int64_t numSearched = 0;
    CandidateOutlook outlook;
    std::optional<Error> notKept;  ///< Why the description is not in the history, if it is to be.
    double seconds = 0;
};

/// A query with what is known of its ranking.
struct RankedSearch {
    SearchQuery query;
    SearchOutcome outcome;  ///< Counts and progress from the first stage on, all at the end.
};

class SearchController final : public QObject {
    Q_OBJECT

  public:
    explicit SearchController(ApplicationContext& context, QObject* parent = nullptr);
    ~SearchController() override;

    /// Null while no gallery is open.
    const std::shared_ptr<SearchSource>& source() const { return m_source; }
    bool canSearch() const { return m_source && m_source->parts().model.has_value(); }
    /// The last one that was run.
    const SearchQuery& query() const { return m_query; }
    bool isRunning() const { return m_running.has_value(); }
    /// What the last ranking that was told is of: the query before, until this one is ranked.
    const RankedSearch& rankedSearch() const { return m_ranked; }
    /// Whether the query itself has been ranked, if only by its first stage.
    bool isRanked() const { return m_isRanked; }

    /// Whether descriptions that are searched for are kept in the gallery.
    bool keepsHistory() const { return m_keepsHistory; }
    void setKeepsHistory(bool keeps) { m_keepsHistory = keeps; }

    /// What is looked for while the model is loading waits for it, and fails if there is none.
    void run(const SearchQuery& query);
    void cancel();

  Q_SIGNALS:
    void sourceChanged();  ///< Another gallery, access to it or bundle, or none.
    void started();
    /// The first stage, or the items browsed.
    void ranked(const std::shared_ptr<const descry::Ranking>& all);
    void reranked(const descry::Ranking& head);  ///< The first of them, in their new order.
    void finished(const descry::SearchOutcome& outcome);
    void failed(const descry::Error& error);
    void historyChanged();

  private:
    void rebuildSource();
    void loadingChanged();
    void finish(const SearchOutcome& outcome);
    void tell(std::uint64_t generation, const std::shared_ptr<const Ranking>& ranking);
    void fail(const Error& error);

    ApplicationContext& m_context;
    std::shared_ptr<SearchSource> m_source;
    SearchQuery m_query;
    RankedSearch m_ranked;
    bool m_isRanked = false;
    bool m_awaitsModel = false;  ///< The query runs when the model is there.
    bool m_keepsHistory = true;
    std::uint64_t m_generation = 0;  ///< Of the query.
    std::optional<std::stop_source> m_running;
};

}  // namespace descry
