#include "ui/shell/shortcuts_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/common/colours.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kActionRole = Qt::UserRole + 1;
constexpr int kKeyColumnWidth = 168;

QString shownKeys(const QAction* action) {
    QStringList keys;
    for (const QKeySequence& key : action->shortcuts()) {
        keys << key.toString(QKeySequence::NativeText);
    }
    return keys.join(QStringLiteral(", "));
}

QString nameOf(const QAction* action) {
    return action->text().remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

QAction* actionOf(const QTreeWidgetItem* item) {
    return item == nullptr ? nullptr : item->data(0, kActionRole).value<QAction*>();
}

}  // namespace

ShortcutsPage::ShortcutsPage(Shortcuts& shortcuts, QWidget* parent)
    : QWidget(parent),
      m_shortcuts(shortcuts),
      m_list(new QTreeWidget(this)),
      m_key(new QKeySequenceEdit(this)),
      m_none(pushButton(tr("No key"), this)),
      m_reset(pushButton(tr("Reset"), this)),
      m_resetAll(pushButton(tr("Reset all"), this)),
      m_said(wrappedLabel({}, this)) {
    layOut();
    fillList();
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsPage::showSelected);
    connect(m_key, &QKeySequenceEdit::editingFinished, this, &ShortcutsPage::takeKey);
    connect(m_none, &QPushButton::clicked, this, [this] {
        if (QAction* action = selected()) m_shortcuts.setKey(action, {});
    });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        QAction* action = selected();
        if (action != nullptr && !m_shortcuts.reset(action)) {
            say(tr("Its key is another action's now. Give that one another key first."));
        }
    });
    connect(m_resetAll, &QPushButton::clicked, &shortcuts, &Shortcuts::resetAll);
    connect(&shortcuts, &Shortcuts::changed, this, &ShortcutsPage::showKeys);
    showKeys();
}

void ShortcutsPage::layOut() {
    m_list->setObjectName(QStringLiteral("shortcutTable"));
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->setColumnCount(2);
    m_list->setHeaderLabels({tr("Action"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setItemsExpandable(false);
    m_list->setIndentation(kSpaceM);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->resizeSection(1, kKeyColumnWidth);
    m_key->setObjectName(QStringLiteral("shortcutKey"));
    m_key->setAccessibleName(tr("Press the new keys"));
    // The field within is what has the focus.
    for (auto* field : m_key->findChildren<QLineEdit*>()) {
        field->setAccessibleName(m_key->accessibleName());
    }
    m_none->setObjectName(QStringLiteral("shortcutNone"));
    m_reset->setObjectName(QStringLiteral("shortcutReset"));
    m_resetAll->setObjectName(QStringLiteral("shortcutResetAll"));
    m_said->setObjectName(QStringLiteral("shortcutSaid"));
    setLook(m_said, "secondary");
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    row->addWidget(m_key, 1);
    row->addWidget(m_none);
    row->addWidget(m_reset);
    row->addWidget(m_resetAll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_said);
}

void ShortcutsPage::fillList() {
    for (const ActionGroup& group : m_shortcuts.groups()) {
        auto* heading = new QTreeWidgetItem(m_list, {group.title, QString()});
        heading->setFlags(Qt::ItemIsEnabled);
        QFont bold = m_list->font();
        bold.setBold(true);
        heading->setFont(0, bold);
        heading->setFirstColumnSpanned(true);
        for (QAction* action : group.actions) {
            auto* item = new QTreeWidgetItem(heading, {nameOf(action), QString()});
            item->setData(0, kActionRole, QVariant::fromValue(action));
        }
    }
    m_list->expandAll();
    if (m_list->topLevelItemCount() > 0) m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
}

QAction* ShortcutsPage::selected() const {
    return actionOf(m_list->currentItem());
}

void ShortcutsPage::showKeys() {
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = m_list->topLevelItem(g);
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* item = group->child(i);
            const QAction* action = actionOf(item);
            const bool isDefault = m_shortcuts.isDefault(action);
            const QString keys = shownKeys(action);
            item->setText(
                1, isDefault ? keys : tr("%1 (changed)").arg(keys.isEmpty() ? tr("none") : keys));
        }
    }
    showSelected();
}

void ShortcutsPage::showSelected() {
    const QAction* action = selected();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_key, m_none, m_reset}) {
        widget->setEnabled(action != nullptr);
    }
    m_key->setKeySequence(action == nullptr ? QKeySequence() : action->shortcut());
    if (action == nullptr) return;
    m_reset->setEnabled(!m_shortcuts.isDefault(action));
    m_none->setEnabled(!action->shortcuts().isEmpty());
    say(tr("Press the new keys for “%1” in the field.").arg(nameOf(action)));
}

void ShortcutsPage::takeKey() {
    QAction* action = selected();
    const QKeySequence key = m_key->keySequence();
    if (action == nullptr || key.isEmpty() || key == action->shortcut()) return;
    if (const QAction* owner = m_shortcuts.ownerOf(key, action)) {
        const QString text = key.toString(QKeySequence::NativeText);
        m_key->setKeySequence(action->shortcut());
        say(tr("%1 is the key of “%2”. Nothing was changed.").arg(text, nameOf(owner)));
        return;
    }
    m_shortcuts.setKey(action, key);
}

void ShortcutsPage::say(const QString& text) {
    m_said->setText(text);
}

}  // namespace descry
