#include <openssl/evp.h>

#include "core/base/error.h"
#include "core/base/hash.h"

namespace descry {
namespace {

void check(int result) {
    if (result != 1) fail(ErrorCode::Internal, "OpenSSL failed to compute a SHA-256");
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    if (!m_state->context) fail(ErrorCode::OutOfMemory, "no memory to compute a SHA-256");
    check(EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) {
    if (!bytes.empty()) check(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::digest() {
    Sha256Digest digest;
    check(EVP_DigestFinal_ex(
        m_state->context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr));
    return digest;
}

}  // namespace descry
