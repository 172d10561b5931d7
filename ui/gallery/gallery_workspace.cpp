#include "ui/gallery/gallery_workspace.h"

#include <QDialog>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/common/model_imports.h"
#include "ui/common/text.h"
#include "ui/gallery/index_rows.h"
#include "ui/gallery/relocate_dialog.h"
#include "ui/gallery/sources_dialog.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kNumFirstItems = 24;

}  // namespace

GalleryWorkspace::GalleryWorkspace(ApplicationContext& context)
    : m_context(context),
      m_left(new FolderPanel(context.theme)),
      m_centre(new QStackedWidget),
      m_page(new GalleryPage(context, m_centre)),
      m_empty(new QWidget(m_centre)),
      m_tasks(context),
      m_questions(m_page->question(), m_tasks) {
    makeEmpty();
    m_centre->addWidget(m_empty);
    m_centre->addWidget(m_page);
    makeActions();
    connectPage();
    connectTasks();
    connectWorkbench();
    bundleChanged();
    galleryChanged();
}

QWidget* GalleryWorkspace::centre() {
    return m_centre;
}

void GalleryWorkspace::makeEmpty() {
    auto* column = new QVBoxLayout(m_empty);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    m_emptyNotice = new NoticeBar(m_context.theme, m_empty);
    m_emptyNotice->setObjectName(QStringLiteral("failureState"));
    column->addWidget(m_emptyNotice);
    auto* state = new EmptyState({tr("No gallery is open"),
                                  tr("A gallery is a searchable set of pictures of people. Open a "
                                     "folder of pictures and Descry makes one of it; the pictures "
                                     "stay where they are."),
                                  tr("Open a folder as gallery…")},
                                 m_empty);
    column->addWidget(state, 1);
    connect(state, &EmptyState::actionRequested, this, [this] {
        askGalleryFolder(m_context, *m_centre);
    });
}

QAction* GalleryWorkspace::addAction(const QString& text,
                                     const QString& iconText,
                                     const QKeySequence& key) {
    auto* action = new QAction(text, this);
    action->setIconText(iconText);
    action->setShortcut(key);
    m_actions << action;
    return action;
}

void GalleryWorkspace::makeActions() {
    connect(addAction(tr("Add pictures to the gallery"),
                      tr("add pictures"),
                      QKeySequence(QStringLiteral("Ctrl+Shift+A"))),
            &QAction::triggered,
            this,
            &GalleryWorkspace::addPictures);
    connect(addAction(tr("Bring the index up to date"), tr("update index"), Qt::Key_F5),
            &QAction::triggered,
            this,
            [this] { m_context.workbench.updateIndex(); });
    connect(addAction(
                tr("Check the gallery"), tr("check"), QKeySequence(QStringLiteral("Ctrl+Shift+K"))),
            &QAction::triggered,
            this,
            [this] {
                if (!m_context.workbench.gallery()) return;
                m_page->showView(GalleryPage::Check);
                m_tasks.audit(AuditFiles::Status);
            });
}

void GalleryWorkspace::connectPage() {
    connect(m_page, &GalleryPage::addRequested, this, &GalleryWorkspace::addPictures);
    connect(&m_page->indexing(), &JobLine::stopRequested, this, [this] {
        if (m_indexing) m_context.jobs.cancel(*m_indexing);
    });
    OverviewView& overview = m_page->overview();
    Workbench& workbench = m_context.workbench;
    connect(&overview, &OverviewView::indexRequested, &workbench, &Workbench::completeIndex);
    connect(&overview, &OverviewView::importRequested, this, [this] {
        askModelFile(m_context, *m_centre);
    });
    connect(&overview, &OverviewView::dropTokensRequested, &m_tasks, &GalleryTasks::dropTokens);
    connect(&overview, &OverviewView::backUpRequested, &m_tasks, &GalleryTasks::backUp);
    connect(&overview, &OverviewView::restoreRequested, this, [this] {
        const auto& gallery = m_context.workbench.gallery();
        if (gallery && !m_contents.backups.empty()) {
            restore(gallery->file, m_contents.backups.front());
        }
    });
    connect(&overview.indexes(), &IndexList::useRequested, this, [this](const fs::path& bundle) {
        m_context.workbench.adoptBundle(bundle);
    });
    connect(&overview.indexes(), &IndexList::removeRequested, this, [this](const IndexRow& row) {
        askToRemove(row);
    });
    connect(&m_page->pictures(),
            &PicturesView::removeRequested,
            this,
            [this](const std::vector<ItemId>& items) { m_questions.removeItems(items); });
    FailuresView& failures = m_page->failures();
    connect(&failures, &FailuresView::retryAllRequested, this, [this] {
        m_context.workbench.updateIndex(RetryFailures::All);
    });
    connect(&failures, &FailuresView::retryRequested, &m_tasks, &GalleryTasks::retry);
    connect(&failures, &FailuresView::folderRequested, &m_tasks, &GalleryTasks::openFolder);
}

void GalleryWorkspace::connectTasks() {
    AuditView& audit = m_page->audit();
    connect(&audit, &AuditView::checkRequested, &m_tasks, &GalleryTasks::audit);
    connect(&audit, &AuditView::stopRequested, &m_tasks, &GalleryTasks::stopAudit);
    connect(
        &audit, &AuditView::updateRequested, this, [this] { m_context.workbench.updateIndex(); });
    connect(&m_tasks, &GalleryTasks::auditProgress, &audit, &AuditView::showProgress);
    connect(&m_tasks, &GalleryTasks::audited, this, &GalleryWorkspace::auditEnded);
    connect(&m_tasks, &GalleryTasks::itemsRemoved, &m_page->pictures(), &PicturesView::readAgain);
    connect(m_left, &FolderPanel::openRequested, &m_tasks, &GalleryTasks::openFolder);
    connect(m_left, &FolderPanel::relocateRequested, this, &GalleryWorkspace::findFolder);
    connect(m_left, &FolderPanel::removeRequested, this, [this](const ShownRoot& root) {
        m_questions.removeFolder(root);
    });
}

void GalleryWorkspace::connectWorkbench() {
    Workbench& workbench = m_context.workbench;
    connect(&workbench, &Workbench::galleryChanged, this, &GalleryWorkspace::galleryChanged);
    connect(&workbench, &Workbench::countsChanged, this, &GalleryWorkspace::countsChanged);
    connect(&workbench, &Workbench::bundleChanged, this, &GalleryWorkspace::bundleChanged);
    connect(&workbench, &Workbench::galleryFailed, this, &GalleryWorkspace::galleryFailed);
    connect(&m_context.jobs, &JobSignals::changed, this, &GalleryWorkspace::jobChanged);
}

void GalleryWorkspace::activated() {
    m_context.workbench.refreshGallery();
}

QVariantMap GalleryWorkspace::saveState() const {
    return {{QStringLiteral("view"), static_cast<int>(m_page->currentView())}};
}

void GalleryWorkspace::restoreState(const QVariantMap& state) {
    const int view = state.value(QStringLiteral("view")).toInt();
    if (view >= 0 && view < GalleryPage::NumViews) {
        m_page->showView(static_cast<GalleryPage::View>(view));
    }
}

void GalleryWorkspace::galleryChanged() {
    const auto& gallery = m_context.workbench.gallery();
    stopReading();
    m_contents = {};
    m_isRead = false;
    m_isDamaged = false;
    if (gallery) m_failure.reset();
    m_centre->setCurrentWidget(gallery ? static_cast<QWidget*>(m_page) : m_empty);
    m_questions.withdraw();
    m_page->audit().clear();
    m_tasks.galleryChanged();
    followIndexing();
    m_page->showReading({}, false);
    m_page->pictures().setGallery(gallery ? gallery->file : fs::path());
    m_left->setFolders({}, false);
    showState();
    countsChanged();
}

void GalleryWorkspace::countsChanged() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    if (m_failure && m_failure->file == gallery->file) m_failure.reset();
    if (!m_isRead) {
        std::vector<ShownRoot> named;
        for (const Root& root : gallery->roots) named.push_back({.root = root, .count = {}});
        m_left->setFolders(named, false);
    }
    m_left->setMayWrite(gallery->access == Gallery::Access::ReadWrite);
    m_page->showGallery(*gallery);
    showIndexes();
    showState();
    readAgain();
}

/// In front only: when it comes there the gallery is counted again.
void GalleryWorkspace::readAgain() {
    if (!m_centre->isVisible()) return;
    m_readsAgain = m_reading.has_value();
    if (m_reading) return;
    const fs::path file = m_context.workbench.gallery()->file;
    m_reading = m_context.background.run(
        *this,
        [file](std::stop_token stop) {
            return readContents(file, kNumFirstItems, std::move(stop));
        },
        [this](GalleryReading reading) {
            take(std::move(reading));
            readingEnded();
        },
        [this, file](const Error& error) {
            // Else the next reading tells.
            if (!m_readsAgain) galleryFailed(file, error);
            readingEnded();
        });
}

void GalleryWorkspace::stopReading() {
    if (m_reading) m_reading->request_stop();
    m_reading.reset();
    m_readsAgain = false;
}

void GalleryWorkspace::readingEnded() {
    m_reading.reset();
    if (std::exchange(m_readsAgain, false)) readAgain();
}

void GalleryWorkspace::take(GalleryReading reading) {
    m_contents = std::move(reading);
    m_isRead = true;
    m_left->setFolders(m_contents.roots, true);
    m_page->showReading(m_contents, true);
    showIndexes();
    showState();
}

void GalleryWorkspace::galleryFailed(const fs::path& file, const Error& error) {
    m_failure = GalleryFailure{file, error, {}};
    showState();
    m_context.background.run(
        *this,
        [file](std::stop_token) { return backupsOf(file); },
        [this, file](std::vector<GalleryBackup> backups) {
            if (!m_failure || m_failure->file != file) return;
            m_failure->backups = std::move(backups);
            showState();
        });
}

void GalleryWorkspace::bundleChanged() {
    if (const auto& open = m_context.workbench.bundle()) {
        noteModel(m_context.settings, *open->bundle);
    }
    if (m_context.workbench.gallery()) showIndexes();
}

/// A job tells nothing when its gallery is opened or left.
void GalleryWorkspace::followIndexing() {
    m_indexing.reset();
    m_page->indexing().hide();
    for (const JobStatus& status : m_context.jobs.open()) jobChanged(status);
}

void GalleryWorkspace::jobChanged(const JobStatus& status) {
    if (m_context.workbench.isIndexing(status.id)) {
        m_indexing = status.id;
        const QString what = status.state == JobState::Queued   ? tr("Waiting to index")
                             : status.state == JobState::Paused ? tr("Indexing is paused")
                                                                : tr("Indexing");
        m_page->indexing().showProgress(what, status.progress);
    } else if (m_indexing == status.id) {
        m_indexing.reset();
        m_page->indexing().hide();
        m_page->pictures().readAgain();
    }
}

void GalleryWorkspace::auditEnded(const GalleryAudit& audit, bool isWhole) {
    m_page->audit().showAudit(audit, isWhole);
    m_isDamaged = audit.numDatabaseFindings > 0;
    if (m_isDamaged) m_context.workbench.keepFromWriting();
    showState();
}

StateActions GalleryWorkspace::stateActions() {
    StateActions actions;
    actions.tryAgain = [this] {
        const std::optional<GalleryFailure> failure = std::exchange(m_failure, std::nullopt);
        if (failure) {
            m_context.workbench.openGallery(failure->file);
        } else {
            m_context.workbench.refreshGallery();
        }
        showState();
    };
    actions.restore = [this](const fs::path& gallery, const GalleryBackup& backup) {
        restore(gallery, backup);
    };
    actions.findFolder = [this](const ShownRoot& root) { findFolder(root); };
    actions.dismiss = [this] {
        m_failure.reset();
        showState();
    };
    return actions;
}

void GalleryWorkspace::showState() {
    const auto& gallery = m_context.workbench.gallery();
    Notice notice;
    if (m_failure) {
        notice = noticeOf(*m_failure, stateActions());
    } else if (gallery) {
        notice = noticeOf({.file = gallery->file,
                           .isDamaged = m_isDamaged,
                           .isReadOnly = gallery->access == Gallery::Access::ReadOnly,
                           .roots = m_contents.roots,
                           .backups = m_contents.backups},
                          stateActions());
    }
    m_page->state().showNotice(notice);
    m_emptyNotice->showNotice(gallery ? Notice{} : notice);
}

void GalleryWorkspace::showIndexes() {
    const OpenGallery& gallery = *m_context.workbench.gallery();
    m_page->overview().showIndexes(indexRows(m_context, gallery, m_contents.indexes), gallery);
}

void GalleryWorkspace::addPictures() {
    if (!m_context.workbench.gallery()) {
        askGalleryFolder(m_context, *m_centre);
        return;
    }
    auto* dialog = new SourcesDialog(m_context, m_centre);
    connect(
        dialog, &SourcesDialog::sourcesAccepted, &m_context.workbench, &Workbench::startIndexing);
    showWhileGalleryIsOpen(*dialog);
}

void GalleryWorkspace::findFolder(const ShownRoot& root) {
    auto* dialog = new RelocateDialog(m_context, root.root, m_centre);
    connect(dialog, &RelocateDialog::folderAccepted, &m_tasks, &GalleryTasks::relocate);
    showWhileGalleryIsOpen(*dialog);
}

/// What it asks is not meant for the next one, whose ids are the same.
void GalleryWorkspace::showWhileGalleryIsOpen(QDialog& dialog) {
    connect(&m_context.workbench, &Workbench::galleryChanged, &dialog, &QDialog::close);
    dialog.show();
}

void GalleryWorkspace::restore(const fs::path& gallery, const GalleryBackup& backup) {
    const auto& open = m_context.workbench.gallery();
    // Where it is not open nothing can be lost: the damaged file is kept beside.
    if (open && open->file == gallery) {
        m_questions.restore(gallery, backup);
    } else {
        m_tasks.restore(gallery, backup.file);
    }
}

void GalleryWorkspace::askToRemove(const IndexRow& row) {
    std::vector<fs::path> derived;
    for (const IndexFiles& files : m_contents.indexes) {
        if (files.fingerprint == row.fingerprint) derived = files.derived;
    }
    m_questions.removeIndex(row, derived);
}

}  // namespace descry
