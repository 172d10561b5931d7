#include "core/search/export_fields.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"

namespace descry {

using Json = nlohmann::json;

ExportFields::ExportFields(const Json& object, std::string name)
    : m_object(&object), m_name(std::move(name)) {
    if (!object.is_object()) {
        fail(ErrorCode::InvalidInput, "{}: a JSON object is wanted", m_name);
    }
}

void ExportFields::refuse(const char* key, const char* wanted) const {
    fail(ErrorCode::InvalidInput, "{}: \"{}\" must be {}", m_name, key, wanted);
}

const Json& ExportFields::value(const char* key) const {
    const auto found = m_object->find(key);
    if (found == m_object->end()) {
        fail(ErrorCode::InvalidInput, "{}: \"{}\" is missing", m_name, key);
    }
    return *found;
}

std::string ExportFields::text(const char* key) const {
    const Json& found = value(key);
    if (!found.is_string()) refuse(key, "a string");
    return found.get<std::string>();
}

std::vector<std::string> ExportFields::texts(const char* key) const {
    const Json& found = value(key);
    if (!found.is_array()) refuse(key, "a list of strings");
    std::vector<std::string> list;
    for (const Json& entry : found) {
        if (!entry.is_string()) refuse(key, "a list of strings");
        list.push_back(entry.get<std::string>());
    }
    return list;
}

bool ExportFields::flag(const char* key) const {
    const Json& found = value(key);
    if (!found.is_boolean()) refuse(key, "true or false");
    return found.get<bool>();
}

std::int64_t ExportFields::integer(const char* key, std::int64_t least) const {
    const Json& found = value(key);
    const bool isTooLarge =
        found.is_number_unsigned() &&
        found.get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!found.is_number_integer() || isTooLarge) refuse(key, "a whole number");
    const auto number = found.get<std::int64_t>();
    if (number < least) {
        fail(ErrorCode::InvalidInput, "{}: \"{}\" must be {} or more", m_name, key, least);
    }
    return number;
}

std::optional<std::string> ExportFields::optionalText(const char* key) const {
    return value(key).is_null() ? std::nullopt : std::optional(text(key));
}

std::optional<bool> ExportFields::optionalFlag(const char* key) const {
    return value(key).is_null() ? std::nullopt : std::optional(flag(key));
}

std::optional<float> ExportFields::optionalNumber(const char* key) const {
    const Json& found = value(key);
    if (found.is_null()) return std::nullopt;
    const double number = found.is_number() ? found.get<double>() : std::nan("");
    const bool fits = std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max());
    if (!fits) refuse(key, "a number that fits into 32 bits");
    return static_cast<float>(number);
}

std::optional<std::int64_t> ExportFields::optionalInteger(const char* key,
                                                          std::int64_t least) const {
    return value(key).is_null() ? std::nullopt : std::optional(integer(key, least));
}

std::optional<ExportFields> ExportFields::optionalObject(const char* key) const {
    const Json& found = value(key);
    if (found.is_null()) return std::nullopt;
    return ExportFields(found, m_name + ": " + key);
}

}  // namespace descry
