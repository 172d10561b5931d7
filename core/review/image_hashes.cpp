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
std::optional<ImageFile> statusOf(const fs::path& path, std::optional<Error>& fault) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        const int reason = errno;
        fault = makeError(ErrorCode::InvalidInput,
                          "{}: {}",
                          displayable(path.native()),
                          reason == ENOENT ? errorWords("there is no such file")
                                           : std::generic_category().message(reason));
        return std::nullopt;
    }
    if (!S_ISREG(status.st_mode)) {
        fault =
            makeError(ErrorCode::InvalidInput, "{}: it is not a file", displayable(path.native()));
        return std::nullopt;
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return ImageFile{.path = path.native(),
                     .sizeBytes = status.st_size,
                     .modifiedNs = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

/// Of regular files alone.
std::optional<std::uintmax_t> sizeOf(const fs::path& file) {
    std::error_code fault;
    const std::uintmax_t size = fs::file_size(file, fault);
    return fault ? std::nullopt : std::optional(size);
}

std::optional<Sha256Digest> hashIfReadable(const fs::path& file) {
    try {
        return hashImage(file);
    } catch (const Error& error) {
        if (!isInputOutput(error.code()) && error.code() != ErrorCode::NotFound) throw;
        return std::nullopt;
    }
}

/// Images by one of the captions that they are paired with, and their file's size.
using Alike = std::map<std::pair<std::string_view, std::uintmax_t>, std::vector<std::size_t>>;

void addAlike(const PairIndex& index,
              std::size_t person,
              const std::vector<std::string_view>& captions,
              const fs::path& folder,
              Alike& alike) {
    const auto [first, end] = index.imagesOf(person);
    for (std::size_t image = first; image < end; ++image) {
        const auto size = sizeOf(resolveImage(folder, std::string(index.imagePath(image))));
        if (!size) continue;
        for (const std::string_view caption : captions) alike[{caption, *size}].push_back(image);
    }
}

}  // namespace

ImageHashes hashesOfTwins(const PairIndex& index,
                          const fs::path& images,
                          const std::set<std::string_view>& captions) {
    Alike alike;
    for (std::size_t person = 0; person < index.numPeople(); ++person) {
        std::vector<std::string_view> wanted;
        for (std::size_t place = 0; place < index.numTexts(person); ++place) {
            const std::string_view text = index.text(person, place);
            if (captions.contains(text)) wanted.push_back(text);
        }
        if (!wanted.empty()) addAlike(index, person, wanted, images, alike);
    }
    ImageHashes hashes(index.numImages());
    for (const auto& [key, twins] : alike) {
        if (twins.size() < 2) continue;
        for (const std::size_t image : twins) {
            if (hashes[image]) continue;
            const std::string path(index.imagePath(image));
            hashes[image] = hashIfReadable(resolveImage(images, path));
        }
    }
    return hashes;
}

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
    std::optional<Error> fault;
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
        fault = error;
    }
    m_findings.push_back({Severity::Error,
                          m_setup.index->recordOf(image),
                          makeError(ErrorCode::InvalidInput, "image {}", *fault)});
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
                              makeError(ErrorCode::InvalidInput,
                                        "the image {} is the picture of record {}, byte for byte",
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
