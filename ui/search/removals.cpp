#include "ui/search/removals.h"

#include <utility>

namespace descry {
namespace {

const QString kRemovalKey = QStringLiteral("removal");

}  // namespace

Removals::Removals(ApplicationContext& context, SearchController& controller, QObject* parent)
    : QObject(parent), m_context(context), m_controller(controller) {
    connect(&context.workbench, &Workbench::galleryChanged, this, [this] {
        m_kept.clear();
        m_isUndoing = false;
        Q_EMIT changed();
    });
}

void Removals::add(const UndoableRemoval& removal) {
    m_kept.push_back(removal);
    if (m_kept.size() > kMaxKept) m_kept.pop_front();
    Q_EMIT changed();
}

/// One after another: a second Ctrl+Z while the first is at work would take the same one.
void Removals::undo() {
    const auto source = m_controller.source();
    if (m_kept.empty() || m_isUndoing || source == nullptr) return;
    m_isUndoing = true;
    const UndoableRemoval last = m_kept.back();
    m_context.background.run(
        *this,
        [source, restore = last.restore](std::stop_token) { restore(*source); },
        [this, source, last] {
            if (source->parts().gallery != galleryFile()) return;
            m_isUndoing = false;
            if (!m_kept.empty()) m_kept.pop_back();
            Q_EMIT changed();
            Message message;
            message.key = kRemovalKey;
            message.cause = tr("Put back: %1.").arg(last.what);
            m_context.messages.raise(message);
            Q_EMIT undone(last.items);
        },
        [this, last](const Error& error) {
            m_isUndoing = false;
            Message message =
                problemOf(kRemovalKey, tr("%1 could not be put back.").arg(last.what), error);
            message.actions = {{tr("Try again"), [this] { undo(); }}};
            m_context.messages.raise(message);
        });
}

std::filesystem::path Removals::galleryFile() const {
    const auto& source = m_controller.source();
    return source ? source->parts().gallery : std::filesystem::path();
}

}  // namespace descry
