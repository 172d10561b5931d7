#pragma once
/// Private to core/training: makes the batches of a run ahead of the step, on other threads.
/// Thread rule: next() on one thread. Errors: OutOfMemory; an image that cannot be read is left out
/// of its batch and named.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "core/training/pair_sampler.h"
#include "core/training/step/batch.h"
#include "core/training/train_options.h"

namespace descry {

struct LoadedBatch {
    training::TrainingBatch tensors;  ///< Undefined without pairs.
    std::vector<SampledPair> pairs;   ///< [B], what the tensors hold.
    std::vector<Error> problems;      ///< Images left out, and why.
};

/// How many batches to have in the making: by the half of the machine's cores, for a step on a GPU
/// takes no longer than a few of them; 2 to 8, for they lie in memory.
int batchesAhead();

class BatchLoader {
  public:
    struct Setup {
        std::span<const DatasetRecord> records;
        std::filesystem::path images;
        std::shared_ptr<const Tokenizer> tokenizer;
        RasaConfig config;
        Augmentation augmentation;
        std::int64_t firstStep = 0;  ///< Counted over all epochs.
        std::int64_t endStep = 0;
        int numAhead = 2;  ///< Batches in the making, a thread each; changes none of them.
    };

    /// `sampler` must outlive the loader.
    BatchLoader(PairSampler& sampler, Setup setup);
    ~BatchLoader();

    /// The batch of the next step. Seconds waited for it are added to waited().
    LoadedBatch next();
    double waitedSeconds() const noexcept { return m_waitedSeconds; }

  private:
    struct Sample;

    void startNext();
    LoadedBatch load(std::vector<SampledPair> pairs) const;
    training::TextBatch padded(const std::vector<std::vector<std::int64_t>>& texts) const;
    std::vector<std::int64_t> idsOf(std::string_view caption) const;

    PairSampler& m_sampler;
    Setup m_setup;
    std::int64_t m_nextStep = 0;
    std::deque<std::future<LoadedBatch>> m_ahead;
    double m_waitedSeconds = 0;
};

}  // namespace descry
