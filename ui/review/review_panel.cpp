#include "ui/review/review_panel.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace descry {

ReviewPanel::ReviewPanel(ApplicationContext& context, ReviewDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_form(new SittingForm(context)) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget(scroll);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, kSpaceXs, 0);
    column->setSpacing(kSpaceS);
    column->addWidget(m_form);
    column->addSpacing(kSpaceM);
    column->addWidget(new SittingProgress(desk, body));
    column->addStretch(1);
    m_score = add(column, "scorePairs", tr("Score pairs"));
    m_score->setToolTip(tr("Let the open model say of every pair how well it fits"));
    connect(m_score, &QPushButton::clicked, this, &ReviewPanel::scoresRequested);
    m_ofFiles << add(column, "agreement", tr("Agreement…"));
    connect(m_ofFiles.back(), &QPushButton::clicked, this, &ReviewPanel::agreementRequested);
    m_ofFiles << add(column, "mergeLogs", tr("Merge logs…"));
    connect(m_ofFiles.back(), &QPushButton::clicked, this, &ReviewPanel::mergeRequested);
    m_ofFiles << add(column, "exportReview", tr("Export…"));
    connect(m_ofFiles.back(), &QPushButton::clicked, this, &ReviewPanel::exportRequested);
    scroll->setWidget(body);
    scroll->viewport()->setAutoFillBackground(false);
    body->setAutoFillBackground(false);
    whole->addWidget(scroll);
    connect(&desk, &ReviewDesk::stateChanged, this, &ReviewPanel::enable);
    connect(&desk, &ReviewDesk::stateChanged, this, &ReviewPanel::showOverlap);
    enable();
}

QPushButton* ReviewPanel::add(QVBoxLayout* column, const char* name, const QString& title) {
    auto* button = pushButton(title, column->parentWidget());
    button->setObjectName(QLatin1String(name));
    column->addWidget(button);
    return button;
}

void ReviewPanel::setScoring(bool isScoring) {
    m_isScoring = isScoring;
    enable();
}

/// In blind mode nothing reminds of a model.
void ReviewPanel::enable() {
    const bool isChosen = !m_desk.plan().dataset.empty();
    const bool isOpen = isChosen && m_desk.state() != ReviewDesk::State::Closed;
    m_score->setVisible(!m_desk.plan().isBlind);
    m_score->setEnabled(isChosen && !m_isScoring);
    m_score->setText(m_isScoring ? tr("Scoring…") : tr("Score pairs"));
    for (QPushButton* button : m_ofFiles) button->setEnabled(isOpen);
}

/// A set that was chosen before keeps its size.
void ReviewPanel::showOverlap() {
    if (m_desk.plan().order == QueueOrder::Overlap) {
        m_form->setOverlapSize(m_desk.plan().overlapSize);
    }
}

}  // namespace descry
