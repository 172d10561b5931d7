#pragma once
/// Where every tensor of a training's state comes from when fine-tuning starts from a checkpoint:
/// the file, the file's position embeddings resized to the configuration's image size, or the value
/// that the constructor gives. Names are not remapped; momentum copies come from their own entries.
/// Thread rule: immutable, any thread; the file must outlive it. Errors: InvalidInput naming every
/// tensor of another shape. Source: rasa-spec sections 2 and 9.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/model/weights.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

enum class StartSource { File, Interpolated, Constructor };

struct StartTensor {
    StateTensor tensor;
    StartSource source = StartSource::File;
};

class CheckpointStart {
  public:
    CheckpointStart(const TensorFile& file, const RasaConfig& config);

    /// Every tensor of expectedState(config), in its order.
    std::span<const StartTensor> tensors() const noexcept { return m_tensors; }
    /// Names that the file lacks: these have Constructor as their source.
    const std::vector<std::string>& missing() const noexcept { return m_missing; }
    /// Names that the file has beyond the state; they are passed over.
    const std::vector<std::string>& unexpected() const noexcept { return m_unexpected; }

    /// The packed little-endian values, of `tensor.tensor`'s shape and type.
    std::vector<std::byte> read(const StartTensor& tensor) const;

  private:
    std::vector<std::byte> readInterpolated(const StateTensor& tensor) const;

    const TensorFile& m_file;
    RasaConfig m_config;
    StateTensors m_stored;
    std::vector<StartTensor> m_tensors;
    std::vector<std::string> m_missing;
    std::vector<std::string> m_unexpected;
};

}  // namespace descry
