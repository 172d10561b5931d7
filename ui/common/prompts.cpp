#include "ui/common/prompts.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QRegularExpression>
#include <utility>

#include "ui/common/application_context.h"
#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::Prompts)
};

/// "png" of "PNG pictures (*.png)"; empty if the filter names no ending.
QString firstEnding(const QString& filter) {
    static const QRegularExpression ending(QStringLiteral("\\*\\.(\\w+)"));
    return ending.match(filter).captured(1);
}

void setUp(QFileDialog& dialog, const PathQuestion& question) {
    if (!question.filter.isEmpty()) dialog.setNameFilter(question.filter);
    switch (question.kind) {
        case PathQuestion::Kind::File:
            dialog.setFileMode(QFileDialog::ExistingFile);
            return;
        case PathQuestion::Kind::Folder:
            dialog.setFileMode(QFileDialog::Directory);
            dialog.setOption(QFileDialog::ShowDirsOnly);
            return;
        case PathQuestion::Kind::Save:
            dialog.setFileMode(QFileDialog::AnyFile);
            dialog.setAcceptMode(QFileDialog::AcceptSave);
            dialog.setDefaultSuffix(firstEnding(question.filter));
            if (!question.suggested.isEmpty()) dialog.selectFile(question.suggested);
            return;
    }
}

QFileDialog* makeDialog(QWidget& parent, const PathQuestion& question) {
    auto* dialog = new QFileDialog(&parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    setUp(*dialog, question);
    return dialog;
}

}  // namespace

void DialogPrompts::askPath(QWidget& parent, const PathQuestion& question, Answer answer) {
    auto* dialog = makeDialog(parent, question);
    QObject::connect(dialog,
                     &QFileDialog::fileSelected,
                     &parent,
                     [answer = std::move(answer)](const QString& path) { answer(toPath(path)); });
    dialog->open();
}

void DialogPrompts::askFiles(QWidget& parent, const PathQuestion& question, FilesAnswer answer) {
    auto* dialog = makeDialog(parent, question);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog,
                     &QFileDialog::filesSelected,
                     &parent,
                     [answer = std::move(answer)](const QStringList& paths) {
                         std::vector<std::filesystem::path> files;
                         for (const QString& path : paths) files.push_back(toPath(path));
                         answer(files);
                     });
    dialog->open();
}

void askGalleryFolder(ApplicationContext& context, QWidget& parent) {
    const PathQuestion question{
        PathQuestion::Kind::Folder, Words::tr("Open a folder as gallery"), {}};
    context.prompts.askPath(
        parent, question, [&workbench = context.workbench](const std::filesystem::path& folder) {
            workbench.openFolder(folder);
        });
}

void askBundleFolder(ApplicationContext& context, QWidget& parent) {
    const PathQuestion question{PathQuestion::Kind::Folder, Words::tr("Open a bundle"), {}};
    context.prompts.askPath(
        parent, question, [&workbench = context.workbench](const std::filesystem::path& folder) {
            workbench.adoptBundle(folder);
        });
}

}  // namespace descry
