#include "ui/shell/top_bar.h"

#include <QHBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kBarHeight = 44;
constexpr int kMaxPickerWidth = 240;

/// The name that a gallery goes by: its file's, without the ending.
QString shownName(const QString& path) {
    return shownPath(toPath(path).stem());
}

void setPickerText(QToolButton* picker, const QString& role, const QString& name) {
    const int room = kMaxPickerWidth - kSpaceXxl;
    picker->setText(picker->fontMetrics().elidedText(name, Qt::ElideMiddle, room));
    picker->setAccessibleName(QStringLiteral("%1: %2").arg(role, name));
}

}  // namespace

TopBar::TopBar(ApplicationContext& context, QWidget* parent)
    : QFrame(parent), m_context(context), m_home(new QToolButton(this)), m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("topBar"));
    setLook(this, "bar");
    setFixedHeight(kBarHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceM, 0, kSpaceM, 0);
    row->setSpacing(kSpaceS);

    m_home->setObjectName(QStringLiteral("home"));
    m_home->setText(QStringLiteral("Descry"));
    m_home->setAccessibleName(tr("Descry: start page"));
    m_home->setToolTip(tr("Start page"));
    m_home->setFocusPolicy(Qt::TabFocus);
    QFont bold = m_home->font();
    bold.setPixelSize(16);
    bold.setBold(true);
    m_home->setFont(bold);
    connect(m_home, &QToolButton::clicked, this, &TopBar::startRequested);
    row->addWidget(m_home);
    row->addSpacing(kSpaceM);

    auto* segments = new QFrame(this);
    segments->setObjectName(QStringLiteral("workspaceSwitch"));
    setLook(segments, "segments");
    m_segments = new QHBoxLayout(segments);
    m_segments->setContentsMargins(2, 2, 2, 2);
    m_segments->setSpacing(2);
    row->addWidget(segments, 0, Qt::AlignVCenter);
    row->addStretch(1);

    m_galleryPicker = addPicker(QStringLiteral("galleryPicker"));
    m_bundlePicker = addPicker(QStringLiteral("bundlePicker"));
    connect(m_galleryPicker->menu(), &QMenu::aboutToShow, this, &TopBar::fillGalleries);
    connect(m_bundlePicker->menu(), &QMenu::aboutToShow, this, &TopBar::fillBundles);

    m_menuButton = iconButton(
        context.theme.icon(QStringLiteral("settings")), tr("Settings, shortcuts, about"), this);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setMenu(m_menu);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    row->addWidget(m_menuButton);

    connect(&context.workbench, &Workbench::galleryChanged, this, &TopBar::showOpen);
    connect(&context.workbench, &Workbench::bundleChanged, this, &TopBar::showOpen);
    connect(&context.workbench, &Workbench::loadingChanged, this, &TopBar::showOpen);
    showOpen();
}

QToolButton* TopBar::addPicker(const QString& name) {
    auto* picker = new QToolButton(this);
    picker->setObjectName(name);
    setLook(picker, "chip");
    picker->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    // The arrow stands behind the name.
    picker->setLayoutDirection(Qt::RightToLeft);
    picker->setIcon(m_context.theme.icon(QStringLiteral("chevron-down")));
    picker->setIconSize(QSize(12, 12));
    picker->setPopupMode(QToolButton::InstantPopup);
    picker->setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(picker);
    menu->setLayoutDirection(Qt::LeftToRight);
    picker->setMenu(menu);
    qobject_cast<QHBoxLayout*>(layout())->addWidget(picker);
    return picker;
}

void TopBar::addWorkspace(QAction* action) {
    auto* segment = new QToolButton(this);
    setLook(segment, "segment");
    segment->setDefaultAction(action);
    segment->setToolButtonStyle(Qt::ToolButtonTextOnly);
    segment->setFocusPolicy(Qt::TabFocus);
    segment->setAccessibleName(action->text());
    m_segments->addWidget(segment);
}

void TopBar::lock() {
    m_galleryPicker->setEnabled(false);
    m_bundlePicker->setEnabled(false);
    m_menuButton->hide();
}

void TopBar::fillGalleries() {
    QMenu* menu = m_galleryPicker->menu();
    menu->clear();
    for (const QString& file : m_context.settings.recentGalleries()) {
        QAction* entry = menu->addAction(shownName(file));
        entry->setToolTip(file);
        connect(entry, &QAction::triggered, this, [this, file] {
            Q_EMIT galleryRequested(toPath(file));
        });
    }
    if (!menu->isEmpty()) menu->addSeparator();
    menu->addActions(m_galleryActions);
}

void TopBar::fillBundles() {
    QMenu* menu = m_bundlePicker->menu();
    menu->clear();
    for (const QString& folder : m_context.settings.recentBundles()) {
        QAction* entry = menu->addAction(m_context.settings.bundleTitle(folder));
        entry->setToolTip(folder);
        connect(entry, &QAction::triggered, this, [this, folder] {
            Q_EMIT bundleRequested(toPath(folder));
        });
    }
    if (!menu->isEmpty()) menu->addSeparator();
    menu->addActions(m_bundleActions);
}

void TopBar::showOpen() {
    const Workbench& workbench = m_context.workbench;
    const QString gallery = workbench.isLoadingGallery() ? tr("Opening…")
                            : workbench.gallery() ? shownPath(workbench.gallery()->file.stem())
                                                  : tr("No gallery");
    const QString bundle = workbench.isLoadingBundle() ? tr("Loading…")
                           : workbench.bundle() ? workbench.bundle()->title
                                                : tr("No model");
    setPickerText(m_galleryPicker, tr("Gallery"), gallery);
    setPickerText(m_bundlePicker, tr("Model"), bundle);
}

}  // namespace descry
