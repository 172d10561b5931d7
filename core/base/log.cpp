#include "core/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <cstdlib>
#include <memory>
#include <string_view>

namespace descry {
namespace {

spdlog::level::level_enum levelFromEnvironment() {
    const char* value = std::getenv("DESCRY_LOG");
    if (value == nullptr) return spdlog::level::warn;
    const std::string_view name(value);
    if (name == "trace") return spdlog::level::trace;
    if (name == "debug") return spdlog::level::debug;
    if (name == "info") return spdlog::level::info;
    if (name == "error") return spdlog::level::err;
    if (name == "off") return spdlog::level::off;
    return spdlog::level::warn;
}

std::unique_ptr<spdlog::logger> makeLogger() {
    auto logger = std::make_unique<spdlog::logger>(
        "descry", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_level(levelFromEnvironment());
    logger->flush_on(spdlog::level::warn);
    logger->set_pattern("%H:%M:%S.%e %^%l%$ %v");
    return logger;
}

}  // namespace

spdlog::logger& log() {
    // Never destroyed: other threads and destructors of statics may still log at exit.
    static spdlog::logger* logger = makeLogger().release();
    return *logger;
}

}  // namespace descry
