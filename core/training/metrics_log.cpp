#include "core/training/metrics_log.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {

MetricsLog::MetricsLog(std::filesystem::path file, std::uint64_t keptBytes)
    : m_path(std::move(file)) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(m_path, absent);
    if (!absent && size > keptBytes) std::filesystem::resize_file(m_path, keptBytes, absent);
    m_sizeBytes = absent ? 0 : std::min<std::uint64_t>(size, keptBytes);
    m_file.open(m_path, std::ios::binary | std::ios::app);
}

void MetricsLog::write(const nlohmann::json& line) {
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    m_file << text << '\n' << std::flush;
    if (!m_file) {
        fail(ErrorCode::Io,
             "{}: cannot be written: is the disk full?",
             displayable(m_path.native()));
    }
    m_sizeBytes += text.size() + 1;
}

}  // namespace descry
