#include "core/search/query_picture.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/pixels/normalise.h"

namespace descry {

QueryPictures::QueryPictures(std::shared_ptr<RasaModel> model,
                             std::shared_ptr<ComputeLane> lane,
                             const DecodeOptions& decode)
    : m_model(std::move(model)), m_lane(std::move(lane)), m_decode(decode) {}

QueryPicture QueryPictures::read(const std::filesystem::path& file, const std::stop_token& stop) {
    // Read once: hash and pixels are those of the same bytes, whatever becomes of the file.
    const std::string contents = readFile(file, m_decode.maxBytes);
    QueryPicture picture;
    picture.contentHash = sha256Hex(contents);
    if (auto last = known(picture.contentHash)) return std::move(*last);
    DecodedImage decoded = decodeImage(std::as_bytes(std::span(contents)), file.native(), m_decode);
    picture.warnings = std::move(decoded.warnings);
    picture.feature = encode(decoded.image, stop);
    const std::lock_guard lock(m_mutex);
    m_last = picture;
    return picture;
}

std::optional<QueryPicture> QueryPictures::known(const std::string& contentHash) const {
    const std::lock_guard lock(m_mutex);
    const bool isLast = m_last && m_last->contentHash == contentHash;
    return isLast ? m_last : std::nullopt;
}

std::vector<float> QueryPictures::encode(const RgbImage& image, const std::stop_token& stop) {
    const auto side = static_cast<std::size_t>(m_model->config().imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(image, static_cast<int>(side), pixels);
    EncodeOptions options;
    options.stop = stop;
    const ComputeLane::Hold hold = m_lane->acquireUrgent(stop);
    if (stop.stop_requested()) fail(ErrorCode::Cancelled, "the search was cancelled");
    std::vector<float> feature = m_model->encodeImages(pixels, options).features;
    if (!std::ranges::all_of(feature, [](float value) { return std::isfinite(value); })) {
        fail(ErrorCode::Device,
             "the model gave a picture's embedding that is not a number; try --dtype fp32, and "
             "check the bundle with `descry-cli model check`");
    }
    return feature;
}

}  // namespace descry
