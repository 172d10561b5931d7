#include "ui/common/workbench.h"

#include <algorithm>
#include <utility>

#include "core/indexing/index_memory.h"
#include "ui/common/gallery_files.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kRecountMs = 1000;

const QString kGalleryKey = QStringLiteral("gallery");
const QString kBundleKey = QStringLiteral("bundle");
const QString kIndexKey = QStringLiteral("index");

bool isSame(const DeviceRequest& left, const DeviceRequest& right) {
    return left.kind == right.kind && left.numThreads == right.numThreads;
}

/// An indexing job with the model it uses.
class IndexJobWithModel final : public Job {
  public:
    IndexJobWithModel(const IndexWork& work,
                      const OpenBundle& open,
                      std::shared_ptr<ComputeLane> lane)
        : m_lane(std::move(lane)),
          m_job(work.gallery, {open.model, open.bundle->fingerprint()}, *m_lane, work.options) {}

    std::string title() const override { return m_job.title(); }
    void run(JobContext& context) override { m_job.run(context); }

  private:
    std::shared_ptr<ComputeLane> m_lane;
    IndexJob m_job;
};

}  // namespace

std::int64_t OpenGallery::numIndexed(const std::string& fingerprint) const {
    for (const BundleCount& bundle : counts.bundles) {
        if (bundle.fingerprint == fingerprint) return bundle.numEmbeddings;
    }
    return 0;
}

Workbench::Workbench(Parts parts, QObject* parent)
    : QObject(parent),
      m_parts(std::move(parts)),
      m_shelf(std::make_shared<ModelShelf>(m_parts.loadModel)) {
    m_parts.jobs.addKind(
        kIndexKind, [shelf = m_shelf, lane = m_parts.jobs.sharedLane()](const JobRecipe& recipe) {
            const IndexWork work = indexWorkOf(recipe);
            return std::make_unique<IndexJobWithModel>(work, shelf->get(work.bundle), lane);
        });
    m_recount.setSingleShot(true);
    m_recount.setInterval(kRecountMs);
    connect(&m_recount, &QTimer::timeout, this, &Workbench::refreshGallery);
    connect(&m_parts.jobs, &JobSignals::changed, this, &Workbench::jobChanged);
}

void Workbench::openGallery(const fs::path& file) {
    m_waitingSources.reset();
    loadGallery([file] { return readGallery(file); }, shownPath(file.stem()), file);
}

void Workbench::openFolder(const fs::path& folder) {
    IndexOptions sources;
    sources.folders.push_back(folder);
    const fs::path named = folder.has_filename() ? folder : folder.parent_path();
    openSources(shownPath(named.filename()), sources);
}

void Workbench::openSources(const QString& name, const IndexOptions& sources) {
    m_waitingSources = sources;
    const fs::path galleries = m_parts.dataFolder / "galleries";
    loadGallery(
        [galleries, name = toUtf8(name), folders = sources.folders] {
            return galleryOfFolders(galleries, name, folders);
        },
        name,
        {});
}

void Workbench::closeGallery() {
    if (m_loadingGallery) m_loadingGallery->request_stop();
    m_loadingGallery.reset();
    m_gallery.reset();
    m_waitingSources.reset();
    Q_EMIT loadingChanged();
    Q_EMIT galleryChanged();
}

void Workbench::loadGallery(std::function<OpenGallery()> open,
                            const QString& shownName,
                            const fs::path& file) {
    if (m_loadingGallery) m_loadingGallery->request_stop();
    m_loadingGallery = m_parts.background.run(
        *this,
        [open = std::move(open)](std::stop_token) { return open(); },
        [this](OpenGallery gallery) { takeGallery(std::move(gallery)); },
        [this, shownName, file](const Error& error) {
            m_loadingGallery.reset();
            m_waitingSources.reset();
            Message message = problemOf(
                kGalleryKey, tr("The gallery “%1” could not be opened.").arg(shownName), error);
            message.kept = m_gallery ? tr("The gallery that was open stays open.")
                                     : tr("Nothing was changed.");
            m_parts.messages.raise(message);
            Q_EMIT loadingChanged();
            if (!file.empty()) Q_EMIT galleryFailed(file, error);
            countAgain();
        });
    Q_EMIT loadingChanged();
}

void Workbench::takeGallery(OpenGallery gallery) {
    m_loadingGallery.reset();
    m_keptFromWriting.clear();
    m_gallery = std::move(gallery);
    if (m_offersReadOnly) m_gallery->access = Gallery::Access::ReadOnly;
    m_parts.messages.withdraw(kGalleryKey);
    Q_EMIT loadingChanged();
    Q_EMIT galleryChanged();
    indexWhenPossible();
    countAgain();
}

void Workbench::openBundle(const fs::path& folder) {
    loadBundle(folder, &Workbench::useBundle);
}

void Workbench::adoptBundle(const fs::path& folder) {
    if (m_bundle && m_bundle->bundle->path() == folder) withdrawAdoptions();
    loadBundle(folder, &Workbench::indexForAdoption);
}

/// Whether the gallery can be searched now, and indexed anew. One that gives way to another gallery
/// has nothing to keep.
bool Workbench::hasIndexToKeep() const {
    return m_gallery && !m_loadingGallery && m_bundle &&
           m_gallery->access == Gallery::Access::ReadWrite &&
           m_gallery->numIndexed(m_bundle->bundle->fingerprint()) > 0;
}

/// Nothing takes the place of the open bundle any more, nor is anything indexed for that.
void Workbench::withdrawAdoptions() {
    for (auto& [job, work] : m_indexing) {
        if (!work.replaces || *work.replaces != m_bundle->bundle->path()) continue;
        work.replaces.reset();
        m_parts.jobs.cancel(job);
    }
    if (!m_adopted) return;
    m_parts.background.release(std::move(m_adopted->model));
    m_adopted.reset();
}

bool Workbench::isDemoModelAstray() const {
    if (m_offersReadOnly || m_demo.empty() || !m_gallery || !m_bundle) return false;
    if (m_bundle->bundle->path() != m_demo / "bundle") return false;
    const fs::path own = m_demo / "gallery";
    return std::ranges::any_of(m_gallery->roots, [&own](const Root& root) {
        const fs::path& folder = root.folder;
        return std::mismatch(own.begin(), own.end(), folder.begin(), folder.end()).first !=
               own.end();
    });
}

JobRecipe Workbench::adoptionOf(const fs::path& folder) const {
    return withTokenCache({m_gallery->file, folder, {}, m_bundle->bundle->path()});
}

std::optional<JobRecipe> Workbench::comingAdoption() const {
    const bool isAdopting =
        m_loadingBundle && m_loadingBundle->take == &Workbench::indexForAdoption;
    if (!isAdopting || !hasIndexToKeep()) return std::nullopt;
    return adoptionOf(m_loadingBundle->folder);
}

void Workbench::indexForAdoption(OpenBundle bundle) {
    const std::string fingerprint = bundle.bundle->fingerprint();
    const bool isSame = m_bundle && m_bundle->bundle->fingerprint() == fingerprint;
    if (isSame || !hasIndexToKeep() ||
        m_gallery->numIndexed(fingerprint) >= m_gallery->counts.numPresent) {
        useBundle(std::move(bundle));
        return;
    }
    m_loadingBundle.reset();
    m_shelf->put(bundle);
    m_parts.jobs.submit(adoptionOf(bundle.bundle->path()));
    Message message;
    message.key = kBundleKey;
    message.cause = tr("The gallery is being indexed with “%1”.").arg(bundle.title);
    message.kept = tr("Until that is done, searches use the model and the index that are there.");
    message.actions = {
        {tr("Use it now"), [this, folder = bundle.bundle->path()] { openBundle(folder); }}};
    m_adopted = std::move(bundle);
    m_parts.messages.raise(message);
    Q_EMIT loadingChanged();
    followDevice();
}

/// The one that is open, or that will be.
fs::path Workbench::wantedBundle() const {
    if (m_loadingBundle) return m_loadingBundle->folder;
    return m_bundle ? m_bundle->bundle->path() : fs::path();
}

/// Neither was another bundle opened since, nor was another one to take the same place.
bool Workbench::isStillWanted(JobId job, const IndexWork& adoption) const {
    const bool isOvertaken =
        std::any_of(m_indexing.upper_bound(job), m_indexing.end(), [&](const auto& later) {
            return later.second.replaces == adoption.replaces;
        });
    return !isOvertaken && wantedBundle() == *adoption.replaces;
}

/// What has been indexed is kept, whatever becomes of the bundle.
void Workbench::adoptionEnded(const JobStatus& status, const IndexWork& work) {
    std::optional<OpenBundle> loaded;
    if (m_adopted && m_adopted->bundle->path() == work.bundle) {
        loaded = std::exchange(m_adopted, std::nullopt);
    }
    const bool isWanted = isStillWanted(status.id, work);
    if (isWanted && status.state == JobState::Succeeded) {
        // The bundle whose place it takes need not be loaded any more.
        if (m_loadingBundle) m_loadingBundle->stop.request_stop();
        if (!loaded) {
            openBundle(work.bundle);
            return;
        }
        useBundle(*std::move(loaded));
        followDevice();
        return;
    }
    if (loaded) m_parts.background.release(std::move(loaded->model));
    if (isWanted) tellNotAdopted(work.bundle);
}

void Workbench::tellNotAdopted(const fs::path& folder) {
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = kBundleKey;
    message.cause =
        tr("The gallery was not wholly indexed with “%1”.").arg(shownPath(folder.filename()));
    message.kept = tr("The model that was open stays in use.");
    message.actions = {{tr("Index again"), [this, folder] { adoptBundle(folder); }},
                       {tr("Use it now"), [this, folder] { openBundle(folder); }}};
    m_parts.messages.raise(message);
}

void Workbench::setDevice(const DeviceRequest& request) {
    const bool isOther = !isSame(request, m_device);
    m_device = request;
    m_shelf->setDevice(request);
    if (isOther || !m_findingDevice) findDevice();
    if (!isOther) return;
    if (m_loadingBundle) {
        loadBundle(m_loadingBundle->folder, m_loadingBundle->take);
    } else {
        followDevice();
    }
}

/// Loads the open bundle anew if it was loaded for another device; what is being loaded goes
/// before.
void Workbench::followDevice() {
    if (m_loadingBundle || !m_bundle || isSame(m_bundle->request, m_device)) return;
    loadBundle(m_bundle->bundle->path(), &Workbench::useBundle);
}

void Workbench::findDevice() {
    if (m_findingDevice) m_findingDevice->request_stop();
    m_findingDevice = m_parts.background.run(
        *this,
        [request = m_device, find = m_parts.findDevice](std::stop_token) { return find(request); },
        [this](DeviceStatus device) { takeDevice(std::move(device)); },
        [this](const Error& error) {
            DeviceStatus none;
            none.reason = error;
            takeDevice(std::move(none));
        });
}

void Workbench::takeDevice(DeviceStatus device) {
    m_foundDevice = std::move(device);
    Q_EMIT deviceFound();
}

void Workbench::loadBundle(fs::path folder, TakeBundle take) {
    if (m_loadingBundle) m_loadingBundle->stop.request_stop();
    const std::stop_source stop = m_parts.background.run(
        *this,
        [folder, device = m_device, load = m_parts.loadModel](std::stop_token) {
            return loadOpenBundle(folder, device, load);
        },
        [this, take](OpenBundle bundle) { (this->*take)(std::move(bundle)); },
        [this, folder](const Error& error) { loadingFailed(folder, error); });
    m_loadingBundle = BundleLoad{std::move(folder), take, stop};
    Q_EMIT loadingChanged();
}

void Workbench::loadingFailed(const fs::path& folder, const Error& error) {
    m_loadingBundle.reset();
    Message message =
        problemOf(kBundleKey,
                  tr("The model “%1” could not be opened.").arg(shownPath(folder.filename())),
                  error);
    // On a device that fails, another one would fail too.
    const bool helpsAnother = error.code() != ErrorCode::Device;
    message.kept = m_bundle       ? tr("The model that was open stays in use.")
                   : helpsAnother ? tr("Galleries can be browsed. To search, open another bundle "
                                       "or import a model file.")
                                  : tr("Galleries can be browsed; searching needs a model.");
    m_parts.messages.raise(message);
    Q_EMIT loadingChanged();
    // The open one would fail again.
    if (m_bundle && m_bundle->bundle->path() != folder) followDevice();
}

void Workbench::useBundle(OpenBundle bundle) {
    m_loadingBundle.reset();
    m_shelf->put(bundle);
    const bool isOther = m_bundle && m_bundle->bundle->path() != bundle.bundle->path();
    // Nothing waits for its place any more.
    if (isOther) m_adopted.reset();
    if (m_bundle) m_parts.background.release(std::move(m_bundle->model));
    m_bundle = std::move(bundle);
    m_bundle->model->onNotice([&messages = m_parts.messages](const Error& notice) {
        QMetaObject::invokeMethod(
            &messages,
            [&messages, notice] {
                messages.raise({.severity = Message::Severity::Warning,
                                .key = QStringLiteral("device"),
                                .cause = errorText(notice),
                                .kept = {},
                                .details = {},
                                .actions = {}});
            },
            Qt::QueuedConnection);
    });
    m_parts.messages.withdraw(kBundleKey);
    Q_EMIT loadingChanged();
    Q_EMIT bundleChanged();
    indexWhenPossible();
}

void Workbench::indexWhenPossible() {
    // While another gallery loads, they are for that one.
    if (!m_waitingSources || m_loadingGallery || !m_gallery || !m_bundle) return;
    const IndexOptions sources = *std::exchange(m_waitingSources, std::nullopt);
    const bool isIndexed =
        m_gallery->counts.numPresent > 0 &&
        m_gallery->numIndexed(m_bundle->bundle->fingerprint()) >= m_gallery->counts.numPresent;
    if (isIndexed) return;
    if (m_offersReadOnly) {
        submitIndexing({m_gallery->file, m_bundle->bundle->path(), sources});
    } else {
        startIndexing(sources);
    }
}

bool Workbench::canIndex() {
    Message message;
    message.key = kIndexKey;
    message.severity = Message::Severity::Warning;
    message.kept = tr("Nothing was changed.");
    if (!m_gallery) {
        message.cause = tr("No gallery is open, so there is nothing to index.");
    } else if (m_gallery->access == Gallery::Access::ReadOnly) {
        message.cause = tr("This gallery can only be read, so nothing can be added to it.");
    } else if (!m_bundle) {
        message.cause = tr("Indexing needs a model. Import a model file or open a bundle first.");
    } else {
        m_parts.messages.withdraw(kIndexKey);
        return true;
    }
    m_parts.messages.raise(message);
    return false;
}

void Workbench::startIndexing(const IndexOptions& options) {
    if (canIndex()) submitIndexing({m_gallery->file, m_bundle->bundle->path(), options});
}

JobRecipe Workbench::withTokenCache(IndexWork work) const {
    if (m_tokenCacheBytes > 0) {
        work.options.cacheTokens = TokenFormat::F16;
        work.options.cacheBytes = m_tokenCacheBytes;
    }
    return recipeOf(work);
}

void Workbench::submitIndexing(IndexWork work) {
    m_parts.jobs.submit(withTokenCache(std::move(work)));
}

void Workbench::updateIndex(RetryFailures retry) {
    if (!canIndex()) return;
    m_parts.background.run(
        *this,
        [file = m_gallery->file](std::stop_token) {
            return updateOptions(*Gallery::open(file, Gallery::Access::ReadOnly));
        },
        [this, retry, file = m_gallery->file](std::vector<IndexOptions> groups) {
            if (!m_gallery || m_gallery->file != file) return;
            for (IndexOptions& options : groups) {
                options.retry = retry;
                startIndexing(options);
            }
        },
        [this](const Error& error) {
            Message message =
                problemOf(kIndexKey, tr("The gallery cannot be brought up to date."), error);
            message.kept = tr("Nothing was changed.");
            m_parts.messages.raise(message);
        });
}

void Workbench::completeIndex() {
    if (m_gallery && m_gallery->counts.numPresent == 0) {
        updateIndex();
    } else {
        startIndexing({});
    }
}

bool Workbench::isIndexing(JobId job) const {
    const auto found = m_indexing.find(job);
    return found != m_indexing.end() && m_gallery && found->second.gallery == m_gallery->file;
}

bool Workbench::isIndexing() const {
    return std::ranges::any_of(m_indexing,
                               [this](const auto& job) { return isIndexing(job.first); });
}

void Workbench::cancelIndexing() {
    for (const auto& [job, work] : m_indexing) {
        if (isIndexing(job)) m_parts.jobs.cancel(job);
    }
}

void Workbench::refreshGallery() {
    if (!m_gallery && !m_loadingGallery) return;
    m_countsAgain = m_isCounting || m_loadingGallery;
    if (m_countsAgain) return;
    m_isCounting = true;
    m_parts.background.run(
        *this,
        [file = m_gallery->file](std::stop_token) { return readGallery(file); },
        [this](OpenGallery gallery) {
            takeCounts(std::move(gallery));
            countingEnded();
        },
        [this, file = m_gallery->file](const Error& error) {
            countingFailed(file, error);
            countingEnded();
        });
}

void Workbench::countingEnded() {
    m_isCounting = false;
    countAgain();
}

void Workbench::countAgain() {
    if (std::exchange(m_countsAgain, false)) refreshGallery();
}

void Workbench::takeCounts(OpenGallery gallery) {
    if (!m_gallery || m_gallery->file != gallery.file) return;
    if (m_offersReadOnly || gallery.id == m_keptFromWriting)
        gallery.access = Gallery::Access::ReadOnly;
    const bool hasOtherAccess = gallery.access != m_gallery->access;
    m_gallery = std::move(gallery);
    if (hasOtherAccess) Q_EMIT accessChanged();
    Q_EMIT countsChanged();
}

void Workbench::countingFailed(const fs::path& file, const Error& error) {
    if (!m_gallery || m_gallery->file != file) return;
    Message message =
        problemOf(kGalleryKey,
                  tr("The gallery “%1” cannot be read any more.").arg(shownPath(file.stem())),
                  error);
    message.kept = tr("What is shown is as it was last read.");
    m_parts.messages.raise(message);
    Q_EMIT galleryFailed(file, error);
}

void Workbench::keepFromWriting() {
    if (!m_gallery) return;
    m_keptFromWriting = m_gallery->id;
    cancelIndexing();
    takeCounts(*m_gallery);
}

void Workbench::jobChanged(const JobStatus& status) {
    if (status.kind != kIndexKind) return;
    if (!m_indexing.contains(status.id)) {
        const auto recipe = m_parts.jobs.recipe(status.id);
        if (hasEnded(status) || !recipe) return;
        try {
            m_indexing.emplace(status.id, indexWorkOf(*recipe));
        } catch (const Error&) {
            // It says so when it runs.
            return;
        }
        if (isIndexing(status.id)) Q_EMIT indexingBegan();
    }
    const bool isOfOpenOne = isIndexing(status.id);
    if (hasEnded(status)) {
        const IndexWork work = std::move(m_indexing.extract(status.id).mapped());
        m_recount.stop();
        if (work.replaces) adoptionEnded(status, work);
        refreshGallery();
    } else if (isOfOpenOne && !m_recount.isActive()) {
        m_recount.start();
    }
}

}  // namespace descry
