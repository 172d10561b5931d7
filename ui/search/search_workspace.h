#pragma once
/// The Search workspace: filters, saved searches and history at the left, query and results in the
/// centre, the selected item at the right. Joins the parts; each does its own work. Thread rule:
/// GUI thread; searching, reading and decoding go on in the background. Failure rule: problems are
/// raised as messages, or said where the results would be.

#include <QObject>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/search/closer_look.h"
#include "ui/search/curation.h"
#include "ui/search/details_panel.h"
#include "ui/search/filter_panel.h"
#include "ui/search/result_model.h"
#include "ui/search/search_controller.h"
#include "ui/search/search_page.h"
#include "ui/search/searches_panel.h"
#include "ui/search/selected_item.h"
#include "ui/shell/workspace.h"

namespace descry {

class SearchWorkspace final : public QObject, public Workspace {
    Q_OBJECT

  public:
    explicit SearchWorkspace(ApplicationContext& context);

    WorkspacePlace place() const override { return WorkspacePlace::Search; }
    QString name() const override { return QStringLiteral("search"); }
    QString title() const override { return tr("Search"); }
    QString iconName() const override { return QStringLiteral("search"); }
    QWidget* left() override { return m_left; }
    QWidget* centre() override { return m_page; }
    QWidget* right() override { return m_details; }
    QList<QAction*> actions() override { return m_actions; }
    QList<FixedKey> fixedKeys() const override;
    void activated() override;
    void deactivated() override {}
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap& state) override;
    void describe(const QString& text) override;
    bool takePicture(const std::filesystem::path& file) override;

    SearchController& controller() { return m_controller; }
    ResultModel& model() { return m_model; }

  private:
    void layOutLeft();
    void connectParts();
    void connectController();
    void makeActions();
    void addPreviewAction();
    QAction* addAction(const QString& text, const QString& hint, const QKeySequence& key);

    void search(const SearchQuery& query);
    void run(const SearchQuery& query);
    void searchTyped();
    void sourceChanged();
    void countsChanged();
    std::int64_t numItems() const;
    void catchUp();
    void readFacets();
    void showFacets(std::shared_ptr<const GalleryFacets> facets);
    void showNotice();
    void noticeAction();

    void showStarted();
    void showRanked(const std::shared_ptr<const Ranking>& all);
    void showRows(std::shared_ptr<const Ranking> all);
    void clearRows();
    void showReranked(const Ranking& head);
    void showFinished(const SearchOutcome& outcome);
    void showNothingFound(const std::string& reason);
    void showFailed(const Error& error);
    void showUnsearched(const Error& error);
    void showNoGallery();
    void showNoModel();

    std::set<ItemId> pinned() const;
    void itemsChanged(const std::vector<ItemId>& items);
    void readLines(const std::vector<ItemId>& items);
    void searchLike();
    void searchByPicture(SearchQuery query);
    void escape();

    ApplicationContext& m_context;
    SearchController m_controller;
    ResultModel m_model;
    Removals m_removals;
    QWidget* m_left;
    FilterPanel* m_filters;
    SearchesPanel* m_searches;
    SearchPage* m_page;
    DetailsPanel* m_details;
    SelectedItem* m_selected;
    CloserLook* m_closerLook;
    Curation* m_curation;
    QList<QAction*> m_actions;
    SearchQuery m_beforePicture;  ///< What a search by a picture goes back to.
    /// Where one was in what is read again.
    struct KeptPlace {
        std::optional<ItemId> item;
        int scroll = 0;
    };

    bool m_wasOvertaken = false;        ///< The gallery got other items while a search was running.
    std::int64_t m_numItemsBefore = 0;  ///< Of the gallery, as the last search began.
    std::optional<KeptPlace> m_keptPlace;
    std::stop_source m_readingFacets;
    std::shared_ptr<const GalleryFacets> m_facets;  ///< As they are shown.
};

}  // namespace descry
