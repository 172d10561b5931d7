#pragma once
/// The pictures of the pairs that come next, read, hashed and decoded on a thread of its own: the
/// hash is that of the very bytes that are shown. What a bundle said of the pair comes with them.
/// Kept within a budget of bytes; only the first pair that is wanted is read whatever the others
/// take. Thread rule: GUI thread. Failure rule: a picture that cannot be read says why.

#include <QImage>
#include <QObject>
#include <QString>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/review/pair_index.h"
#include "core/review/review_cache.h"

namespace descry {

struct PairPictures {
    QImage image;  ///< Null: `imageFault` says why.
    QString imageFault;
    std::optional<Sha256Digest> hash;  ///< Of the image's file; absent: it could not be read.
    ImageFile file;
    QImage source;  ///< The image whose caption it is.
    QString sourceFault;
    std::optional<PairScores> scores;  ///< With words; absent: none, or not to be shown.

    std::int64_t bytes() const { return image.sizeInBytes() + source.sizeInBytes(); }
};

class PicturePrefetch final : public QObject {
    Q_OBJECT

  public:
    static constexpr std::int64_t kBudgetBytes = std::int64_t{256} << 20;

    struct Source {
        std::shared_ptr<const PairIndex> index;
        std::filesystem::path images;  ///< Absolute; the data set's paths are relative to it.
        std::filesystem::path cache;   ///< File of the ReviewCache.
        std::string fingerprint;       ///< Whose scores are read; empty: none are.
    };

    explicit PicturePrefetch(QObject* parent = nullptr, std::int64_t budgetBytes = kBudgetBytes);
    ~PicturePrefetch() override;

    /// Forgets everything.
    void setSource(const Source& source);
    /// Numbers of pairs, in the order in which they are needed; all others are forgotten.
    void want(std::vector<std::size_t> numbers);
    /// nullptr: not read yet.
    const PairPictures* find(std::size_t number) const;
    /// Bytes of the pictures kept.
    std::int64_t keptBytes() const;

  Q_SIGNALS:
    void ready(std::size_t number);

  private:
    class Reader;
    void readNext();
    void take(std::uint64_t generation, std::size_t number, PairPictures pictures);

    std::int64_t m_budgetBytes;
    std::uint64_t m_generation = 0;  ///< Of the source.
    std::vector<std::size_t> m_wanted;
    std::map<std::size_t, PairPictures> m_kept;
    bool m_isReading = false;
    std::unique_ptr<Reader> m_reader;
};

}  // namespace descry
