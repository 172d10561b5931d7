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

void Removals::add(const SearchSource& source, const UndoableRemoval& removal) {
    if (!isOpen(source)) return;
    keep(removal);
}

void Removals::keep(const UndoableRemoval& removal) {
    m_kept.push_back(removal);
    if (m_kept.size() > kMaxKept) m_kept.pop_front();
    Q_EMIT changed();
}

/// One after another, so that what comes back comes in the order in which it went.
void Removals::undo() {
    const auto source = m_controller.source();
    if (m_kept.empty() || m_isUndoing || source == nullptr) return;
    m_isUndoing = true;
    const UndoableRemoval last = m_kept.back();
    m_kept.pop_back();
    Q_EMIT changed();
    m_context.background.run(
        *this,
        [source, restore = last.restore](std::stop_token) { restore(*source); },
        [this, source, last] {
            if (!isOpen(*source)) return;
            m_isUndoing = false;
            Message message;
            message.key = kRemovalKey;
            message.cause = tr("Put back: %1.").arg(last.what);
            m_context.messages.raise(message);
            Q_EMIT undone(last.items);
        },
        [this, source, last](const Error& error) {
            Message message =
                problemOf(kRemovalKey, tr("%1 could not be put back.").arg(last.what), error);
            if (isOpen(*source)) {
                m_isUndoing = false;
                keep(last);
                message.actions = {{tr("Try again"), [this] { undo(); }}};
            }
            m_context.messages.raise(message);
        });
}

/// With another model it is another source of the same gallery.
bool Removals::isOpen(const SearchSource& source) const {
    const auto& open = m_controller.source();
    return open != nullptr && open->parts().gallery == source.parts().gallery;
}

}  // namespace descry
