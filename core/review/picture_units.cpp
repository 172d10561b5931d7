#include "core/review/picture_units.h"

#include "core/base/error.h"
#include "core/pixels/normalise.h"
#include "core/vision/decode.h"

namespace descry {

namespace fs = std::filesystem;

UnitReader::UnitReader(const PairIndex& index, const fs::path& folder, std::int64_t imageRes)
    : m_index(index), m_folder(folder), m_imageRes(static_cast<int>(imageRes)) {}

UnitReader::~UnitReader() {
    if (m_ahead.valid()) m_ahead.wait();
}

void UnitReader::begin(const PictureUnit& unit) {
    m_ahead = std::async(std::launch::async, [this, unit] { return decode(unit); });
}

DecodedUnit UnitReader::decode(const PictureUnit& unit) const {
    DecodedUnit decoded{.unit = {unit.person, {}}, .pixels = {}, .faults = {}};
    const auto side = static_cast<std::size_t>(m_imageRes);
    std::vector<float> pixels(3 * side * side);
    for (const std::size_t image : unit.images) {
        try {
            const fs::path path = resolveImage(m_folder, std::string(m_index.imagePath(image)));
            preprocess(readImage(path).image, m_imageRes, pixels);
            decoded.pixels.insert(decoded.pixels.end(), pixels.begin(), pixels.end());
            decoded.unit.images.push_back(image);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::OutOfMemory) throw;
            decoded.faults.emplace_back(image, error);
        }
    }
    return decoded;
}

}  // namespace descry
