#pragma once
/// What is open: one gallery, one bundle with its model, and the indexing that joins them. Opens,
/// counts and loads in the background; what was open stays until the new one is there. Thread rule:
/// GUI thread. Failure rule: failures are raised as messages, and what was open stays open.

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"
#include "core/model/bundle.h"
#include "core/model/rasa_model.h"
#include "ui/common/background.h"
#include "ui/common/job_signals.h"
#include "ui/common/messages.h"

namespace descry {

struct OpenBundle {
    std::shared_ptr<const Bundle> bundle;
    std::shared_ptr<RasaModel> model;
    DeviceStatus device;
};

/// A gallery as it was when last counted. Whoever reads more opens a connection of its own.
struct OpenGallery {
    std::filesystem::path file;
    std::string id;
    Gallery::Access access = Gallery::Access::ReadWrite;
    GalleryCounts counts;
    std::vector<Root> roots;

    /// Items with an embedding under the fingerprint.
    std::int64_t numIndexed(const std::string& fingerprint) const;
};

/// Loads the network of a bundle; called off the GUI thread. Given by the program.
using ModelLoader =
    std::function<std::shared_ptr<RasaModel>(std::shared_ptr<const Bundle>, const DeviceRequest&)>;

class Workbench final : public QObject {
    Q_OBJECT

  public:
    struct Parts {
        Background& background;
        JobSignals& jobs;
        Messages& messages;
        ModelLoader loadModel;
        std::filesystem::path dataFolder;  ///< Galleries of folders and imported bundles go here.
    };

    explicit Workbench(Parts parts, QObject* parent = nullptr);

    const std::optional<OpenGallery>& gallery() const { return m_gallery; }
    const std::optional<OpenBundle>& bundle() const { return m_bundle; }
    bool isLoadingGallery() const { return m_loadingGallery.has_value(); }
    bool isLoadingBundle() const { return m_loadingBundle.has_value(); }
    const std::filesystem::path& dataFolder() const { return m_parts.dataFolder; }

    void openGallery(const std::filesystem::path& file);
    /// The gallery of a folder of pictures, made in the data folder if there is none yet; then
    /// indexed as soon as there is a bundle.
    void openFolder(const std::filesystem::path& folder);
    /// As openFolder, with everything that is to be indexed; `name` is the gallery's.
    void openSources(const QString& name, const IndexOptions& sources);
    void closeGallery();
    void openBundle(const std::filesystem::path& folder);
    /// Loads the open bundle anew if the request differs.
    void setDevice(const DeviceRequest& request);

    /// Brings the open gallery up to date with folders and data sets, as a job.
    void startIndexing(const IndexOptions& options);
    /// Counts again, after something wrote to the gallery.
    void refreshGallery();

  Q_SIGNALS:
    void galleryChanged();  ///< Another gallery, or none.
    void countsChanged();   ///< The same one holds more or less.
    void bundleChanged();
    void loadingChanged();

  private:
    void loadGallery(std::function<OpenGallery()> open, const QString& shownName);
    void takeGallery(OpenGallery gallery);
    void takeBundle(OpenBundle bundle);
    void loadBundle(const std::filesystem::path& folder);
    void indexWhenPossible();
    void jobChanged(const JobStatus& status);
    bool canIndex();

    Parts m_parts;
    DeviceRequest m_device;
    std::optional<OpenGallery> m_gallery;
    std::optional<OpenBundle> m_bundle;
    std::optional<std::stop_source> m_loadingGallery;
    std::optional<std::stop_source> m_loadingBundle;
    std::optional<IndexOptions> m_waitingSources;  ///< To be indexed once there is a bundle.
    std::set<JobId> m_indexing;
    QTimer m_recount;
};

}  // namespace descry
