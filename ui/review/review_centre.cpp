#include "ui/review/review_centre.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>
#include <optional>
#include <utility>

#include "ui/common/text.h"

namespace descry {
namespace {

/// The one data set that is dragged; anything else is the window's affair.
std::optional<std::filesystem::path> datasetIn(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile()) return std::nullopt;
    const QString file = urls.front().toLocalFile();
    if (!file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) return std::nullopt;
    return toPath(file);
}

}  // namespace

ReviewCentre::ReviewCentre(QWidget* parent) : QStackedWidget(parent) {
    setAcceptDrops(true);
}

void ReviewCentre::say(const EmptyState::Text& text, std::function<void()> run) {
    auto* before = std::exchange(m_said, new EmptyState(text, this));
    if (run) connect(m_said, &EmptyState::actionRequested, this, std::move(run));
    addWidget(m_said);
    setCurrentWidget(m_said);
    if (before == nullptr) return;
    removeWidget(before);
    before->hide();
    before->deleteLater();
}

void ReviewCentre::dragEnterEvent(QDragEnterEvent* event) {
    if (datasetIn(*event->mimeData())) event->acceptProposedAction();
}

void ReviewCentre::dropEvent(QDropEvent* event) {
    const auto file = datasetIn(*event->mimeData());
    if (!file) return;
    event->acceptProposedAction();
    Q_EMIT datasetDropped(*file);
}

}  // namespace descry
