#include "ui/search/heat_page.h"

#include <QVBoxLayout>
#include <algorithm>

namespace descry {
namespace {

QList<HeatPane*> makePanes(ApplicationContext& context,
                           const HeatLook& look,
                           int numPanes,
                           QWidget* parent) {
    QList<HeatPane*> panes;
    for (int i = 0; i < numPanes; ++i) panes << new HeatPane(context, look, parent);
    return panes;
}

}  // namespace

HeatPage::HeatPage(ApplicationContext& context, HeatLook& look, int numPanes, QWidget* parent)
    : QWidget(parent),
      m_panes(makePanes(context, look, numPanes, this)),
      m_chips(new WordChips(context.theme, this)),
      m_controls(new HeatControls(context, look, this)) {
    for (int i = 0; i < numPanes; ++i) connectPane(i);
    connect(m_chips, &WordChips::shownChanged, this, [this] {
        for (HeatPane* pane : m_panes) pane->showWord(m_chips->shown());
    });
}

void HeatPage::connectPane(int index) {
    const HeatPane& pane = *m_panes[index];
    connect(
        &pane, &HeatPane::retryRequested, this, [this, index] { Q_EMIT retryRequested(index); });
    connect(&pane.picture(), &ZoomView::stepRequested, this, &HeatPage::stepRequested);
    connect(&pane.picture(), &ZoomView::zoomChanged, this, [this, index] {
        const Zoom zoom = m_panes[index]->picture().zoom();
        for (HeatPane* other : m_panes) {
            // Bounds may make another of it in a picture of other proportions: it is not told back.
            const QSignalBlocker quiet(other->picture());
            if (other != m_panes[index]) other->picture().setZoom(zoom);
        }
    });
}

void HeatPage::addWords(QVBoxLayout* column) {
    column->addWidget(m_chips);
    column->addWidget(m_controls);
}

void HeatPage::showReadings(const QList<Reading>& readings) {
    QList<ChipWord> words = chipWords(readings);
    const bool isWaiting = std::any_of(readings.begin(), readings.end(), [](const auto& reading) {
        return reading.state == Reading::State::Waiting;
    });
    if (words.isEmpty() && isWaiting) {
        // The words of the picture before: those of the next will be the same.
        words = m_chips->words();
        for (ChipWord& word : words) word.readings = WordReadings(m_panes.size());
    }
    for (qsizetype i = 0; i < m_panes.size(); ++i) m_panes[i]->showReading(readings[i]);
    m_chips->setWords(words);
    m_chips->setVisible(!words.isEmpty());
}

void HeatPage::setZoom(const Zoom& zoom) {
    for (HeatPane* pane : m_panes) pane->picture().setZoom(zoom);
}

void HeatPage::zoomBy(double factor) {
    m_panes.first()->picture().zoomBy(factor);
}

}  // namespace descry
