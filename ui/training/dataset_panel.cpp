#include "ui/training/dataset_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/common/flow_layout.h"
#include "ui/common/text.h"
#include "ui/training/file_export.h"

namespace descry {
namespace {

constexpr int kSettleMs = 400;
constexpr int kRowHeight = 32;
constexpr int kBarSteps = 1000;
constexpr int kProgressMs = 100;

/// Numbers stand alone, so that the sentence fits any of them.
QString verdictOf(const DatasetFacts& facts) {
    QStringList parts;
    if (facts.numTextErrors > 0) {
        parts << DatasetPanel::tr(
                     "Errors in the file: %1. Training refuses it until they are "
                     "mended.")
                     .arg(groupedNumber(facts.numTextErrors));
    }
    if (facts.numImageErrors > 0) {
        parts << DatasetPanel::tr("Images that cannot be read: %1. Training leaves them out.")
                     .arg(groupedNumber(facts.numImageErrors));
    }
    if (facts.numWarnings > 0) {
        parts << DatasetPanel::tr("Warnings: %1.").arg(groupedNumber(facts.numWarnings));
    }
    if (!parts.isEmpty()) return parts.join(QLatin1Char(' '));
    return facts.images.empty()
               ? DatasetPanel::tr("The file is sound. Choose the folder of images.")
               : DatasetPanel::tr("The file is sound and every image can be read.");
}

QString verdictIcon(const DatasetFacts& facts) {
    if (facts.numTextErrors > 0) return QStringLiteral("problem");
    if (facts.numImageErrors > 0 || facts.numWarnings > 0) return QStringLiteral("warning");
    return QStringLiteral("done");
}

}  // namespace

DatasetPanel::DatasetPanel(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_settle(new QTimer(this)), m_look(new QTimer(this)) {
    m_look->setInterval(kProgressMs);
    connect(m_look, &QTimer::timeout, this, &DatasetPanel::showProgress);
    m_settle->setSingleShot(true);
    m_settle->setInterval(kSettleMs);
    connect(m_settle, &QTimer::timeout, this, &DatasetPanel::check);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(0);
    column->addWidget(lookLabel(tr("New run"), "title", this));
    column->addSpacing(kSpaceL);
    addPaths(column);
    column->addSpacing(kSpaceXl);
    addFigures(column);
    addFindings(column);
    showFacts();
}

void DatasetPanel::addPaths(QVBoxLayout* column) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpaceM);
    grid->setVerticalSpacing(kSpaceS);
    m_dataset = new PathRow(m_context,
                            tr("Data set file"),
                            {PathQuestion::Kind::File, tr("Data set"), tr("Data sets (*.json)")},
                            this);
    m_dataset->setObjectName(QStringLiteral("dataset"));
    m_images = new PathRow(
        m_context, tr("Folder of images"), {PathQuestion::Kind::Folder, tr("Images"), {}}, this);
    m_images->setObjectName(QStringLiteral("images"));
    const std::pair<QString, PathRow*> rows[] = {{tr("Data set"), m_dataset},
                                                 {tr("Images"), m_images}};
    int line = 0;
    for (const auto& [name, row] : rows) {
        auto* label = lookLabel(name, "secondary", this);
        label->setBuddy(row->field());
        grid->addWidget(label, line, 0);
        grid->addWidget(row, line++, 1);
        connect(row, &PathRow::changed, this, &DatasetPanel::pathChanged);
    }
    m_dataset->field()->setPlaceholderText(
        tr("CUHK-PEDES, ICFG-PEDES, RSTPReid or processed (JSON)"));
    m_dataset->field()->setToolTip(m_dataset->field()->placeholderText());
    m_images->field()->setPlaceholderText(tr("The folder that its paths begin in"));
    column->addLayout(grid);
}

QLabel* DatasetPanel::addFigure(QLayout* row, const QString& meaning) {
    auto* pair = new QWidget(m_figures);
    auto* lines = new QVBoxLayout(pair);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    auto* figure = lookLabel({}, "figure", pair);
    lines->addWidget(figure);
    lines->addWidget(lookLabel(meaning, "secondary", pair));
    row->addWidget(pair);
    return figure;
}

void DatasetPanel::addFigures(QVBoxLayout* column) {
    m_figures = new QWidget(this);
    auto* lines = new QVBoxLayout(m_figures);
    lines->setContentsMargins(0, 0, 0, kSpaceXl);
    auto* row = new FlowLayout(kSpaceXl);
    lines->addLayout(row);
    m_format = addFigure(row, tr("format"));
    m_format->setObjectName(QStringLiteral("format"));
    m_train = addFigure(row, tr("training images"));
    m_train->setObjectName(QStringLiteral("numTrain"));
    m_val = addFigure(row, tr("validation"));
    m_test = addFigure(row, tr("test"));
    m_people = addFigure(row, tr("people"));
    column->addWidget(m_figures);
}

void DatasetPanel::addFindings(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    m_verdictIcon = new StateIcon(m_context.theme, this);
    row->addWidget(m_verdictIcon);
    m_verdict = wrappedLabel({}, this);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    row->addWidget(m_verdict, 1);
    m_stop = pushButton(tr("Stop"), this);
    m_stop->setObjectName(QStringLiteral("stopCheck"));
    connect(m_stop, &QPushButton::clicked, this, [this] {
        stopCheck();
        showFacts();
    });
    row->addWidget(m_stop);
    m_again = pushButton(tr("Check again"), this);
    m_again->setObjectName(QStringLiteral("checkAgain"));
    connect(m_again, &QPushButton::clicked, this, &DatasetPanel::check);
    row->addWidget(m_again);
    column->addLayout(row);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, kBarSteps);
    m_progress->setAccessibleName(tr("Images checked"));
    column->addSpacing(kSpaceS);
    column->addWidget(m_progress);
    addFindingTools(column);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("findings"));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setModel(&m_findings);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(FindingsModel::SeverityColumn, 88);
    m_table->setColumnWidth(FindingsModel::KindColumn, 140);
    m_table->setColumnWidth(FindingsModel::RecordColumn, 80);
    column->addWidget(m_table, 1);
    column->addStretch();
}

void DatasetPanel::addFindingTools(QVBoxLayout* column) {
    m_tools = new QWidget(this);
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, kSpaceM, 0, kSpaceS);
    row->setSpacing(kSpaceS);
    m_kind = new QComboBox(m_tools);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_kind->setObjectName(QStringLiteral("findingKind"));
    m_kind->setAccessibleName(tr("Kind of findings"));
    connect(m_kind, qOverload<int>(&QComboBox::activated), this, &DatasetPanel::applyFilter);
    row->addWidget(m_kind);
    m_words = new QLineEdit(m_tools);
    m_words->setObjectName(QStringLiteral("findingWords"));
    m_words->setAccessibleName(tr("Words in findings"));
    m_words->setPlaceholderText(tr("Filter by words"));
    m_words->setToolTip(m_words->placeholderText());
    addClearButton(*m_words);
    connect(m_words, &QLineEdit::textChanged, this, &DatasetPanel::applyFilter);
    row->addWidget(m_words, 1);
    auto* copy = pushButton(tr("Copy"), m_tools);
    copy->setObjectName(QStringLiteral("copyFindings"));
    copy->setToolTip(tr("Copies the rows selected, or all that are shown"));
    connect(copy, &QPushButton::clicked, this, &DatasetPanel::copyFindings);
    row->addWidget(copy);
    auto* save = pushButton(tr("Save as CSV…"), m_tools);
    save->setObjectName(QStringLiteral("saveFindings"));
    connect(save, &QPushButton::clicked, this, [this] {
        exportText(m_context, *this, QStringLiteral("findings.csv"), m_findings.csv());
    });
    row->addWidget(save);
    column->addWidget(m_tools);
}

void DatasetPanel::setPaths(const QString& dataset, const QString& images) {
    m_dataset->setPath(dataset);
    m_images->setPath(images);
}

void DatasetPanel::pathChanged() {
    stopCheck();
    m_facts.reset();
    showFacts();
    Q_EMIT pathsChanged();
    Q_EMIT factsChanged();
    dataset().isEmpty() ? m_settle->stop() : m_settle->start();
}

void DatasetPanel::stopCheck() {
    m_checking.request_stop();
    m_look->stop();
    m_isChecking = false;
}

void DatasetPanel::check() {
    m_settle->stop();
    if (dataset().isEmpty()) return;
    stopCheck();
    m_facts.reset();
    m_isChecking = true;
    m_progressNow = std::make_shared<CheckProgressNow>();
    showFacts();
    m_look->start();
    // The panel may be gone while images are still looked at, so they are counted beside it.
    const CheckProgress progress = [now = m_progressNow](std::int64_t done, std::int64_t total) {
        now->total = total;
        now->done = done;
    };
    m_checking = m_context.background.run(
        *this,
        [file = toPath(dataset()), images = toPath(images()), progress](std::stop_token stop) {
            return checkFacts(file, images, progress, stop);
        },
        [this](DatasetFacts facts) { take(std::move(facts)); },
        [this](const Error& error) { takeError(error); });
    Q_EMIT factsChanged();
}

void DatasetPanel::showProgress() {
    const std::int64_t done = m_progressNow->done;
    const std::int64_t total = m_progressNow->total;
    if (total == 0) return;
    m_progress->setValue(static_cast<int>(done * kBarSteps / total));
    m_verdict->setText(
        tr("Looking at image %1 of %2…").arg(groupedNumber(done), groupedNumber(total)));
}

void DatasetPanel::take(DatasetFacts facts) {
    stopCheck();
    m_facts = std::move(facts);
    showFacts();
    Q_EMIT factsChanged();
}

void DatasetPanel::takeError(const Error& error) {
    stopCheck();
    showFacts();
    m_verdict->setText(errorText(error));
    m_verdictIcon->showIcon(QStringLiteral("problem"));
    Q_EMIT factsChanged();
}

void DatasetPanel::showFacts() {
    const bool hasFindings = m_facts && !m_facts->findings.empty();
    m_figures->setVisible(m_facts.has_value());
    m_progress->setVisible(m_isChecking);
    m_progress->setValue(0);
    m_stop->setVisible(m_isChecking);
    m_again->setVisible(!m_isChecking && !dataset().isEmpty());
    m_tools->setVisible(hasFindings);
    m_table->setVisible(hasFindings);
    m_findings.setFindings(dataset(), m_facts ? m_facts->findings : std::vector<ShownFinding>());
    fillKinds();
    m_verdictIcon->showIcon(QStringLiteral("note"));
    if (m_isChecking) {
        m_verdict->setText(tr("Reading the data set…"));
    } else if (!m_facts) {
        m_verdict->setText(
            dataset().isEmpty()
                ? tr("Choose the annotations to learn from. They are checked at once, "
                     "and nothing of them is changed.")
                : tr("The data set has not been checked."));
    }
    if (!m_facts) return;
    m_format->setText(formatName(m_facts->format));
    m_train->setText(groupedNumber(m_facts->of(Split::Train).numImages));
    m_val->setText(groupedNumber(m_facts->of(Split::Val).numImages));
    m_test->setText(groupedNumber(m_facts->of(Split::Test).numImages));
    m_people->setText(groupedNumber(m_facts->numPeople));
    m_verdict->setText(verdictOf(*m_facts));
    m_verdictIcon->showIcon(verdictIcon(*m_facts));
}

void DatasetPanel::fillKinds() {
    m_kind->clear();
    m_kind->addItem(tr("All findings (%1)").arg(groupedNumber(m_findings.numAll())), -1);
    for (std::size_t i = 0; i < kNumFindingKinds; ++i) {
        const auto kind = static_cast<FindingKind>(i);
        const std::int64_t count = m_findings.numOf(kind);
        if (count == 0) continue;
        m_kind->addItem(QStringLiteral("%1 (%2)").arg(kindName(kind), groupedNumber(count)),
                        static_cast<int>(i));
    }
    applyFilter();
}

void DatasetPanel::applyFilter() {
    const int kind = m_kind->currentData().toInt();
    m_findings.setFilter(kind < 0 ? std::nullopt : std::optional(static_cast<FindingKind>(kind)),
                         m_words->text());
}

void DatasetPanel::copyFindings() {
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows << index.row();
    QApplication::clipboard()->setText(m_findings.textOf(rows));
}

}  // namespace descry
