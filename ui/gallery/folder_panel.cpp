#include "ui/gallery/folder_panel.h"

#include <QGridLayout>
#include <QListWidget>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

QString labelOf(const ShownRoot& shown, bool isRead) {
    const QString name = shownPath(shown.root.folder.filename());
    if (!isRead) return name;
    const QString count = FolderPanel::tr("%1 pictures").arg(groupedNumber(shown.count.numPresent));
    return QStringLiteral("%1\n%2").arg(name, shown.isThere ? count : FolderPanel::tr("not there"));
}

}  // namespace

FolderPanel::FolderPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_none(lookLabel(tr("None yet"), "secondary", this)),
      m_list(new QListWidget(this)),
      m_open(addButton(tr("Open"), "openFolder")),
      m_relocate(addButton(tr("Find again…"), "relocateFolder")),
      m_remove(addButton(tr("Remove…"), "removeFolder")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    column->addWidget(lookLabel(tr("Folders"), "heading", this));
    column->addWidget(m_none);
    m_list->setObjectName(QStringLiteral("folders"));
    m_list->setAccessibleName(tr("Folders of the gallery"));
    m_list->setIconSize(QSize(kSpaceL, kSpaceL));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list, 1);
    column->addStretch();
    m_open->setAccessibleName(tr("Open the folder in the file manager"));
    m_relocate->setAccessibleName(tr("Say where the folder is now"));
    m_relocate->setToolTip(tr("The folder has moved: say where it is now"));
    m_remove->setAccessibleName(tr("Remove the folder from the gallery"));
    auto* buttons = new QGridLayout;
    buttons->setSpacing(kSpaceS);
    buttons->addWidget(m_open, 0, 0);
    buttons->addWidget(m_remove, 0, 1);
    buttons->addWidget(m_relocate, 1, 0, 1, 2);
    column->addLayout(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &FolderPanel::showChoice);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const ShownRoot* root = chosen()) Q_EMIT openRequested(root->root.folder);
    });
    connect(m_relocate, &QPushButton::clicked, this, [this] {
        if (const ShownRoot* root = chosen()) Q_EMIT relocateRequested(*root);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const ShownRoot* root = chosen()) Q_EMIT removeRequested(*root);
    });
    showChoice();
}

QPushButton* FolderPanel::addButton(const QString& text, const char* name) {
    auto* button = pushButton(text, this);
    button->setObjectName(QLatin1String(name));
    return button;
}

const ShownRoot* FolderPanel::chosen() const {
    const int row = m_list->currentRow();
    const bool isThere = row >= 0 && row < static_cast<int>(m_shown.size());
    return isThere ? &m_shown[static_cast<std::size_t>(row)] : nullptr;
}

void FolderPanel::setFolders(const std::vector<ShownRoot>& folders, bool isRead) {
    const ShownRoot* before = chosen();
    const RootId kept = before != nullptr ? before->root.id : RootId{};
    m_shown = folders;
    m_list->clear();
    for (const ShownRoot& shown : m_shown) {
        const bool isGone = isRead && !shown.isThere;
        auto* entry = new QListWidgetItem(
            m_theme.icon(isGone ? QStringLiteral("warning") : QStringLiteral("folder")),
            labelOf(shown, isRead),
            m_list);
        const QString path = shownPath(shown.root.folder);
        entry->setToolTip(path);
        entry->setData(Qt::AccessibleTextRole, isGone ? tr("%1, not there").arg(path) : path);
        if (shown.root.id == kept) m_list->setCurrentItem(entry);
    }
    showChoice();
}

void FolderPanel::setMayWrite(bool mayWrite) {
    m_mayWrite = mayWrite;
    showChoice();
}

void FolderPanel::showChoice() {
    const bool hasFolders = !m_shown.empty();
    const ShownRoot* root = chosen();
    m_none->setVisible(!hasFolders);
    for (QPushButton* button : {m_open, m_relocate, m_remove}) button->setVisible(hasFolders);
    m_open->setEnabled(root != nullptr);
    m_relocate->setEnabled(root != nullptr && m_mayWrite);
    m_remove->setEnabled(root != nullptr && m_mayWrite);
}

}  // namespace descry
