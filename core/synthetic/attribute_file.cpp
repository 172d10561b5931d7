#include "core/synthetic/attribute_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/mapped_file.h"
#include "core/base/unicode.h"

namespace descry::synthetic {
namespace {

using nlohmann::json;

constexpr JsonLimits kLineLimits{
    .maxBytes = std::size_t{1} << 20, .maxDepth = 8, .maxValues = 20'000};

bool splitsACharacter(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
}

/// The fields of one line, with where it stands for messages.
class LineReader {
  public:
    explicit LineReader(std::string where) : m_where(std::move(where)) {}

    std::pair<std::string, AttributeRecord> read(std::string_view text) const {
        const json line = parseJson(text, m_where, kLineLimits);
        if (!line.is_object()) refuse("not a JSON object");
        AttributeRecord record;
        std::string path = textOf(line, "file_path");
        if (path.empty()) refuse("\"file_path\" is empty");
        record.personId = idOf(line);
        record.truth = setOf(line, "truth");
        record.visible = setOf(line, "visible");
        for (const auto& [name, value] : record.visible) {
            const auto known = record.truth.find(name);
            if (known == record.truth.end() || known->second != value) {
                refuse(fmt::format("\"{}\" is visible as \"{}\" but not true",
                                   displayable(name),
                                   displayable(value)));
            }
        }
        for (const json& caption : listOf(line, "captions")) {
            record.captions.push_back(captionOf(caption));
        }
        return {std::move(path), std::move(record)};
    }

    [[noreturn]] void refuse(std::string_view reason) const {
        fail(ErrorCode::CorruptFile, "{}: {}", m_where, reason);
    }

  private:
    const json& member(const json& object, const char* key) const {
        const auto found = object.is_object() ? object.find(key) : object.end();
        if (!object.is_object() || found == object.end()) {
            refuse(fmt::format("\"{}\" is missing", key));
        }
        return *found;
    }

    std::string textOf(const json& object, const char* key) const {
        const json& value = member(object, key);
        if (!value.is_string()) refuse(fmt::format("\"{}\" is not a text", key));
        return value.get<std::string>();
    }

    std::int64_t idOf(const json& line) const {
        const json& value = member(line, "id");
        const bool isWhole =
            value.is_number_unsigned() && std::in_range<std::int64_t>(value.get<std::uint64_t>());
        if (!isWhole) refuse("\"id\" is not a whole number, 0 or more");
        return value.get<std::int64_t>();
    }

    AttributeSet setOf(const json& line, const char* key) const {
        const json& object = member(line, key);
        if (!object.is_object()) refuse(fmt::format("\"{}\" is not an object", key));
        AttributeSet set;
        for (const auto& [name, value] : object.items()) {
            if (!value.is_string()) {
                refuse(fmt::format("\"{}\" of \"{}\" is not a text", displayable(name), key));
            }
            set.emplace(name, value.get<std::string>());
        }
        return set;
    }

    const json& listOf(const json& object, const char* key) const {
        const json& list = member(object, key);
        if (!list.is_array()) refuse(fmt::format("\"{}\" is not a list", key));
        return list;
    }

    Caption captionOf(const json& object) const {
        Caption caption;
        caption.text = textOf(object, "text");
        for (const json& entry : listOf(object, "mentions")) {
            Mention mention;
            mention.attribute = textOf(entry, "attribute");
            mention.value = textOf(entry, "value");
            mention.begin = placeOf(entry, "begin", caption.text);
            mention.end = placeOf(entry, "end", caption.text);
            if (mention.begin >= mention.end) {
                refuse(fmt::format("a mention from byte {} to {}", mention.begin, mention.end));
            }
            caption.mentions.push_back(std::move(mention));
        }
        return caption;
    }

    std::size_t placeOf(const json& mention, const char* key, std::string_view text) const {
        const json& value = member(mention, key);
        const bool isPlace = value.is_number_unsigned() &&
                             value.get<std::uint64_t>() <= text.size() &&
                             !splitsACharacter(text, value.get<std::size_t>());
        if (!isPlace) refuse(fmt::format("\"{}\" of a mention is no place in its caption", key));
        return value.get<std::size_t>();
    }

    std::string m_where;
};

}  // namespace

AttributeRecords parseAttributeLines(std::string_view text, std::string_view name) {
    AttributeRecords records;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const LineReader reader(fmt::format("{}: line {}", displayable(name), number));
        auto [path, record] = reader.read(line);
        const auto [place, isNew] = records.try_emplace(std::move(path), std::move(record));
        if (!isNew) {
            reader.refuse(fmt::format("\"{}\" has a line already", displayable(place->first)));
        }
    }
    if (records.empty()) {
        fail(ErrorCode::CorruptFile, "{}: no line: nothing is known", displayable(name));
    }
    return records;
}

AttributeRecords readAttributeFile(const std::filesystem::path& file) {
    const MappedFile mapped(file, MappedFile::Access::Sequential);
    const auto bytes = mapped.bytes();
    return parseAttributeLines({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                               file.native());
}

}  // namespace descry::synthetic
