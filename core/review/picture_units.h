#pragma once
/// Private to core/review: the pictures of a data set's people, decoded on another thread while the
/// network reads those before. Thread rule: one reader. Errors: OutOfMemory; an image that cannot
/// be read is told with its unit.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "core/review/pair_index.h"

namespace descry {

/// Images of one person that are worked on together.
struct PictureUnit {
    std::size_t person = 0;
    std::vector<std::size_t> images;
};

/// A unit's pictures; an image that could not be read has left its list.
struct DecodedUnit {
    PictureUnit unit;
    std::vector<float> pixels;                          ///< [unit.images.size(), 3, R, R]
    std::vector<std::pair<std::size_t, Error>> faults;  ///< By image.
};

class UnitReader {
  public:
    /// Both must outlive the reader.
    UnitReader(const PairIndex& index, const std::filesystem::path& folder, std::int64_t imageRes);
    ~UnitReader();
    UnitReader(const UnitReader&) = delete;
    UnitReader& operator=(const UnitReader&) = delete;

    /// Starts on a unit; take() waits for it.
    void begin(const PictureUnit& unit);
    DecodedUnit take() { return m_ahead.get(); }

  private:
    DecodedUnit decode(const PictureUnit& unit) const;

    const PairIndex& m_index;
    const std::filesystem::path& m_folder;
    int m_imageRes;
    std::future<DecodedUnit> m_ahead;
};

}  // namespace descry
