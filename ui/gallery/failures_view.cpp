#include "ui/gallery/failures_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/gallery/table_look.h"

namespace descry {

FailuresView::FailuresView(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_title(lookLabel({}, "secondary", this)), m_table(new QTableView(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    addButtons(theme);
    m_table->setModel(&m_failures);
    setTableLook(
        *m_table, QStringLiteral("failures"), tr("Files that could not be read"), {220, 320});
    column->addWidget(m_table, 1);
    column->addStretch();
    connect(m_table->selectionModel(),
            &QItemSelectionModel::selectionChanged,
            this,
            &FailuresView::showChoice);
    showChoice();
}

void FailuresView::addButtons(const Theme& theme) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    m_title->setObjectName(QStringLiteral("failuresSummary"));
    m_title->setWordWrap(true);
    row->addWidget(m_title, 1);
    m_openFolder = pushButton(tr("Open folder"), this);
    m_openFolder->setObjectName(QStringLiteral("openFailureFolder"));
    addIcon(m_openFolder, theme.icon(QStringLiteral("folder")));
    m_retryChosen = pushButton(tr("Try chosen again"), this);
    m_retryChosen->setObjectName(QStringLiteral("retryChosen"));
    m_retryAll = pushButton(tr("Try all again"), this);
    m_retryAll->setObjectName(QStringLiteral("retryFailures"));
    addIcon(m_retryAll, theme.icon(QStringLiteral("retry")));
    for (QPushButton* button : {m_openFolder, m_retryChosen, m_retryAll}) row->addWidget(button);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_retryAll, &QPushButton::clicked, this, &FailuresView::retryAllRequested);
    connect(
        m_retryChosen, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(chosen()); });
    connect(m_openFolder, &QPushButton::clicked, this, [this] {
        const std::vector<ShownFailure> failures = chosen();
        if (!failures.empty()) Q_EMIT folderRequested(failures.front().file.parent_path());
    });
}

void FailuresView::setFailures(std::vector<ShownFailure> failures) {
    // While a gallery is indexed this comes every second: what is chosen stays.
    if (!m_failures.isSame(failures)) m_failures.setFailures(std::move(failures));
    showChoice();
}

void FailuresView::setCount(std::int64_t numFailures) {
    m_numFailures = numFailures;
    showChoice();
}

void FailuresView::setMayRetry(bool mayRetry) {
    m_mayRetry = mayRetry;
    showChoice();
}

std::vector<ShownFailure> FailuresView::chosen() const {
    std::vector<ShownFailure> failures;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        failures.push_back(m_failures.at(index.row()));
    }
    return failures;
}

QString FailuresView::summary() const {
    if (m_failures.rowCount() > 0) {
        return tr(
            "Files that are no pictures or could not be read. Once one is mended, try it again; "
            "the others stay out.");
    }
    return m_numFailures == 0 ? tr("Every picture could be read.") : QStringLiteral("…");
}

void FailuresView::showChoice() {
    const int count = m_failures.rowCount();
    const bool isChosen = m_table->selectionModel()->hasSelection();
    m_title->setText(summary());
    m_table->setVisible(count > 0);
    for (QPushButton* button : {m_openFolder, m_retryChosen, m_retryAll}) {
        button->setVisible(count > 0);
    }
    m_openFolder->setEnabled(isChosen);
    m_retryChosen->setEnabled(isChosen && m_mayRetry);
    m_retryAll->setEnabled(m_mayRetry);
}

}  // namespace descry
