#include "ui/training/comparison_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/training/dataset_facts.h"

namespace descry {
namespace {

constexpr int kRowHeight = 36;
constexpr int kNumRows = 3;
constexpr int kNumColumns = 5;
constexpr int kFigureWidth = 76;

std::array<double, kNumColumns - 1> figuresOf(const RecallMetrics& metrics) {
    return {metrics.r1, metrics.r5, metrics.r10, metrics.mAP};
}

QString shownPercent(double value) {
    return std::isfinite(value) ? QString::number(value, 'f', 2) : QStringLiteral("–");
}

/// Aligned so that the decimals of a column stand below each other.
QTableWidgetItem* figureCell(const QString& text) {
    auto* cell = new QTableWidgetItem(text);
    cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return cell;
}

/// With a sign, so that better and worse are told without colour.
QString shownDifference(double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    if (std::abs(value) < 0.005) return QStringLiteral("±0");
    return (value > 0 ? QStringLiteral("+") : QStringLiteral("−")) +
           QString::number(std::abs(value), 'f', 2);
}

}  // namespace

ComparisonView::ComparisonView(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_explanation(wrappedLabel({}, this)),
      m_table(new QTableWidget(kNumRows, kNumColumns, this)),
      m_compare(pushButton(tr("Compare with the start"), this)),
      m_compareWith(pushButton(tr("Compare with another model…"), this)),
      m_stop(pushButton(tr("Stop comparing"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    m_explanation->setObjectName(QStringLiteral("comparisonText"));
    setLook(m_explanation, "secondary");
    column->addWidget(m_explanation);
    m_table->setObjectName(QStringLiteral("comparison"));
    m_table->setAccessibleName(tr("Comparison, percent"));
    m_table->setHorizontalHeaderLabels({{}, "R@1", "R@5", "R@10", "mAP"});
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int i = 1; i < kNumColumns; ++i) {
        m_table->setColumnWidth(i, kFigureWidth);
        m_table->horizontalHeaderItem(i)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    m_table->setFixedHeight((kNumRows + 1) * kRowHeight);
    column->addWidget(m_table);
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    m_compare->setObjectName(QStringLiteral("compare"));
    m_compareWith->setObjectName(QStringLiteral("compareWith"));
    m_stop->setObjectName(QStringLiteral("stopComparing"));
    for (QPushButton* button : {m_compare, m_compareWith, m_stop}) row->addWidget(button);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    connect(m_compare, &QPushButton::clicked, this, &ComparisonView::compareRequested);
    connect(m_compareWith, &QPushButton::clicked, this, &ComparisonView::compareWithRequested);
    connect(m_stop, &QPushButton::clicked, this, &ComparisonView::stopRequested);
}

void ComparisonView::showRun(const ShownRun& run) {
    const bool hasModel = run.record.hasBest || run.record.hasLast;
    const bool isFromBundle = run.record.startKind == "bundle";
    const bool canCompare = run.record.heldOut && hasModel && !run.isCompared;
    m_compare->setVisible(canCompare && isFromBundle);
    m_compareWith->setVisible(canCompare);
    m_stop->setVisible(run.isCompared);
    m_table->setVisible(run.comparison.has_value());
    if (run.comparison) fill(*run.comparison);
    QString text;
    if (run.isCompared) {
        text =
            tr("Both models are being evaluated on the same held-out split; the strip below shows "
               "how far that is.");
    } else if (!run.record.heldOut) {
        text = tr("This run has no held-out split, so there is nothing to compare on.");
    } else if (!hasModel) {
        text = tr("A model is there to compare once the first evaluation has been made.");
    } else if (run.comparison) {
        text = tr("On the split “%1” of %2: %3 images, %4 captions. Percent; re-ranked where the "
                  "models re-rank.")
                   .arg(splitTitle(run.comparison->split),
                        shownPath(run.comparison->dataset.filename()),
                        groupedNumber(run.comparison->numImages),
                        groupedNumber(run.comparison->numCaptions));
    } else if (isFromBundle) {
        text =
            tr("Evaluates the model that this run started from on the run's own held-out split, "
               "beside the best one.");
    } else {
        text =
            tr("This run did not start from a model of Descry's. Choose the one that it is to be "
               "held against.");
    }
    m_explanation->setText(text);
}

void ComparisonView::setRow(int row, const QString& name, const RecallMetrics& metrics) {
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    int column = 1;
    for (const double figure : figuresOf(metrics)) {
        m_table->setItem(row, column++, figureCell(shownPercent(figure)));
    }
}

void ComparisonView::fill(const RunComparison& comparison) {
    const RecallMetrics& before = comparison.before.counted();
    const RecallMetrics& after = comparison.after.counted();
    setRow(0, tr("Before: %1").arg(shownPath(comparison.before.path.filename())), before);
    const QString which = comparison.after.path.filename() == "best" ? tr("best") : tr("last");
    setRow(1, tr("This run's %1 model").arg(which), after);
    m_table->setItem(2, 0, new QTableWidgetItem(tr("Difference")));
    const auto old = figuresOf(before);
    const auto now = figuresOf(after);
    for (std::size_t i = 0; i < now.size(); ++i) {
        QTableWidgetItem* cell = figureCell(shownDifference(now[i] - old[i]));
        QFont bold = m_table->font();
        bold.setWeight(QFont::DemiBold);
        cell->setFont(bold);
        m_table->setItem(2, static_cast<int>(i) + 1, cell);
    }
}

}  // namespace descry
