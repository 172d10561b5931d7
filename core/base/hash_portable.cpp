#include "core/base/hash.h"
#include "core/base/sha256_blocks.h"

namespace descry {

struct Sha256::State {
    Sha256Blocks blocks;
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) {
    m_state->blocks.update(bytes);
}

Sha256Digest Sha256::digest() {
    return m_state->blocks.digest();
}

}  // namespace descry
