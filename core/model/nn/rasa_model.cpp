#include "core/model/rasa_model.h"

#include <c10/util/Exception.h>

#include <utility>

#include "core/base/error.h"
#include "core/model/nn/network_model.h"

namespace descry {
namespace {

/// A bundle's weights, with the bundle kept open.
class BundleWeights : public nn::FileWeights {
  public:
    explicit BundleWeights(std::shared_ptr<const Bundle> bundle)
        : FileWeights(bundle->weights()), m_bundle(std::move(bundle)) {}

  private:
    std::shared_ptr<const Bundle> m_bundle;
};

}  // namespace

std::unique_ptr<RasaModel> loadRasaModel(std::shared_ptr<const Bundle> bundle,
                                         const DeviceRequest& request) {
    nn::ModelSetup setup;
    setup.config = bundle->config();
    setup.doubtReference = bundle->doubtReference();
    setup.devices = nn::deviceChain(request);
    setup.numThreads = request.numThreads;
    const std::string path = bundle->path().string();
    setup.weights = std::make_shared<BundleWeights>(std::move(bundle));
    try {
        return nn::makeRasaModel(std::move(setup));
    } catch (const c10::OutOfMemoryError&) {
        fail(ErrorCode::OutOfMemory, "{}: not enough memory to load the model", path);
    } catch (const c10::Error& error) {
        fail(ErrorCode::Device,
             "{}: the model could not be loaded: {}",
             path,
             error.what_without_backtrace());
    }
}

}  // namespace descry
