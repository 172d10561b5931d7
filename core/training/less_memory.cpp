#include "core/training/less_memory.h"

#include <cstdint>

#include "core/base/error.h"
#include "core/base/json.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kPublishedBatch = 13;
/// One sample alone has no negative.
constexpr std::int64_t kSmallestMicroBatch = 2;

std::int64_t wholeNumber(const Json& settings, const char* key, std::int64_t otherwise) {
    const auto found = settings.find(key);
    return found != settings.end() && found->is_number_integer() ? found->get<std::int64_t>()
                                                                  : otherwise;
}

}  // namespace

std::optional<Json> lessMemory(const RunRecord& run) {
    try {
        const Json settings = parseJson(run.settings, "the settings");
        if (!settings.is_object()) return std::nullopt;
        const auto recomputes = settings.find("recompute_activations");
        if (recomputes == settings.end() || *recomputes != true) {
            return Json{{"recompute_activations", true}};
        }
        const std::int64_t batch = wholeNumber(settings, "batch_size_train", kPublishedBatch);
        const std::int64_t given = wholeNumber(settings, "micro_batch", 0);
        const std::int64_t atOnce = given > 0 && given < batch ? given : batch;
        const std::int64_t half = atOnce / 2;
        if (half < kSmallestMicroBatch) return std::nullopt;
        return Json{{"micro_batch", half}};
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace descry
