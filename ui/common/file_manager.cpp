#include "ui/common/file_manager.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>

#include "ui/common/text.h"

namespace descry {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::FileManager)
};

}  // namespace

void showInFileManager(const std::filesystem::path& folder, Messages& messages) {
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(qtPath(folder)))) return;
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = QStringLiteral("fileManager");
    message.cause = Text::tr("No program opened the folder “%1”.").arg(shownPath(folder));
    message.kept = Text::tr("The path can be copied and opened by hand.");
    message.details = shownPath(folder);
    messages.raise(message);
}

}  // namespace descry
