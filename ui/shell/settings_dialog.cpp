#include "ui/shell/settings_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/common/widgets.h"
#include "ui/shell/choice_pages.h"
#include "ui/shell/models_page.h"
#include "ui/shell/shortcuts_page.h"

namespace descry {
namespace {

constexpr QSize kSize(760, 560);
constexpr int kNamesWidth = 176;
constexpr int kNameHeight = 36;

}  // namespace

SettingsDialog::SettingsDialog(ApplicationContext& context, Shortcuts& shortcuts, QWidget* parent)
    : QDialog(parent), m_names(new QListWidget(this)), m_pages(new QStackedWidget(this)) {
    setWindowTitle(tr("Settings"));
    setObjectName(QStringLiteral("settingsDialog"));
    resize(kSize);
    m_names->setObjectName(QStringLiteral("settingsPages"));
    m_names->setAccessibleName(tr("Pages of the settings"));
    m_names->setFixedWidth(kNamesWidth);
    addPage(tr("General"), new GeneralPage(context.settings, m_pages));
    addPage(tr("Device and memory"), new DevicePage(context, m_pages));
    addPage(tr("Models"), new ModelsPage(context, m_pages));
    addPage(tr("Keyboard"), new ShortcutsPage(shortcuts, m_pages));
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_names->setCurrentRow(0);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceXl);
    row->addWidget(m_names);
    row->addWidget(m_pages, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    column->addLayout(row, 1);
    column->addWidget(buttons);
}

void SettingsDialog::addPage(const QString& title, QWidget* page) {
    auto* name = new QListWidgetItem(title, m_names);
    name->setSizeHint({0, kNameHeight});
    m_pages->addWidget(page);
}

}  // namespace descry
