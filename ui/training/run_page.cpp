#include "ui/training/run_page.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFrame>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/training/less_memory.h"
#include "ui/common/flow_layout.h"
#include "ui/common/text.h"
#include "ui/training/file_export.h"

namespace descry {
namespace {

constexpr int kBarSteps = 1000;
constexpr char kTrainingStage[] = "training";

/// "encoding images 40 of 128", of an evaluation between steps.
QString stageOf(const Progress& progress) {
    const QString stage = shownJobText(progress.stage);
    if (progress.total <= 0) return stage;
    return QStringLiteral("%1 %2/%3")
        .arg(stage, groupedNumber(progress.done), groupedNumber(progress.total));
}

}  // namespace

RunPage::RunPage(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_metrics(context.background) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(0);
    addHeader(column);
    addProblem(column);
    column->addSpacing(kSpaceM);
    addFigures(column);
    column->addSpacing(kSpaceM);
    addParts(column);
    connect(&m_metrics, &MetricsFeed::changed, this, &RunPage::showMetrics);
}

void RunPage::addHeader(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    // A run's folder may have any name.
    m_name = new ElidedLabel({}, this);
    setLook(m_name, "title");
    m_name->setObjectName(QStringLiteral("runName"));
    names->addWidget(m_name);
    auto* state = new QHBoxLayout;
    state->setSpacing(kSpaceS);
    m_icon = new StateIcon(m_context.theme, this);
    state->addWidget(m_icon);
    m_state = wrappedLabel({}, this);
    setLook(m_state, "secondary");
    m_state->setObjectName(QStringLiteral("runState"));
    state->addWidget(m_state, 1);
    names->addLayout(state);
    row->addLayout(names, 1);
    const auto add = [&](const QString& text, const char* name, const QString& icon, auto signal) {
        auto* button = pushButton(text, this);
        button->setObjectName(QLatin1String(name));
        if (!icon.isEmpty()) addIcon(button, m_context.theme.icon(icon));
        connect(button, &QPushButton::clicked, this, signal);
        row->addWidget(button, 0, Qt::AlignTop);
        return button;
    };
    m_cancel = add(tr("Cancel"), "cancelRun", {}, &RunPage::cancelRequested);
    m_cancel->setToolTip(tr("Stops after the current step; a snapshot is kept"));
    m_pause = add(tr("Pause"), "pauseRun", QStringLiteral("pause"), &RunPage::pauseRequested);
    m_resume = add(tr("Resume"), "resumeRun", QStringLiteral("play"), &RunPage::resumeRequested);
    m_use = add(tr("Use this model"), "useBundle", {}, &RunPage::useRequested);
    m_use->setToolTip(
        tr("Opens the best model; the gallery is indexed with it first, and can be searched with "
           "the old one until then"));
    setLook(m_use, "primary");
    column->addLayout(row);
}

void RunPage::addProblem(QVBoxLayout* column) {
    m_problem = new QFrame(this);
    m_problem->setObjectName(QStringLiteral("runProblem"));
    setLook(m_problem, "card");
    auto* grid = new QGridLayout(m_problem);
    grid->setContentsMargins(kSpaceM, kSpaceS, kSpaceS, kSpaceS);
    grid->setSpacing(kSpaceS);
    grid->setColumnStretch(1, 1);
    grid->addWidget(new IconLabel(m_context.theme.icon(QStringLiteral("problem")), m_problem), 0, 0);
    m_problemText = wrappedLabel({}, m_problem);
    m_problemText->setObjectName(QStringLiteral("runProblemText"));
    grid->addWidget(m_problemText, 0, 1);
    // Below the words: beside them there is no room in a small window.
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    row->addStretch(1);
    grid->addLayout(row, 1, 0, 1, 2);
    m_spare = pushButton(tr("Go on, recomputing activations"), m_problem);
    m_spare->setObjectName(QStringLiteral("resumeWithLessMemory"));
    connect(m_spare, &QPushButton::clicked, this, &RunPage::lessMemoryRequested);
    row->addWidget(m_spare);
    auto* copy = pushButton(tr("Copy details"), m_problem);
    copy->setObjectName(QStringLiteral("copyRunProblem"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_problemText->text());
    });
    row->addWidget(copy);
    column->addSpacing(kSpaceM);
    column->addWidget(m_problem);
}

QLabel* RunPage::addFigure(QLayout* row, const QString& meaning, const QString& name) {
    auto* pair = new QWidget(this);
    auto* lines = new QVBoxLayout(pair);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    auto* figure = lookLabel({}, "figure", pair);
    figure->setObjectName(name);
    lines->addWidget(figure);
    lines->addWidget(lookLabel(meaning, "secondary", pair));
    row->addWidget(pair);
    return figure;
}

void RunPage::addFigures(QVBoxLayout* column) {
    auto* row = new FlowLayout(kSpaceXl);
    m_step = addFigure(row, tr("steps"), QStringLiteral("runStep"));
    m_left = addFigure(row, tr("left"), QStringLiteral("runLeft"));
    m_pace = addFigure(row, tr("a step"), QStringLiteral("runPace"));
    m_best = addFigure(row, tr("best R@1"), QStringLiteral("runBest"));
    column->addLayout(row);
    column->addSpacing(kSpaceS);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName(QStringLiteral("runBar"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    column->addWidget(m_bar);
}

void RunPage::addParts(QVBoxLayout* column) {
    auto* segments = new QFrame(this);
    setLook(segments, "segments");
    auto* row = new QHBoxLayout(segments);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    m_parts = new QButtonGroup(this);
    const std::pair<Part, QString> parts[] = {
        {Curves, tr("Curves")}, {Compared, tr("Comparison")}, {Warnings, tr("Warnings")}};
    for (const auto& [part, text] : parts) {
        auto* button = new QToolButton(segments);
        button->setText(text);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        setLook(button, "segment");
        m_parts->addButton(button, part);
        row->addWidget(button);
    }
    m_parts->button(Warnings)->setObjectName(QStringLiteral("warningsPart"));
    m_parts->button(Compared)->setObjectName(QStringLiteral("comparisonPart"));
    m_parts->button(Curves)->setChecked(true);
    column->addWidget(segments, 0, Qt::AlignLeft);
    column->addSpacing(kSpaceM);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeCurves());
    m_comparison = new ComparisonView(m_context, m_stack);
    m_stack->addWidget(m_comparison);
    m_warnings = new WarningsView(m_stack);
    m_stack->addWidget(m_warnings);
    column->addWidget(m_stack, 1);
    connect(m_parts, &QButtonGroup::idClicked, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_comparison, &ComparisonView::compareRequested, this, &RunPage::compareRequested);
    connect(
        m_comparison, &ComparisonView::compareWithRequested, this, &RunPage::compareWithRequested);
    connect(m_comparison, &ComparisonView::stopRequested, this, &RunPage::stopComparingRequested);
}

CurvePlot* RunPage::plot(const CurvePlot::Words& words, const QString& fileName) {
    auto* made = new CurvePlot(words, m_context.theme, this);
    made->setObjectName(fileName);
    connect(made, &CurvePlot::csvWanted, this, [this, made, fileName] {
        exportText(m_context, *this, fileName + QStringLiteral(".csv"), made->csv());
    });
    connect(made, &CurvePlot::pictureWanted, this, [this, made, fileName] {
        exportPicture(m_context, *this, fileName + QStringLiteral(".png"), made->picture());
    });
    return made;
}

QWidget* RunPage::makeCurves() {
    auto* curves = new QWidget(this);
    auto* rows = new QVBoxLayout(curves);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(kSpaceM);
    const QString step = tr("step");
    m_losses = plot({tr("Losses"), step, tr("Losses appear with the first step.")},
                    QStringLiteral("losses"));
    m_recall = plot({tr("R@K and mAP, percent"), step, tr("Measured after each evaluation.")},
                    QStringLiteral("recall"));
    m_recall->setMarked(true);
    m_rate = plot({tr("Learning rate"), step, tr("Appears with the first step.")},
                  QStringLiteral("rate"));
    rows->addWidget(m_losses, 3);
    auto* below = new QHBoxLayout;
    below->setSpacing(kSpaceL);
    below->addWidget(m_recall, 3);
    below->addWidget(m_rate, 2);
    rows->addLayout(below, 2);
    return curves;
}

void RunPage::showRun(const ShownRun& run) {
    const bool isOther = run.record.folder != m_folder;
    if (isOther) {
        m_folder = run.record.folder;
        for (CurvePlot* one : {m_losses, m_recall, m_rate}) one->showAll();
        m_metrics.setFile(run.record.metrics());
        m_parts->button(Curves)->click();
    }
    m_metrics.setLive(run.isOpen());
    showState(run);
    showButtons(run);
    showProblem(run);
    showProgress(run);
    m_comparison->showRun(run);
    m_warnings->showCounts(run.record.status.value_or(RunStatus{}));
}

void RunPage::showState(const ShownRun& run) {
    m_name->setText(run.name());
    m_icon->showIcon(stateIcon(run.state()));
    QStringList words{stateName(run.state())};
    const QString position = run.position();
    if (!position.isEmpty()) words << position;
    const bool isEvaluating = run.state() == RunState::Running && run.job &&
                              !run.job->progress.stage.empty() &&
                              run.job->progress.stage != kTrainingStage;
    if (isEvaluating) words << tr("evaluating: %1").arg(stageOf(run.job->progress));
    m_state->setText(words.join(QStringLiteral(" · ")));
}

void RunPage::showButtons(const ShownRun& run) {
    const RunState state = run.state();
    const bool canStop = state == RunState::Running || state == RunState::Waiting;
    m_pause->setVisible(run.isOpen());
    m_pause->setEnabled(canStop);
    m_resume->setVisible(run.canResume());
    m_resume->setText(QLatin1Char(' ') + (state == RunState::Ready    ? tr("Begin")
                                          : state == RunState::Failed ? tr("Try again")
                                                                      : tr("Resume")));
    m_cancel->setVisible(state != RunState::Finished && state != RunState::Cancelled &&
                         state != RunState::Failed);
    m_cancel->setEnabled(state != RunState::Stopping);
    m_use->setVisible(run.record.hasBest || run.record.hasLast);
}

void RunPage::showProblem(const ShownRun& run) {
    QString reason = run.reason();
    if (run.state() == RunState::Interrupted) {
        reason =
            tr("The program that ran it ended meanwhile. It can be resumed from its last "
               "snapshot.");
    }
    m_problemText->setText(reason);
    m_problem->setVisible(!reason.isEmpty());
    showWhatToSpare(run);
}

void RunPage::showWhatToSpare(const ShownRun& run) {
    const auto changes = run.ranOutOfMemory() ? lessMemory(run.record) : std::nullopt;
    m_spare->setVisible(changes.has_value());
    if (!changes) return;
    if (const auto samples = changes->find("micro_batch"); samples != changes->end()) {
        m_spare->setText(tr("Go on with %1 samples at once").arg(samples->get<std::int64_t>()));
        m_spare->setToolTip(tr("P-ITM then draws its negatives from these alone"));
    } else {
        m_spare->setText(tr("Go on, recomputing activations"));
        m_spare->setToolTip(
            tr("Less than half the memory, about a third more time; the model comes out the same"));
    }
    m_spare->setAccessibleName(m_spare->text());
}

void RunPage::showProgress(const ShownRun& run) {
    const auto& status = run.record.status;
    const Progress progress = run.job && run.isOpen() ? run.job->progress : Progress{};
    const bool isTraining = progress.stage == kTrainingStage;
    m_isOpen = run.isOpen();
    m_toldStep = isTraining ? progress.done : status ? status->step : 0;
    m_numSteps = isTraining ? progress.total : status ? status->numSteps : 0;
    showStep();
    const bool isCounted = isTraining && progress.remaining && run.state() == RunState::Running;
    m_left->setText(isCounted ? shownRemaining(*progress.remaining) : QStringLiteral("–"));
    m_keptBest = status ? status->best : -1;
    m_keptBestStep = status ? status->bestStep : 0;
    showBest();
}

/// Progress is told now and then only, and a step is measured whether it is told or not.
void RunPage::showStep() {
    const auto& steps = m_metrics.steps();
    const std::int64_t measured = m_isOpen && !steps.empty() ? steps.back().step : 0;
    const std::int64_t step = std::max(m_toldStep, measured);
    m_step->setText(
        m_numSteps > 0 ? QStringLiteral("%1/%2").arg(groupedNumber(step), groupedNumber(m_numSteps))
                       : groupedNumber(step));
    m_bar->setValue(m_numSteps > 0 ? static_cast<int>(step * kBarSteps / m_numSteps) : 0);
    m_bar->setAccessibleName(
        tr("%1 of %2 steps").arg(groupedNumber(step), groupedNumber(m_numSteps)));
}

void RunPage::showMetrics() {
    showStep();
    m_losses->setSeries(m_metrics.lossSeries());
    m_rate->setSeries(m_metrics.rateSeries());
    m_recall->setSeries(m_metrics.recallSeries());
    const double pace = m_metrics.secondsPerStep();
    m_pace->setText(pace > 0 ? tr("%1 s").arg(pace, 0, 'g', 3) : QStringLiteral("–"));
    showBest();
}

/// The folder tells it when the run ends, the measurements while it goes on.
void RunPage::showBest() {
    double best = m_keptBest;
    std::int64_t bestStep = m_keptBestStep;
    for (const EvaluationMetrics& one : m_metrics.evaluations()) {
        if (!(one.counted().r1 > best)) continue;
        best = one.counted().r1;
        bestStep = one.step;
    }
    m_best->setText(best >= 0 ? QString::number(best, 'f', 1) : QStringLiteral("–"));
    m_best->setToolTip(best >= 0 ? tr("After step %1").arg(groupedNumber(bestStep)) : QString());
}

void RunPage::showWarnings(const JobLog& log) {
    m_warnings->showLog(log);
    const int count = m_warnings->count();
    m_parts->button(Warnings)->setText(count == 0 ? tr("Warnings")
                                                  : tr("Warnings (%1)").arg(groupedNumber(count)));
}

}  // namespace descry
