#include "ui/search/loupe.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace descry {
namespace {

constexpr int kRightMargin = 12;

}  // namespace

Loupe::Loupe(ApplicationContext& context, HeatLook& look, QWidget* parent)
    : HeatPage(context, look, 1, parent),
      m_copy(pushButton(tr("Copy picture"), this)),
      m_save(pushButton(tr("Save as PNG…"), this)),
      m_previous(iconButton(
          context.theme.icon(QStringLiteral("arrow-up")), tr("Previous candidate (K)"), this)),
      m_next(iconButton(
          context.theme.icon(QStringLiteral("arrow-down")), tr("Next candidate (J)"), this)) {
    setObjectName(QStringLiteral("loupe"));
    setAccessibleName(tr("Loupe"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, kRightMargin, 0);
    column->setSpacing(kSpaceS);
    addBar(column);
    column->addWidget(&pane(), 1);
    addWords(column);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    setFocusProxy(&pane().picture());
}

void Loupe::addBar(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceXs);
    auto* back = pushButton(tr("Back to the grid"), this);
    back->setObjectName(QStringLiteral("backToGrid"));
    back->setToolTip(tr("Back to the grid (G or Esc)"));
    connect(back, &QPushButton::clicked, this, &Loupe::backRequested);
    row->addWidget(back);
    row->addStretch(1);
    m_copy->setObjectName(QStringLiteral("copyHeat"));
    m_copy->setToolTip(tr("Copy the picture with this heat map and where it comes from"));
    connect(m_copy, &QPushButton::clicked, this, &Loupe::copyRequested);
    row->addWidget(m_copy);
    m_save->setObjectName(QStringLiteral("saveHeat"));
    m_save->setToolTip(tr("Save the picture with this heat map and where it comes from"));
    connect(m_save, &QPushButton::clicked, this, &Loupe::saveRequested);
    row->addWidget(m_save);
    row->addSpacing(kSpaceS);
    m_previous->setObjectName(QStringLiteral("previousCandidate"));
    m_next->setObjectName(QStringLiteral("nextCandidate"));
    row->addWidget(m_previous);
    row->addWidget(m_next);
    column->addLayout(row);
}

void Loupe::setSteps(bool hasPrevious, bool hasNext) {
    m_previous->setEnabled(hasPrevious);
    m_next->setEnabled(hasNext);
}

void Loupe::showReadings(const QList<Reading>& readings) {
    HeatPage::showReadings(readings);
    const bool isRead = readings.first().explanation != nullptr;
    m_copy->setEnabled(isRead);
    m_save->setEnabled(isRead);
}

}  // namespace descry
