#include "core/base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;

struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;
};

TextPlace placeOf(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t lineStart = before.rfind('\n') + 1;
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            before.size() - lineStart + 1};
}

/// What the parser library says, without its prefix and without the quoted input, which may be
/// as long as the file.
std::string plainReason(std::string_view message) {
    if (const auto id = message.find("] "); id != message.npos) message.remove_prefix(id + 2);
    if (message.starts_with("parse error at ")) {
        const auto colon = message.find(": ");
        if (colon != message.npos) message.remove_prefix(colon + 2);
    }
    message = message.substr(0, message.find("; last read"));
    if (message.starts_with("number overflow")) message = errorWords("a number that is too large");
    return displayable(message.substr(0, 200));
}

/// Builds the document while it is parsed, so that the caps hold before memory is spent.
class DocumentBuilder : public nlohmann::json_sax<Json> {
  public:
    explicit DocumentBuilder(const JsonLimits& limits) : m_limits(limits) {}

    Json takeDocument() { return std::move(m_document); }
    /// Null until the parser or one of our refusals has stopped it.
    const std::optional<Error>& reason() const noexcept { return m_reason; }
    /// Set where the parser itself stopped; our own refusals carry no offset.
    std::optional<std::size_t> offset() const noexcept { return m_offset; }

    bool null() override { return add(Json(nullptr)); }
    bool boolean(bool value) override { return add(Json(value)); }
    bool number_integer(number_integer_t value) override { return add(Json(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(Json(value)); }
    bool number_float(number_float_t value, const string_t&) override { return add(Json(value)); }
    bool string(string_t& value) override { return add(Json(std::move(value))); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        Json& object = *m_open.back();
        const auto [place, isNew] = object.emplace(name, nullptr);
        if (!isNew) {
            return refuse("the key \"{}\" appears twice in one object",
                          displayable(name.substr(0, 80)));
        }
        m_slot = &*place;
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception& error) override {
        refuse("{}", plainReason(error.what()));
        m_offset = position == 0 ? 0 : position - 1;
        return false;
    }

  private:
    template <typename... Args>
    bool refuse(fmt::format_string<Args...> format, Args&&... args) {
        m_reason = makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...);
        return false;
    }

    /// Puts a value where it belongs; null where a cap is passed.
    Json* place(Json&& value) {
        if (++m_numValues > m_limits.maxValues) {
            refuse("more than {} values", m_limits.maxValues);
            return nullptr;
        }
        if (m_open.empty()) {
            m_document = std::move(value);
            return &m_document;
        }
        if (m_open.back()->is_object()) {
            *m_slot = std::move(value);
            return m_slot;
        }
        return &m_open.back()->emplace_back(std::move(value));
    }

    bool add(Json&& value) { return place(std::move(value)) != nullptr; }

    bool open(Json&& container) {
        if (m_open.size() >= static_cast<std::size_t>(std::max(m_limits.maxDepth, 0))) {
            return refuse("nested more than {} deep", m_limits.maxDepth);
        }
        Json* placed = place(std::move(container));
        if (placed == nullptr) return false;
        m_open.push_back(placed);
        return true;
    }

    bool close() {
        m_open.pop_back();
        return true;
    }

    const JsonLimits& m_limits;
    Json m_document;
    std::vector<Json*> m_open;
    Json* m_slot = nullptr;
    std::size_t m_numValues = 0;
    std::optional<Error> m_reason;
    std::optional<std::size_t> m_offset;
};

}  // namespace

nlohmann::json parseJson(std::string_view text, std::string_view name, const JsonLimits& limits) {
    const std::string shownName = displayable(name);
    if (text.size() > limits.maxBytes) {
        fail(ErrorCode::CorruptFile,
             "{}: {} bytes of JSON, and at most {} are read",
             shownName,
             text.size(),
             limits.maxBytes);
    }
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (const auto invalid = firstInvalidUtf8(text)) {
        const TextPlace place = placeOf(text, *invalid);
        fail(ErrorCode::CorruptFile,
             "{}: line {}, column {}: not UTF-8 text; save the file as UTF-8",
             shownName,
             place.line,
             place.column);
    }
    DocumentBuilder builder(limits);
    if (Json::sax_parse(text.begin(), text.end(), &builder)) return builder.takeDocument();
    if (!builder.offset())
        fail(ErrorCode::CorruptFile, "{}: JSON refused: {}", shownName, *builder.reason());
    const TextPlace place = placeOf(text, std::min(*builder.offset(), text.size()));
    fail(ErrorCode::CorruptFile,
         "{}: line {}, column {}: not valid JSON: {}",
         shownName,
         place.line,
         place.column,
         *builder.reason());
}

nlohmann::json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits) {
    return parseJson(readFile(path, limits.maxBytes), path.native(), limits);
}

}  // namespace descry
