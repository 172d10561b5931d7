#pragma once
/// Private to core/search: the fields of a JSON object whose kind is not to be trusted. Thread
/// rule: a view of the object, which outlives it. Errors: InvalidInput naming place and field.

#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace descry {

class ExportFields {
  public:
    /// `name` says where the object stands.
    ExportFields(const nlohmann::json& object, std::string name);

    const nlohmann::json& value(const char* key) const;
    std::string text(const char* key) const;
    std::vector<std::string> texts(const char* key) const;
    bool flag(const char* key) const;
    std::int64_t integer(const char* key,
                         std::int64_t least = std::numeric_limits<std::int64_t>::min()) const;

    /// null is "absent"; a missing key is an error.
    std::optional<std::string> optionalText(const char* key) const;
    std::optional<bool> optionalFlag(const char* key) const;
    std::optional<float> optionalNumber(const char* key) const;
    std::optional<std::int64_t> optionalInteger(
        const char* key, std::int64_t least = std::numeric_limits<std::int64_t>::min()) const;
    std::optional<ExportFields> optionalObject(const char* key) const;

  private:
    [[noreturn]] void refuse(const char* key, const char* wanted) const;

    const nlohmann::json* m_object;
    std::string m_name;
};

}  // namespace descry
