#pragma once
/// Private to core/evaluation: decodes the pictures of a list of records ahead of the network, a
/// batch at a time, on other threads. Thread rule: one reader. Errors: InvalidInput naming the
/// record and the file that cannot be read; Cancelled.

#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/dataset.h"

namespace descry {

struct ImageBatch {
    std::vector<std::size_t> images;  ///< Record indices; empty when all are done.
    std::vector<float> pixels;        ///< [images.size(), 3, R, R].
    std::vector<Error> warnings;
};

class ImageBatches {
  public:
    struct Settings {
        std::filesystem::path folder;
        std::int64_t imageRes = 0;
        std::int64_t batch = 16;
        int numThreads = 0;  ///< 0 = all cores.
        std::stop_token stop;
    };

    /// Reads `images` (record indices) in order. `records` must outlive this.
    ImageBatches(std::span<const DatasetRecord> records,
                 std::vector<std::size_t> images,
                 Settings settings);
    ~ImageBatches();

    ImageBatch next();

  private:
    ImageBatch decode(std::size_t first) const;
    /// Returns the first warning.
    std::optional<Error> decodeOne(std::size_t image, std::span<float> out) const;
    void startNext();

    std::span<const DatasetRecord> m_records;
    std::vector<std::size_t> m_images;
    Settings m_settings;
    std::size_t m_next = 0;
    std::stop_source m_abandoned;
    std::future<ImageBatch> m_ahead;
};

}  // namespace descry
