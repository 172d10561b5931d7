#include "ui/review/agreement_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/review/decision_log.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

constexpr int kWidth = 600;
constexpr int kRowHeight = 32;

/// With a true minus sign.
QString shown(double value) {
    return QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

QString shown(const std::optional<double>& value) {
    return value ? shown(*value) : AgreementDialog::tr("n/a");
}

/// Why kappa or its interval is not there; empty if both are.
QString reasonOf(const Agreement& agreement) {
    if (agreement.numPairs == 0) return AgreementDialog::tr("No pair was decided by both.");
    if (!agreement.kappa) {
        return AgreementDialog::tr("Both gave one and the same verdict to every pair.");
    }
    if (!agreement.interval) return AgreementDialog::tr("There are too few pairs for an interval.");
    return {};
}

}  // namespace

AgreementDialog::AgreementDialog(ApplicationContext& context,
                                 const std::filesystem::path& log,
                                 QWidget* parent)
    : QDialog(parent), m_context(context) {
    setWindowTitle(tr("Agreement"));
    setObjectName(QStringLiteral("agreementDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    addChoice(column);
    addNumbers(column);
    addMatrix(column);
    addButtons(column);
    read(log);
}

AgreementDialog::~AgreementDialog() {
    m_work.request_stop();
}

void AgreementDialog::addChoice(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceM);
    const auto add = [&](const char* name, const QString& title) {
        auto* choice = new QComboBox(this);
        choice->setObjectName(QLatin1String(name));
        choice->setAccessibleName(title);
        connect(choice, &QComboBox::currentIndexChanged, this, &AgreementDialog::compute);
        row->addWidget(choice, 1);
        return choice;
    };
    m_first = add("firstAnnotator", tr("First annotator"));
    row->addWidget(lookLabel(tr("and"), "secondary", this));
    m_second = add("secondAnnotator", tr("Second annotator"));
    column->addLayout(row);
}

void AgreementDialog::addNumbers(QVBoxLayout* column) {
    m_kappa = lookLabel({}, "figure", this);
    m_kappa->setObjectName(QStringLiteral("kappa"));
    column->addWidget(m_kappa);
    m_text = wrappedLabel({}, this);
    m_text->setObjectName(QStringLiteral("agreementText"));
    setLook(m_text, "secondary");
    column->addWidget(m_text);
}

void AgreementDialog::addMatrix(QVBoxLayout* column) {
    constexpr int kNum = static_cast<int>(kNumVerdicts);
    m_matrix = new QTableWidget(kNum, kNum, this);
    m_matrix->setObjectName(QStringLiteral("confusion"));
    m_matrix->setAccessibleName(tr("Pairs by both verdicts"));
    QStringList titles;
    for (int i = 0; i < kNum; ++i) titles << verdictTitle(static_cast<Verdict>(i));
    m_matrix->setHorizontalHeaderLabels(titles);
    m_matrix->setVerticalHeaderLabels(titles);
    m_matrix->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_matrix->setTabKeyNavigation(false);
    m_matrix->setShowGrid(false);
    m_matrix->setCornerButtonEnabled(false);
    m_matrix->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_matrix->horizontalHeader()->setHighlightSections(false);
    m_matrix->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_matrix->verticalHeader()->setHighlightSections(false);
    m_matrix->setFixedHeight((kNum + 1) * kRowHeight + kSpaceS);
    column->addWidget(m_matrix);
}

void AgreementDialog::addButtons(QVBoxLayout* column) {
    m_disputed = wrappedLabel({}, this);
    m_disputed->setObjectName(QStringLiteral("disputed"));
    column->addWidget(m_disputed);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_adjudicate = buttons->addButton(tr("Adjudicate"), QDialogButtonBox::ActionRole);
    m_adjudicate->setObjectName(QStringLiteral("adjudicate"));
    m_adjudicate->setToolTip(tr("Decide the disputed pairs as a third annotator"));
    m_adjudicate->setEnabled(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_adjudicate, &QPushButton::clicked, this, [this] {
        Q_EMIT adjudicationRequested();
        close();
    });
    column->addWidget(buttons);
}

void AgreementDialog::read(const std::filesystem::path& log) {
    showNothing(tr("Reading the decisions…"));
    m_context.background.run(
        *this,
        [log](std::stop_token) {
            const DecisionLog opened(log, DecisionLog::Access::ReadOnly);
            return std::make_shared<const CurrentVerdicts>(opened.all());
        },
        [this](std::shared_ptr<const CurrentVerdicts> verdicts) { take(std::move(verdicts)); },
        [this](const Error& error) {
            showNothing(error.code() == ErrorCode::NotFound ? tr("Nothing has been decided yet.")
                                                            : errorText(error));
        });
}

void AgreementDialog::take(std::shared_ptr<const CurrentVerdicts> verdicts) {
    QStringList names;
    for (const std::string& name : verdicts->annotators()) names << toQString(name);
    m_first->addItems(names);
    m_second->addItems(names);
    m_verdicts = std::move(verdicts);
    if (names.size() < 2) {
        showNothing(
            tr("Agreement is between two annotators, and only one has decided. Merge the "
               "other’s log first."));
        return;
    }
    m_second->setCurrentIndex(1);
    compute();
}

void AgreementDialog::compute() {
    if (m_verdicts == nullptr || m_first->count() < 2) return;
    m_work.request_stop();
    struct Result {
        Agreement agreement;
        std::size_t numDisputed = 0;
    };
    m_work = m_context.background.run(
        *this,
        [verdicts = m_verdicts,
         first = toUtf8(m_first->currentText()),
         second = toUtf8(m_second->currentText())](std::stop_token) {
            return Result{agreementOf(confusionOf(*verdicts, first, second)),
                          disputedPairs(*verdicts).size()};
        },
        [this](const Result& result) {
            showAgreement(result.agreement);
            const auto numDisputed = static_cast<int>(result.numDisputed);
            m_disputed->setText(
                tr("%n pairs are disputed among all annotators.", nullptr, numDisputed));
            m_adjudicate->setEnabled(numDisputed > 0);
        });
}

void AgreementDialog::showAgreement(const Agreement& agreement) {
    m_kappa->setText(tr("Cohen’s kappa: %1").arg(shown(agreement.kappa)));
    QStringList lines;
    lines << tr("Decided by both: %1").arg(groupedNumber(agreement.numPairs));
    if (agreement.interval) {
        lines << tr("95 % interval by bootstrap: %1 to %2")
                     .arg(shown(agreement.interval->low), shown(agreement.interval->high));
    }
    lines << tr("Agreement observed %1, expected by chance %2")
                 .arg(shown(agreement.observed), shown(agreement.expected));
    lines << tr("Adjusted for prevalence: %1").arg(shown(agreement.prevalenceAdjusted));
    if (const QString reason = reasonOf(agreement); !reason.isEmpty()) lines << reason;
    m_text->setText(lines.join(QLatin1Char('\n')));
    for (int row = 0; row < m_matrix->rowCount(); ++row) {
        for (int column = 0; column < m_matrix->columnCount(); ++column) {
            const std::int64_t count =
                agreement.matrix[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            auto* item = new QTableWidgetItem(groupedNumber(count));
            item->setTextAlignment(Qt::AlignCenter);
            item->setToolTip(tr("%1: %2, %3: %4")
                                 .arg(m_first->currentText(),
                                      verdictTitle(static_cast<Verdict>(row)),
                                      m_second->currentText(),
                                      verdictTitle(static_cast<Verdict>(column))));
            m_matrix->setItem(row, column, item);
        }
    }
    m_matrix->show();
}

void AgreementDialog::showNothing(const QString& why) {
    m_kappa->setText(tr("Cohen’s kappa: %1").arg(tr("n/a")));
    m_text->setText(why);
    m_matrix->hide();
}

}  // namespace descry
