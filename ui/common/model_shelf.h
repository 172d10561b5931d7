#pragma once
/// Bundles that are loaded, for jobs: they ask for one when they begin, off the GUI thread, and get
/// the model that somebody else holds, else one that is loaded for them. Keeps nothing alive.
/// Thread rule: any thread; loading is done by the one that asks. Errors: those of Bundle::open and
/// of the loader.

#include <QString>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "core/model/bundle.h"
#include "core/model/rasa_model.h"

namespace descry {

struct OpenBundle {
    std::shared_ptr<const Bundle> bundle;
    std::shared_ptr<RasaModel> model;
    DeviceStatus device;
    QString title;            ///< bundleTitle().
    DeviceRequest request{};  ///< What the model was loaded for.
};

/// What a bundle goes by: the heading of its card, unless that is what an import writes into every
/// card; else the folder's name, or its parent's where the folder is only called "bundle". Reads
/// the disk; never throws.
QString bundleTitle(const std::filesystem::path& folder);

/// Loads the network of a bundle; called off the GUI thread. Given by the program.
using ModelLoader =
    std::function<std::shared_ptr<RasaModel>(std::shared_ptr<const Bundle>, const DeviceRequest&)>;

OpenBundle loadOpenBundle(const std::filesystem::path& folder,
                          const DeviceRequest& device,
                          const ModelLoader& load);

class ModelShelf {
  public:
    explicit ModelShelf(ModelLoader load) : m_load(std::move(load)) {}

    void setDevice(const DeviceRequest& device);
    /// Takes the place of an earlier one of the same folder.
    void put(const OpenBundle& bundle);
    OpenBundle get(const std::filesystem::path& folder) const;

  private:
    struct Loaded {
        std::weak_ptr<const Bundle> bundle;
        std::weak_ptr<RasaModel> model;
        DeviceStatus device;
    };

    const ModelLoader m_load;
    mutable std::mutex m_mutex;
    DeviceRequest m_device;
    std::map<std::filesystem::path, Loaded> m_loaded;
};

}  // namespace descry
