#include "ui/shell/shortcuts.h"

#include <algorithm>

namespace descry {
namespace {

const QString kState = QStringLiteral("shortcuts");

QStringList textsOf(const QList<QKeySequence>& keys) {
    QStringList texts;
    for (const QKeySequence& key : keys) texts << key.toString(QKeySequence::PortableText);
    return texts;
}

QList<QKeySequence> keysOf(const QStringList& texts) {
    QList<QKeySequence> keys;
    for (const QString& text : texts) {
        const auto key = QKeySequence::fromString(text, QKeySequence::PortableText);
        if (!key.isEmpty()) keys << key;
    }
    return keys;
}

}  // namespace

QString actionId(const QString& scope, const QAction& action) {
    const QString name = action.objectName().isEmpty()
                             ? action.shortcut().toString(QKeySequence::PortableText)
                             : action.objectName();
    return scope + QLatin1Char('/') + name;
}

Shortcuts::Shortcuts(Settings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

void Shortcuts::addGroup(const QString& scope, const ActionGroup& group) {
    const QVariantMap stored = m_settings.state(kState);
    const auto number = static_cast<std::size_t>(m_groups.size());
    m_groups << group;
    const std::size_t first = m_entries.size();
    for (QAction* action : group.actions) {
        m_entries.push_back({action, actionId(scope, *action), number, action->shortcuts()});
    }
    for (std::size_t i = first; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (!stored.contains(entry.id)) continue;
        const QList<QKeySequence> keys = keysOf(stored.value(entry.id).toStringList());
        if (areFree(keys, entry.action)) entry.action->setShortcuts(keys);
    }
}

QList<ActionGroup> Shortcuts::groups() const {
    return m_groups;
}

const Shortcuts::Entry* Shortcuts::entryOf(const QAction* action) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.action == action;
    });
    return found == m_entries.end() ? nullptr : &*found;
}

QList<QKeySequence> Shortcuts::defaultsOf(const QAction* action) const {
    const Entry* entry = entryOf(action);
    return entry == nullptr ? QList<QKeySequence>() : entry->defaults;
}

bool Shortcuts::isDefault(const QAction* action) const {
    return action->shortcuts() == defaultsOf(action);
}

QAction* Shortcuts::ownerOf(const QKeySequence& key, const QAction* action) const {
    const Entry* wanted = entryOf(action);
    if (wanted == nullptr || key.isEmpty()) return nullptr;
    for (const Entry& entry : m_entries) {
        const bool canMeet = entry.group == wanted->group || entry.group == 0 || wanted->group == 0;
        if (entry.action == nullptr || entry.action == action || !canMeet) continue;
        for (const QKeySequence& taken : entry.action->shortcuts()) {
            // "Ctrl+K" and "Ctrl+K, S" cannot stand beside each other either.
            const bool meet = taken.matches(key) != QKeySequence::NoMatch ||
                              key.matches(taken) != QKeySequence::NoMatch;
            if (meet) return entry.action;
        }
    }
    return nullptr;
}

bool Shortcuts::areFree(const QList<QKeySequence>& keys, const QAction* action) const {
    return std::all_of(keys.begin(), keys.end(), [&](const QKeySequence& key) {
        return ownerOf(key, action) == nullptr;
    });
}

bool Shortcuts::setKey(QAction* action, const QKeySequence& key) {
    const Entry* entry = entryOf(action);
    if (entry == nullptr || ownerOf(key, action) != nullptr) return false;
    apply(*entry, key.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{key});
    return true;
}

bool Shortcuts::reset(QAction* action) {
    const Entry* entry = entryOf(action);
    if (entry == nullptr || !areFree(entry->defaults, action)) return false;
    apply(*entry, entry->defaults);
    return true;
}

void Shortcuts::apply(const Entry& entry, const QList<QKeySequence>& keys) {
    entry.action->setShortcuts(keys);
    store();
    Q_EMIT changed();
}

void Shortcuts::resetAll() {
    for (const Entry& entry : m_entries) {
        if (entry.action != nullptr) entry.action->setShortcuts(entry.defaults);
    }
    store();
    Q_EMIT changed();
}

void Shortcuts::store() {
    QVariantMap stored;
    for (const Entry& entry : m_entries) {
        if (entry.action == nullptr || isDefault(entry.action)) continue;
        stored.insert(entry.id, textsOf(entry.action->shortcuts()));
    }
    m_settings.setState(kState, stored);
}

}  // namespace descry
