#include "ui/common/file_manager.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QUrl>

#include "ui/common/text.h"

namespace descry {
namespace {

const QString kService = QStringLiteral("org.freedesktop.FileManager1");
const QString kPath = QStringLiteral("/org/freedesktop/FileManager1");

QUrl urlOf(const std::filesystem::path& path) {
    return QUrl::fromLocalFile(qtPath(path));
}

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::FileManager)
};

}  // namespace

void showInFileManager(const std::filesystem::path& folder, Messages& messages) {
    if (QDesktopServices::openUrl(urlOf(folder))) return;
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = QStringLiteral("fileManager");
    message.cause = Text::tr("No program opened the folder “%1”.").arg(shownPath(folder));
    message.kept = Text::tr("The path can be copied and opened by hand.");
    message.details = shownPath(folder);
    messages.raise(message);
}

void revealFile(const std::filesystem::path& file, Messages& messages) {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        showInFileManager(file.parent_path(), messages);
        return;
    }
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("ShowItems"));
    call << QStringList{urlOf(file).toString(QUrl::FullyEncoded)} << QString();
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(call), &messages);
    QObject::connect(
        answer, &QDBusPendingCallWatcher::finished, &messages, [answer, file, &messages] {
            const QDBusPendingReply<> reply = *answer;
            if (reply.isError()) showInFileManager(file.parent_path(), messages);
            answer->deleteLater();
        });
}

}  // namespace descry
