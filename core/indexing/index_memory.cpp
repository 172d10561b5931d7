#include "core/indexing/index_memory.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"

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

std::optional<std::string> textOf(const nlohmann::json& settings, const char* key) {
    const auto found = settings.find(key);
    if (found == settings.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

/// Takes in a run's folders that no newer run has spoken of.
void remember(const nlohmann::json& settings, std::map<std::string, Reading>& known) {
    if (!settings.is_object()) return;
    const Reading reading{textOf(settings, "metadataFile"), textOf(settings, "pattern")};
    const auto folders = settings.find("folders");
    // Runs that only complete an index say nothing of how files are read.
    if (reading.isPlain() || folders == settings.end() || !folders->is_array()) return;
    for (const nlohmann::json& folder : *folders) {
        if (folder.is_string()) known.try_emplace(folder.get<std::string>(), reading);
    }
}

std::map<std::string, Reading> readingsOf(Gallery& gallery) {
    std::map<std::string, Reading> known;
    for (const IndexRun& run : gallery.history().runs(kMaxRuns)) {
        try {
            remember(parseJson(run.settingsJson, "settings of an index run", {}), known);
        } catch (const Error&) {
            // Of another version; the folder is read plainly.
            continue;
        }
    }
    return known;
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

}  // namespace

std::vector<IndexOptions> updateOptions(Gallery& gallery) {
    const std::map<std::string, Reading> known = readingsOf(gallery);
    std::map<Reading, IndexOptions> groups;
    for (const Root& root : gallery.items().roots()) {
        const auto found = known.find(displayable(root.folder.native()));
        const Reading reading = found == known.end() ? Reading{} : found->second;
        const auto group = groups.try_emplace(reading, optionsOf(reading)).first;
        group->second.folders.push_back(root.folder);
    }
    if (groups.empty()) return {IndexOptions{}};
    std::vector<IndexOptions> all;
    for (auto& [reading, options] : groups) all.push_back(std::move(options));
    return all;
}

}  // namespace descry
