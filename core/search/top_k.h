#pragma once
/// Private to core/search: keeps the k best of a stream of (similarity, row) pairs in bounded
/// memory. The order is total (similarity falling, then row rising), so the outcome does not depend
/// on the order of arrival. Thread rule: one object, one thread.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace descry {

struct RowScore {
    float similarity = 0;
    std::uint32_t row = 0;
};

inline bool ranksBefore(const RowScore& a, const RowScore& b) noexcept {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.row < b.row;
}

class TopK {
  public:
    explicit TopK(std::size_t k) : m_k(k) {}

    void push(float similarity, std::uint32_t row) {
        if (similarity < m_threshold) return;
        m_kept.push_back({similarity, row});
        if (m_kept.size() >= 2 * m_k + kSlack) shrink();
    }
    void merge(const TopK& other) {
        for (const RowScore& score : other.m_kept) push(score.similarity, score.row);
    }
    /// Best first, at most k.
    std::vector<RowScore> take() {
        if (m_kept.size() > m_k) shrink();
        std::sort(m_kept.begin(), m_kept.end(), ranksBefore);
        return std::move(m_kept);
    }

  private:
    static constexpr std::size_t kSlack = 1024;

    void shrink() {
        if (m_k == 0) return m_kept.clear();
        const auto last = m_kept.begin() + static_cast<std::ptrdiff_t>(m_k) - 1;
        std::nth_element(m_kept.begin(), last, m_kept.end(), ranksBefore);
        m_threshold = last->similarity;
        m_kept.resize(m_k);
    }

    std::size_t m_k;
    float m_threshold = -std::numeric_limits<float>::infinity();
    std::vector<RowScore> m_kept;
};

}  // namespace descry
