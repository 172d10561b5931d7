#pragma once
/// A stream of random numbers that is the same on every machine: SplitMix64, with distributions of
/// its own, as those of the standard library differ between libraries. A stream per person and per
/// image makes the result independent of the order of work. Thread rule: one object, one thread.
/// Failure rule: never fails. Source: Steele, Lea and Flood, OOPSLA 2014.

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <span>

namespace descry {

/// One step of SplitMix64: `state`, a counter, is all there is to save.
inline std::uint64_t splitMix64(std::uint64_t& state) noexcept {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
}

class RandomStream {
  public:
    /// The stream of a seed and a path of numbers below it: purpose, person, image.
    explicit RandomStream(std::uint64_t seed, std::initializer_list<std::uint64_t> path = {})
        : m_state(seed) {
        for (const std::uint64_t step : path) {
            m_state = next() ^ (step * 0x9e3779b97f4a7c15U + 0x632be59bd9b4e019U);
        }
        next();
    }

    std::uint64_t next() noexcept { return splitMix64(m_state); }

    double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  ///< [0, 1).
    float between(float low, float high) noexcept {
        return low + (high - low) * static_cast<float>(unit());
    }
    bool chance(double probability) noexcept { return unit() < probability; }
    /// 0 .. count - 1; count 1 or more.
    std::size_t index(std::size_t count) noexcept {
        assert(count > 0);
        return static_cast<std::size_t>(unit() * static_cast<double>(count));
    }
    /// Mean 0, deviation 1: the sum of 12 units, so within -6 .. 6 and without a logarithm.
    float normal() noexcept {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return static_cast<float>(sum);
    }
    /// Index drawn by weight; the weights must not all be 0.
    std::size_t weighted(std::span<const double> weights) noexcept {
        double left = unit() * std::accumulate(weights.begin(), weights.end(), 0.0);
        std::size_t last = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (weights[i] <= 0) continue;
            last = i;
            left -= weights[i];
            if (left < 0) break;
        }
        return last;
    }
    template <typename Values>
    const auto& pick(const Values& values) noexcept {
        return values[index(std::size(values))];
    }

  private:
    std::uint64_t m_state;
};

}  // namespace descry
