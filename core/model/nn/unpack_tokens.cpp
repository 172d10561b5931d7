#include "core/model/nn/unpack_tokens.h"

#include <cstddef>
#include <cstdint>

#include "core/base/error.h"
#include "core/model/nn/row_kernels.h"

namespace descry::nn {
namespace {

RowType rowTypeOf(at::ScalarType type) {
    return type == at::kFloat ? RowType::F32 : RowType::Bf16;
}

/// Rows [begin, end) of one image's tokens into `out` [N, D].
void unpackRowsOnCpu(const ImageTokens& tokens,
                     const at::Tensor& out,
                     std::int64_t begin,
                     std::int64_t end) {
    const std::int64_t numTokens = out.size(0);
    const std::int64_t width = out.size(1);
    const std::byte* const bytes = tokens.bytes.data();
    auto* const first = static_cast<std::byte*>(out.mutable_data_ptr());
    const auto rowBytes = static_cast<std::int64_t>(out.element_size()) * width;
    UnpackRow row{nullptr, rowTypeOf(out.scalar_type()), width};
    for (std::int64_t i = begin; i < end; ++i) {
        row.out = first + i * rowBytes;
        if (tokens.format == TokenFormat::F16) {
            unpackHalf(reinterpret_cast<const std::uint16_t*>(bytes) + i * width, row);
            continue;
        }
        const auto* const scales = reinterpret_cast<const float*>(bytes);
        const auto* const values = reinterpret_cast<const std::int8_t*>(scales + numTokens);
        unpackInt8(values + i * width, scales[i], row);
    }
}

/// One image's tokens by torch's own operations: on devices that are not the CPU, and F32 anywhere.
void unpackByTorch(const ImageTokens& tokens, at::Tensor out) {
    const std::int64_t numTokens = out.size(0);
    const std::int64_t width = out.size(1);
    auto* const bytes = const_cast<std::byte*>(tokens.bytes.data());
    if (tokens.format != TokenFormat::Int8) {
        const auto type = tokens.format == TokenFormat::F16 ? at::kHalf : at::kFloat;
        out.copy_(at::from_blob(bytes, {numTokens, width}, at::TensorOptions(type)));
        return;
    }
    const auto scaleBytes = static_cast<std::size_t>(numTokens) * sizeof(float);
    const at::Tensor scales =
        at::from_blob(bytes, {numTokens, 1}, at::TensorOptions(at::kFloat)).to(out.device());
    const at::Tensor values =
        at::from_blob(bytes + scaleBytes, {numTokens, width}, at::TensorOptions(at::kChar))
            .to(out.device());
    out.copy_(values.to(at::kFloat) * scales);
}

}  // namespace

at::Tensor unpackImageTokens(std::span<const ImageTokens* const> images,
                             const RasaConfig& config,
                             const Placement& placement) {
    const std::int64_t numTokens = config.numImageTokens();
    const std::int64_t width = config.vit.embedDim;
    for (const ImageTokens* tokens : images) {
        const std::size_t expected = tokenBytes(tokens->format, numTokens, width);
        if (tokens->bytes.size() == expected) continue;
        fail(ErrorCode::InvalidInput,
             "image tokens of {} bytes, this model's have {}: encode the image again",
             tokens->bytes.size(),
             expected);
    }
    const auto numImages = static_cast<std::int64_t>(images.size());
    at::Tensor all = at::empty({numImages, numTokens, width}, placement.options());
    if (!placement.device.is_cpu()) {
        for (std::int64_t i = 0; i < numImages; ++i) {
            unpackByTorch(*images[static_cast<std::size_t>(i)], all[i]);
        }
        return all;
    }
    at::parallel_for(0, numImages, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const ImageTokens& tokens = *images[static_cast<std::size_t>(i)];
            if (tokens.format == TokenFormat::F32) {
                unpackByTorch(tokens, all[i]);
            } else {
                unpackRowsOnCpu(tokens, all[i], 0, numTokens);
            }
        }
    });
    return all;
}

}  // namespace descry::nn
