#include "core/indexing/metadata.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/indexing/time_text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSidecarBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxJsonValues = 30'000'000;
constexpr char kListSeparator = '|';

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

std::vector<std::string> splitList(std::string_view cell) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = cell.find(kListSeparator);
        std::string part = trimmed(cell.substr(0, end));
        if (!part.empty()) parts.push_back(std::move(part));
        if (end == std::string_view::npos) return parts;
        cell.remove_prefix(end + 1);
    }
}

/// A row before its fields are understood.
struct RawRow {
    std::string path;
    std::optional<std::string> camera, time, track, person;
    std::vector<std::string> tags, captions;
};

/// One column of the CSV or key of the JSON.
struct Column {
    std::string_view name;
    std::optional<std::string> RawRow::*text = nullptr;
    std::vector<std::string> RawRow::*list = nullptr;
};

constexpr std::array<Column, 8> kColumns{{{"camera", &RawRow::camera, nullptr},
                                          {"time", &RawRow::time, nullptr},
                                          {"track", &RawRow::track, nullptr},
                                          {"person", &RawRow::person, nullptr},
                                          {"tags", nullptr, &RawRow::tags},
                                          {"tag", nullptr, &RawRow::tags},
                                          {"captions", nullptr, &RawRow::captions},
                                          {"caption", nullptr, &RawRow::captions}}};

const Column* columnNamed(std::string_view name) {
    const auto* found = std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& column) {
        return column.name == name;
    });
    return found == kColumns.end() ? nullptr : found;
}

std::string lowerCase(std::string_view text) {
    std::string lower = trimmed(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// The separator under which the header line has a column "path".
std::optional<char> separatorOf(std::string_view text) {
    for (const char separator : {',', ';', '\t'}) {
        CsvRecord header;
        if (!CsvReader(text, separator).next(header)) return std::nullopt;
        for (const std::string& field : header.fields) {
            if (lowerCase(field) == "path") return separator;
        }
    }
    return std::nullopt;
}

std::string normalPath(const std::string& path) {
    return fs::path(path).lexically_normal().native();
}

}  // namespace

struct SidecarMetadata::Reader {
    SidecarMetadata& result;
    std::string name;

    void problem(const Error& where, const auto& what) {
        result.m_problems.push_back(
            makeError(ErrorCode::InvalidInput, "{}, {}: {}", name, where, what));
    }

    /// Takes a row in, or notes why not.
    void addRow(const Error& where, const RawRow& raw) {
        if (raw.path.empty()) return problem(where, "the path is empty");
        if (raw.path.find('\0') != std::string::npos) {
            return problem(where, "the path holds a NUL byte");
        }
        ItemMetadata metadata{.camera = raw.camera,
                              .timeMs = {},
                              .timeZone = {},
                              .track = raw.track,
                              .person = raw.person,
                              .captions = raw.captions,
                              .tags = raw.tags};
        if (const auto bad = badText(raw)) return problem(where, *bad);
        if (raw.time) {
            const auto time = parseTime(*raw.time);
            if (!time) {
                return problem(
                    where,
                    makeError(ErrorCode::InvalidInput,
                              "the time \"{}\" is not ISO 8601, as 2024-01-31T12:00:00+01:00",
                              displayable(*raw.time)));
            }
            metadata.timeMs = time->utcMs;
            metadata.timeZone = time->zone;
        }
        if (!result.m_rows.try_emplace(normalPath(raw.path), std::move(metadata)).second) {
            problem(where,
                    makeError(ErrorCode::InvalidInput,
                              "\"{}\" has a row already; the first one counts",
                              displayable(raw.path)));
        }
    }

    static std::optional<Error> badText(const RawRow& raw) {
        const auto isBad = [](const std::string& text) {
            return firstInvalidUtf8(text).has_value() || text.find('\0') != std::string::npos;
        };
        for (const Column& column : kColumns) {
            bool bad = false;
            if (column.text != nullptr) bad = raw.*column.text && isBad(*(raw.*column.text));
            if (column.list != nullptr) {
                bad = std::any_of((raw.*column.list).begin(), (raw.*column.list).end(), isBad);
            }
            if (bad)
                return makeError(ErrorCode::InvalidInput, "the {} is not UTF-8 text", column.name);
        }
        return std::nullopt;
    }

    void readCsv(std::string_view text) {
        const auto separator = separatorOf(text);
        if (!separator) {
            fail(ErrorCode::InvalidInput,
                 "{}: the first line names no column \"path\"; write a header such as "
                 "path,camera,time,track,person,tags,captions",
                 name);
        }
        CsvReader reader(text, *separator);
        CsvRecord header;
        reader.next(header);
        for (std::string& field : header.fields) field = lowerCase(field);
        CsvRecord record;
        while (reader.next(record)) {
            const Error where = makeError(ErrorCode::InvalidInput, "line {}", record.line);
            if (!record.problem.empty()) {
                problem(where, record.problem);
            } else if (record.fields.size() != header.fields.size()) {
                problem(where,
                        makeError(ErrorCode::InvalidInput,
                                  "{} fields where the header has {}",
                                  record.fields.size(),
                                  header.fields.size()));
            } else {
                addRow(where, csvRow(header, record));
            }
        }
    }

    static RawRow csvRow(const CsvRecord& header, const CsvRecord& record) {
        RawRow row;
        for (std::size_t i = 0; i < header.fields.size(); ++i) {
            const std::string& cell = record.fields[i];
            if (header.fields[i] == "path") row.path = cell;
            const Column* column = columnNamed(header.fields[i]);
            if (column == nullptr || trimmed(cell).empty()) continue;
            if (column->text != nullptr) row.*column->text = trimmed(cell);
            if (column->list == nullptr) continue;
            for (std::string& part : splitList(cell)) {
                (row.*column->list).push_back(std::move(part));
            }
        }
        return row;
    }

    void readJson(std::string_view text) {
        const nlohmann::json json =
            parseJson(text, name, {.maxBytes = kMaxSidecarBytes, .maxValues = kMaxJsonValues});
        if (!json.is_array()) {
            fail(ErrorCode::InvalidInput,
                 "{}: is not a list of objects with \"path\", \"camera\", \"time\", ...",
                 name);
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const Error where = makeError(ErrorCode::InvalidInput, "record {}", i);
            RawRow row;
            if (const auto bad = jsonRow(json[i], row)) {
                problem(where, *bad);
            } else {
                addRow(where, row);
            }
        }
    }

    /// Fills `row`, or says what is wrong with it.
    static std::optional<Error> jsonRow(const nlohmann::json& json, RawRow& row) {
        if (!json.is_object()) return makeError(ErrorCode::InvalidInput, "is not an object");
        for (const auto& [key, value] : json.items()) {
            if (value.is_null()) continue;
            if (key == "path") {
                if (!value.is_string())
                    return makeError(ErrorCode::InvalidInput, "the path is not a text");
                row.path = value.get<std::string>();
            }
            const Column* column = columnNamed(key);
            if (column == nullptr) continue;
            const auto wrong = [&name = key] {
                return makeError(ErrorCode::InvalidInput, "the {} is of the wrong type", name);
            };
            if (column->text != nullptr) {
                if (!value.is_string() && !value.is_number_integer()) return wrong();
                const std::string text =
                    value.is_string() ? trimmed(value.get<std::string>()) : value.dump();
                if (!text.empty()) row.*column->text = text;
                continue;
            }
            const nlohmann::json list = value.is_array() ? value : nlohmann::json::array({value});
            for (const nlohmann::json& entry : list) {
                if (!entry.is_string()) return wrong();
                const std::string text = trimmed(entry.get<std::string>());
                if (!text.empty()) (row.*column->list).push_back(text);
            }
        }
        return std::nullopt;
    }
};

SidecarMetadata SidecarMetadata::read(const fs::path& file) {
    SidecarMetadata result;
    result.m_folder = fs::absolute(file).parent_path().lexically_normal();
    Reader reader{.result = result, .name = displayable(file.native())};
    const std::string text = readFile(file, kMaxSidecarBytes);
    const std::size_t start = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    const bool isJson = start != std::string::npos && (text[start] == '[' || text[start] == '{');
    if (isJson) {
        reader.readJson(text);
    } else {
        reader.readCsv(text);
    }
    if (result.m_rows.empty() && !result.m_problems.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: not one good row; {}",
             reader.name,
             result.m_problems.front());
    }
    return result;
}

const ItemMetadata* SidecarMetadata::find(const fs::path& root, const std::string& path) const {
    const auto lookUp = [&](const std::string& key) {
        const auto found = m_rows.find(key);
        return found == m_rows.end() ? nullptr : &found->second;
    };
    if (const ItemMetadata* row = lookUp(path)) return row;
    const fs::path absolute = root / path;
    if (const ItemMetadata* row = lookUp(absolute.native())) return row;
    return lookUp(absolute.lexically_relative(m_folder).native());
}

ItemMetadata mergeMetadata(const ItemMetadata& first, const ItemMetadata& second) {
    ItemMetadata merged = first;
    if (!merged.camera) merged.camera = second.camera;
    if (!merged.timeMs) {
        merged.timeMs = second.timeMs;
        merged.timeZone = second.timeZone;
    }
    if (!merged.track) merged.track = second.track;
    if (!merged.person) merged.person = second.person;
    if (merged.captions.empty()) merged.captions = second.captions;
    merged.tags.insert(merged.tags.end(), second.tags.begin(), second.tags.end());
    std::sort(merged.tags.begin(), merged.tags.end());
    merged.tags.erase(std::unique(merged.tags.begin(), merged.tags.end()), merged.tags.end());
    return merged;
}

bool operator==(const ItemMetadata& left, const ItemMetadata& right) {
    return left.camera == right.camera && left.timeMs == right.timeMs &&
           left.timeZone == right.timeZone && left.track == right.track &&
           left.person == right.person && left.captions == right.captions &&
           left.tags == right.tags;
}

}  // namespace descry
