#pragma once
/// Formula weights as a network reads them. Thread rule: immutable after construction. Failure
/// rule: InvalidInput for a tensor that the formula does not have.

#include <string>
#include <utility>
#include <vector>

#include "core/model/bench/formula_weights.h"
#include "core/model/nn/weight_source.h"

namespace descry::nn {

class FormulaWeights : public WeightSource {
  public:
    explicit FormulaWeights(FormulaTensors tensors) : m_tensors(std::move(tensors)) {}

    /// Row-major values of one tensor.
    std::vector<float> values(const std::string& name) const;

  protected:
    at::Tensor readAny(const std::string& name) const override;

  private:
    const FormulaTensor& find(const std::string& name) const;

    FormulaTensors m_tensors;
};

}  // namespace descry::nn
