#include "core/evaluation/scratch_matrix.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <string>
#include <system_error>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

[[noreturn]] void failIn(const std::filesystem::path& folder, std::size_t bytes, int reason) {
    fail(writeErrorCode(reason),
         "{}: no room for {} bytes of temporary scores: {}",
         displayable(folder.native()),
         bytes,
         std::generic_category().message(reason));
}

}  // namespace

ScratchMatrix::ScratchMatrix(const std::filesystem::path& folder, std::size_t numFloats) {
    if (numFloats == 0) return;
    constexpr std::size_t kMost = std::numeric_limits<std::int64_t>::max() / sizeof(float);
    if (numFloats > kMost) failIn(folder, std::numeric_limits<std::size_t>::max(), EFBIG);
    const std::size_t bytes = numFloats * sizeof(float);
    std::string name = (folder / ".descry-scores-XXXXXX").native();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) failIn(folder, bytes, errno);
    ::unlink(name.c_str());
    // Space is taken at once: a full disk is an error here, not a signal at some later write.
    const int reason = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
    void* start = reason == 0
                      ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
                      : MAP_FAILED;
    const int mapReason = errno;
    ::close(descriptor);
    if (reason != 0) failIn(folder, bytes, reason);
    if (start == MAP_FAILED) failIn(folder, bytes, mapReason);
    m_values = {static_cast<float*>(start), numFloats};
}

ScratchMatrix::~ScratchMatrix() {
    if (!m_values.empty()) ::munmap(m_values.data(), m_values.size_bytes());
}

}  // namespace descry
