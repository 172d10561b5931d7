#include "ui/common/model_shelf.h"

#include <string>
#include <string_view>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/model/fingerprint.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxCardBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxTitleBytes = 80;
/// core/model/checkpoint_import.cpp begins every card with it.
constexpr std::string_view kImportedHeading = "A RaSa model for Descry";

/// Empty if there is no card or no heading of its own.
std::string headingOf(const fs::path& card) {
    std::string text;
    try {
        text = readFile(card, kMaxCardBytes);
    } catch (const Error&) {
        return {};
    }
    if (!text.starts_with("# ") || firstInvalidUtf8(text)) return {};
    const std::string heading = text.substr(2, text.find_first_of("\r\n") - 2);
    return heading == kImportedHeading || heading.size() > kMaxTitleBytes ? std::string() : heading;
}

bool isCommonName(const fs::path& name) {
    return name == "bundle" || name == "model" || name == "best" || name == "last";
}

}  // namespace

QString bundleTitle(const fs::path& folder) {
    const std::string heading = headingOf(folder / kCardFile);
    if (!heading.empty()) return toQString(heading).simplified();
    const fs::path named = folder.has_filename() ? folder : folder.parent_path();
    const fs::path parent = named.parent_path().filename();
    if (!isCommonName(named.filename()) || parent.empty()) return shownPath(named.filename());
    if (named.filename() == "bundle") return shownPath(parent);
    return QStringLiteral("%1 · %2").arg(shownPath(parent), shownPath(named.filename()));
}

OpenBundle loadOpenBundle(const std::filesystem::path& folder,
                          const DeviceRequest& device,
                          const ModelLoader& load) {
    OpenBundle open;
    open.bundle = Bundle::open(folder);
    open.model = load(open.bundle, device);
    open.device = open.model->device();
    open.title = bundleTitle(folder);
    open.request = device;
    return open;
}

void ModelShelf::setDevice(const DeviceRequest& device) {
    const std::lock_guard lock(m_mutex);
    m_device = device;
}

void ModelShelf::put(const OpenBundle& bundle) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_loaded, [](const auto& loaded) { return loaded.second.model.expired(); });
    m_loaded[bundle.bundle->path()] = {bundle.bundle, bundle.model, bundle.device};
}

OpenBundle ModelShelf::get(const std::filesystem::path& folder) const {
    DeviceRequest device;
    {
        const std::lock_guard lock(m_mutex);
        device = m_device;
        if (const auto found = m_loaded.find(folder); found != m_loaded.end()) {
            const Loaded& loaded = found->second;
            OpenBundle open{loaded.bundle.lock(), loaded.model.lock(), loaded.device, {}, {}};
            if (open.bundle != nullptr && open.model != nullptr) return open;
        }
    }
    return loadOpenBundle(folder, device, m_load);
}

}  // namespace descry
