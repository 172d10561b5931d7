#include "ui/gallery/audit_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/gallery/table_look.h"

namespace descry {

QString AuditView::shownAudit(const GalleryAudit& audit) {
    const std::pair<std::int64_t, QString> kinds[] = {
        {audit.numDatabaseFindings, tr("Faults of the gallery’s file: %1")},
        {audit.numDamaged, tr("Embeddings damaged: %1")},
        {audit.numFoldersMissing, tr("Folders not there: %1")},
        {audit.numMissing, tr("Pictures not there: %1")},
        {audit.numChanged, tr("Pictures changed: %1")},
        {audit.numUnreadable, tr("Pictures unreadable: %1")}};
    QStringList found;
    for (const auto& [count, words] : kinds) {
        if (count > 0) found << words.arg(groupedNumber(count));
    }
    const QString looked =
        tr("%1 embeddings and %2 pictures’ files looked at, %3 of them read whole")
            .arg(groupedNumber(audit.numEmbeddings),
                 groupedNumber(audit.numFiles),
                 groupedNumber(audit.numRead));
    return found.isEmpty() ? looked
                           : found.join(QStringLiteral(" · ")) + QLatin1Char('\n') + looked;
}

AuditView::AuditView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_how(new QComboBox(this)),
      m_check(pushButton(tr("Check now"), this)),
      m_line(new JobLine(this)),
      m_summary(wrappedLabel({}, this)),
      m_update(pushButton(tr("Update the index"), this)),
      m_copy(pushButton(tr("Copy the report"), this)),
      m_table(new QTableView(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    addControls(theme);
    column->addWidget(m_line);
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    m_summary->setObjectName(QStringLiteral("auditSummary"));
    row->addWidget(m_summary, 1);
    row->addWidget(m_update, 0, Qt::AlignTop);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    column->addLayout(row);
    m_table->setModel(&m_findings);
    setTableLook(
        *m_table, QStringLiteral("auditFindings"), tr("What the check found"), {150, 320, 280});
    column->addWidget(m_table, 1);
    column->addStretch();
    clear();
}

void AuditView::addControls(const Theme& theme) {
    m_how->setObjectName(QStringLiteral("auditHow"));
    m_how->setAccessibleName(tr("How pictures are checked"));
    m_how->addItem(tr("Pictures by size and time"), static_cast<int>(AuditFiles::Status));
    m_how->addItem(tr("Pictures byte for byte (reads every file)"),
                   static_cast<int>(AuditFiles::Contents));
    m_how->addItem(tr("The gallery’s file alone"), static_cast<int>(AuditFiles::Leave));
    m_check->setObjectName(QStringLiteral("checkNow"));
    addIcon(m_check, theme.icon(QStringLiteral("search")));
    m_update->setObjectName(QStringLiteral("updateAfterAudit"));
    m_copy->setObjectName(QStringLiteral("copyAudit"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    row->addWidget(m_how);
    row->addWidget(m_check);
    row->addStretch(1);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_check, &QPushButton::clicked, this, [this] {
        Q_EMIT checkRequested(static_cast<AuditFiles>(m_how->currentData().toInt()));
    });
    connect(m_line, &JobLine::stopRequested, this, &AuditView::stopRequested);
    connect(m_update, &QPushButton::clicked, this, &AuditView::updateRequested);
    connect(m_copy, &QPushButton::clicked, this, &AuditView::copyReport);
}

void AuditView::clear() {
    m_audit = {};
    m_findings.setFindings({});
    m_line->hide();
    m_check->setEnabled(true);
    m_update->hide();
    m_copy->hide();
    m_table->hide();
    setLook(m_summary, "secondary");
    m_summary->setText(
        tr("A check reads the gallery’s file, every embedding and the pictures’ "
           "files, and changes nothing."));
}

void AuditView::showProgress(const JobStatus& check) {
    m_check->setEnabled(false);
    // One that goes on begins anew: how far it was says nothing.
    const Progress progress = check.state == JobState::Running ? check.progress : Progress();
    const QString what = check.state == JobState::Paused ? tr("The check is paused")
                         : progress.stage.empty()        ? tr("Waiting")
                                                         : shownJobText(progress.stage);
    m_line->showProgress(what, progress);
}

void AuditView::showAudit(const GalleryAudit& audit, bool isWhole) {
    m_audit = audit;
    m_line->hide();
    m_check->setEnabled(true);
    m_findings.setFindings(audit.findings);
    setLook(m_summary, "");
    const QString opening = !isWhole          ? tr("The check was not finished.")
                            : audit.isSound() ? tr("The gallery is sound.")
                                              : tr("The check found something.");
    m_summary->setText(opening + QLatin1Char('\n') + shownAudit(audit));
    m_table->setVisible(!audit.isSound());
    m_copy->setVisible(!audit.isSound());
    m_update->setVisible(audit.numDatabaseFindings == 0 &&
                         audit.numDamaged + audit.numChanged + audit.numMissing > 0);
}

void AuditView::copyReport() const {
    QStringList lines{m_summary->text()};
    for (const AuditFinding& finding : m_audit.findings) {
        lines << QStringList{AuditModel::kindName(finding.kind),
                             toQString(finding.place),
                             errorText(finding.detail)}
                     .join(QLatin1Char('\t'));
    }
    if (m_audit.numOmitted > 0) lines << tr("and %1 more").arg(groupedNumber(m_audit.numOmitted));
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace descry
