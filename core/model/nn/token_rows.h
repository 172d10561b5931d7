#pragma once
/// Which places of a padded grid of texts hold tokens. Layers work on the rows of these places
/// alone and come back to the grid where texts must stand side by side, in attention.
/// Thread rule: values. Failure rule: c10::Error for shapes that do not fit.

#include "core/model/nn/torch_headers.h"

namespace descry::nn {

class TokenRows {
  public:
    /// All places of [numTexts, length].
    TokenRows(std::int64_t numTexts, std::int64_t length);
    /// The places where `mask` [B, L] is 1.
    static TokenRows whereMasked(const at::Tensor& mask);

    std::int64_t numTexts() const noexcept { return m_numTexts; }
    /// [B, L, W] -> [T, W].
    at::Tensor pack(const at::Tensor& grid) const;
    /// [T, W] -> [B, L, W], 0 where there is no token.
    at::Tensor spread(const at::Tensor& rows) const;
    /// [T, W] -> [B, W]: each text's first token.
    at::Tensor first(const at::Tensor& rows) const { return spread(rows).select(1, 0); }

  private:
    std::int64_t m_numTexts;
    std::int64_t m_length;
    at::Tensor m_places;  ///< [T] int64, rising; undefined: all.
};

}  // namespace descry::nn
