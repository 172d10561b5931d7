#include "ui/gallery/gallery_workspace.h"

#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kNumFirstItems = 24;

}  // namespace

GalleryWorkspace::GalleryWorkspace(ApplicationContext& context)
    : m_context(context),
      m_left(new QWidget),
      m_centre(new QStackedWidget),
      m_page(new GalleryPage(context, m_centre)),
      m_empty(new EmptyState({tr("No gallery is open"),
                              tr("A gallery is a searchable set of pictures of people. Open a "
                                 "folder of pictures and Descry makes one of it; the pictures stay "
                                 "where they are."),
                              tr("Open a folder as gallery…")},
                             m_centre)) {
    m_centre->addWidget(m_empty);
    m_centre->addWidget(m_page);
    makeLeft();
    makeActions();
    connect(m_page, &GalleryPage::addRequested, this, &GalleryWorkspace::askFolder);
    connect(m_page, &GalleryPage::indexRequested, this, [this] { index({}); });
    connect(m_page, &GalleryPage::retryRequested, this, [this] {
        IndexOptions options;
        options.retry = RetryFailures::All;
        index(options);
    });
    connect(m_empty, &EmptyState::actionRequested, this, &GalleryWorkspace::askFolder);
    connect(
        &context.workbench, &Workbench::galleryChanged, this, &GalleryWorkspace::galleryChanged);
    connect(&context.workbench, &Workbench::countsChanged, this, &GalleryWorkspace::countsChanged);
    connect(&context.workbench, &Workbench::bundleChanged, this, &GalleryWorkspace::countsChanged);
    galleryChanged();
}

QWidget* GalleryWorkspace::centre() {
    return m_centre;
}

void GalleryWorkspace::makeLeft() {
    auto* column = new QVBoxLayout(m_left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    column->addWidget(lookLabel(tr("Folders"), "heading", m_left));
    m_noFolders = lookLabel(tr("None yet"), "secondary", m_left);
    column->addWidget(m_noFolders);
    m_folders = new QListWidget(m_left);
    m_folders->setObjectName(QStringLiteral("folders"));
    m_folders->setAccessibleName(tr("Folders of the gallery"));
    m_folders->setIconSize(QSize(kSpaceL, kSpaceL));
    m_folders->setTextElideMode(Qt::ElideMiddle);
    m_folders->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_folders, 1);
}

void GalleryWorkspace::makeActions() {
    auto* add = new QAction(tr("Add a folder"), this);
    add->setIconText(tr("add folder"));
    add->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+A")));
    connect(add, &QAction::triggered, this, &GalleryWorkspace::askFolder);
    auto* update = new QAction(tr("Bring the index up to date"), this);
    update->setIconText(tr("update index"));
    update->setShortcut(QKeySequence(Qt::Key_F5));
    connect(update, &QAction::triggered, this, [this] { index({}); });
    m_actions = {add, update};
}

void GalleryWorkspace::activated() {
    m_context.workbench.refreshGallery();
}

void GalleryWorkspace::galleryChanged() {
    const bool isOpen = m_context.workbench.gallery().has_value();
    m_centre->setCurrentWidget(isOpen ? static_cast<QWidget*>(m_page) : m_empty);
    m_page->showContents({});
    m_folders->clear();
    m_noFolders->setVisible(!isOpen);
    countsChanged();
}

void GalleryWorkspace::countsChanged() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_folders->clear();
    for (const Root& root : gallery->roots) {
        auto* entry = new QListWidgetItem(m_context.theme.icon(QStringLiteral("folder")),
                                          shownPath(root.folder.filename()),
                                          m_folders);
        entry->setToolTip(shownPath(root.folder));
        entry->setData(Qt::AccessibleTextRole, shownPath(root.folder));
    }
    m_noFolders->setVisible(gallery->roots.empty());
    m_page->showCounts(*gallery);
    readAgain();
}

void GalleryWorkspace::readAgain() {
    m_reading.request_stop();
    m_reading = m_context.background.run(
        *this,
        [file = m_context.workbench.gallery()->file](std::stop_token) {
            return readContents(file, kNumFirstItems);
        },
        [this](GalleryReading reading) { m_page->showContents(std::move(reading)); });
}

void GalleryWorkspace::askFolder() {
    const PathQuestion question{PathQuestion::Kind::Folder, tr("Add a folder of pictures"), {}};
    m_context.prompts.askPath(*m_centre, question, [this](const std::filesystem::path& folder) {
        if (!m_context.workbench.gallery()) {
            m_context.workbench.openFolder(folder);
            return;
        }
        IndexOptions options;
        options.folders = {folder};
        m_context.workbench.startIndexing(options);
    });
}

/// With the folders that the gallery has.
void GalleryWorkspace::index(const IndexOptions& options) {
    IndexOptions all = options;
    if (const auto& gallery = m_context.workbench.gallery()) {
        for (const Root& root : gallery->roots) all.folders.push_back(root.folder);
    }
    m_context.workbench.startIndexing(all);
}

}  // namespace descry
