#include "core/model/nn/token_rows.h"

#include <torch/csrc/autograd/custom_function.h>

namespace descry::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows of `all` at `places`. No place comes twice, so the way back writes instead of adding.
class TakenRows : public torch::autograd::Function<TakenRows> {
  public:
    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& all,
                              const at::Tensor& places) {
        context->saved_data["rows"] = all.size(0);
        context->save_for_backward({places});
        return all.index_select(0, places);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor& gradient = gradients.front();
        const at::Tensor places = context->get_saved_variables().front();
        const std::int64_t numRows = context->saved_data["rows"].toInt();
        return {at::zeros({numRows, gradient.size(1)}, gradient.options())
                    .index_copy_(0, places, gradient),
                at::Tensor()};
    }
};

}  // namespace

TokenRows::TokenRows(std::int64_t numTexts, std::int64_t length)
    : m_numTexts(numTexts), m_length(length) {}

TokenRows TokenRows::whereMasked(const at::Tensor& mask) {
    TokenRows rows(mask.size(0), mask.size(1));
    const at::Tensor places = mask.reshape(-1).nonzero().squeeze(1);
    if (places.numel() < mask.numel()) rows.m_places = places;
    return rows;
}

at::Tensor TokenRows::pack(const at::Tensor& grid) const {
    const at::Tensor all = grid.reshape({-1, grid.size(2)});
    return m_places.defined() ? TakenRows::apply(all, m_places) : all;
}

at::Tensor TokenRows::spread(const at::Tensor& rows) const {
    const std::int64_t width = rows.size(1);
    if (!m_places.defined()) return rows.view({m_numTexts, m_length, width});
    return at::zeros({m_numTexts * m_length, width}, rows.options())
        .index_copy(0, m_places, rows)
        .view({m_numTexts, m_length, width});
}

}  // namespace descry::nn
