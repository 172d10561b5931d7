#include "ui/common/prompts.h"

#include <QFileDialog>
#include <utility>

#include "ui/common/text.h"

namespace descry {

void DialogPrompts::askPath(QWidget& parent, const PathQuestion& question, Answer answer) {
    auto* dialog = new QFileDialog(&parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const bool isFolder = question.kind == PathQuestion::Kind::Folder;
    dialog->setFileMode(isFolder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, isFolder);
    if (!question.filter.isEmpty()) dialog->setNameFilter(question.filter);
    QObject::connect(dialog,
                     &QFileDialog::fileSelected,
                     &parent,
                     [answer = std::move(answer)](const QString& path) { answer(toPath(path)); });
    dialog->open();
}

}  // namespace descry
