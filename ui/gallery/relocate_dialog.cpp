#include "ui/gallery/relocate_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kDialogWidth = 600;
constexpr int kNumbersLines = 6;

QString verdictOf(const RelocationCheck& check) {
    switch (check.verdict()) {
        case RelocationCheck::Verdict::Same:
            return RelocateDialog::tr("This is the folder: every picture is there.");
        case RelocationCheck::Verdict::Part:
            return RelocateDialog::tr(
                "This is the folder, but not all of it. Pictures that are not there or have "
                "changed are marked when the index is next updated.");
        default:
            return RelocateDialog::tr(
                "These are other files. Choose the folder that holds the same pictures under the "
                "same names; perhaps it is one level up or down.");
    }
}

QString numbersOf(const RelocationCheck& check) {
    QStringList lines{RelocateDialog::tr("%1 of %2 pictures are there with the same size.")
                          .arg(groupedNumber(check.numThere), groupedNumber(check.numItems)),
                      RelocateDialog::tr("%1 of %2 that were read have the same contents.")
                          .arg(groupedNumber(check.numSame), groupedNumber(check.numRead))};
    if (check.numAbsent + check.numOtherSize > 0) {
        lines << RelocateDialog::tr("Not there: %1. Of another size: %2.")
                     .arg(groupedNumber(check.numAbsent), groupedNumber(check.numOtherSize));
    }
    QStringList examples;
    for (const std::string& example : check.examples) examples << toQString(example);
    if (!examples.isEmpty()) {
        lines << RelocateDialog::tr("For instance %1").arg(examples.join(QStringLiteral(", ")));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

RelocateDialog::RelocateDialog(ApplicationContext& context, const Root& root, QWidget* parent)
    : QDialog(parent), m_context(context), m_root(root) {
    setWindowTitle(tr("Where is this folder now?"));
    setObjectName(QStringLiteral("relocateDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kDialogWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    addFields();
    addButtons();
}

RelocateDialog::~RelocateDialog() {
    m_checking.request_stop();
}

void RelocateDialog::addFields() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpaceL);
    grid->setVerticalSpacing(kSpaceS);
    grid->addWidget(lookLabel(tr("In the gallery"), "secondary", this), 0, 0);
    grid->addWidget(new ElidedLabel(shownPath(m_root.folder), this), 0, 1);
    grid->addWidget(lookLabel(tr("Now"), "secondary", this), 1, 0);
    m_newFolder = new ElidedLabel({}, this);
    grid->addWidget(m_newFolder, 1, 1);
    auto* choose = pushButton(tr("Choose…"), this);
    choose->setObjectName(QStringLiteral("chooseFolder"));
    choose->setAccessibleName(tr("Choose the folder"));
    connect(choose, &QPushButton::clicked, this, &RelocateDialog::askFolder);
    grid->addWidget(choose, 1, 2);
    grid->setColumnStretch(1, 1);
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    column->addLayout(grid);
    m_verdict = wrappedLabel(tr("Choose where the folder is. Nothing is changed before the files "
                                "have been compared."),
                             this);
    m_verdict->setObjectName(QStringLiteral("relocateVerdict"));
    setLook(m_verdict, "strong");
    column->addWidget(m_verdict);
    m_numbers = wrappedLabel({}, this);
    m_numbers->setObjectName(QStringLiteral("relocateNumbers"));
    setLook(m_numbers, "secondary");
    m_numbers->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_numbers->setMinimumHeight(m_numbers->fontMetrics().lineSpacing() * kNumbersLines);
    column->addWidget(m_numbers);
    column->addStretch(1);
}

void RelocateDialog::addButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(tr("Use this folder"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("useFolder"));
    m_use->setEnabled(false);
    setLook(m_use, "primary");
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT folderAccepted(m_root.id, m_folder);
        close();
    });
    qobject_cast<QVBoxLayout*>(layout())->addWidget(buttons);
}

void RelocateDialog::askFolder() {
    const PathQuestion question{PathQuestion::Kind::Folder,
                                tr("Where is “%1” now?").arg(shownPath(m_root.folder.filename())),
                                {}};
    m_context.prompts.askPath(*this, question, [this](const fs::path& folder) { check(folder); });
}

void RelocateDialog::check(const fs::path& folder) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_checking.request_stop();
    m_folder = folder;
    m_newFolder->setText(shownPath(folder));
    m_use->setEnabled(false);
    m_verdict->setText(tr("Comparing…"));
    m_numbers->clear();
    m_checking = m_context.background.run(
        *this,
        [file = gallery->file, root = m_root.id, folder](std::stop_token stop) {
            const auto opened = Gallery::open(file, Gallery::Access::ReadOnly);
            return checkRelocation(*opened, {.root = root, .folder = folder}, std::move(stop));
        },
        [this](const RelocationCheck& result) { showCheck(result); },
        [this](const Error& error) { showProblem(errorText(error)); });
}

void RelocateDialog::showCheck(const RelocationCheck& check) {
    m_verdict->setText(verdictOf(check));
    m_numbers->setText(numbersOf(check));
    const bool isSame = check.verdict() != RelocationCheck::Verdict::Other;
    m_use->setEnabled(isSame);
    if (isSame) m_use->setFocus();
}

void RelocateDialog::showProblem(const QString& problem) {
    m_verdict->setText(tr("The folder could not be compared."));
    m_numbers->setText(problem);
}

}  // namespace descry
