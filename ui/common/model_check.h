#pragma once
/// Whether a bundle is still what it was when its fingerprint was taken: every byte of its weights
/// and tokenizer is read. Thread rule: reads the disk, off the GUI thread. Errors: those of
/// Bundle::open; CorruptFile (the bytes have changed); Cancelled.

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace descry {

struct BundleCheck {
    std::string fingerprint;
    std::int64_t numTensors = 0;
};

BundleCheck checkBundle(const std::filesystem::path& folder, const std::stop_token& stop);

}  // namespace descry
