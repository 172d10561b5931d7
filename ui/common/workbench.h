#pragma once
/// What is open: one gallery, one bundle with its model, and the indexing that joins them. Opens,
/// counts and loads in the background; what was open stays until the new one is there. Thread rule:
/// GUI thread. Failure rule: failures are raised as messages, and what was open stays open.

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"
#include "core/model/bundle.h"
#include "core/model/rasa_model.h"
#include "ui/common/background.h"
#include "ui/common/job_recipes.h"
#include "ui/common/job_signals.h"
#include "ui/common/messages.h"
#include "ui/common/model_shelf.h"

namespace descry {

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

/// What a network would run on, without one; called off the GUI thread. Given by the program.
using DeviceFinder = std::function<DeviceStatus(const DeviceRequest&)>;

class Workbench final : public QObject {
    Q_OBJECT

  public:
    struct Parts {
        Background& background;
        JobSignals& jobs;
        Messages& messages;
        ModelLoader loadModel;
        DeviceFinder findDevice;
        std::filesystem::path dataFolder;  ///< Galleries of folders and imported bundles go here.
    };

    explicit Workbench(Parts parts, QObject* parent = nullptr);

    const std::optional<OpenGallery>& gallery() const { return m_gallery; }
    const std::optional<OpenBundle>& bundle() const { return m_bundle; }
    bool isLoadingGallery() const { return m_loadingGallery.has_value(); }
    bool isLoadingBundle() const { return m_loadingBundle.has_value(); }
    const std::filesystem::path& dataFolder() const { return m_parts.dataFolder; }
    /// The open bundle's; else the one that a bundle would run on, without a name if there is no
    /// such device. Absent until it is found.
    std::optional<DeviceStatus> device() const {
        return m_bundle ? std::optional(m_bundle->device) : m_foundDevice;
    }

    void openGallery(const std::filesystem::path& file);
    /// The gallery of a folder of pictures, made in the data folder if there is none yet; then
    /// indexed as soon as there is a bundle.
    void openFolder(const std::filesystem::path& folder);
    /// As openFolder, with everything that is to be indexed; `name` is the gallery's.
    void openSources(const QString& name, const IndexOptions& sources);
    void closeGallery();
    /// From now on galleries are offered for reading alone, whatever their files allow; only what
    /// opening one asks for is still indexed. For a kiosk.
    void offerReadOnly() { m_offersReadOnly = true; }
    void openBundle(const std::filesystem::path& folder);
    /// Opens a bundle once a job has indexed the open gallery with it; until then the bundle that
    /// is open stays, and its index is searched. At once where no search would be lost by it. A job
    /// that only ends in a later run of the program has it opened then. The open bundle, chosen
    /// again, takes back what was to take its place.
    void adoptBundle(const std::filesystem::path& folder);
    /// The job that follows once the bundle to be adopted is loaded; absent while none is being
    /// loaded. If the program ends before, its next run can submit it.
    std::optional<JobRecipe> comingAdoption() const;
    /// The folder of the demo that comes with the program: bundle/ knows the people of gallery/.
    void setDemo(std::filesystem::path folder) { m_demo = std::move(folder); }
    /// Whether the demo's model is open beside a gallery of other pictures; never in a kiosk, where
    /// nobody could open another.
    bool isDemoModelAstray() const;
    /// Loads what is open or being loaded anew if the request differs, and finds the device it
    /// comes to.
    void setDevice(const DeviceRequest& request);

    /// Brings the open gallery up to date with folders and data sets, as a job.
    void startIndexing(const IndexOptions& options);
    /// The gallery's folders and data sets are looked through again, read as they were before.
    void updateIndex(RetryFailures retry = RetryFailures::IfChanged);
    /// The pictures that the gallery has are indexed with the open bundle; where it has none, its
    /// folders are looked through.
    void completeIndex();
    /// Image tokens kept beside a gallery by indexing from now on; 0 bytes: none.
    void setTokenCacheBytes(std::uint64_t bytes) { m_tokenCacheBytes = bytes; }
    /// Whether a job brings the open gallery up to date.
    bool isIndexing(JobId job) const;
    /// Whether any does.
    bool isIndexing() const;
    /// Counts again, after something wrote to the gallery; while it is counted or loaded, once more
    /// afterwards.
    void refreshGallery();
    /// The open gallery was found damaged: it is indexed no further, and nothing is written to it
    /// until it is opened again.
    void keepFromWriting();

  Q_SIGNALS:
    void galleryChanged();  ///< Another gallery, or none.
    /// A gallery's file could not be opened, or no more be read; a message was raised.
    void galleryFailed(const std::filesystem::path& file, const descry::Error& error);
    void countsChanged();  ///< The same one holds more or less.
    void accessChanged();  ///< The same one can, or can no more, be written to.
    void indexingBegan();  ///< Of the open gallery; when it ends it is counted.
    void bundleChanged();
    void deviceFound();
    void loadingChanged();

  private:
    /// `file` is empty where the gallery is looked for by its folders.
    void loadGallery(std::function<OpenGallery()> open,
                     const QString& shownName,
                     const std::filesystem::path& file);
    void takeGallery(OpenGallery gallery);
    void takeCounts(OpenGallery gallery);
    void countingEnded();
    void countAgain();
    void countingFailed(const std::filesystem::path& file, const Error& error);
    void useBundle(OpenBundle bundle);
    using TakeBundle = void (Workbench::*)(OpenBundle);
    void loadBundle(std::filesystem::path folder, TakeBundle take);
    void loadingFailed(const std::filesystem::path& folder, const Error& error);
    void followDevice();
    std::filesystem::path wantedBundle() const;
    void indexForAdoption(OpenBundle bundle);
    void adoptionEnded(const JobStatus& status, const IndexWork& work);
    void tellNotAdopted(const std::filesystem::path& folder);
    bool isStillWanted(JobId job, const IndexWork& adoption) const;
    bool hasIndexToKeep() const;
    void withdrawAdoptions();
    void findDevice();
    void takeDevice(DeviceStatus device);
    void indexWhenPossible();
    void jobChanged(const JobStatus& status);
    bool canIndex();
    void cancelIndexing();
    JobRecipe adoptionOf(const std::filesystem::path& folder) const;
    JobRecipe withTokenCache(IndexWork work) const;
    void submitIndexing(IndexWork work);

    Parts m_parts;
    std::shared_ptr<ModelShelf> m_shelf;
    std::uint64_t m_tokenCacheBytes = 0;
    bool m_offersReadOnly = false;
    std::filesystem::path m_demo;  ///< Empty: none.
    DeviceRequest m_device;
    std::optional<DeviceStatus> m_foundDevice;
    std::optional<std::stop_source> m_findingDevice;  ///< Absent: nothing was looked for yet.
    std::optional<OpenGallery> m_gallery;
    std::optional<OpenBundle> m_bundle;
    std::optional<std::stop_source> m_loadingGallery;
    struct BundleLoad {
        std::filesystem::path folder;
        TakeBundle take;
        std::stop_source stop;
    };
    std::optional<BundleLoad> m_loadingBundle;
    std::optional<IndexOptions> m_waitingSources;  ///< To be indexed once there is a bundle.
    std::map<JobId, IndexWork> m_indexing;
    std::optional<OpenBundle> m_adopted;  ///< Loaded, and indexed with before it is open.
    std::string m_keptFromWriting;        ///< Id of the gallery; empty: none.
    QTimer m_recount;
    bool m_isCounting = false;
    bool m_countsAgain = false;  ///< Asked for while counting or loading.
};

}  // namespace descry
