#include "core/search/filter.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;
using Strings = std::vector<std::string>;
using OptionalStrings = std::optional<Strings>;

OptionalStrings commonOf(const OptionalStrings& left, const OptionalStrings& right) {
    if (!left) return right;
    if (!right) return left;
    Strings common;
    for (const std::string& value : *left) {
        if (std::find(right->begin(), right->end(), value) != right->end()) common.push_back(value);
    }
    return common;
}

Strings joined(Strings left, const Strings& right) {
    for (const std::string& value : right) {
        if (std::find(left.begin(), left.end(), value) == left.end()) left.push_back(value);
    }
    return left;
}

Json stringJson(const std::string& text) {
    if (!firstInvalidUtf8(text)) return text;
    return {{"hex", toHex(std::as_bytes(std::span(text)))}};
}

Json listJson(const Strings& list) {
    Json array = Json::array();
    for (const std::string& text : list) array.push_back(stringJson(text));
    return array;
}

unsigned hexDigit(char digit, const std::string& field) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10U;
    fail(ErrorCode::InvalidInput, "filter: {}: \"hex\" wants lower-case hexadecimal digits", field);
}

std::string parseString(const Json& json, const std::string& field) {
    if (json.is_string()) return json.get<std::string>();
    const bool isHex = json.is_object() && json.size() == 1 && json.contains("hex") &&
                       json["hex"].is_string() &&
                       json["hex"].get_ref<const std::string&>().size() % 2 == 0;
    if (!isHex) fail(ErrorCode::InvalidInput, "filter: {}: a string is wanted", field);
    const std::string& digits = json["hex"].get_ref<const std::string&>();
    std::string text;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const unsigned byte = hexDigit(digits[i], field) << 4 | hexDigit(digits[i + 1], field);
        text.push_back(static_cast<char>(byte));
    }
    return text;
}

Strings parseList(const Json& json, const std::string& field) {
    if (!json.is_array()) {
        fail(ErrorCode::InvalidInput, "filter: {}: a list of strings is wanted", field);
    }
    Strings list;
    for (const Json& entry : json) list.push_back(parseString(entry, field));
    return list;
}

std::int64_t parseTime(const Json& json, const std::string& field) {
    const bool fits = json.is_number_integer() &&
                      (!json.is_number_unsigned() ||
                       json.get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits) {
        fail(
            ErrorCode::InvalidInput, "filter: {}: whole milliseconds since 1970 are wanted", field);
    }
    return json.get<std::int64_t>();
}

bool parseFlag(const Json& json, const std::string& field) {
    if (!json.is_boolean())
        fail(ErrorCode::InvalidInput, "filter: {}: true or false is wanted", field);
    return json.get<bool>();
}

/// The folder without "." parts and closing slashes; empty for "everything".
std::string plainFolder(const std::string& folder) {
    std::string plain = std::filesystem::path(folder).lexically_normal().native();
    while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
    return plain == "." ? std::string() : plain;
}

bool isBelow(std::string_view path, std::string_view folder) {
    if (folder.empty() || folder == "/") return true;
    if (!path.starts_with(folder)) return false;
    return path.size() == folder.size() || path[folder.size()] == '/';
}

/// So that a view is looked up without a copy.
struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
};
using NumberOfText = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

/// Numbers strings in order of first appearance.
class Dictionary {
  public:
    std::uint32_t idOf(std::string_view text) {
        const auto known = m_ids.find(text);
        if (known != m_ids.end()) return known->second;
        const auto next = static_cast<std::uint32_t>(m_texts.size());
        m_texts.emplace_back(text);
        m_ids.emplace(text, next);
        return next;
    }
    std::optional<std::uint32_t> find(std::string_view text) const {
        const auto place = m_ids.find(text);
        return place == m_ids.end() ? std::nullopt : std::optional(place->second);
    }
    Strings sorted() const {
        Strings texts = m_texts;
        std::sort(texts.begin(), texts.end());
        return texts;
    }
    const Strings& texts() const noexcept { return m_texts; }

  private:
    Strings m_texts;
    NumberOfText m_ids;
};

/// A value an item may have, as a number of a dictionary plus one; 0 is "has none".
struct ValueColumn {
    Dictionary dictionary;
    std::vector<std::uint32_t> values;

    void add(const std::optional<std::string_view>& text) {
        values.push_back(text ? dictionary.idOf(*text) + 1 : 0);
    }
    /// By number: whether it is among the chosen ones.
    std::vector<char> chosen(const Strings& texts) const {
        std::vector<char> accepted(dictionary.texts().size() + 1, 0);
        for (const std::string& text : texts) {
            if (const auto id = dictionary.find(text)) accepted[*id + 1] = 1;
        }
        return accepted;
    }
};

}  // namespace

bool Filter::passesAll() const noexcept {
    return !cameras && !persons && !fromMs && !toMs && tags.empty() && folders.empty() &&
           !bookmarkedOnly;
}

Filter bothOf(const Filter& left, const Filter& right) {
    Filter both;
    both.cameras = commonOf(left.cameras, right.cameras);
    both.persons = commonOf(left.persons, right.persons);
    both.fromMs = left.fromMs && right.fromMs ? std::max(left.fromMs, right.fromMs)
                  : left.fromMs               ? left.fromMs
                                              : right.fromMs;
    both.toMs = left.toMs && right.toMs ? std::min(left.toMs, right.toMs)
                : left.toMs             ? left.toMs
                                        : right.toMs;
    both.tags = joined(left.tags, right.tags);
    both.folders = joined(left.folders, right.folders);
    both.bookmarkedOnly = left.bookmarkedOnly || right.bookmarkedOnly;
    return both;
}

Json toJson(const Filter& filter) {
    Json json = Json::object();
    if (filter.cameras) json["cameras"] = listJson(*filter.cameras);
    if (filter.persons) json["persons"] = listJson(*filter.persons);
    if (filter.fromMs) json["fromMs"] = *filter.fromMs;
    if (filter.toMs) json["toMs"] = *filter.toMs;
    if (!filter.tags.empty()) json["tags"] = listJson(filter.tags);
    if (!filter.folders.empty()) json["folders"] = listJson(filter.folders);
    if (filter.bookmarkedOnly) json["bookmarkedOnly"] = true;
    return json;
}

Filter parseFilter(const Json& json) {
    if (!json.is_object()) fail(ErrorCode::InvalidInput, "filter: a JSON object is wanted");
    Filter filter;
    for (const auto& [key, value] : json.items()) {
        if (key == "cameras") {
            filter.cameras = parseList(value, key);
        } else if (key == "persons") {
            filter.persons = parseList(value, key);
        } else if (key == "fromMs") {
            filter.fromMs = parseTime(value, key);
        } else if (key == "toMs") {
            filter.toMs = parseTime(value, key);
        } else if (key == "tags") {
            filter.tags = parseList(value, key);
        } else if (key == "folders") {
            filter.folders = parseList(value, key);
        } else if (key == "bookmarkedOnly") {
            filter.bookmarkedOnly = parseFlag(value, key);
        } else {
            fail(ErrorCode::InvalidInput,
                 "filter: \"{}\" is not a criterion this version knows",
                 displayable(key));
        }
    }
    return filter;
}

struct ItemColumns::Columns {
    ItemSet::Universe items;
    ValueColumn camera;
    ValueColumn person;
    ValueColumn track;  ///< Camera, NUL, track.
    std::vector<bool> hasTime;
    std::vector<std::int64_t> timeMs;
    Dictionary tagNames;
    std::vector<std::uint32_t> tagStart{0};  ///< [items + 1] into tagIds.
    std::vector<std::uint32_t> tagIds;
    std::vector<std::uint32_t> folder;  ///< [items] into folders.
    Strings folders;                    ///< Relative to their root.
    Strings absoluteFolders;
    std::vector<bool> bookmarked;

    void add(const ItemFacets& item) {
        camera.add(item.camera);
        person.add(item.person);
        addTrack(item);
        hasTime.push_back(item.timeMs.has_value());
        timeMs.push_back(item.timeMs.value_or(0));
        for (const std::string& tag : item.tags) tagIds.push_back(tagNames.idOf(tag));
        tagStart.push_back(static_cast<std::uint32_t>(tagIds.size()));
        bookmarked.push_back(item.bookmarked);
    }

    /// Every camera numbers tracks of its own.
    void addTrack(const ItemFacets& item) {
        if (!item.track) return track.add(std::nullopt);
        std::string name(item.camera.value_or(""));
        name += '\0';
        name += *item.track;
        track.add(name);
    }

    /// Bit per item: has every one of the tags.
    std::vector<bool> withTags(const Strings& tags) const {
        std::vector<bool> result(items->size(), true);
        for (const std::string& tag : tags) {
            const auto id = tagNames.find(tag);
            for (std::size_t i = 0; i < result.size(); ++i) {
                if (!result[i]) continue;
                const auto begin = tagIds.begin() + tagStart[i];
                const auto end = tagIds.begin() + tagStart[i + 1];
                result[i] = id && std::find(begin, end, *id) != end;
            }
        }
        return result;
    }

    /// By folder: lies below every one of those wanted.
    std::vector<char> belowAll(const Strings& wanted) const {
        std::vector<char> accepted(folders.size(), 1);
        for (const std::string& text : wanted) {
            const std::string plain = plainFolder(text);
            const Strings& own = plain.starts_with('/') ? absoluteFolders : folders;
            for (std::size_t i = 0; i < own.size(); ++i) {
                if (!isBelow(own[i], plain)) accepted[i] = 0;
            }
        }
        return accepted;
    }

    bool timePasses(std::size_t item, const Filter& filter) const {
        if (!filter.fromMs && !filter.toMs) return true;
        if (!hasTime[item]) return false;
        return (!filter.fromMs || timeMs[item] >= *filter.fromMs) &&
               (!filter.toMs || timeMs[item] < *filter.toMs);
    }
};

namespace {

/// Numbers the folders that items lie in; two roots may hold folders of one name.
class FolderNumbers {
  public:
    FolderNumbers(const std::vector<Root>& roots, Strings& relative, Strings& absolute)
        : m_relative(relative), m_absolute(absolute) {
        for (const Root& root : roots) m_roots.emplace(root.id, root.folder.lexically_normal());
    }

    std::uint32_t of(const ItemFacets& item) {
        const std::size_t slash = item.path.rfind('/');
        const std::string_view written =
            slash == std::string_view::npos ? std::string_view() : item.path.substr(0, slash);
        NumberOfText& known = m_asWritten[item.root];
        const auto place = known.find(written);
        if (place != known.end()) return place->second;
        const std::uint32_t number = numberOf(item.root, plainFolder(std::string(written)));
        known.emplace(written, number);
        return number;
    }

  private:
    std::uint32_t numberOf(RootId root, const std::string& relative) {
        const auto next = static_cast<std::uint32_t>(m_relative.size());
        const auto [place, isNew] = m_numbers[root].emplace(relative, next);
        if (!isNew) return place->second;
        m_relative.push_back(relative);
        m_absolute.push_back(plainFolder((m_roots[root] / relative).native()));
        return next;
    }

    Strings& m_relative;
    Strings& m_absolute;
    std::unordered_map<RootId, std::filesystem::path> m_roots;
    std::unordered_map<RootId, NumberOfText> m_numbers;
    std::unordered_map<RootId, NumberOfText> m_asWritten;  ///< "a/./b" and "a/b" are one folder.
};

}  // namespace

ItemColumns::ItemColumns(std::unique_ptr<const Columns> columns) : m_columns(std::move(columns)) {}

ItemColumns::~ItemColumns() = default;

std::shared_ptr<const ItemColumns> ItemColumns::load(Gallery& gallery, std::stop_token stop) {
    auto columns = std::make_unique<Columns>();
    auto ids = std::make_shared<std::vector<ItemId>>();
    FolderNumbers folders(gallery.items().roots(), columns->folders, columns->absoluteFolders);
    const auto add = [&](const ItemFacets& item) {
        ids->push_back(item.id);
        columns->add(item);
        columns->folder.push_back(folders.of(item));
    };
    gallery.items().eachFacets(add, stop);
    columns->items = std::move(ids);
    return std::shared_ptr<const ItemColumns>(new ItemColumns(std::move(columns)));
}

const ItemSet::Universe& ItemColumns::items() const noexcept {
    return m_columns->items;
}

Strings ItemColumns::cameras() const {
    return m_columns->camera.dictionary.sorted();
}

Strings ItemColumns::persons() const {
    return m_columns->person.dictionary.sorted();
}

Strings ItemColumns::tags() const {
    return m_columns->tagNames.sorted();
}

std::vector<std::uint32_t> ItemColumns::tracksOf(std::span<const ItemId> wanted) const {
    const std::vector<ItemId>& all = *m_columns->items;
    std::vector<std::uint32_t> tracks;
    tracks.reserve(wanted.size());
    for (const ItemId item : wanted) {
        const auto place = std::lower_bound(all.begin(), all.end(), item);
        const bool isKnown = place != all.end() && *place == item;
        tracks.push_back(
            isKnown ? m_columns->track.values[static_cast<std::size_t>(place - all.begin())] : 0);
    }
    return tracks;
}

ItemSet ItemColumns::evaluate(const Filter& filter) const {
    const Columns& columns = *m_columns;
    if (filter.passesAll()) return ItemSet::all(columns.items);
    const auto cameraPasses = columns.camera.chosen(filter.cameras.value_or(Strings{}));
    const auto personPasses = columns.person.chosen(filter.persons.value_or(Strings{}));
    const auto folderPasses = columns.belowAll(filter.folders);
    const auto tagsPass = columns.withTags(filter.tags);
    ItemSet set(columns.items);
    for (std::size_t i = 0; i < columns.items->size(); ++i) {
        if (filter.cameras && cameraPasses[columns.camera.values[i]] == 0) continue;
        if (filter.persons && personPasses[columns.person.values[i]] == 0) continue;
        if (filter.bookmarkedOnly && !columns.bookmarked[i]) continue;
        if (folderPasses[columns.folder[i]] == 0 || !tagsPass[i]) continue;
        if (columns.timePasses(i, filter)) set.insertAt(i);
    }
    return set;
}

}  // namespace descry
