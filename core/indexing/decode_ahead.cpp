#include "core/indexing/decode_ahead.h"

#include <new>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/indexing/folder_walk.h"
#include "core/pixels/normalise.h"
#include "core/vision/decode.h"
#include "core/vision/thumbnail.h"

namespace descry {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
/// Above either, a picture is decoded alone.
constexpr std::int64_t kLargeFileBytes = 32 << 20;
constexpr std::int64_t kLargePixels = 16'000'000;

}  // namespace

struct DecodeAhead::Slot {
    DecodeTask task;
    DecodedFile result;
    bool done = false;
};

DecodeAhead::DecodeAhead(const DecodeAheadOptions& options) : m_options(options) {
    for (int i = 0; i < m_options.numThreads; ++i) {
        m_threads.emplace_back([this] { work(); });
    }
}

DecodeAhead::~DecodeAhead() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_waiting.clear();
    }
    m_changed.notify_all();
    m_threads.clear();
}

void DecodeAhead::submit(DecodeTask task) {
    auto slot = std::make_shared<Slot>();
    slot->task = std::move(task);
    m_inFlight.push_back(slot);
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(slot));
    }
    m_changed.notify_all();
}

DecodedFile DecodeAhead::take() {
    const std::shared_ptr<Slot> slot = std::move(m_inFlight.front());
    m_inFlight.pop_front();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return slot->done; });
    return std::move(slot->result);
}

void DecodeAhead::work() {
    for (;;) {
        std::shared_ptr<Slot> slot;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_closing || !m_waiting.empty(); });
            if (m_waiting.empty()) return;
            slot = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        DecodedFile result = decode(slot->task);
        {
            const std::lock_guard lock(m_mutex);
            slot->result = std::move(result);
            slot->done = true;
        }
        m_changed.notify_all();
    }
}

DecodedFile DecodeAhead::decode(const DecodeTask& task) {
    DecodedFile result;
    const std::string name = displayable(task.file.native());
    try {
        decodeInto(result, task);
    } catch (const Error& error) {
        result.error = error;
    } catch (const std::bad_alloc&) {
        result.error =
            makeError(ErrorCode::OutOfMemory, "{}: memory ran out while it was decoded", name);
    } catch (const std::exception& error) {
        result.error = makeError(ErrorCode::Internal, "{}: {}", name, error.what());
    }
    return result;
}

void DecodeAhead::decodeInto(DecodedFile& result, const DecodeTask& task) {
    const std::string name = displayable(task.file.native());
    const FileStatus status = statFile(task.file.parent_path(), task.file.filename().native());
    if (!status.problem.empty()) fail(ErrorCode::Io, "{}: {}", name, status.problem);
    if (!status.file) fail(ErrorCode::NotFound, "{}: is not there any more", name);
    result.sizeBytes = status.file->sizeBytes;
    result.modifiedNs = status.file->modifiedNs;

    std::unique_lock<std::mutex> alone(m_large, std::defer_lock);
    if (result.sizeBytes > kLargeFileBytes) alone.lock();
    const std::string contents = readFile(task.file, kMaxFileBytes);
    const auto bytes = std::as_bytes(std::span(contents));
    result.contentHash = sha256Hex(bytes);
    if (result.contentHash == task.contentIfUnchanged) return;

    const ImageHeader header = readImageHeader(bytes, name);
    if (!alone.owns_lock() && header.width > kLargePixels / header.height) alone.lock();
    const DecodedImage decoded = decodeImage(bytes, name);
    result.width = decoded.image.width;
    result.height = decoded.image.height;
    result.exifTime = decoded.exifTime;
    result.warnings = decoded.warnings;
    const auto side = static_cast<std::size_t>(m_options.imageRes);
    result.pixels.resize(3 * side * side);
    preprocess(decoded.image, m_options.imageRes, result.pixels);
    if (m_options.thumbnailSide > 0) {
        result.thumbnail = makeThumbnail(decoded.image, m_options.thumbnailSide);
    }
}

}  // namespace descry
