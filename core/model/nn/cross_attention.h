#pragma once
/// Attention whose keys and values may be folded into the query side. With few queries and many
/// keys it is cheaper to take each head's query through W_K and compare it with the context rows
/// themselves, and to average context rows before W_V, than to project every context row:
/// q.(W_K t + b_K) = (q W_K).t + const, and the constant drops out of the softmax; the
/// probabilities sum to 1, so b_V is added afterwards (rasa-spec section 12).
/// Thread rule: immutable after construction, any thread. Failure rule: c10::Error.

#include <string>

#include "core/model/config.h"
#include "core/model/nn/placement.h"

namespace descry::nn {

/// Sizes that decide which way is cheaper, for one pair.
struct AttentionShape {
    std::int64_t numQueries = 0;    ///< L.
    std::int64_t numContext = 0;    ///< N.
    std::int64_t width = 0;         ///< D of the queries.
    std::int64_t contextWidth = 0;  ///< D of the context.
    std::int64_t numHeads = 0;      ///< H.
};

/// Floating-point operations of keys, values, scores and mixing, one way and the other.
double foldedFlops(const AttentionShape& shape) noexcept;
double projectedFlops(const AttentionShape& shape) noexcept;

class CrossAttention {
  public:
    /// `name` ends before `self.query`: "….crossattention." or "….attention.".
    CrossAttention(const BertConfig& config,
                   std::int64_t contextWidth,
                   const WeightSource& source,
                   const std::string& name,
                   const Placement& placement);

    /// Queries as this context size wants them: folded [R, H, D context] or plain [R, D]. They do
    /// not depend on the context itself. input [R, D].
    at::Tensor prepareQueries(const at::Tensor& input,
                              std::int64_t queriesPerPair,
                              std::int64_t numContext) const;

    /// context [C, N, D context], contiguous. `queries` are those of C pairs, or of one that is
    /// common to all. Returns the residual branch [C * L, D].
    at::Tensor attend(const at::Tensor& queries,
                      const at::Tensor& context,
                      std::int64_t queriesPerPair) const;

    const Norm& norm() const { return m_norm; }

  private:
    AttentionShape shapeOf(std::int64_t numQueries, std::int64_t numContext) const;
    at::Tensor attendFolded(const at::Tensor& queries, const at::Tensor& context) const;
    at::Tensor attendProjected(const at::Tensor& queries, const at::Tensor& context) const;

    std::int64_t m_numHeads;
    std::int64_t m_width;
    std::int64_t m_contextWidth;
    PackedLinear m_query;    ///< Scaled by 1 / sqrt(head size).
    at::Tensor m_keyFold;    ///< [H, D/H, D context].
    at::Tensor m_valueFold;  ///< [H, D context, D/H].
    PackedLinear m_key;      ///< Without bias, as said above.
    PackedLinear m_value;    ///< Without bias: it is in m_output's.
    PackedLinear m_output;
    Norm m_norm;
};

}  // namespace descry::nn
