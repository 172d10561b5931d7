#include "ui/review/picture_prefetch.h"

#include <sys/stat.h>

#include <QMetaObject>
#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <new>
#include <span>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/vision/decode.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// Pixels that are shown of a picture at most; larger ones are made smaller.
constexpr std::int64_t kMostPixels = 16'000'000;

/// As the cache knows a file.
ImageFile statusOf(const fs::path& file) {
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    struct stat status = {};
    ImageFile known{.path = file.native()};
    if (::stat(file.c_str(), &status) != 0) return known;
    known.sizeBytes = status.st_size;
    known.modifiedNs = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
    return known;
}

QImage shownImage(const RgbImage& image) {
    const QImage whole = QImage(image.samples.data(),
                                image.width,
                                image.height,
                                static_cast<qsizetype>(image.width) * 3,
                                QImage::Format_RGB888)
                             .convertToFormat(QImage::Format_RGB32);
    const std::int64_t numPixels = std::int64_t{image.width} * image.height;
    if (numPixels <= kMostPixels) return whole;
    const double scale =
        std::sqrt(static_cast<double>(kMostPixels) / static_cast<double>(numPixels));
    return whole.scaled((QSizeF(whole.size()) * scale).toSize().expandedTo(QSize(1, 1)),
                        Qt::KeepAspectRatio,
                        Qt::SmoothTransformation);
}

struct ReadPicture {
    QImage image;
    QString fault;
    std::optional<Sha256Digest> hash;
    ImageFile file;
};

ReadPicture readPicture(const fs::path& folder, std::string_view path) {
    const fs::path file = resolveImage(folder, std::string(path));
    // Before it is read: what changes while it is read is another file the next time.
    ReadPicture picture{.image = {}, .fault = {}, .hash = {}, .file = statusOf(file)};
    try {
        const std::string bytes = readFile(file, DecodeOptions().maxBytes);
        Sha256 hash;
        hash.update(bytes);
        picture.hash = hash.digest();
        picture.image = shownImage(
            decodeImage(std::as_bytes(std::span(bytes)), displayable(file.native())).image);
    } catch (const Error& error) {
        picture.fault = errorText(error);
    } catch (const std::bad_alloc&) {
        picture.fault = PicturePrefetch::tr("The picture does not fit into memory.");
    }
    return picture;
}

}  // namespace

class PicturePrefetch::Reader {
  public:
    explicit Reader(PicturePrefetch& prefetch)
        : m_prefetch(prefetch), m_thread([this](std::stop_token stop) { loop(stop); }) {}

    void setSource(const Source& source, std::uint64_t generation) {
        const std::lock_guard lock(m_mutex);
        m_source = source;
        m_generation = generation;
        m_wish.reset();
    }
    void begin(std::size_t number) {
        const std::lock_guard lock(m_mutex);
        m_wish = number;
        m_changed.notify_one();
    }

  private:
    struct Wish {
        Source source;
        std::uint64_t generation = 0;
        std::size_t number = 0;
    };

    std::optional<Wish> nextWish(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, stop, [this] { return m_wish.has_value(); })) return std::nullopt;
        return Wish{m_source, m_generation, *std::exchange(m_wish, std::nullopt)};
    }

    void loop(const std::stop_token& stop) {
        while (const auto wish = nextWish(stop)) {
            QMetaObject::invokeMethod(
                &m_prefetch,
                [prefetch = &m_prefetch,
                 generation = wish->generation,
                 number = wish->number,
                 pictures = read(*wish)] { prefetch->take(generation, number, pictures); },
                Qt::QueuedConnection);
        }
    }

    PairPictures read(const Wish& wish) {
        const ReviewPair pair = wish.source.index->at(wish.number);
        ReadPicture image = readPicture(wish.source.images, pair.imagePath);
        PairPictures pictures;
        if (pair.isOwn()) {
            pictures.source = image.image;
            pictures.sourceFault = image.fault;
        } else {
            ReadPicture source = readPicture(wish.source.images, pair.sourcePath);
            pictures.source = std::move(source.image);
            pictures.sourceFault = std::move(source.fault);
        }
        if (image.hash && !wish.source.fingerprint.empty()) {
            pictures.scores = scoresOf(wish, pairIdOf(*image.hash, pair.caption));
        }
        pictures.image = std::move(image.image);
        pictures.imageFault = std::move(image.fault);
        pictures.hash = image.hash;
        pictures.file = std::move(image.file);
        return pictures;
    }

    std::optional<PairScores> scoresOf(const Wish& wish, const PairId& pair) {
        try {
            if (!m_cache || m_openGeneration != wish.generation) {
                m_cache.emplace(wish.source.cache);
                m_openGeneration = wish.generation;
            }
            return m_cache->scoresOf(wish.source.fingerprint, pair);
        } catch (const Error& error) {
            // They are a help, no more.
            log().warn("{}", error.what());
            m_cache.reset();
            return std::nullopt;
        }
    }

    PicturePrefetch& m_prefetch;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    Source m_source;
    std::uint64_t m_generation = 0;
    std::optional<std::size_t> m_wish;

    std::optional<ReviewCache> m_cache;  ///< Of the thread alone.
    std::uint64_t m_openGeneration = 0;  ///< Likewise.
    std::jthread m_thread;               ///< Last: it uses all of the above.
};

PicturePrefetch::PicturePrefetch(QObject* parent, std::int64_t budgetBytes)
    : QObject(parent), m_budgetBytes(budgetBytes), m_reader(std::make_unique<Reader>(*this)) {}

PicturePrefetch::~PicturePrefetch() = default;

void PicturePrefetch::setSource(const Source& source) {
    m_wanted.clear();
    m_kept.clear();
    m_isReading = false;
    m_reader->setSource(source, ++m_generation);
}

void PicturePrefetch::want(std::vector<std::size_t> numbers) {
    m_wanted = std::move(numbers);
    std::erase_if(m_kept, [this](const auto& kept) {
        return std::ranges::find(m_wanted, kept.first) == m_wanted.end();
    });
    readNext();
}

void PicturePrefetch::readNext() {
    if (m_isReading) return;
    const auto next = std::ranges::find_if(
        m_wanted, [this](std::size_t number) { return !m_kept.contains(number); });
    const bool isAhead = next != m_wanted.begin();
    if (next == m_wanted.end() || (isAhead && keptBytes() >= m_budgetBytes)) return;
    m_isReading = true;
    m_reader->begin(*next);
}

void PicturePrefetch::take(std::uint64_t generation, std::size_t number, PairPictures pictures) {
    if (generation != m_generation) return;
    m_isReading = false;
    const bool isWanted = std::ranges::find(m_wanted, number) != m_wanted.end();
    if (isWanted) m_kept[number] = std::move(pictures);
    readNext();
    if (isWanted) Q_EMIT ready(number);
}

const PairPictures* PicturePrefetch::find(std::size_t number) const {
    const auto found = m_kept.find(number);
    return found == m_kept.end() ? nullptr : &found->second;
}

std::int64_t PicturePrefetch::keptBytes() const {
    std::int64_t sum = 0;
    for (const auto& [number, pictures] : m_kept) sum += pictures.bytes();
    return sum;
}

}  // namespace descry
