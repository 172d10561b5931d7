#include "core/review/image_hashes.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/review/pair_id.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// A kill loses no more than so many images' work.
constexpr std::size_t kImagesPerTransaction = 256;

/// Nothing, and why, if the file is not there.
std::optional<ImageFile> statusOf(const fs::path& path, std::string& fault) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        fault = errno == ENOENT ? "there is no such file" : std::generic_category().message(errno);
        return std::nullopt;
    }
    if (!S_ISREG(status.st_mode)) {
        fault = "it is not a file";
        return std::nullopt;
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return ImageFile{.path = path.native(),
                     .sizeBytes = status.st_size,
                     .modifiedNs = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

}  // namespace

ImageHashes knownHashes(const PairIndex& index, const fs::path& images, ReviewCache& cache) {
    const fs::path folder = fs::absolute(images);
    const auto known = cache.allHashes();
    ImageHashes hashes(index.numImages());
    for (std::size_t image = 0; image < index.numImages(); ++image) {
        // The two places where resolveImage() looks.
        for (const fs::path& below : {folder, folder / "imgs"}) {
            const auto found = known.find((below / index.imagePath(image)).native());
            if (found == known.end()) continue;
            hashes[image] = found->second;
            break;
        }
    }
    return hashes;
}

ImageHashJob::ImageHashJob(Setup setup) : m_setup(std::move(setup)) {
    m_setup.images = fs::absolute(m_setup.images);
}

std::string ImageHashJob::title() const {
    return fmt::format("Hashes of {} images", m_setup.index->numImages());
}

void ImageHashJob::hashOne(std::size_t image, ReviewCache& cache) {
    const fs::path path =
        resolveImage(m_setup.images, std::string(m_setup.index->imagePath(image)));
    std::string fault;
    const auto file = statusOf(path, fault);
    if (file) m_hashes[image] = cache.hashOf(*file);
    if (m_hashes[image]) return;
    try {
        if (file) {
            m_hashes[image] = hashImage(path);
            m_fresh.emplace_back(*file, *m_hashes[image]);
            return;
        }
    } catch (const Error& error) {
        if (!isInputOutput(error.code()) && error.code() != ErrorCode::NotFound) throw;
        fault = error.what();
    }
    m_findings.push_back({Severity::Error,
                          m_setup.index->recordOf(image),
                          fmt::format("image {}: {}", displayable(path.native()), fault)});
}

void ImageHashJob::keepFresh(ReviewCache& cache) {
    cache.atomic([&] {
        for (const auto& [file, hash] : m_fresh) cache.keepHash(file, hash);
    });
    m_fresh.clear();
}

void ImageHashJob::findSameBytes() {
    std::map<Sha256Digest, std::size_t> first;
    for (std::size_t image = 0; image < m_hashes.size(); ++image) {
        if (!m_hashes[image]) continue;
        const auto [known, isNew] = first.try_emplace(*m_hashes[image], image);
        if (isNew) continue;
        m_findings.push_back({Severity::Warning,
                              m_setup.index->recordOf(image),
                              fmt::format("the image {} is the picture of record {}, byte for byte",
                                          displayable(m_setup.index->imagePath(image)),
                                          m_setup.index->recordOf(known->second))});
    }
    std::ranges::stable_sort(m_findings, {}, &Finding::record);
}

void ImageHashJob::run(JobContext& context) {
    ReviewCache cache(m_setup.cache);
    const std::size_t count = m_setup.index->numImages();
    m_hashes.assign(count, std::nullopt);
    m_fresh.clear();
    m_findings.clear();
    for (std::size_t image = 0; image < count; ++image) {
        // A stop loses nothing; a kill no more than what is not kept yet.
        if (context.stopRequested() || m_fresh.size() == kImagesPerTransaction) keepFresh(cache);
        context.checkpoint();
        hashOne(image, cache);
        context.report("hashing images",
                       static_cast<std::int64_t>(image + 1),
                       static_cast<std::int64_t>(count),
                       "images");
    }
    keepFresh(cache);
    context.flush();
    findSameBytes();
}

}  // namespace descry
