// A config.json of any bytes: refused with a descry::Error, or good for listing the model's tensors
// and for writing it again.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/model/config.h"
#include "core/model/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    try {
        const std::string_view text(reinterpret_cast<const char*>(bytes), size);
        const auto json =
            descry::parseJson(text, "fuzzed config.json", {.maxBytes = descry::kMaxConfigBytes});
        const descry::RasaConfig config = descry::parseConfig(json, "fuzzed config.json");
        const auto written = descry::toJson(config);
        const auto again = descry::parseConfig(written, "written config.json");
        if (descry::toJson(again) != written) std::abort();
        if (descry::architectureJson(again) != descry::architectureJson(config)) std::abort();
        if (descry::expectedTensors(config).empty()) std::abort();
    } catch (const descry::Error&) {
        return 0;
    }
    return 0;
}
