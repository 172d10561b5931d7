#include "core/training/metrics_log.h"

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {

namespace {

[[noreturn]] void failToWrite(const std::filesystem::path& path, const std::error_code& reason) {
    fail(writeErrorCode(reason.value()),
         "{}: cannot be written: {}",
         displayable(path.native()),
         reason ? reason.message() : "is the disk full?");
}

}  // namespace

MetricsLog::MetricsLog(std::filesystem::path file, std::uint64_t keptBytes)
    : m_path(std::move(file)) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(m_path, absent);
    if (!absent) m_sizeBytes = std::min<std::uint64_t>(size, keptBytes);
    if (!absent && size > keptBytes) {
        std::error_code reason;
        std::filesystem::resize_file(m_path, keptBytes, reason);
        if (reason) failToWrite(m_path, reason);
    }
    m_file.open(m_path, std::ios::binary | std::ios::app);
}

void MetricsLog::write(const nlohmann::json& line) {
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    errno = 0;
    m_file << text << '\n' << std::flush;
    if (!m_file) failToWrite(m_path, {errno, std::generic_category()});
    m_sizeBytes += text.size() + 1;
}

}  // namespace descry
