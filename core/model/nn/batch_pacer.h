#pragma once
/// How many items to compute at once so that stop points come often enough: a batch is sized from
/// the measured time of the ones before it. Thread rule: one thread. Failure rule: none.

#include <algorithm>
#include <cstdint>

namespace descry::nn {

class BatchPacer {
  public:
    struct Options {
        double targetSeconds = 0.2;    ///< Wanted between two stop points.
        std::int64_t stopsPerRun = 1;  ///< Stop points within one batch.
        std::int64_t firstBatch = 1;   ///< Before anything was measured.
        std::int64_t maxBatch = 1;     ///< Never more; lowered by limit().
        std::int64_t multiple = 1;     ///< Preferred: so many items are computed side by side.
    };

    explicit BatchPacer(const Options& options) : m_options(options) {}

    /// Size of the next batch, 1 to `remaining`.
    std::int64_t next(std::int64_t remaining) const {
        std::int64_t size = m_options.firstBatch;
        if (m_secondsPerItem > 0) {
            const double allowed =
                m_options.targetSeconds * static_cast<double>(m_options.stopsPerRun);
            const double fitting = allowed / m_secondsPerItem;
            size = fitting < static_cast<double>(m_options.maxBatch)
                       ? static_cast<std::int64_t>(fitting)
                       : m_options.maxBatch;
        }
        size = std::clamp<std::int64_t>(
            size, 1, std::max<std::int64_t>(1, std::min(remaining, m_options.maxBatch)));
        return size > m_options.multiple ? size - size % m_options.multiple : size;
    }

    /// A batch of `size` took `seconds`.
    void record(std::int64_t size, double seconds) {
        const double measured = seconds / static_cast<double>(size);
        // The best of the recent past: a pause of the machine is not the model's speed.
        m_secondsPerItem =
            m_secondsPerItem > 0 ? std::min(measured, m_secondsPerItem * kForget) : measured;
    }

    /// From now on never more than `size`.
    void limit(std::int64_t size) {
        m_options.maxBatch = std::max<std::int64_t>(1, std::min(size, m_options.maxBatch));
        m_options.firstBatch = std::min(m_options.firstBatch, m_options.maxBatch);
    }

  private:
    static constexpr double kForget = 1.25;

    Options m_options;
    double m_secondsPerItem = 0;
};

}  // namespace descry::nn
