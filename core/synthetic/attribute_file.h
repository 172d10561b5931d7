#pragma once
/// Reads attributes.jsonl, which stands beside a rendered data set: what is true of every picture,
/// what of it is visible, and which attributes its captions name where. The file is not trusted.
/// Thread rule: pure functions. Errors: NotFound, Io; CorruptFile naming file and line.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/synthetic/attributes.h"
#include "core/synthetic/caption.h"

namespace descry::synthetic {

/// One picture.
struct AttributeRecord {
    std::int64_t personId = 0;
    AttributeSet truth;
    AttributeSet visible;           ///< A part of `truth`.
    std::vector<Caption> captions;  ///< The English ones; mentions lie within their text.
};

/// By the picture's path, as the data set's records have it.
using AttributeRecords = std::map<std::string, AttributeRecord, std::less<>>;

AttributeRecords readAttributeFile(const std::filesystem::path& file);
/// The same from text in memory; `name` opens every message.
AttributeRecords parseAttributeLines(std::string_view text, std::string_view name);

}  // namespace descry::synthetic
