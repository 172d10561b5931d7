#include "core/gallery/stores.h"

#include <chrono>

#include "core/base/unicode.h"

namespace descry {

std::int64_t nowMs() noexcept {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void checkItemPath(std::string_view path, ErrorCode code, const Database& database) {
    const auto refuse = [&](std::string_view why) {
        fail(code,
             "{}: the path \"{}\" {}",
             displayable(database.file().native()),
             displayable(path),
             why);
    };
    if (path.empty()) refuse("is empty");
    if (path.find('\0') != std::string::npos) refuse("holds a NUL byte");
    if (path.front() == '/') refuse("is not relative to its folder");
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t slash = rest.find('/');
        if (rest.substr(0, slash) == "..") refuse("leaves its folder");
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
}

void checkText(const std::string& text, std::string_view field) {
    if (text.find('\0') != std::string::npos) {
        fail(ErrorCode::InvalidInput, "The {} \"{}\" holds a NUL byte", field, displayable(text));
    }
    if (const auto offset = firstInvalidUtf8(text)) {
        fail(ErrorCode::InvalidInput,
             "The {} \"{}\" is not UTF-8 (byte {})",
             field,
             displayable(text),
             *offset);
    }
}

}  // namespace descry
