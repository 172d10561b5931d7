#pragma once
/// What the model reaches on this machine, at the published size with formula weights, beside the
/// machine's own matrix-product rate in the same run. Medians of several runs, interleaved so that
/// a busy machine slows both sides alike. Thread rule: one bench at a time. Failure rule: as
/// RasaModel; Cancelled through the stop token.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/flops.h"
#include "core/model/rasa_model.h"

namespace descry {

struct BenchOptions {
    DeviceRequest::Kind device = DeviceRequest::Kind::Auto;
    std::vector<ComputeType> types;    ///< Empty: those the device is fast at, float32 first.
    int numThreads = 0;                ///< CPU threads; 0 = all cores.
    int numRuns = 5;                   ///< Of which the median is taken.
    RasaConfig config;                 ///< Published size unless a test makes it small.
    std::int64_t numImages = 4;        ///< Encoded per run.
    std::int64_t numCandidates = 128;  ///< Re-ranked per run.
    std::int64_t numTokens = 25;       ///< L of the query.
    std::int64_t paddedTokens = 50;    ///< L of the plain rendition.
    std::stop_token stop;
    std::function<void(const std::string&)> onStep;  ///< Told what is being measured.
};

/// {device, reason, threads, runs, results: {fp32: {...}, bf16: {...}}}; results hold
/// encode: imagesPerSecond, gflops, gemmGflops, gemmRatio, flopsPerImage, gemmShape.
nlohmann::json benchEncode(const BenchOptions& options);
/// seconds, plainSeconds, speedup, gflops, flopsPerQuery, plainFlopsPerQuery, and the top-10
/// overlap with float32 of this type with float16 and with int8 tokens.
nlohmann::json benchRerank(const BenchOptions& options);
/// textsPerSecond, milliseconds, gflops.
nlohmann::json benchText(const BenchOptions& options);
/// gemmGflops at gemmShape.
nlohmann::json benchGemm(const BenchOptions& options);

/// Floating-point operations of one pair through the fusion layers, as PairScorer runs it, without
/// what is done per query. Of the other parts: core/model/flops.h.
double pairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept;

/// Share of the first `count` of `expected`'s order that is among the first `count` of `actual`'s.
double topOverlap(std::span<const float> expected,
                  std::span<const float> actual,
                  std::size_t count);

}  // namespace descry
