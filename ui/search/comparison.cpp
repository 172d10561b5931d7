#include "ui/search/comparison.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace descry {
namespace {

constexpr int kRightMargin = 12;
constexpr int kFactsHeight = 176;

}  // namespace

Comparison::Comparison(ApplicationContext& context, HeatLook& look, QWidget* parent)
    : HeatPage(context, look, 2, parent) {
    setObjectName(QStringLiteral("comparison"));
    setAccessibleName(tr("Comparison of two candidates"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, kRightMargin, 0);
    column->setSpacing(kSpaceS);
    addBar(column);
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(kSpaceM);
    for (HeatPane* pane : panes()) pictures->addWidget(pane, 1);
    panes()[Left]->setObjectName(QStringLiteral("leftPane"));
    panes()[Right]->setObjectName(QStringLiteral("rightPane"));
    column->addLayout(pictures, 1);
    addWords(column);
    column->addWidget(makeFacts());
    setFocusProxy(&panes()[Right]->picture());
}

void Comparison::addBar(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    auto* back = pushButton(tr("Back to the grid"), this);
    back->setObjectName(QStringLiteral("leaveComparison"));
    back->setToolTip(tr("Back to the grid (G or Esc)"));
    connect(back, &QPushButton::clicked, this, &Comparison::backRequested);
    row->addWidget(back);
    row->addStretch(1);
    auto* swap = pushButton(tr("Swap"), this);
    swap->setObjectName(QStringLiteral("swapSides"));
    swap->setToolTip(tr("Swap left and right (X)"));
    connect(swap, &QPushButton::clicked, this, &Comparison::swapRequested);
    row->addWidget(swap);
    column->addLayout(row);
}

QWidget* Comparison::makeFacts() {
    auto* facts = new QWidget;
    m_grid = new QGridLayout(facts);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpaceM);
    m_grid->setVerticalSpacing(kSpaceXs);
    m_grid->setColumnStretch(2, 1);
    m_grid->setColumnStretch(3, 1);
    for (const Fact::Kind kind : kFactKinds) addFact(kind);
    auto* area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("comparedFacts"));
    area->setAccessibleName(tr("What is known of the two"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMaximumHeight(kFactsHeight);
    area->setWidget(facts);
    area->viewport()->setAutoFillBackground(false);
    facts->setAutoFillBackground(false);
    return area;
}

void Comparison::addFact(Fact::Kind kind) {
    const QString name = shownFactName(kind);
    const int row = m_grid->rowCount();
    FactRow& labels = m_rows[kind];
    labels.name = lookLabel(name, "secondary", this);
    labels.sign = lookLabel({}, "strong", this);
    labels.left = wrappedLabel({}, this);
    labels.right = wrappedLabel({}, this);
    labels.left->setAccessibleName(tr("%1, left").arg(name));
    labels.right->setAccessibleName(tr("%1, right").arg(name));
    int column = 0;
    for (QLabel* label : {labels.name, labels.sign, labels.left, labels.right}) {
        m_grid->addWidget(label, row, column++, Qt::AlignTop);
    }
    for (QLabel* label : {labels.left, labels.right}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
}

void Comparison::showSide(Side side,
                          const ResultRow& row,
                          const std::optional<ItemDetails>& details) {
    HeatPane& pane = *panes()[side];
    pane.showRow(row);
    QList<Fact> facts = factsOf(row);
    if (details) {
        pane.showDetails(*details);
        facts << factsOf(*details);
    }
    m_facts[side].clear();
    for (const Fact& fact : facts) m_facts[side][fact.kind] = fact.text;
    showFacts();
}

/// A fact that neither has takes no row; while one side is still being read nothing differs.
void Comparison::showFacts() {
    const bool isWhole = m_facts[Left].size() == m_facts[Right].size();
    for (auto& [kind, labels] : m_rows) {
        const QString left = m_facts[Left].value(kind);
        const QString right = m_facts[Right].value(kind);
        const bool differs = isWhole && left != right;
        labels.left->setText(left);
        labels.right->setText(right);
        setLook(labels.left, differs ? "strong" : "");
        setLook(labels.right, differs ? "strong" : "");
        labels.sign->setText(differs ? QString(QChar(0x2260)) : QString());
        labels.sign->setAccessibleName(differs ? tr("differs") : QString());
        labels.sign->setToolTip(labels.sign->accessibleName());
        for (QLabel* label : {labels.name, labels.sign, labels.left, labels.right}) {
            label->setVisible(!left.isEmpty() || !right.isEmpty());
        }
    }
}

}  // namespace descry
