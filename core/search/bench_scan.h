#pragma once
/// Measures exact search against a plain scan of the same memory (issue: within 2 times). The
/// matrix is synthetic, written to a temporary file and mapped as a gallery's would be. Thread
/// rule: one caller. Errors: Io where the temporary file cannot be written; InvalidInput.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace descry {

struct ScanBenchOptions {
    std::int64_t numItems = 1'000'000;
    std::int64_t dimension = 256;
    std::int64_t k = 128;
    int numRuns = 7;     ///< Of each kind, interleaved; medians are reported.
    int numThreads = 0;  ///< 0 = all cores.
    std::filesystem::path folder = std::filesystem::temp_directory_path();

    /// Throws InvalidInput naming the field.
    void validate() const;
};

struct ScanBench {
    std::int64_t numItems = 0;
    std::int64_t dimension = 0;
    int numThreads = 0;
    std::string kernel;        ///< "avx512", "avx2", "portable".
    std::size_t bytes = 0;     ///< Of the matrix.
    double plainSeconds = 0;   ///< Sum over the same bytes, same threads, median.
    double searchSeconds = 0;  ///< Scan and selection of the k best, median.
    double ratio = 0;          ///< searchSeconds / plainSeconds.
    double searchGigabytesPerSecond = 0;
    std::size_t peakResidentBytes = 0;  ///< Of the process so far, mapped pages included.
};

ScanBench benchScan(const ScanBenchOptions& options = {});

}  // namespace descry
