#include "core/model/checkpoint_start.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/model/initial_values.h"
#include "core/model/pos_embed.h"

namespace descry {
namespace {

template <typename Value>
std::vector<std::byte> bytesOf(std::span<const Value> values) {
    const auto bytes = std::as_bytes(values);
    return {bytes.begin(), bytes.end()};
}

bool isPositionEmbedding(std::string_view name) {
    return name == "visual_encoder.pos_embed" || name == "visual_encoder_m.pos_embed";
}

/// Side of the square grid in [1, 1 + grid^2, width]; nothing for another shape.
std::optional<std::int64_t> gridOf(const std::vector<std::int64_t>& shape, std::int64_t width) {
    if (shape.size() != 3 || shape[0] != 1 || shape[1] < 2 || shape[2] != width) return {};
    const auto cells = static_cast<double>(shape[1] - 1);
    const std::int64_t grid = std::llround(std::sqrt(cells));
    return grid * grid == shape[1] - 1 ? std::optional(grid) : std::nullopt;
}

bool fitsType(DType stored, DType wanted) {
    const bool isStoredFloat = stored == DType::F16 || stored == DType::BF16 ||
                               stored == DType::F32 || stored == DType::F64;
    return isStoredFloat == (wanted == DType::F32);
}

}  // namespace

CheckpointStart::CheckpointStart(const TensorFile& file, const RasaConfig& config)
    : m_file(file), m_config(config), m_stored(file) {
    std::string misshapen;
    std::set<std::string, std::less<>> known;
    for (const StateTensor& tensor : expectedState(config)) {
        known.insert(tensor.name);
        const TensorEntry* entry = m_stored.find(tensor.name);
        if (entry == nullptr) {
            m_missing.push_back(tensor.name);
            m_tensors.push_back({tensor, StartSource::Constructor});
            continue;
        }
        const bool fits = fitsType(entry->dtype, tensor.dtype);
        if (fits && entry->shape == tensor.shape) {
            m_tensors.push_back({tensor, StartSource::File});
        } else if (fits && isPositionEmbedding(tensor.name) &&
                   gridOf(entry->shape, config.vit.embedDim)) {
            m_tensors.push_back({tensor, StartSource::Interpolated});
        } else {
            misshapen += fmt::format("\n  {}: file has {} {}, the model needs {} {}",
                                     tensor.name,
                                     torchName(entry->dtype),
                                     shownShape(entry->shape),
                                     torchName(tensor.dtype),
                                     shownShape(tensor.shape));
        }
    }
    for (const auto& [name, entry] : m_stored.all()) {
        if (!known.contains(name)) m_unexpected.push_back(name);
    }
    if (misshapen.empty()) return;
    fail(ErrorCode::InvalidInput,
         "{}: training cannot start from it, because tensors have another shape:{}",
         displayable(file.path().native()),
         misshapen);
}

std::vector<std::byte> CheckpointStart::read(const StartTensor& start) const {
    const StateTensor& tensor = start.tensor;
    if (start.source == StartSource::Constructor) return initialState(tensor, m_config);
    if (start.source == StartSource::Interpolated) return readInterpolated(tensor);
    const TensorEntry* entry = m_stored.find(tensor.name);
    if (entry->dtype == tensor.dtype) return m_file.read(*entry);
    if (tensor.dtype == DType::F32) return bytesOf<float>(m_file.readFloats(*entry));
    return bytesOf<std::int64_t>(m_file.readIntegers(*entry));
}

std::vector<std::byte> CheckpointStart::readInterpolated(const StateTensor& tensor) const {
    const TensorEntry* entry = m_stored.find(tensor.name);
    const std::int64_t width = m_config.vit.embedDim;
    return bytesOf<float>(resizePosEmbed(m_file.readFloats(*entry),
                                         width,
                                         *gridOf(entry->shape, width),
                                         m_config.imageRes / m_config.patchSize));
}

}  // namespace descry
