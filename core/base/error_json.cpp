#include "core/base/error_json.h"

#include <cmath>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;

/// An error may list thousands of tensors.
constexpr std::size_t kMaxBytes = std::size_t{64} << 10;
/// Of what stands between the braces of a field: ":02x".
constexpr std::size_t kMaxFieldBytes = 4;
/// Of errors within errors; those further in are kept as they read.
constexpr int kMaxDepth = 8;

Json errorJson(const Error& error, int depth);

/// JSON has one type of number with a point, and none for what is not finite.
Json argumentJson(const ErrorArgument& argument, int depth) {
    const auto write = [depth](const auto& value) -> Json {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::shared_ptr<const Error>>) {
            return errorJson(*value, depth + 1);
        } else if constexpr (std::is_same_v<Value, std::string>) {
            return validUtf8(value);
        } else if constexpr (std::is_floating_point_v<Value>) {
            if (!std::isfinite(value)) return fmt::to_string(value);
            return std::is_same_v<Value, float> ? Json::object({{"float", value}}) : Json(value);
        } else {
            return value;
        }
    };
    return std::visit(write, argument);
}

Json errorJson(const Error& error, int depth) {
    const std::string message = error.what();
    Json json{{"code", static_cast<int>(error.code())},
              {"message", validUtf8(message.substr(0, kMaxBytes))}};
    const Error::Words* const words = error.words();
    if (words == nullptr || message.size() > kMaxBytes || depth == kMaxDepth) return json;
    Json arguments = Json::array();
    for (const ErrorArgument& argument : words->arguments) {
        arguments.push_back(argumentJson(argument, depth));
    }
    json["format"] = words->format;
    json["arguments"] = std::move(arguments);
    return json;
}

/// Whether a format writes each argument once at most, and little beside it: its fields have no
/// number, and no width that takes more than three digits or another field.
bool isHarmless(std::string_view format) {
    if (format.size() > kMaxBytes) return false;
    for (std::size_t at = format.find('{'); at != format.npos; at = format.find('{')) {
        format.remove_prefix(at + 1);
        if (format.starts_with('{')) {
            format.remove_prefix(1);
            continue;
        }
        const std::string_view field = format.substr(0, format.find('}'));
        const bool isCounted = field.empty() || field.front() == ':';
        const bool isNested = field.find('{') != field.npos;
        if (!isCounted || isNested || field.size() > kMaxFieldBytes) return false;
        format.remove_prefix(field.size());
    }
    return true;
}

Error readError(const Json& json, int depth);

/// A positive number comes back unsigned, which reads alike.
ErrorArgument readArgument(const Json& json, int depth) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_number_unsigned()) return json.get<unsigned long long>();
    if (json.is_number_integer()) return json.get<long long>();
    if (json.is_number()) return json.get<double>();
    if (json.contains("float")) return json.at("float").get<float>();
    return std::make_shared<const Error>(readError(json, depth + 1));
}

Error readError(const Json& json, int depth) {
    const auto code = json.at("code").get_ref<const Json::number_integer_t&>();
    const bool isKnown = code >= 0 && code <= static_cast<Json::number_integer_t>(ErrorCode::DiskFull);
    const Error bare(isKnown ? static_cast<ErrorCode>(code) : ErrorCode::Internal,
                     json.at("message").get<std::string>());
    if (depth == kMaxDepth || !json.contains("format")) return bare;
    const std::string format = json.at("format").get<std::string>();
    if (!isHarmless(format)) return bare;
    std::vector<ErrorArgument> arguments;
    for (const Json& argument : json.at("arguments")) {
        arguments.push_back(readArgument(argument, depth));
    }
    return {bare.code(), bare.what(), format, std::move(arguments)};
}

}  // namespace

nlohmann::json toJson(const Error& error) {
    return errorJson(error, 0);
}

Error errorOf(const nlohmann::json& json) {
    return readError(json, 0);
}

}  // namespace descry
