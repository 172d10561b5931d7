#include "core/indexing/path_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/indexing/time_text.h"

namespace descry {
namespace {

constexpr std::int64_t kMaxPatternBytes = 8 << 20;

struct Preset {
    const char* name;
    std::vector<const char*> expressions;
};

/// Names as the data sets write them. Person 0000 and -1 of Market are distractors: of no person.
const std::vector<Preset>& presets() {
    static constexpr const char* kMarket =
        R"((?:^|/)(?:-1|0000|(?P<person>\d{4}))_(?P<camera>c\d)(?P<track>s\d)_(?P<frame>\d{6})_(?P<box>\d{2})\.)";
    static const std::vector<Preset> kPresets{
        {"market", {kMarket}},
        {"cuhk",
         {kMarket,
          R"(CUHK01/(?P<person>\d{4})(?P<shot>\d{3})\.)",
          R"(CUHK03/(?P<person>\d+)_(?P<camera>\d+)_(?P<shot>\d+)\.)",
          R"((?P<camera>cam_[ab])/(?P<person>\d+)_(?P<angle>\d+)\.)",
          R"((?:train|test)_query/(?P<person>p\d+)_(?P<shot>s\d+)\.)"}},
        {"icfg",
         {R"((?:^|/)(?P<person>\d{4})_(?P<shot>\d{3})_(?P<camera>\d{2})_(?P<session>\d{4}[a-z]+)_(?P<frame>\d+)_(?P<box>\d+)(?:_ex)?\.)"}},
        {"rstp", {R"((?:^|/)(?P<person>\d+)_(?P<camera>c\d+)_(?P<frame>\d+)\.)"}},
    };
    return kPresets;
}

/// RE2 writes (?P<name>; the shorter (?<name> of other dialects is taken too.
std::string withLongGroups(const std::string& expression) {
    std::string out;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        out += expression[i];
        const bool escaped = expression[i] == '\\' && i + 1 < expression.size();
        if (escaped) {
            out += expression[++i];
            continue;
        }
        const std::string_view rest = std::string_view(expression).substr(i);
        const bool isGroup =
            rest.starts_with("(?<") && rest.size() > 3 && rest[3] != '=' && rest[3] != '!';
        if (isGroup) {
            out += "?P";
            ++i;
        }
    }
    return out;
}

std::string_view fileNameOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

struct PathPattern::Expression {
    explicit Expression(const std::string& text)
        : regex(withLongGroups(text), options()),
          wantsWholePath(text.find('/') != std::string::npos) {
        if (!regex.ok()) {
            fail(ErrorCode::InvalidInput,
                 "The pattern \"{}\" is not a regular expression: {}",
                 displayable(text),
                 regex.error());
        }
        if (regex.NamedCapturingGroups().empty()) {
            fail(ErrorCode::InvalidInput,
                 "The pattern \"{}\" has no named group; write (?P<camera>...), (?P<time>...), "
                 "(?P<track>...) or (?P<person>...), or one of: {}",
                 displayable(text),
                 fmt::join(presetNames(), ", "));
        }
    }

    static RE2::Options options() {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(kMaxPatternBytes);
        // Names are bytes: a dot has to match those that are not UTF-8 too.
        options.set_encoding(RE2::Options::EncodingLatin1);
        return options;
    }

    RE2 regex;
    bool wantsWholePath;
};

PathPattern::PathPattern() = default;
PathPattern::~PathPattern() = default;
PathPattern::PathPattern(PathPattern&&) noexcept = default;
PathPattern& PathPattern::operator=(PathPattern&&) noexcept = default;

PathPattern PathPattern::parse(const std::string& presetOrExpression) {
    PathPattern pattern;
    const auto preset = std::find_if(presets().begin(), presets().end(), [&](const Preset& p) {
        return p.name == presetOrExpression;
    });
    if (preset == presets().end()) {
        pattern.m_expressions.push_back(std::make_unique<Expression>(presetOrExpression));
        return pattern;
    }
    for (const char* expression : preset->expressions) {
        pattern.m_expressions.push_back(std::make_unique<Expression>(expression));
    }
    return pattern;
}

std::vector<std::string> PathPattern::presetNames() {
    std::vector<std::string> names;
    for (const Preset& preset : presets()) names.emplace_back(preset.name);
    return names;
}

std::vector<std::string> PathPattern::groupNames() const {
    std::set<std::string> names;
    for (const auto& expression : m_expressions) {
        for (const auto& [name, index] : expression->regex.NamedCapturingGroups()) {
            names.insert(name);
        }
    }
    return {names.begin(), names.end()};
}

std::map<std::string, std::string> PathPattern::groups(std::string_view relativePath) const {
    for (const auto& expression : m_expressions) {
        const std::string_view subject =
            expression->wantsWholePath ? relativePath : fileNameOf(relativePath);
        std::vector<re2::StringPiece> parts(
            static_cast<std::size_t>(expression->regex.NumberOfCapturingGroups()) + 1);
        const re2::StringPiece text(subject.data(), subject.size());
        if (!expression->regex.Match(text,
                                     0,
                                     subject.size(),
                                     RE2::UNANCHORED,
                                     parts.data(),
                                     static_cast<int>(parts.size()))) {
            continue;
        }
        std::map<std::string, std::string> found;
        for (const auto& [name, index] : expression->regex.NamedCapturingGroups()) {
            const re2::StringPiece& part = parts[static_cast<std::size_t>(index)];
            const std::string value(part.data() == nullptr ? "" : part.data(), part.size());
            if (!value.empty() && !firstInvalidUtf8(value)) found.emplace(name, value);
        }
        return found;
    }
    return {};
}

ItemMetadata PathPattern::metadata(std::string_view relativePath) const {
    const std::map<std::string, std::string> found = groups(relativePath);
    const auto group = [&](const char* name) -> std::optional<std::string> {
        const auto entry = found.find(name);
        return entry == found.end() ? std::nullopt : std::optional(entry->second);
    };
    ItemMetadata metadata;
    metadata.camera = group("camera");
    metadata.track = group("track");
    metadata.person = group("person");
    if (const auto text = group("time")) {
        if (const auto time = parseTime(*text)) {
            metadata.timeMs = time->utcMs;
            metadata.timeZone = time->zone;
        }
    }
    return metadata;
}

std::vector<PatternPreview> previewPattern(const PathPattern& pattern,
                                           const std::vector<std::string>& relativePaths) {
    std::vector<PatternPreview> previews;
    previews.reserve(relativePaths.size());
    for (const std::string& path : relativePaths) {
        std::map<std::string, std::string> groups = pattern.groups(path);
        const bool matched = !groups.empty();
        previews.push_back({.path = path, .matched = matched, .groups = std::move(groups)});
    }
    return previews;
}

}  // namespace descry
