#include "ui/common/thumbnail_cache.h"

#include <QMetaObject>
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/gallery/gallery.h"
#include "core/vision/decode.h"

namespace descry {
namespace {

/// Items waited for, of which the newest are read first: about three screens of small pictures.
constexpr std::size_t kMaxWanted = 512;
constexpr std::int64_t kCostUnit = 1024;

std::int64_t costOf(const QImage& image) {
    return std::max<std::int64_t>(1, image.sizeInBytes() / kCostUnit);
}

/// Null if the bytes are no picture. Gallery files come from anywhere, so decoding is core's.
QImage decoded(std::span<const std::byte> jpeg) {
    if (jpeg.empty()) return {};
    DecodeOptions limits;
    limits.maxSide = 1024;
    const RgbImage image = decodeImage(jpeg, "thumbnail", limits).image;
    return QImage(image.samples.data(),
                  image.width,
                  image.height,
                  static_cast<qsizetype>(image.width) * 3,
                  QImage::Format_RGB888)
        .convertToFormat(QImage::Format_RGB32);
}

}  // namespace

class ThumbnailCache::Reader {
  public:
    explicit Reader(ThumbnailCache& cache)
        : m_cache(cache), m_thread([this](std::stop_token stop) { loop(stop); }) {}

    void setGallery(const std::filesystem::path& file, std::uint64_t generation) {
        const std::lock_guard lock(m_mutex);
        m_file = file;
        m_generation = generation;
        m_wanted.clear();
    }

    void want(ItemId item) {
        const std::lock_guard lock(m_mutex);
        if (m_file.empty()) return;
        std::erase(m_wanted, item);
        m_wanted.push_back(item);
        if (m_wanted.size() > kMaxWanted) m_wanted.pop_front();
        m_changed.notify_one();
    }

  private:
    struct Wish {
        std::filesystem::path file;
        std::uint64_t generation = 0;
        ItemId item;
    };

    std::optional<Wish> nextWish(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, stop, [this] { return !m_wanted.empty(); })) return std::nullopt;
        const Wish wish{m_file, m_generation, m_wanted.back()};
        m_wanted.pop_back();
        return wish;
    }

    void loop(const std::stop_token& stop) {
        while (const auto wish = nextWish(stop)) {
            const QImage image = read(*wish);
            QMetaObject::invokeMethod(
                &m_cache,
                [cache = &m_cache, wish = *wish, image] {
                    cache->take(wish.generation, wish.item, image);
                },
                Qt::QueuedConnection);
        }
    }

    QImage read(const Wish& wish) {
        try {
            if (m_gallery == nullptr || m_openGeneration != wish.generation) {
                m_gallery.reset();
                m_gallery = Gallery::open(wish.file, Gallery::Access::ReadOnly);
                m_openGeneration = wish.generation;
            }
            return decoded(m_gallery->items().thumbnail(wish.item));
        } catch (const Error& error) {
            log().debug("Thumbnail of item {}: {}", wish.item.value, error.what());
            return {};
        }
    }

    ThumbnailCache& m_cache;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::filesystem::path m_file;
    std::uint64_t m_generation = 0;
    std::deque<ItemId> m_wanted;

    std::unique_ptr<Gallery> m_gallery;  ///< Of the thread alone.
    std::uint64_t m_openGeneration = 0;  ///< Likewise.
    std::jthread m_thread;               ///< Last: it uses all of the above.
};

ThumbnailCache::ThumbnailCache(std::int64_t budgetBytes, QObject* parent)
    : QObject(parent),
      m_pictures(std::max<qsizetype>(1, budgetBytes / kCostUnit)),
      m_reader(std::make_unique<Reader>(*this)) {}

ThumbnailCache::~ThumbnailCache() = default;

void ThumbnailCache::setBudget(std::int64_t budgetBytes) {
    m_pictures.setMaxCost(std::max<qsizetype>(1, budgetBytes / kCostUnit));
}

void ThumbnailCache::setGallery(const std::filesystem::path& file) {
    m_pictures.clear();
    m_reader->setGallery(file, ++m_generation);
}

QPixmap ThumbnailCache::find(ItemId item) {
    if (const QPixmap* picture = m_pictures.object(item.value)) return *picture;
    m_reader->want(item);
    return {};
}

std::int64_t ThumbnailCache::keptBytes() const {
    return m_pictures.totalCost() * kCostUnit;
}

void ThumbnailCache::take(std::uint64_t generation, ItemId item, const QImage& image) {
    if (generation != m_generation || image.isNull()) return;
    const std::int64_t cost = costOf(image);
    m_pictures.insert(item.value, new QPixmap(QPixmap::fromImage(image)), cost);
    Q_EMIT ready(item);
}

}  // namespace descry
