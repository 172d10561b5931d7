#include "ui/common/workbench.h"

#include <utility>

#include "ui/common/gallery_files.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kRecountMs = 1000;

const QString kGalleryKey = QStringLiteral("gallery");
const QString kBundleKey = QStringLiteral("bundle");
const QString kIndexKey = QStringLiteral("index");

OpenBundle loadOpenBundle(const fs::path& folder,
                          const DeviceRequest& device,
                          const ModelLoader& load) {
    OpenBundle open;
    open.bundle = Bundle::open(folder);
    open.model = load(open.bundle, device);
    open.device = open.model->device();
    return open;
}

}  // namespace

std::int64_t OpenGallery::numIndexed(const std::string& fingerprint) const {
    for (const BundleCount& bundle : counts.bundles) {
        if (bundle.fingerprint == fingerprint) return bundle.numEmbeddings;
    }
    return 0;
}

Workbench::Workbench(Parts parts, QObject* parent) : QObject(parent), m_parts(std::move(parts)) {
    m_recount.setSingleShot(true);
    m_recount.setInterval(kRecountMs);
    connect(&m_recount, &QTimer::timeout, this, &Workbench::refreshGallery);
    connect(&m_parts.jobs, &JobSignals::changed, this, &Workbench::jobChanged);
}

void Workbench::openGallery(const fs::path& file) {
    m_waitingSources.reset();
    loadGallery([file] { return readGallery(file); }, shownPath(file.stem()));
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
        name);
}

void Workbench::closeGallery() {
    if (m_loadingGallery) m_loadingGallery->request_stop();
    m_loadingGallery.reset();
    m_gallery.reset();
    m_waitingSources.reset();
    Q_EMIT loadingChanged();
    Q_EMIT galleryChanged();
}

void Workbench::loadGallery(std::function<OpenGallery()> open, const QString& shownName) {
    if (m_loadingGallery) m_loadingGallery->request_stop();
    m_loadingGallery = m_parts.background.run(
        *this,
        [open = std::move(open)](std::stop_token) { return open(); },
        [this](OpenGallery gallery) { takeGallery(std::move(gallery)); },
        [this, shownName](const Error& error) {
            m_loadingGallery.reset();
            m_waitingSources.reset();
            Message message = problemOf(
                kGalleryKey, tr("The gallery “%1” could not be opened.").arg(shownName), error);
            message.kept = m_gallery ? tr("The gallery that was open stays open.")
                                     : tr("Nothing was changed.");
            m_parts.messages.raise(message);
            Q_EMIT loadingChanged();
        });
    Q_EMIT loadingChanged();
}

void Workbench::takeGallery(OpenGallery gallery) {
    m_loadingGallery.reset();
    m_gallery = std::move(gallery);
    m_parts.messages.withdraw(kGalleryKey);
    Q_EMIT loadingChanged();
    Q_EMIT galleryChanged();
    indexWhenPossible();
}

void Workbench::openBundle(const fs::path& folder) {
    loadBundle(folder);
}

void Workbench::setDevice(const DeviceRequest& request) {
    const bool isSame = request.kind == m_device.kind && request.numThreads == m_device.numThreads;
    m_device = request;
    if (!isSame && m_bundle) loadBundle(m_bundle->bundle->path());
}

void Workbench::loadBundle(const fs::path& folder) {
    if (m_loadingBundle) m_loadingBundle->request_stop();
    m_loadingBundle = m_parts.background.run(
        *this,
        [folder, device = m_device, load = m_parts.loadModel](std::stop_token) {
            return loadOpenBundle(folder, device, load);
        },
        [this](OpenBundle bundle) { takeBundle(std::move(bundle)); },
        [this, folder](const Error& error) {
            m_loadingBundle.reset();
            Message message = problemOf(
                kBundleKey,
                tr("The model “%1” could not be opened.").arg(shownPath(folder.filename())),
                error);
            message.kept = m_bundle ? tr("The model that was open stays in use.")
                                    : tr("Galleries can be browsed; searching needs a model.");
            m_parts.messages.raise(message);
            Q_EMIT loadingChanged();
        });
    Q_EMIT loadingChanged();
}

void Workbench::takeBundle(OpenBundle bundle) {
    m_loadingBundle.reset();
    if (m_bundle) m_parts.background.release(std::move(m_bundle->model));
    m_bundle = std::move(bundle);
    m_bundle->model->onNotice([&messages = m_parts.messages](const std::string& notice) {
        QMetaObject::invokeMethod(
            &messages,
            [&messages, notice] {
                messages.raise({.severity = Message::Severity::Warning,
                                .key = QStringLiteral("device"),
                                .cause = toQString(notice),
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
    if (!m_waitingSources || !m_gallery || !m_bundle) return;
    const IndexOptions sources = *std::exchange(m_waitingSources, std::nullopt);
    const bool isIndexed =
        m_gallery->counts.numPresent > 0 &&
        m_gallery->numIndexed(m_bundle->bundle->fingerprint()) >= m_gallery->counts.numPresent;
    if (!isIndexed) startIndexing(sources);
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
    if (!canIndex()) return;
    const IndexModel model{m_bundle->model, m_bundle->bundle->fingerprint()};
    m_indexing.insert(m_parts.jobs.submit(
        std::make_unique<IndexJob>(m_gallery->file, model, m_parts.jobs.lane(), options)));
}

void Workbench::refreshGallery() {
    if (!m_gallery) return;
    m_parts.background.run(
        *this,
        [file = m_gallery->file](std::stop_token) { return readGallery(file); },
        [this](OpenGallery gallery) {
            if (!m_gallery || m_gallery->file != gallery.file) return;
            m_gallery = std::move(gallery);
            Q_EMIT countsChanged();
        });
}

void Workbench::jobChanged(const JobStatus& status) {
    if (!m_indexing.contains(status.id)) return;
    if (hasEnded(status)) {
        m_indexing.erase(status.id);
        m_recount.stop();
        refreshGallery();
    } else if (!m_recount.isActive()) {
        m_recount.start();
    }
}

}  // namespace descry
