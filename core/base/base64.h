#pragma once
/// Bytes as text, RFC 4648 with padding. Thread rule: pure function. Never fails.

#include <cstddef>
#include <span>
#include <string>

namespace descry {

std::string toBase64(std::span<const std::byte> bytes);

}  // namespace descry
