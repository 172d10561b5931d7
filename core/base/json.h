#pragma once
/// Reading JSON from files that may be broken or hostile: UTF-8 checked, nesting capped, duplicate
/// keys refused, errors with line and column. Thread rule: pure functions. Errors: CorruptFile
/// with `name` in the message.

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace descry {

struct JsonLimits {
    std::size_t maxBytes = std::size_t{64} << 20;  ///< Size of the text, bytes.
    int maxDepth = 64;                             ///< Nesting of arrays and objects.
    std::size_t maxValues = 3'000'000;             ///< Numbers, strings, arrays and so on in all.
};

/// Parses a text; `name` (a path, say) opens every message. A UTF-8 byte order mark is skipped.
nlohmann::json parseJson(std::string_view text,
                         std::string_view name,
                         const JsonLimits& limits = {});
nlohmann::json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits = {});

}  // namespace descry
