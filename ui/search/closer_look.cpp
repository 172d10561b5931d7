#include "ui/search/closer_look.h"

#include <utility>

namespace descry {
namespace {

const QString kCompareKey = QStringLiteral("compare");

}  // namespace

CloserLook::CloserLook(Parts parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_explanations(parts.context, parts.controller),
      m_keeping(parts.context, parts.controller, m_look),
      m_loupe(new Loupe(parts.context, m_look)),
      m_comparison(new Comparison(parts.context, m_look)) {
    parts.page.addCloseUp(m_loupe);
    parts.page.addCloseUp(m_comparison);
    makeActions();
    connectParts();
    enableActions();
}

void CloserLook::connectParts() {
    connect(&m_parts.details, &DetailsPanel::changed, this, &CloserLook::show);
    connect(&m_parts.page, &SearchPage::pageChanged, this, &CloserLook::pageChanged);
    connect(
        &m_parts.controller, &SearchController::sourceChanged, this, [this] { sourceChanged(); });
    connect(&m_parts.controller, &SearchController::started, this, &CloserLook::showReadings);
    connect(&m_parts.controller, &SearchController::finished, this, &CloserLook::show);
    connect(&m_explanations, &Explanations::changed, this, &CloserLook::showReadings);
    connect(&m_look, &HeatLook::requestChanged, this, &CloserLook::show);
    connect(m_loupe, &Loupe::backRequested, &m_parts.page, &SearchPage::closePreview);
    connect(m_comparison, &Comparison::backRequested, &m_parts.page, &SearchPage::closePreview);
    connect(m_comparison, &Comparison::swapRequested, this, &CloserLook::swap);
    for (HeatPage* page : {static_cast<HeatPage*>(m_loupe), static_cast<HeatPage*>(m_comparison)}) {
        connect(page, &HeatPage::stepRequested, this, &CloserLook::step);
        connect(page, &HeatPage::retryRequested, this, [this, page](int pane) {
            const auto& details = page->panes().at(pane)->details();
            if (details) m_explanations.retry(details->item.id);
        });
    }
    connect(m_loupe, &Loupe::saveRequested, this, [this] {
        m_keeping.save(m_loupe->pane(), *m_loupe->window());
    });
    connect(m_loupe, &Loupe::copyRequested, this, [this] { m_keeping.copy(m_loupe->pane()); });
}

QAction* CloserLook::addAction(const QString& text, const QString& key, std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setShortcut(QKeySequence(key));
    // Listed under F1; the status line has no room for all.
    action->setPriority(QAction::LowPriority);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void CloserLook::makeActions() {
    QAction* loupe = addAction(tr("Look closer"), QStringLiteral("E"), [this] { openLoupe(); });
    loupe->setIconText(tr("loupe"));
    QAction* both = addAction(tr("Compare two"), QStringLiteral("C"), [this] { compare(); });
    both->setIconText(tr("compare"));
    for (QAction* shown : {loupe, both}) shown->setPriority(QAction::NormalPriority);
    addAction(tr("Show or hide heat"), QStringLiteral("H"), [this] { toggleHeat(); });
    addAction(tr("Next candidate"), QStringLiteral("J"), [this] { step(1); });
    addAction(tr("Previous candidate"), QStringLiteral("K"), [this] { step(-1); });
    const auto fade = [this](double by) { m_look.setOpacity(m_look.opacity() + by); };
    m_pageActions << addAction(tr("Fainter heat"), QStringLiteral("["), [=] {
        fade(-HeatLook::kOpacityStep);
    }) << addAction(tr("Stronger heat"), QStringLiteral("]"), [=] {
        fade(HeatLook::kOpacityStep);
    }) << addAction(tr("Zoom in"), QStringLiteral("+"), [this] { zoom(ZoomView::kZoomStep); });
    m_actions.back()->setShortcuts(
        {QKeySequence(QStringLiteral("+")), QKeySequence(QStringLiteral("="))});
    m_pageActions << addAction(tr("Zoom out"), QStringLiteral("-"), [this] {
        zoom(1 / ZoomView::kZoomStep);
    }) << addAction(tr("Whole picture"), QStringLiteral("0"), [this] {
        if (page() != nullptr) page()->setZoom({});
    });
    m_swap = addAction(tr("Swap left and right"), QStringLiteral("X"), [this] { swap(); });
}

void CloserLook::enableActions() {
    for (QAction* action : m_pageActions) action->setEnabled(page() != nullptr);
    m_swap->setEnabled(isComparing());
}

/// Another model has other layers, and other items may have the ids of those held.
void CloserLook::sourceChanged() {
    m_parts.page.closePreview();
    letGo();
    m_look.setRequest({std::nullopt, m_look.request().variant});
}

void CloserLook::pageChanged() {
    enableActions();
    m_parts.details.setPictureShown(page() == nullptr);
    // What was compared is done with: the next C begins anew.
    if (!isComparing() && std::exchange(m_wasComparing, false)) letGo();
    m_wasComparing = isComparing();
    show();
}

std::optional<ItemId> CloserLook::selected() const {
    return m_parts.model.itemAt(m_parts.page.view().currentIndex());
}

bool CloserLook::isComparing() const {
    return m_parts.page.isShowing(m_comparison);
}

HeatPage* CloserLook::page() const {
    if (isComparing()) return m_comparison;
    return m_parts.page.isShowing(m_loupe) ? m_loupe : nullptr;
}

void CloserLook::openLoupe() {
    if (m_parts.model.rowCount() == 0) return;
    ResultView& view = m_parts.page.view();
    if (!view.currentIndex().isValid()) view.setCurrentIndex(m_parts.model.index(0));
    m_parts.page.showCloseUp(m_loupe);
}

void CloserLook::compare() {
    if (isComparing()) return;
    holdOtherOfTwo();
    const auto item = selected();
    if (!item) return;
    const bool isHeldThere = m_held && m_held != item && m_parts.model.indexOf(*m_held).isValid();
    if (!isHeldThere) {
        hold(*item);
        Message message;
        message.key = kCompareKey;
        message.cause = tr("Held for comparing. Select another picture and press C.");
        message.actions = {{tr("Let go"), [this] { letGo(); }}};
        m_parts.context.messages.raise(message);
        return;
    }
    m_parts.context.messages.withdraw(kCompareKey);
    m_parts.page.showCloseUp(m_comparison);
}

/// Of exactly two that are selected, the one that is not current.
void CloserLook::holdOtherOfTwo() {
    ResultView& view = m_parts.page.view();
    const QItemSelection selection = view.selectionModel()->selection();
    // Counted before it is listed: a whole gallery may be selected.
    int numSelected = 0;
    for (const QItemSelectionRange& range : selection) numSelected += range.height();
    if (numSelected != 2) return;
    const QModelIndexList both = selection.indexes();
    const bool isFirstCurrent = both.first() == view.currentIndex();
    hold(*m_parts.model.itemAt(isFirstCurrent ? both.last() : both.first()));
    if (!both.contains(view.currentIndex())) view.setCurrentIndex(both.last());
}

void CloserLook::hold(ItemId item) {
    if (m_held == item) return;
    m_held = item;
    m_heldDetails.reset();
    readHeld();
}

void CloserLook::letGo() {
    m_held.reset();
    m_heldDetails.reset();
    m_readingHeld.request_stop();
    m_parts.context.messages.withdraw(kCompareKey);
}

void CloserLook::readHeld() {
    m_readingHeld.request_stop();
    const auto source = m_parts.controller.source();
    if (source == nullptr || !m_held) return;
    m_readingHeld = m_parts.context.background.run(
        *this,
        [source, item = *m_held](std::stop_token) { return source->details(item); },
        [this](const std::optional<ItemDetails>& details) {
            m_heldDetails = details;
            show();
        });
}

void CloserLook::swap() {
    const auto item = selected();
    if (!isComparing() || !item || !m_held) return;
    const QModelIndex other = m_parts.model.indexOf(*m_held);
    hold(*item);
    if (m_parts.details.details()) {
        m_heldDetails = m_parts.details.details();
        m_readingHeld.request_stop();
    }
    m_parts.page.view().setCurrentIndex(other);
}

void CloserLook::step(int by) {
    const QModelIndex current = m_parts.page.view().currentIndex();
    if (!current.isValid()) return;
    QModelIndex next = m_parts.model.index(current.row() + by);
    // A picture is not compared with itself.
    if (isComparing() && m_held == m_parts.model.itemAt(next)) {
        next = m_parts.model.index(next.row() + by);
    }
    if (next.isValid()) m_parts.page.view().setCurrentIndex(next);
}

/// Where no heat can be seen it is sought for.
void CloserLook::toggleHeat() {
    if (page() != nullptr) {
        m_look.setOn(!m_look.isOn());
        return;
    }
    m_look.setOn(true);
    openLoupe();
}

void CloserLook::zoom(double factor) {
    if (page() != nullptr) page()->zoomBy(factor);
}

void CloserLook::show() {
    if (page() != nullptr && !selected()) {
        m_parts.page.closePreview();
        return;
    }
    if (page() == m_loupe) showLoupe();
    if (isComparing()) showComparison();
    wantReadings();
    showReadings();
}

void CloserLook::showLoupe() {
    const int row = m_parts.page.view().currentIndex().row();
    m_loupe->pane().showRow(m_parts.model.row(row));
    m_loupe->setSteps(row > 0, row + 1 < m_parts.model.rowCount());
    const auto& details = m_parts.details.details();
    if (details && details->item.id == selected()) m_loupe->pane().showDetails(*details);
}

void CloserLook::showComparison() {
    const QModelIndex held = m_held ? m_parts.model.indexOf(*m_held) : QModelIndex();
    if (!held.isValid()) {
        m_parts.page.closePreview();
        return;
    }
    const int row = m_parts.page.view().currentIndex().row();
    m_comparison->showSide(Comparison::Left, m_parts.model.row(held.row()), m_heldDetails);
    m_comparison->showSide(Comparison::Right, m_parts.model.row(row), m_parts.details.details());
}

void CloserLook::wantReadings() {
    std::vector<ItemDetails> items;
    if (page() != nullptr) {
        for (const HeatPane* pane : page()->panes()) {
            if (pane->details()) items.push_back(*pane->details());
        }
    }
    m_explanations.want(items, m_look.request());
}

void CloserLook::showReadings() {
    if (page() == nullptr || !selected()) return;
    QList<Reading> readings;
    if (isComparing() && m_held) readings << m_explanations.reading(*m_held);
    readings << m_explanations.reading(*selected());
    if (readings.size() == page()->panes().size()) page()->showReadings(readings);
}

}  // namespace descry
