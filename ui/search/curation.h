#pragma once
/// What is done to the list of candidates beside searching: tags of what is selected, stacks that
/// unfold, the break line and whether any candidate convinces, undo of removals. Owns the keys for
/// it. Thread rule: GUI thread; reading and writing go on in the background. Failure rule: problems
/// are raised as messages.

#include <QAction>
#include <QList>
#include <QObject>
#include <QVariantMap>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/search/removals.h"
#include "ui/search/result_model.h"
#include "ui/search/search_controller.h"
#include "ui/search/search_page.h"
#include "ui/search/tag_bar.h"
#include "ui/search/verdict_bar.h"

namespace descry {

class Curation final : public QObject {
    Q_OBJECT

  public:
    struct Parts {
        ApplicationContext& context;
        SearchController& controller;
        ResultModel& model;
        SearchPage& page;
        Removals& removals;
    };

    explicit Curation(Parts parts, QObject* parent = nullptr);

    const QList<QAction*>& actions() const { return m_actions; }
    QVariantMap saveState() const;
    void restoreState(const QVariantMap& state);

    /// Tags that are offered while one is typed.
    void setKnownTags(const QStringList& tags) { m_tags->setKnown(tags); }
    /// Nothing is known of the result yet.
    void forgetOutlook() { setOutlook({}); }
    void setOutlook(const CandidateOutlook& outlook);
    /// Closes the tags if they are open.
    bool escape();

  Q_SIGNALS:
    /// Tags, bookmarks or searches have changed.
    void itemsChanged(const std::vector<descry::ItemId>& items);

  private:
    void makeActions();
    QAction* addAction(const QString& text, const QString& key);
    void selectionChanged();
    void toggleStack(const QModelIndex& index);
    void setStacking(bool isOn);

    Parts m_parts;
    TagBar* m_tags;
    VerdictBar* m_verdict;
    QList<QAction*> m_actions;
    QAction* m_stacking = nullptr;
    QAction* m_undo = nullptr;
};

}  // namespace descry
