#pragma once
/// The tensors that a RaSa model consists of, by name and shape, and how a file's tensors compare
/// with them. Thread rule: pure functions. Errors: compareWeights reports by value; StateTensors
/// throws InvalidInput. Source: rasa-spec sections 2 to 4.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/model/config.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

/// What an import or a load found wrong, by name.
struct WeightMismatch {
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<std::string> misshapen;  ///< "name: file has [a, b], the config asks for [c, d]".

    bool empty() const noexcept {
        return missing.empty() && unexpected.empty() && misshapen.empty();
    }
    /// Every name, in lines; "" if empty.
    std::string describe() const;
};

/// A tensor that keeps a file from being a model.
struct TensorMismatch {
    enum class Kind { Missing, Unexpected, Misshapen };

    Kind kind = Kind::Missing;
    std::string name;
    std::string inFile;    ///< Shape, or the type where that is wrong; empty if it is missing.
    std::string expected;  ///< Likewise; empty if it is not expected.

    bool operator==(const TensorMismatch&) const = default;
};

/// InvalidInput: a checkpoint that is not the model it is read as, tensor by tensor.
class MismatchError final : public Error {
  public:
    MismatchError(Error error, std::vector<TensorMismatch> tensors)
        : Error(std::move(error)), m_tensors(std::move(tensors)) {}

    const std::vector<TensorMismatch>& tensors() const noexcept { return m_tensors; }

  private:
    std::vector<TensorMismatch> m_tensors;
};

/// A tensor the online model needs, in the order of model.safetensors.
struct ExpectedTensor {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// Names and shapes of every parameter of the online model (encoders, projections, heads, temp;
/// tied tensors once, under the word-embedding and `predictions.bias` names), sorted by name.
std::vector<ExpectedTensor> expectedTensors(const RasaConfig& config);

/// A tensor of the model's whole state, as a checkpoint of training holds it.
struct StateTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    DType dtype = DType::F32;
};

/// Everything a full state dictionary has: the online model, tied duplicates, momentum copies,
/// queues and index buffers. Sorted by name.
std::vector<StateTensor> expectedState(const RasaConfig& config);

/// Pairs of names that share one tensor in the reference: {duplicate, the name that is kept}.
std::span<const std::pair<std::string_view, std::string_view>> tiedTensors();

/// The online parameter that a state tensor repeats: "vision_proj_m.bias" -> "vision_proj.bias", a
/// tied duplicate -> the name that is kept, any other name as it is.
std::string onlineParameterOf(std::string_view name);

/// A file's tensors by their plain names: the `module.` that DataParallel puts before every name is
/// taken off, and a tied tensor stored under its duplicate's name alone is found under the name
/// that is kept. Points into the file. Two names that fall together throw InvalidInput.
class StateTensors {
  public:
    explicit StateTensors(const TensorFile& file);

    /// nullptr if there is none of that name.
    const TensorEntry* find(std::string_view name) const;
    const std::map<std::string, const TensorEntry*, std::less<>>& all() const noexcept {
        return m_tensors;
    }

  private:
    void shareBetween(std::string_view first, std::string_view second);

    std::map<std::string, const TensorEntry*, std::less<>> m_tensors;
};

/// Every tensor that does not fit, missing ones first, each kind by name.
std::vector<TensorMismatch> listMismatches(const StateTensors& weights, const RasaConfig& config);

/// The same as names.
WeightMismatch namesOf(const std::vector<TensorMismatch>& tensors);

/// Compares; momentum copies, queues and tied duplicates are known, not unexpected.
WeightMismatch compareWeights(const StateTensors& weights, const RasaConfig& config);
WeightMismatch compareWeights(const TensorFile& weights, const RasaConfig& config);

/// Passes a tensor's packed bytes to `take` in pieces of whole elements, a few MiB at most, so that
/// no tensor need be in memory as a whole.
void readInPieces(const TensorFile& file,
                  const TensorEntry& tensor,
                  const std::function<void(std::span<const std::byte>)>& take);

/// "[2, 64]"; "[]" for a scalar.
std::string shownShape(std::span<const std::int64_t> shape);

}  // namespace descry
