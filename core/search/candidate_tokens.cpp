#include "core/search/candidate_tokens.h"

#include <utility>

namespace descry {

CandidateTokens::CandidateTokens(std::shared_ptr<TokenCache> cache,
                                 TokenFormat format,
                                 std::uint64_t keptBytes)
    : m_cache(std::move(cache)), m_format(format), m_maxBytes(keptBytes) {}

CandidateTokens::Tokens CandidateTokens::find(ItemId item, std::string_view contentHash) {
    const std::lock_guard lock(m_mutex);
    if (const auto kept = m_kept.find(item); kept != m_kept.end()) {
        m_recent.splice(m_recent.begin(), m_recent, kept->second.place);
        return kept->second.tokens;
    }
    if (!m_cache) return nullptr;
    auto bytes = m_cache->get(item, contentHash);
    if (!bytes) return nullptr;
    auto tokens = std::make_shared<ImageTokens>();
    tokens->format = m_format;
    tokens->bytes = std::move(*bytes);
    return tokens;
}

void CandidateTokens::keep(ItemId item, Tokens tokens) {
    const std::lock_guard lock(m_mutex);
    const std::uint64_t size = tokens->bytes.size();
    if (size > m_maxBytes || m_kept.contains(item)) return;
    while (m_bytes + size > m_maxBytes) {
        const auto oldest = m_kept.find(m_recent.back());
        m_bytes -= oldest->second.tokens->bytes.size();
        m_kept.erase(oldest);
        m_recent.pop_back();
    }
    m_recent.push_front(item);
    m_kept.emplace(item, Kept{.tokens = std::move(tokens), .place = m_recent.begin()});
    m_bytes += size;
}

void CandidateTokens::clear() {
    const std::lock_guard lock(m_mutex);
    m_kept.clear();
    m_recent.clear();
    m_bytes = 0;
}

}  // namespace descry
