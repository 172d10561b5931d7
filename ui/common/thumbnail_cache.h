#pragma once
/// Small pictures of a gallery's items: read from the gallery and decoded on a thread of its own,
/// on a connection of its own, kept within a budget of bytes. What was asked for last is read
/// first; what was asked for long ago is forgotten, so that scrolling never waits for what is out
/// of view. Thread rule: GUI thread. Failure rule: an item without a readable thumbnail has none.

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/base/ids.h"

namespace descry {

class ThumbnailCache final : public QObject {
    Q_OBJECT

  public:
    static constexpr std::int64_t kDefaultBytes = std::int64_t{128} << 20;

    explicit ThumbnailCache(std::int64_t budgetBytes = kDefaultBytes, QObject* parent = nullptr);
    ~ThumbnailCache() override;

    void setBudget(std::int64_t budgetBytes);
    /// Another gallery (or none: an empty path): everything is forgotten.
    void setGallery(const std::filesystem::path& file);
    /// The picture if it is there; else a null one, and ready() follows once it has been read.
    QPixmap find(ItemId item);
    /// Bytes of the pictures kept.
    std::int64_t keptBytes() const;

  Q_SIGNALS:
    void ready(descry::ItemId item);

  private:
    class Reader;
    void take(std::uint64_t generation, ItemId item, const QImage& image);

    /// Pictures by item; the cost is in kilobytes.
    QCache<qint64, QPixmap> m_pictures;
    std::uint64_t m_generation = 0;  ///< Of the gallery.
    std::unique_ptr<Reader> m_reader;
};

}  // namespace descry
