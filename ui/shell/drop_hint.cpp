#include "ui/shell/drop_hint.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

std::vector<std::filesystem::path> pathsOf(const QMimeData& data) {
    std::vector<std::filesystem::path> paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) paths.push_back(toPath(url.toLocalFile()));
    }
    return paths;
}

}  // namespace

QString shownDrop(const std::filesystem::path& path, PathKind kind) {
    const QString name = shownPath(path.has_filename() ? path.filename() : path);
    switch (kind) {
        case PathKind::Folder:
            return DropHint::tr("Open the folder “%1” as a gallery").arg(name);
        case PathKind::Gallery:
            return DropHint::tr("Open the gallery “%1”").arg(name);
        case PathKind::Bundle:
            return DropHint::tr("Use the model “%1”").arg(name);
        case PathKind::Checkpoint:
            return DropHint::tr("Import the model file “%1”").arg(name);
        case PathKind::Picture:
            return DropHint::tr("Find people like the one in “%1”").arg(name);
        case PathKind::Unknown:
            break;
    }
    return DropHint::tr("“%1” is nothing that Descry can open").arg(name);
}

DropHint::DropHint(Background& background, QWidget& window)
    : QLabel(&window), m_background(background) {
    setObjectName(QStringLiteral("dropHint"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAlignment(Qt::AlignCenter);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setLook(this, "dropHint");
    hide();
    window.installEventFilter(this);
}

bool DropHint::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter: {
            auto* enter = static_cast<QDragEnterEvent*>(event);
            const auto paths = pathsOf(*enter->mimeData());
            if (paths.empty()) return false;
            enter->acceptProposedAction();
            showFor(paths);
            return true;
        }
        case QEvent::DragLeave:
            leave();
            return true;
        case QEvent::Drop: {
            auto* drop = static_cast<QDropEvent*>(event);
            leave();
            drop->acceptProposedAction();
            Q_EMIT dropped(pathsOf(*drop->mimeData()));
            return true;
        }
        default:
            return false;
    }
}

void DropHint::showFor(const std::vector<std::filesystem::path>& paths) {
    m_looking.request_stop();
    m_looking = m_background.run(
        *this,
        [paths](std::stop_token stop) { return firstOfEachKind(paths, stop); },
        [this, numGiven = paths.size()](const std::vector<DroppedPath>& first) {
            QStringList lines;
            for (const DroppedPath& one : first) lines << shownDrop(one.path, one.kind);
            const auto numLeftOut = static_cast<int>(numGiven - first.size());
            if (numLeftOut > 0) lines << tr("%n more will be left out", nullptr, numLeftOut);
            setText(lines.join(QLatin1Char('\n')));
            setGeometry(parentWidget()->rect().adjusted(kSpaceXl, kSpaceXl, -kSpaceXl, -kSpaceXl));
            raise();
            show();
        });
}

void DropHint::leave() {
    m_looking.request_stop();
    hide();
}

}  // namespace descry
