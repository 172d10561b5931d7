#include "ui/training/file_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <utility>

#include "core/base/atomic_file.h"
#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::FileExport)
};

const QString kExportKey = QStringLiteral("trainingExport");

void write(ApplicationContext& context, const std::filesystem::path& file, FileExport what) {
    const QString name = shownPath(file.filename());
    context.background.run(
        context.messages,
        [file, bytes = std::move(what.bytes)](std::stop_token) {
            const QByteArray contents = bytes();
            writeFileAtomically(file,
                                {contents.constData(), static_cast<std::size_t>(contents.size())});
        },
        [&context, name] {
            Message message;
            message.key = kExportKey;
            message.cause = Words::tr("“%1” was saved.").arg(name);
            context.messages.raise(message);
        },
        [&context, name](const Error& error) {
            context.messages.raise(
                problemOf(kExportKey, Words::tr("“%1” could not be saved.").arg(name), error));
        });
}

}  // namespace

void exportFile(ApplicationContext& context, QWidget& parent, FileExport what) {
    PathQuestion question;
    question.kind = PathQuestion::Kind::Save;
    question.title = what.title;
    question.filter = what.filter;
    question.suggested = what.suggested;
    context.prompts.askPath(parent, question, [&context, what](const std::filesystem::path& file) {
        write(context, file, what);
    });
}

void exportText(ApplicationContext& context,
                QWidget& parent,
                const QString& suggested,
                const QString& csv) {
    exportFile(context,
               parent,
               {.title = Words::tr("Save values"),
                .filter = Words::tr("CSV tables (*.csv)"),
                .suggested = suggested,
                .bytes = [csv] { return csv.toUtf8(); }});
}

void exportPicture(ApplicationContext& context,
                   QWidget& parent,
                   const QString& suggested,
                   const QImage& picture) {
    exportFile(context,
               parent,
               {.title = Words::tr("Save picture"),
                .filter = Words::tr("PNG pictures (*.png)"),
                .suggested = suggested,
                .bytes = [picture] {
                    QByteArray bytes;
                    QBuffer buffer(&bytes);
                    buffer.open(QIODevice::WriteOnly);
                    picture.save(&buffer, "PNG");
                    return bytes;
                }});
}

}  // namespace descry
