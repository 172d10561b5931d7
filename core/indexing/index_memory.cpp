#include "core/indexing/index_memory.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/indexing/index_plan.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// Runs that are looked back at.
constexpr std::int64_t kMaxRuns = 200;

/// What files were read by, beside themselves.
struct Reading {
    std::optional<std::string> metadataFile;
    std::optional<std::string> pattern;

    bool isPlain() const { return !metadataFile && !pattern; }
    auto operator<=>(const Reading&) const = default;
};

/// What runs have told, by folders as they are written down.
struct Memory {
    std::map<std::string, Reading> readings;  ///< The newest of each folder.
    std::set<std::string> walked;
    std::vector<DatasetSource> datasets;  ///< Newest first.
};

std::optional<std::string> textOf(const nlohmann::json& settings, const char* key) {
    const auto found = settings.find(key);
    if (found == settings.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

/// Absent: of another version.
std::optional<DatasetSource> datasetOf(const nlohmann::json& settings) {
    constexpr std::array kSplits{Split::Train, Split::Val, Split::Test};
    if (!settings.is_object()) return std::nullopt;
    const auto file = textOf(settings, "file");
    const auto images = textOf(settings, "images");
    if (!file || !images) return std::nullopt;
    DatasetSource source{*file, *images, std::nullopt};
    if (const auto name = textOf(settings, "split")) {
        const auto split = std::ranges::find(kSplits, *name, splitName);
        if (split == kSplits.end()) return std::nullopt;
        source.split = *split;
    }
    return source;
}

void rememberDataset(const DatasetSource& source, Memory& memory) {
    const bool isKnown = std::ranges::any_of(memory.datasets, [&](const DatasetSource& known) {
        return known.file == source.file && known.images == source.images &&
               known.split == source.split;
    });
    if (!isKnown) memory.datasets.push_back(source);
}

/// Takes in a run that is older than those before it.
void remember(const nlohmann::json& settings, Memory& memory) {
    if (!settings.is_object()) return;
    const Reading reading{textOf(settings, "metadataFile"), textOf(settings, "pattern")};
    const auto noteReading = [&](const std::string& folder) {
        // Runs that only complete an index say nothing of how files are read.
        if (!reading.isPlain()) memory.readings.try_emplace(folder, reading);
    };
    for (const nlohmann::json& folder : settings.value("folders", nlohmann::json::array())) {
        if (!folder.is_string()) continue;
        memory.walked.insert(folder.get<std::string>());
        noteReading(folder.get<std::string>());
    }
    for (const nlohmann::json& dataset : settings.value("datasets", nlohmann::json::array())) {
        const auto source = datasetOf(dataset);
        if (!source) continue;
        rememberDataset(*source, memory);
        noteReading(source->images.native());
    }
}

Memory memoryOf(Gallery& gallery) {
    Memory memory;
    for (const IndexRun& run : gallery.history().runs(kMaxRuns)) {
        try {
            remember(parseJson(run.settingsJson, "settings of an index run", {}), memory);
        } catch (const Error&) {
            // Of another version; the folder is read plainly.
            continue;
        }
    }
    return memory;
}

IndexOptions optionsOf(const Reading& reading) {
    IndexOptions options;
    options.pattern = reading.pattern;
    std::error_code absent;
    if (reading.metadataFile && fs::is_regular_file(*reading.metadataFile, absent)) {
        options.metadataFile = *reading.metadataFile;
    }
    return options;
}

bool isThere(const DatasetSource& source) {
    std::error_code absent;
    return fs::is_regular_file(source.file, absent) && isFolder(source.images);
}

/// Adds a root to what is read in the same way: its data sets, and itself unless it is there for
/// them alone.
void addRoot(const Root& root, Gallery& gallery, const Memory& memory, IndexOptions& options) {
    const std::vector<Root> roots = gallery.items().roots();
    bool hasDataset = false;
    for (const DatasetSource& source : memory.datasets) {
        const auto holder = innermostRoot(roots, source.images);
        if (!holder || holder->id != root.id) continue;
        hasDataset = true;
        if (isThere(source)) options.datasets.push_back(source);
    }
    if (!hasDataset || memory.walked.contains(displayable(root.folder.native()))) {
        options.folders.push_back(root.folder);
    }
}

}  // namespace

std::vector<IndexOptions> updateOptions(Gallery& gallery) {
    const Memory memory = memoryOf(gallery);
    std::map<Reading, IndexOptions> groups;
    for (const Root& root : gallery.items().roots()) {
        const auto found = memory.readings.find(displayable(root.folder.native()));
        const Reading reading = found == memory.readings.end() ? Reading{} : found->second;
        const auto group = groups.try_emplace(reading, optionsOf(reading)).first;
        addRoot(root, gallery, memory, group->second);
    }
    if (groups.empty()) return {IndexOptions{}};
    std::vector<IndexOptions> all;
    for (auto& [reading, options] : groups) all.push_back(std::move(options));
    return all;
}

std::vector<IndexOptions> updateOptionsWithin(Gallery& gallery,
                                              const std::vector<fs::path>& folders) {
    std::vector<IndexOptions> all = updateOptions(gallery);
    for (IndexOptions& options : all) {
        std::vector<fs::path> walked;
        std::ranges::copy_if(folders, std::back_inserter(walked), [&](const fs::path& folder) {
            return std::ranges::any_of(options.folders, [&](const fs::path& root) {
                return pathBelow(folder, root).has_value();
            });
        });
        options.folders = std::move(walked);
        std::erase_if(options.datasets, [&](const DatasetSource& source) {
            return std::ranges::none_of(folders, [&](const fs::path& folder) {
                return pathBelow(folder, source.images) || pathBelow(source.images, folder);
            });
        });
    }
    std::erase_if(all, [](const IndexOptions& options) {
        return options.folders.empty() && options.datasets.empty();
    });
    return all;
}

}  // namespace descry
