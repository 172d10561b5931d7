#include "core/model/nn/cross_attention.h"

#include <cmath>
#include <vector>

namespace descry::nn {
namespace {

/// Below this many rows per pair a batched product over pairs beats one product per pair.
constexpr std::int64_t kRowsForOwnProduct = 64;

bool isRowType(at::ScalarType type) {
    return type == at::kFloat || type == at::kBFloat16;
}

/// Softmax attention of one pair on the CPU: queries [R, D] over context [N, D] into out [R, D].
/// The odd first row of the context stays out of the products (row_kernels.h).
class PairMixer {
  public:
    PairMixer(std::int64_t rows, std::int64_t numContext, const at::TensorOptions& options)
        : m_scores(at::empty({rows, numContext - 1}, options)),
          m_probabilities(at::empty_like(m_scores)),
          m_first(static_cast<std::size_t>(rows)),
          m_scratch(static_cast<std::size_t>(numContext)) {}

    void mix(const at::Tensor& queries, const at::Tensor& context, at::Tensor out) {
        const at::Tensor grid = context.slice(0, 1);
        const RowType type = queries.scalar_type() == at::kFloat ? RowType::F32 : RowType::Bf16;
        const std::int64_t rows = queries.size(0);
        at::mm_out(m_scores, queries, grid.t());
        softmaxRows({type,
                     m_scores.const_data_ptr(),
                     queries.const_data_ptr(),
                     context.const_data_ptr(),
                     m_probabilities.mutable_data_ptr(),
                     m_first.data(),
                     grid.size(0),
                     queries.size(1)},
                    rows,
                    m_scratch.data());
        at::mm_out(out, m_probabilities, grid);
        addFirstRows(
            {type, m_first.data(), context.const_data_ptr(), out.mutable_data_ptr(), out.size(1)},
            rows);
    }

  private:
    at::Tensor m_scores;
    at::Tensor m_probabilities;
    std::vector<float> m_first;
    std::vector<float> m_scratch;
};

/// queries [C, R, D] over context [C, N, D] into mixed [C, R, D]. A pair's scores and tokens stay
/// in one core's cache between the two products; each core takes pairs of its own if there are
/// enough of them.
void mixPairByPair(const at::Tensor& queries, const at::Tensor& context, const at::Tensor& mixed) {
    const std::int64_t numPairs = context.size(0);
    const auto mixRange = [&](std::int64_t begin, std::int64_t end) {
        const c10::InferenceMode inference(queries.is_inference());
        PairMixer mixer(queries.size(1), context.size(1), queries.options());
        for (std::int64_t i = begin; i < end; ++i) mixer.mix(queries[i], context[i], mixed[i]);
    };
    if (numPairs < at::get_num_threads()) {
        mixRange(0, numPairs);
    } else {
        at::parallel_for(0, numPairs, 1, mixRange);
    }
}

}  // namespace

double foldedFlops(const AttentionShape& shape) noexcept {
    const auto queries = static_cast<double>(shape.numQueries);
    const auto contextWidth = static_cast<double>(shape.contextWidth);
    const double folding = 2.0 * queries * static_cast<double>(shape.width) * contextWidth;
    const double mixing = 2.0 * queries * static_cast<double>(shape.numHeads) *
                          static_cast<double>(shape.numContext) * contextWidth;
    return 2.0 * (folding + mixing);
}

double projectedFlops(const AttentionShape& shape) noexcept {
    const auto width = static_cast<double>(shape.width);
    const auto context = static_cast<double>(shape.numContext);
    const double projecting = 2.0 * context * width * static_cast<double>(shape.contextWidth);
    const double mixing = 2.0 * static_cast<double>(shape.numQueries) * context * width;
    return 2.0 * (projecting + mixing);
}

CrossAttention::CrossAttention(const BertConfig& config,
                               std::int64_t contextWidth,
                               const WeightSource& source,
                               const std::string& name,
                               const Placement& placement)
    : m_numHeads(config.numAttentionHeads),
      m_width(config.hiddenSize),
      m_contextWidth(contextWidth) {
    const std::int64_t headSize = m_width / m_numHeads;
    const double scale = 1.0 / std::sqrt(static_cast<double>(headSize));
    const LinearWeights query = readLinear(source, name + "self.query", m_width, m_width);
    m_query = PackedLinear(query.weight * scale, query.bias * scale, placement);

    const at::Tensor noBias = at::zeros({m_width}, query.bias.options());
    const LinearWeights key = readLinear(source, name + "self.key", m_width, contextWidth);
    m_key = PackedLinear(key.weight, noBias, placement);
    m_keyFold = key.weight.view({m_numHeads, headSize, contextWidth}).to(placement.options());

    const LinearWeights value = readLinear(source, name + "self.value", m_width, contextWidth);
    m_value = PackedLinear(value.weight, noBias, placement);
    m_valueFold = value.weight.view({m_numHeads, headSize, contextWidth})
                      .transpose(1, 2)
                      .contiguous()
                      .to(placement.options());

    const LinearWeights output = readLinear(source, name + "output.dense", m_width, m_width);
    m_output =
        PackedLinear(output.weight, output.bias + at::mv(output.weight, value.bias), placement);
    m_norm = Norm(source, name + "output.LayerNorm", m_width, config.layerNormEps, placement);
}

AttentionShape CrossAttention::shapeOf(std::int64_t numQueries, std::int64_t numContext) const {
    return {numQueries, numContext, m_width, m_contextWidth, m_numHeads};
}

at::Tensor CrossAttention::prepareQueries(const at::Tensor& input,
                                          std::int64_t queriesPerPair,
                                          std::int64_t numContext) const {
    const at::Tensor queries = m_query(input);
    const AttentionShape shape = shapeOf(queriesPerPair, numContext);
    if (projectedFlops(shape) < foldedFlops(shape)) return queries;
    const std::int64_t rows = queries.size(0);
    at::Tensor folded = at::empty({rows, m_numHeads, m_contextWidth}, queries.options());
    at::Tensor byHead = folded.transpose(0, 1);
    at::bmm_out(byHead, queries.view({rows, m_numHeads, -1}).transpose(0, 1), m_keyFold);
    return folded;
}

at::Tensor CrossAttention::attend(const at::Tensor& queries,
                                  const at::Tensor& context,
                                  std::int64_t queriesPerPair) const {
    const std::int64_t numPairs = context.size(0);
    const bool folded = queries.dim() == 3;
    const std::int64_t rowsPerPair = folded ? queriesPerPair * m_numHeads : queriesPerPair;
    const at::Tensor byPair =
        queries.view({-1, rowsPerPair, folded ? m_contextWidth : m_width})
            .expand({numPairs, rowsPerPair, folded ? m_contextWidth : m_width});
    return m_output(folded ? attendFolded(byPair, context) : attendProjected(byPair, context));
}

/// queries [C, L * H, D context] -> [C * L, D].
at::Tensor CrossAttention::attendFolded(const at::Tensor& queries,
                                        const at::Tensor& context) const {
    at::Tensor mixed = at::empty(queries.sizes(), queries.options());
    const bool byPair = context.is_cpu() && queries.size(1) >= kRowsForOwnProduct &&
                        context.size(1) > 1 && isRowType(queries.scalar_type());
    if (byPair) {
        mixPairByPair(queries, context, mixed);
    } else {
        const at::Tensor scores = at::bmm(queries, context.transpose(1, 2));
        at::bmm_out(mixed, at::softmax(scores, -1), context);
    }
    const at::Tensor byHead = mixed.view({-1, m_numHeads, m_contextWidth}).transpose(0, 1);
    at::Tensor values =
        at::empty({byHead.size(1), m_numHeads, m_width / m_numHeads}, queries.options());
    at::Tensor valuesByHead = values.transpose(0, 1);
    at::bmm_out(valuesByHead, byHead, m_valueFold);
    return values.view({-1, m_width});
}

/// queries [C, L, D] -> [C * L, D].
at::Tensor CrossAttention::attendProjected(const at::Tensor& queries,
                                           const at::Tensor& context) const {
    const std::int64_t headSize = m_width / m_numHeads;
    const auto heads = [&](const at::Tensor& x, std::int64_t rows) {
        return x.reshape({-1, rows, m_numHeads, headSize}).transpose(1, 2);
    };
    const at::Tensor tokens = context.view({-1, m_contextWidth});
    const at::Tensor key = heads(m_key(tokens), context.size(1));
    const at::Tensor value = heads(m_value(tokens), context.size(1));
    // The queries carry the scale already.
    return at::scaled_dot_product_attention(
               heads(queries, queries.size(1)), key, value, {}, 0.0, false, 1.0)
        .transpose(1, 2)
        .reshape({-1, m_width});
}

}  // namespace descry::nn
