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
    std::vector<std::string> warnings;
    std::int64_t numReranked = 0;
    std::int64_t numSearched = 0;
    CandidateOutlook outlook;
    double seconds = 0;
};

class SearchController final : public QObject {
    Q_OBJECT

  public:
    explicit SearchController(ApplicationContext& context, QObject* parent = nullptr);
    ~SearchController() override;

    /// Null while no gallery is open.
    const std::shared_ptr<SearchSource>& source() const { return m_source; }
    bool canSearch() const { return m_source && m_source->parts().model.has_value(); }
    const SearchQuery& query() const { return m_query; }
    bool isRunning() const { return m_running.has_value(); }
    /// Of the last query; empty until it has finished.
    const SearchOutcome& outcome() const { return m_outcome; }

    /// Whether descriptions that are searched for are kept in the gallery.
    bool keepsHistory() const { return m_keepsHistory; }
    void setKeepsHistory(bool keeps) { m_keepsHistory = keeps; }

    /// A description typed while the model is loading waits for it.
    void run(const SearchQuery& query);
    void cancel();

  Q_SIGNALS:
    void sourceChanged();  ///< Another gallery or bundle, or none.
    void started();
    /// The first stage, or the items browsed.
    void ranked(const std::shared_ptr<const descry::Ranking>& all);
    void reranked(const descry::Ranking& head);  ///< The first of them, in their new order.
    void finished(const descry::SearchOutcome& outcome);
    void failed(const descry::Error& error);
    void historyChanged();

  private:
    void rebuildSource();
    void tell(std::uint64_t generation, const std::shared_ptr<const Ranking>& ranking);
    void fail(const Error& error);

    ApplicationContext& m_context;
    std::shared_ptr<SearchSource> m_source;
    SearchQuery m_query;
    SearchOutcome m_outcome;
    bool m_keepsHistory = true;
    std::uint64_t m_generation = 0;  ///< Of the query.
    std::optional<std::stop_source> m_running;
};

}  // namespace descry
