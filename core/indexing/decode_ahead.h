#pragma once
/// Reads, hashes and decodes images on other threads, ahead of the model, and hands them back in
/// the order they were given. What is in flight is bounded by the caller; very large pictures are
/// decoded one at a time, so that memory stays bounded too. Thread rule: submit and take from one
/// thread. Errors: an image's error is in its result.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace descry {

struct DecodeAheadOptions {
    int numThreads = 2;
    int imageRes = 384;       ///< R: pixels a side of the network's input.
    int thumbnailSide = 256;  ///< Longest side, pixels; 0 = none.
};

struct DecodeTask {
    std::filesystem::path file;
    /// Hash the gallery has: the same content needs no pixels. Empty: always decode.
    std::string contentIfUnchanged;
};

struct DecodedFile {
    std::optional<Error> error;
    std::string contentHash;  ///< SHA-256; empty if the file could not be read.
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;  ///< Before reading.
    int width = 0;
    int height = 0;
    std::vector<float> pixels;  ///< [3, R, R]; empty if the content is unchanged.
    std::vector<std::byte> thumbnail;
    std::optional<std::string> exifTime;
    std::vector<Error> warnings;
};

class DecodeAhead {
  public:
    explicit DecodeAhead(const DecodeAheadOptions& options);
    ~DecodeAhead();
    DecodeAhead(const DecodeAhead&) = delete;
    DecodeAhead& operator=(const DecodeAhead&) = delete;

    void submit(DecodeTask task);
    /// Waits for the oldest task that was not taken yet.
    DecodedFile take();
    std::size_t numInFlight() const noexcept { return m_inFlight.size(); }

  private:
    struct Slot;

    void work();
    DecodedFile decode(const DecodeTask& task);
    void decodeInto(DecodedFile& result, const DecodeTask& task);

    DecodeAheadOptions m_options;
    std::deque<std::shared_ptr<Slot>> m_inFlight;  ///< The caller's side.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::shared_ptr<Slot>> m_waiting;
    bool m_closing = false;
    std::mutex m_large;
    std::vector<std::jthread> m_threads;
};

}  // namespace descry
