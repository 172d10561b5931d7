#pragma once
/// SHA-256 (FIPS 180-4). OpenSSL does the work; the portable build has its own. Thread rule: one
/// object, one thread. Errors: sha256File throws NotFound or Io.

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace descry {

using Sha256Digest = std::array<std::byte, 32>;

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text) { update(std::as_bytes(std::span(text))); }

    /// Ends the computation; the object is spent afterwards.
    Sha256Digest digest();
    /// The digest as 64 lower-case hexadecimal digits; spends the object likewise.
    std::string hexDigest();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string toHex(std::span<const std::byte> bytes);
std::string sha256Hex(std::span<const std::byte> bytes);
std::string sha256Hex(std::string_view text);
/// Hash of a whole file, read in 1 MiB pieces.
std::string sha256File(const std::filesystem::path& path);

}  // namespace descry
