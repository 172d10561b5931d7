#include "ui/search/search_workspace.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/common/model_imports.h"
#include "ui/common/text.h"
#include "ui/common/zoom_view.h"
#include "ui/search/export_menu.h"
#include "ui/search/search_notice.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr int kSizeStep = 16;
const QString kPictureSize = QStringLiteral("pictureSize");
const QString kQuery = QStringLiteral("query");
const QString kFacetsKey = QStringLiteral("facets");

/// Whether a job adds to the open gallery now; one that waits or is paused does not.
bool isGrowing(const ApplicationContext& context) {
    return std::ranges::any_of(context.jobs.open(), [&context](const JobStatus& status) {
        return status.state == JobState::Running && context.workbench.isIndexing(status.id);
    });
}

}  // namespace

SearchWorkspace::SearchWorkspace(ApplicationContext& context)
    : m_context(context),
      m_controller(context),
      m_removals(context, m_controller),
      m_left(new QWidget),
      m_filters(new FilterPanel(context.theme, m_left)),
      m_searches(new SearchesPanel(context, m_controller, m_removals, m_left)),
      m_page(new SearchPage(context, m_model)),
      m_details(new DetailsPanel(context)),
      m_selected(new SelectedItem({context, m_controller, m_model, *m_page, *m_details, m_removals},
                                  this)),
      m_closerLook(new CloserLook({context, m_controller, m_model, *m_page, *m_details}, this)),
      m_curation(new Curation({context, m_controller, m_model, *m_page, m_removals}, this)) {
    layOutLeft();
    makeActions();
    connectParts();
    connectController();
    sourceChanged();
}

void SearchWorkspace::layOutLeft() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXl);
    column->addWidget(m_filters);
    column->addWidget(m_searches, 1);
    auto* area = new QScrollArea(m_left);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Filters and searches"));
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto* whole = new QVBoxLayout(m_left);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
}

void SearchWorkspace::connectParts() {
    connect(&m_page->query(), &QueryField::submitted, this, &SearchWorkspace::searchTyped);
    connect(&m_page->chips(), &FilterChips::changed, this, &SearchWorkspace::search);
    connect(m_searches, &SearchesPanel::chosen, this, &SearchWorkspace::search);
    connect(m_searches, &SearchesPanel::historyRead, this, [this] {
        m_page->query().setHistory(m_searches->history());
    });
    connect(m_filters, &FilterPanel::filterChanged, this, [this] {
        SearchQuery query = m_controller.query();
        query.filter = m_filters->filter();
        search(query);
    });
    connect(m_page, &SearchPage::noticeActionRequested, this, &SearchWorkspace::noticeAction);
    connect(&m_model, &ResultModel::linesWanted, this, &SearchWorkspace::readLines);
    connect(m_page->view().selectionModel(),
            &QItemSelectionModel::currentChanged,
            m_selected,
            &SelectedItem::changed);
    connect(&m_page->view(), &ResultView::previewRequested, m_selected, &SelectedItem::preview);
    connect(m_details->likeButton(), &QPushButton::clicked, this, &SearchWorkspace::searchLike);
    connect(m_details->bookmarkButton(),
            &QPushButton::clicked,
            m_selected,
            &SelectedItem::toggleBookmark);
    connect(m_details, &DetailsPanel::copyRequested, m_selected, &SelectedItem::copy);
    connect(m_details, &DetailsPanel::revealRequested, m_selected, &SelectedItem::reveal);
    connect(m_curation, &Curation::itemsChanged, this, &SearchWorkspace::itemsChanged);
}

void SearchWorkspace::connectController() {
    connect(&m_controller, &SearchController::sourceChanged, this, &SearchWorkspace::sourceChanged);
    connect(&m_controller, &SearchController::started, this, &SearchWorkspace::showStarted);
    connect(&m_controller, &SearchController::ranked, this, &SearchWorkspace::showRanked);
    connect(&m_controller, &SearchController::reranked, this, &SearchWorkspace::showReranked);
    connect(&m_controller, &SearchController::finished, this, &SearchWorkspace::showFinished);
    connect(&m_controller, &SearchController::failed, this, &SearchWorkspace::showFailed);
    const Workbench& workbench = m_context.workbench;
    connect(&workbench, &Workbench::loadingChanged, this, &SearchWorkspace::showNotice);
    connect(&workbench, &Workbench::indexingBegan, this, &SearchWorkspace::showNotice);
    connect(&workbench, &Workbench::countsChanged, this, &SearchWorkspace::countsChanged);
}

QAction* SearchWorkspace::addAction(const QString& text,
                                    const QString& hint,
                                    const QKeySequence& key) {
    auto* action = new QAction(text, this);
    action->setIconText(hint);
    action->setShortcut(key);
    m_actions << action;
    return action;
}

void SearchWorkspace::addPreviewAction() {
    QAction* preview =
        addAction(tr("Show or close the preview"), tr("preview"), QKeySequence(Qt::Key_Space));
    preview->setShortcuts(
        {QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    preview->setAutoRepeat(false);
    m_page->setPreviewAction(preview);
    connect(preview, &QAction::triggered, this, [this] {
        if (m_page->isPreviewing()) {
            m_page->closePreview();
        } else {
            m_selected->preview();
        }
    });
}

void SearchWorkspace::makeActions() {
    const auto add = [this](
                         const QString& text, const QString& hint, const QString& key, auto run) {
        connect(addAction(text, hint, QKeySequence(key)), &QAction::triggered, this, run);
    };
    add(tr("Describe a person"), tr("describe"), QStringLiteral("Ctrl+F"), [this] {
        m_page->closePreview();
        m_page->query().setFocus();
        m_page->query().selectAll();
    });
    add(tr("Go to the grid"), tr("grid"), QStringLiteral("G"), [this] {
        m_page->closePreview();
        m_page->view().setFocus();
    });
    addPreviewAction();
    add(tr("More like this"), tr("more like this"), QStringLiteral("F"), [this] { searchLike(); });
    add(tr("Bookmark"), tr("bookmark"), QStringLiteral("B"), [this] {
        m_selected->toggleBookmark();
    });
    add(tr("Save this search"), tr("save"), QStringLiteral("Ctrl+S"), [this] {
        m_searches->askName();
    });
    const auto resize = [this](int by) {
        m_page->view().setPictureSize(m_page->view().pictureSize() + by);
    };
    add(tr("Larger pictures"), tr("larger"), QStringLiteral("Ctrl++"), [resize] {
        resize(kSizeStep);
    });
    m_actions.back()->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl++")), QKeySequence(QStringLiteral("Ctrl+="))});
    add(tr("Smaller pictures"), tr("smaller"), QStringLiteral("Ctrl+-"), [resize] {
        resize(-kSizeStep);
    });
    add(tr("Back"), tr("back"), QStringLiteral("Esc"), [this] { escape(); });
    add(tr("Copy the selected pictures or their paths"),
        tr("copy"),
        QStringLiteral("Ctrl+Shift+C"),
        [this] { m_selected->copy(); });

    m_actions << m_closerLook->actions() << m_curation->actions();
    m_page->exportButton().setMenu(
        new ExportMenu(m_context, m_controller, m_model, &m_page->exportButton()));
}

QList<FixedKey> SearchWorkspace::fixedKeys() const {
    return QueryField::fixedKeys() + SearchesPanel::fixedKeys() + ZoomView::fixedKeys();
}

void SearchWorkspace::activated() {
    m_page->query().setFocus();
}

QVariantMap SearchWorkspace::saveState() const {
    QVariantMap state = m_closerLook->saveState();
    state.insert(m_curation->saveState());
    state[kQuery] = m_page->query().text();
    state[kPictureSize] = m_page->view().pictureSize();
    return state;
}

void SearchWorkspace::restoreState(const QVariantMap& state) {
    m_page->view().setPictureSize(state.value(kPictureSize, ResultView::kFirstPicture).toInt());
    m_closerLook->restoreState(state);
    m_curation->restoreState(state);
    m_filters->fold();
    // Not searched for: what is opened may be another gallery.
    m_page->query().setText(state.value(kQuery).toString());
}

void SearchWorkspace::sourceChanged() {
    clearRows();
    m_model.forgetLines();
    showFacets(std::make_shared<const GalleryFacets>());
    readFacets();
    run(m_controller.query());
}

void SearchWorkspace::countsChanged() {
    showNotice();
    // While items are being added they are counted too often to be read through each time.
    if (!isGrowing(m_context)) readFacets();
    if (m_controller.source() != nullptr) m_controller.source()->countsChanged();
    if (m_model.rowCount() > 0) {
        catchUp();
        return;
    }
    m_wasOvertaken = m_controller.isRunning();
    if (!m_wasOvertaken) run(m_controller.query());
}

std::int64_t SearchWorkspace::numItems() const {
    const auto& gallery = m_context.workbench.gallery();
    return gallery ? gallery->counts.numPresent + gallery->counts.numMissing : 0;
}

/// What was removed since goes. What was added comes behind the others where one browses; the
/// result of a search stays.
void SearchWorkspace::catchUp() {
    const bool isBehind = numItems() != m_numItemsBefore;
    if (!isBehind || isGrowing(m_context) || m_controller.isRunning()) return;
    if (!m_controller.query().isBrowsing() && numItems() > m_numItemsBefore) {
        m_page->setStatus(tr("The gallery has more pictures now: press Enter to search it again"));
        return;
    }
    const KeptPlace place{m_selected->id(), m_page->view().verticalScrollBar()->value()};
    run(m_controller.query());
    m_keptPlace = place;
}

void SearchWorkspace::describe(const QString& text) {
    SearchQuery query;
    query.text = text;
    search(query);
}

void SearchWorkspace::readFacets() {
    m_readingFacets.request_stop();
    const auto& source = m_controller.source();
    if (source == nullptr) return;
    m_readingFacets = m_context.background.run(
        *this,
        [file = source->parts().gallery](std::stop_token stop) {
            return std::make_shared<const GalleryFacets>(descry::readFacets(file, std::move(stop)));
        },
        [this](std::shared_ptr<const GalleryFacets> facets) { showFacets(std::move(facets)); },
        [this](const Error& error) {
            Message message =
                problemOf(kFacetsKey, tr("What can be filtered by could not be read."), error);
            message.kept = tr("The filters stay as they are.");
            m_context.messages.raise(message);
        });
}

/// In a large gallery the former ones take a while to go.
void SearchWorkspace::showFacets(std::shared_ptr<const GalleryFacets> facets) {
    m_filters->setFacets(facets);
    QStringList captions;
    for (const std::string& caption : facets->captions) captions << toQString(caption);
    m_page->query().setSuggestions(captions);
    QStringList tags;
    for (const FacetCount& tag : facets->tags) tags << toQString(tag.value);
    m_curation->setKnownTags(tags);
    m_context.background.release(std::exchange(m_facets, std::move(facets)));
}

void SearchWorkspace::showNotice() {
    const SearchNotice notice = noticeOf(m_context.workbench);
    m_page->setNotice(notice.text, labelOf(notice.action));
}

void SearchWorkspace::noticeAction() {
    if (noticeOf(m_context.workbench).action == SearchNotice::Action::Import) {
        askModelFile(m_context, *m_page);
    } else {
        m_context.workbench.completeIndex();
    }
}

/// The keys of the grid work at once; Ctrl+F goes back.
void SearchWorkspace::searchTyped() {
    SearchQuery query;
    query.text = m_page->query().text();
    query.filter = m_filters->filter();
    search(query);
    if (m_controller.isRunning()) m_page->view().setFocus();
}

/// The one way to a new result: field, filters and chips show what is searched for.
void SearchWorkspace::search(const SearchQuery& query) {
    if (m_page->query().text() != query.text) m_page->query().setText(query.text);
    run(query);
}

/// Leaves what stands in the field: it may be half a description.
void SearchWorkspace::run(const SearchQuery& query) {
    m_wasOvertaken = false;
    m_keptPlace.reset();
    m_numItemsBefore = numItems();
    m_selected->forgetDoubts();
    m_filters->setFilter(query.filter);
    m_page->chips().setQuery(query);
    m_controller.run(query);
    showNotice();
    if (m_controller.source() == nullptr) {
        m_page->setStatus({});
        showNoGallery();
    }
}

void SearchWorkspace::showStarted() {
    m_selected->forgetDoubts();
    m_curation->forgetOutlook();
    m_page->setStatus(m_controller.query().isBrowsing() ? tr("Reading the gallery…")
                                                        : tr("Searching…"));
}

void SearchWorkspace::showRanked(const std::shared_ptr<const Ranking>& all) {
    if (const auto place = std::exchange(m_keptPlace, std::nullopt)) {
        showRows(all);
        if (place->item) m_page->view().setCurrentIndex(m_model.indexOf(*place->item));
        m_page->view().verticalScrollBar()->setValue(place->scroll);
        return;
    }
    m_page->closePreview();
    showRows(all);
    m_page->view().scrollToTop();
    m_selected->changed();
    if (all->candidates.empty()) return;
    m_page->showGrid();
    if (all->progress.of > 0) m_page->setStatus(tr("Re-ranked 0 of %1").arg(all->progress.of));
}

/// The former ones go elsewhere: a million take a while.
void SearchWorkspace::showRows(std::shared_ptr<const Ranking> all) {
    std::shared_ptr<const Ranking> before = m_model.ranked().all;
    m_page->exportButton().setEnabled(!all->candidates.empty());
    m_model.setRanking(std::move(all));
    m_context.background.release(std::move(before));
}

void SearchWorkspace::clearRows() {
    showRows(std::make_shared<const Ranking>());
    m_details->showRow(std::nullopt);
}

void SearchWorkspace::showReranked(const Ranking& head) {
    m_model.rerank(head, pinned());
    m_page->setStatus(tr("Re-ranked %1 of %2").arg(head.progress.reranked).arg(head.progress.of));
    m_selected->rankChanged();
}

void SearchWorkspace::showFinished(const SearchOutcome& outcome) {
    constexpr int kDecimals = 1;
    const QString searched = groupedNumber(outcome.numSearched);
    const QString took = tr("%1 s").arg(outcome.seconds, 0, 'f', kDecimals);
    QStringList parts;
    if (m_controller.query().isBrowsing()) {
        parts << tr("%1 pictures", nullptr, static_cast<int>(outcome.numSearched)).arg(searched);
    } else if (outcome.numReranked > 0) {
        parts << tr("Re-ranked %1 of %2").arg(outcome.numReranked).arg(searched) << took;
    } else {
        parts << tr("%1 by similarity").arg(searched) << took;
    }
    for (const Error& warning : outcome.warnings) parts << errorText(warning);
    if (!outcome.outlook.unknownReason.empty()) parts << errorText(outcome.outlook.unknownReason);
    m_page->setStatus(parts.join(QStringLiteral(" · ")));
    if (outcome.emptyReason) {
        m_page->setStatus({});
        if (m_wasOvertaken) {
            run(m_controller.query());
            return;
        }
        clearRows();
        showNothingFound(*outcome.emptyReason);
        return;
    }
    m_curation->setOutlook(outcome.outlook);
    catchUp();
    if (m_controller.query().isBrowsing() || m_model.rowCount() == 0) return;
    if (m_selected->id()) {
        m_selected->readDoubts();
    } else {
        m_page->view().setCurrentIndex(m_model.index(0));
    }
}

void SearchWorkspace::showNothingFound(const std::string& reason) {
    const SearchQuery& query = m_controller.query();
    EmptyState::Text text{query.isBrowsing() ? tr("No pictures") : tr("No appearance candidates"),
                          asSentence(errorText(reason)),
                          {}};
    if (query.filter.passesAll()) {
        m_page->showEmpty(text);
        return;
    }
    text.action = tr("Remove the filters");
    m_page->showEmpty(text, QStringLiteral("removeFilters"), [this] {
        SearchQuery unfiltered = m_controller.query();
        unfiltered.filter = {};
        search(unfiltered);
    });
}

/// What was ranked before it failed stays.
void SearchWorkspace::showFailed(const Error& error) {
    showNotice();
    if (!m_controller.isRanked()) {
        clearRows();
        m_page->setStatus({});
        showUnsearched(error);
        return;
    }
    const RerankProgress& progress = m_controller.rankedSearch().outcome.progress;
    m_page->setStatus(tr("Re-ranked %1 of %2").arg(progress.reranked).arg(progress.of) +
                      QStringLiteral(" · ") + errorText(error));
}

void SearchWorkspace::showUnsearched(const Error& error) {
    const auto& bundle = m_context.workbench.bundle();
    const auto& gallery = m_context.workbench.gallery();
    if (!bundle) {
        showNoModel();
    } else if (gallery && gallery->numIndexed(bundle->bundle->fingerprint()) == 0) {
        m_page->showEmpty({tr("Not indexed yet"),
                           tr("The open model has not looked at this gallery's pictures yet. "
                              "Index it first; you can search while that goes on."),
                           {}});
    } else {
        m_page->showEmpty({tr("Nothing was searched"), asSentence(errorText(error)), {}});
    }
}

void SearchWorkspace::showNoGallery() {
    m_page->showEmpty({tr("No gallery is open"),
                       tr("Open a folder of pictures of people as a gallery, then describe "
                          "whom you are looking for."),
                       tr("Open a folder as gallery…")},
                      QStringLiteral("openAsGallery"),
                      [this] { askGalleryFolder(m_context, *m_page); });
}

void SearchWorkspace::showNoModel() {
    m_page->showEmpty(
        {tr("No model is open"),
         m_controller.query().likeImage
             ? tr("Searching by a picture needs a model. Import a model file and the search "
                  "goes on, or press Esc to go back.")
             : tr("Searching by a description needs a model. Import a model file, or clear the "
                  "description to browse."),
         tr("Import a model file…")},
        QStringLiteral("importModel"),
        [this] { askModelFile(m_context, *m_page); });
}

/// Of those that re-ranking moves.
std::set<ItemId> SearchWorkspace::pinned() const {
    const ResultView& view = m_page->view();
    const QModelIndex underPointer = view.indexUnderPointer();
    std::set<ItemId> items;
    for (int row = 0; row < m_model.numHeadRows(); ++row) {
        const QModelIndex index = m_model.index(row);
        const bool isHeld = index == view.currentIndex() || index == underPointer ||
                            view.selectionModel()->isSelected(index);
        if (isHeld) items.insert(*m_model.itemAt(index));
    }
    return items;
}

/// Tags or bookmarks: the lines of the grid, the details and what can be filtered by.
void SearchWorkspace::itemsChanged(const std::vector<ItemId>& items) {
    readLines(items);
    m_selected->readAgain();
    readFacets();
}

void SearchWorkspace::readLines(const std::vector<ItemId>& items) {
    const auto source = m_controller.source();
    if (source == nullptr) return;
    m_context.background.run(
        *this,
        [source, items](std::stop_token) { return source->lines(items); },
        [this, source](const ItemLines& lines) {
            if (source == m_controller.source()) m_model.setLines(lines);
        });
}

void SearchWorkspace::searchLike() {
    const auto item = m_selected->id();
    if (!item || !m_controller.canSearch()) return;
    SearchQuery query;
    query.likeItem = item;
    searchByPicture(std::move(query));
}

/// One that was dropped on the window. Without a gallery there is nothing to search.
bool SearchWorkspace::takePicture(const std::filesystem::path& file) {
    if (m_controller.source() == nullptr) return false;
    SearchQuery query;
    query.likeImage = file;
    searchByPicture(std::move(query));
    if (m_controller.isRunning()) m_page->view().setFocus();
    return true;
}

void SearchWorkspace::searchByPicture(SearchQuery query) {
    query.filter = m_filters->filter();
    if (!m_controller.query().isByPicture()) m_beforePicture = m_controller.query();
    search(query);
}

/// One step back: from a picture alone to the grid, from a running search to what it has found,
/// from a search by a picture to the one before, from the results to the query.
void SearchWorkspace::escape() {
    if (m_curation->escape()) return;
    if (m_page->isCloseUp()) {
        m_page->closePreview();
        return;
    }
    if (m_controller.isRunning()) {
        m_controller.cancel();
        m_page->setStatus(tr("Stopped"));
        return;
    }
    if (m_controller.query().isByPicture()) {
        search(m_beforePicture);
        return;
    }
    m_page->query().setFocus();
}

}  // namespace descry
