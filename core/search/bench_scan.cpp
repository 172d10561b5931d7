#include "core/search/bench_scan.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/search/matrix_file.h"
#include "core/search/similarity_index.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = std::size_t{2} << 20;

/// A file that goes when the bench ends.
class TemporaryMatrix {
  public:
    explicit TemporaryMatrix(const fs::path& folder)
        : m_path(folder / fmt::format("descry-scan-{}.f16", ::getpid())) {}
    ~TemporaryMatrix() {
        std::error_code ignored;
        fs::remove(m_path, ignored);
    }
    TemporaryMatrix(const TemporaryMatrix&) = delete;
    TemporaryMatrix& operator=(const TemporaryMatrix&) = delete;

    const fs::path& path() const noexcept { return m_path; }

  private:
    fs::path m_path;
};

/// Uniform in [-1, 1), the same for the same number.
float syntheticValue(std::uint64_t number) {
    std::uint64_t x = number * 0x9E3779B97F4A7C15U;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93U;
    x ^= x >> 32;
    return static_cast<float>(static_cast<double>(x >> 40) / 8388608.0 - 1.0);
}

MatrixIdentity writeMatrix(const fs::path& path, const ScanBenchOptions& options) {
    MatrixIdentity identity;
    identity.dimension = options.dimension;
    MatrixWriter writer(path, identity);
    std::vector<std::uint16_t> row(static_cast<std::size_t>(options.dimension));
    std::uint64_t number = 0;
    for (std::int64_t item = 1; item <= options.numItems; ++item) {
        for (std::uint16_t& half : row) half = floatToHalf(syntheticValue(number++) / 16);
        writer.add(ItemId{item}, row);
    }
    writer.commit(0);
    return identity;
}

/// What any search must do at least: read every byte once.
std::uint64_t sumWords(std::span<const std::byte> bytes) {
    std::uint64_t sums[4] = {0, 0, 0, 0};
    for (; bytes.size() >= 32; bytes = bytes.subspan(32)) {
        std::uint64_t words[4];
        std::memcpy(words, bytes.data(), 32);
        for (int lane = 0; lane < 4; ++lane) sums[lane] += words[lane];
    }
    for (const std::byte byte : bytes) sums[0] += static_cast<std::uint64_t>(byte);
    return sums[0] + sums[1] + sums[2] + sums[3];
}

std::uint64_t plainScan(std::span<const std::byte> bytes, int numThreads) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        std::uint64_t sum = 0;
        for (std::size_t at = next.fetch_add(kChunkBytes); at < bytes.size();
             at = next.fetch_add(kChunkBytes)) {
            sum += sumWords(bytes.subspan(at, std::min(kChunkBytes, bytes.size() - at)));
        }
        return sum;
    };
    std::vector<std::future<std::uint64_t>> others;
    for (int i = 1; i < numThreads; ++i) others.push_back(std::async(std::launch::async, work));
    std::uint64_t sum = work();
    for (auto& other : others) sum += other.get();
    return sum;
}

double secondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::size_t peakResidentBytes() {
    struct rusage usage = {};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

}  // namespace

void ScanBenchOptions::validate() const {
    const auto positive = [](const char* field, std::int64_t value) {
        if (value < 1)
            fail(ErrorCode::InvalidInput, "bench scan: {} is {}, not positive", field, value);
    };
    positive("numItems", numItems);
    positive("dimension", dimension);
    positive("k", k);
    positive("numRuns", numRuns);
    if (numThreads < 0) fail(ErrorCode::InvalidInput, "bench scan: numThreads is {}", numThreads);
}

ScanBench benchScan(const ScanBenchOptions& options) {
    options.validate();
    const TemporaryMatrix file(options.folder);
    const MatrixIdentity identity = writeMatrix(file.path(), options);
    auto matrix = openMatrix(file.path(), identity);
    if (!matrix) fail(ErrorCode::Io, "{}: was changed while in use", file.path().native());
    const auto index = SimilarityIndex::fromMatrix(std::move(*matrix), options.dimension);
    std::vector<float> query(static_cast<std::size_t>(options.dimension));
    for (std::size_t i = 0; i < query.size(); ++i) query[i] = syntheticValue(~i) / 16;

    ScanBench bench;
    bench.numItems = options.numItems;
    bench.dimension = options.dimension;
    bench.kernel = scanKernelName(fastestScanKernel());
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    bench.numThreads = options.numThreads > 0 ? options.numThreads : cores;
    const auto bytes = std::as_bytes(index->rows());
    bench.bytes = bytes.size();
    TopKOptions top;
    top.k = options.k;
    top.numThreads = bench.numThreads;
    std::vector<double> plain;
    std::vector<double> search;
    // Opening has read every byte for the checksum: the pages are in memory.
    std::uint64_t sum = 0;
    for (int run = 0; run < options.numRuns; ++run) {
        plain.push_back(secondsOf([&] { sum ^= plainScan(bytes, bench.numThreads); }));
        search.push_back(secondsOf([&] { sum ^= index->topK(query, top).size(); }));
    }
    // Keeps the sums alive: a scan whose result nobody reads may be left out by the compiler.
    volatile std::uint64_t kept = sum;
    static_cast<void>(kept);
    bench.plainSeconds = median(plain);
    bench.searchSeconds = median(search);
    bench.ratio = bench.searchSeconds / bench.plainSeconds;
    bench.searchGigabytesPerSecond = static_cast<double>(bench.bytes) / bench.searchSeconds / 1e9;
    bench.peakResidentBytes = peakResidentBytes();
    return bench;
}

}  // namespace descry
