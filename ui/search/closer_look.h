#pragma once
/// The loupe and the comparison of the Search workspace: opens and leaves them, shows in them what
/// is selected and what is held for comparing, has it explained, and owns the keys for it. Thread
/// rule: GUI thread; reading and explaining go on in the background.

#include <QAction>
#include <QList>
#include <QObject>
#include <QVariantMap>
#include <functional>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/search/comparison.h"
#include "ui/search/details_panel.h"
#include "ui/search/explanations.h"
#include "ui/search/heat_keeping.h"
#include "ui/search/heat_look.h"
#include "ui/search/loupe.h"
#include "ui/search/result_model.h"
#include "ui/search/search_controller.h"
#include "ui/search/search_page.h"

namespace descry {

class CloserLook final : public QObject {
    Q_OBJECT

  public:
    struct Parts {
        ApplicationContext& context;
        SearchController& controller;
        ResultModel& model;
        SearchPage& page;
        DetailsPanel& details;
    };

    explicit CloserLook(Parts parts, QObject* parent = nullptr);

    const QList<QAction*>& actions() const { return m_actions; }
    QVariantMap saveState() const { return m_look.saveState(); }
    void restoreState(const QVariantMap& state) { m_look.restoreState(state); }

    void openLoupe();
    /// The selected two, or the held one with the selected one; with neither, holds the selected.
    void compare();
    /// Held for comparing.
    const std::optional<ItemId>& held() const { return m_held; }

  private:
    void connectParts();
    void makeActions();
    QAction* addAction(const QString& text, const QString& key, std::function<void()> run);
    void enableActions();
    void sourceChanged();
    void pageChanged();

    std::optional<ItemId> selected() const;
    bool isComparing() const;
    HeatPage* page() const;  ///< In front; null if neither is.
    void holdOtherOfTwo();
    void hold(ItemId item);
    void letGo();
    void readHeld();
    void swap();
    void step(int by);
    void toggleHeat();
    void zoom(double factor);

    void show();
    void showLoupe();
    void showComparison();
    void wantReadings();
    void showReadings();

    Parts m_parts;
    HeatLook m_look;
    Explanations m_explanations;
    HeatKeeping m_keeping;
    Loupe* m_loupe;
    Comparison* m_comparison;
    QList<QAction*> m_actions;
    QList<QAction*> m_pageActions;  ///< Of those, the ones that need a picture in view.
    QAction* m_swap = nullptr;
    bool m_wasComparing = false;
    std::optional<ItemId> m_held;
    std::optional<ItemDetails> m_heldDetails;
    std::stop_source m_readingHeld;
};

}  // namespace descry
