#include "ui/search/curation.h"

#include <QItemSelectionModel>

namespace descry {
namespace {

const QString kStackTracks = QStringLiteral("stackTracks");

}  // namespace

Curation::Curation(Parts parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_tags(new TagBar(parts.context, parts.controller, parts.removals)),
      m_verdict(new VerdictBar(parts.context.theme)) {
    m_parts.page.addBand(m_verdict);
    m_parts.page.addBand(m_tags);
    makeActions();
    ResultView& view = m_parts.page.view();
    connect(&view, &ResultView::stackToggleRequested, this, &Curation::toggleStack);
    connect(view.selectionModel(),
            &QItemSelectionModel::selectionChanged,
            this,
            &Curation::selectionChanged);
    connect(&m_parts.model, &ResultModel::modelReset, this, &Curation::selectionChanged);
    connect(&m_parts.model, &ResultModel::breakRowChanged, this, [this] {
        m_parts.page.view().setBreakRow(m_parts.model.breakRow());
    });
    connect(m_tags, &TagBar::closed, this, [this] { m_parts.page.view().setFocus(); });
    connect(m_tags, &TagBar::tagged, this, &Curation::itemsChanged);
    connect(&m_parts.removals, &Removals::undone, this, [this](const std::vector<ItemId>& items) {
        m_tags->readAgain();
        Q_EMIT itemsChanged(items);
    });
    connect(&m_parts.removals, &Removals::changed, this, [this] {
        m_undo->setEnabled(!m_parts.removals.isEmpty());
    });
}

QAction* Curation::addAction(const QString& text, const QString& key) {
    auto* action = new QAction(text, this);
    action->setShortcut(QKeySequence(key));
    m_actions << action;
    return action;
}

void Curation::makeActions() {
    QAction* tag = addAction(tr("Tags of the selected pictures"), QStringLiteral("T"));
    tag->setIconText(tr("tags"));
    connect(tag, &QAction::triggered, this, [this] {
        m_tags->setItems(m_parts.page.selectedItems());
        m_tags->open();
    });
    QAction* unfold = addAction(tr("Unfold or fold the pictures of a track"), QStringLiteral("S"));
    unfold->setIconText(tr("unfold"));
    connect(unfold, &QAction::triggered, this, [this] {
        toggleStack(m_parts.page.view().currentIndex());
    });
    m_stacking = addAction(tr("Stack pictures of one track"), QStringLiteral("Shift+S"));
    m_stacking->setIconText(tr("stacks"));
    m_stacking->setCheckable(true);
    m_stacking->setChecked(m_parts.model.isStacking());
    connect(m_stacking, &QAction::triggered, this, &Curation::setStacking);
    m_undo = addAction(tr("Put back what was removed"), QStringLiteral("Ctrl+Z"));
    m_undo->setIconText(tr("undo"));
    m_undo->setEnabled(false);
    connect(m_undo, &QAction::triggered, &m_parts.removals, &Removals::undo);
}

QVariantMap Curation::saveState() const {
    return {{kStackTracks, m_parts.model.isStacking()}};
}

void Curation::restoreState(const QVariantMap& state) {
    setStacking(state.value(kStackTracks, true).toBool());
}

void Curation::setOutlook(const CandidateOutlook& outlook) {
    m_verdict->setOutlook(outlook);
    m_parts.model.setBreakAfter(outlook.breakAfter);
}

bool Curation::escape() {
    if (!m_tags->isVisible()) return false;
    m_tags->close();
    return true;
}

/// Gone through only while its tags are shown: a whole gallery may be selected.
void Curation::selectionChanged() {
    if (!m_tags->isHidden()) m_tags->setItems(m_parts.page.selectedItems());
}

void Curation::toggleStack(const QModelIndex& index) {
    const auto item = m_parts.model.itemAt(index);
    if (!item) return;
    m_parts.model.toggleStack(index);
    // Folded, the picture that was current may be inside.
    if (m_parts.model.indexOf(*item).isValid()) return;
    const std::uint32_t track = m_parts.model.trackOf(*item);
    m_parts.page.view().setCurrentIndex(m_parts.model.stackOf(track));
}

/// What is selected stays so, or the stack that it is in.
void Curation::setStacking(bool isOn) {
    m_stacking->setChecked(isOn);
    if (isOn == m_parts.model.isStacking()) return;
    const auto item = m_parts.model.itemAt(m_parts.page.view().currentIndex());
    m_parts.model.setStacking(isOn);
    if (!item) return;
    const QModelIndex same = m_parts.model.indexOf(*item);
    m_parts.page.view().setCurrentIndex(
        same.isValid() ? same : m_parts.model.stackOf(m_parts.model.trackOf(*item)));
}

}  // namespace descry
