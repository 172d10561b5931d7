#pragma once
/// Private to core/training: metrics.jsonl, one JSON object a line. A resumed run cuts off what was
/// written after its snapshot. Thread rule: one thread. Errors: Io.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json_fwd.hpp>

namespace descry {

class MetricsLog {
  public:
    /// Keeps the first `keptBytes` of the file.
    MetricsLog(std::filesystem::path file, std::uint64_t keptBytes);

    void write(const nlohmann::json& line);
    std::uint64_t sizeBytes() const noexcept { return m_sizeBytes; }

  private:
    std::filesystem::path m_path;
    std::ofstream m_file;
    std::uint64_t m_sizeBytes = 0;
};

}  // namespace descry
