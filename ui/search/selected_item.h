#pragma once
/// What the Search workspace does with the item that is selected: reads and shows what is known of
/// it, underlines the words of the query that the model doubts in it, sets its bookmark, copies it,
/// reveals its path. Thread rule: GUI thread; reading goes on in the background. Failure rule:
/// problems are raised as messages.

#include <QObject>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/search/details_panel.h"
#include "ui/search/removals.h"
#include "ui/search/result_model.h"
#include "ui/search/search_controller.h"
#include "ui/search/search_page.h"

namespace descry {

class SelectedItem final : public QObject {
    Q_OBJECT

  public:
    struct Parts {
        ApplicationContext& context;
        SearchController& controller;
        ResultModel& model;
        SearchPage& page;
        DetailsPanel& details;
        Removals& removals;
    };

    explicit SelectedItem(Parts parts, QObject* parent = nullptr);

    std::optional<ItemId> id() const;
    /// Another item is selected, or none, or another result is shown.
    void changed();
    /// Its rank or scores are others.
    void rankChanged();
    /// The query is about to change: what was said of its words counts no more.
    void forgetDoubts();
    /// Underlines what is doubted, as soon as no search is running.
    void readDoubts();
    /// What is known of it has changed.
    void readAgain();
    void preview();
    /// Of all that are selected, as the current one's.
    void toggleBookmark();
    /// All that are selected: paths where text is pasted, the pictures where files are.
    void copy();
    void reveal();

  private:
    /// Tells of what could not be done.
    Background::Failed failureOf(const QString& cause, const QString& kept) const;
    Background::Failed cannotBeRead() const;
    void readDetails(ItemId item);
    void showBookmarks(const std::vector<ItemId>& items);
    void showDetails(const ItemDetails& details);

    Parts m_parts;
    std::stop_source m_readingDetails;
    std::stop_source m_readingDoubts;
    std::stop_source m_copying;
};

}  // namespace descry
