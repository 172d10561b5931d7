#include "core/dataset/pair_verdicts.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/dataset/records_parser.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;
constexpr std::size_t kHashDigits = 64;
constexpr char kDigits[] = "0123456789abcdef";
constexpr std::array<std::string_view, kNumVerdicts> kVerdictNames{
    "strong", "weak", "reject", "unsure"};

/// The file's lines without their ends, the empty ones too.
std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// One line, read with distrust.
class Line {
  public:
    Line(std::string name, std::string_view text) : m_name(std::move(name)) {
        constexpr JsonLimits kLimits{.maxBytes = kMaxLineBytes, .maxDepth = 8, .maxValues = 10'000};
        m_json = parseJson(text, m_name, kLimits);
        if (!m_json.is_object()) refuse("it is not an object");
    }

    std::string text(const char* key) const {
        const auto found = m_json.find(key);
        if (found == m_json.end()) refuse("\"{}\" is missing", key);
        if (!found->is_string()) refuse("\"{}\" is not a text", key);
        return found->get<std::string>();
    }
    std::string caption(const char* key) const {
        std::string caption = text(key);
        if (isBlank(caption)) refuse("\"{}\" is empty", key);
        return caption;
    }
    std::optional<std::string> optionalCaption(const char* key) const {
        const auto found = m_json.find(key);
        if (found == m_json.end() || found->is_null()) return std::nullopt;
        return caption(key);
    }
    std::vector<std::string> texts(const char* key) const {
        const auto found = m_json.find(key);
        if (found == m_json.end()) return {};
        const bool isList = found->is_array() && std::ranges::all_of(*found, [](const Json& item) {
                                return item.is_string();
                            });
        if (!isList) refuse("\"{}\" is not a list of texts", key);
        return found->get<std::vector<std::string>>();
    }
    Verdict verdict() const {
        const std::string name = text("verdict");
        if (const auto verdict = verdictNamed(name)) return *verdict;
        refuse("the verdict \"{}\" is not strong, weak, reject or unsure", displayable(name));
    }
    std::string hash() const {
        std::string hash = text("pair");
        if (hash.size() != kHashDigits || hash.find_first_not_of(kDigits) != hash.npos) {
            refuse("\"pair\" is not a SHA-256 of 64 hexadecimal digits in lower case");
        }
        return hash;
    }
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::InvalidInput,
             "{}: {}",
             m_name,
             makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
    }

  private:
    std::string m_name;
    Json m_json;
};

using People = std::unordered_map<std::string_view, std::int64_t>;

PairVerdict verdictOf(const Line& line, const People& people) {
    PairVerdict verdict{.imagePath = line.text("image"),
                        .sourcePath = line.text("source"),
                        .caption = line.caption("caption"),
                        .verdict = line.verdict(),
                        .reasons = line.texts("reasons"),
                        .edited = line.optionalCaption("edited"),
                        .pair = line.hash(),
                        .annotator = line.text("annotator")};
    const auto personOf = [&](const std::string& path) {
        const auto found = people.find(path);
        if (found == people.end()) {
            line.refuse("the data set lists no image \"{}\"", displayable(path));
        }
        return found->second;
    };
    if (personOf(verdict.imagePath) != personOf(verdict.sourcePath)) {
        line.refuse("\"{}\" and \"{}\" show different people in the data set",
                    displayable(verdict.imagePath),
                    displayable(verdict.sourcePath));
    }
    return verdict;
}

}  // namespace

std::string_view verdictName(Verdict verdict) noexcept {
    return kVerdictNames[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdictNamed(std::string_view name) noexcept {
    const auto found = std::ranges::find(kVerdictNames, name);
    if (found == kVerdictNames.end()) return std::nullopt;
    return static_cast<Verdict>(found - kVerdictNames.begin());
}

std::string pairVerdictLine(const PairVerdict& verdict) {
    // In the order in which a person reads them.
    nlohmann::ordered_json line{{"image", verdict.imagePath},
                                {"source", verdict.sourcePath},
                                {"caption", verdict.caption},
                                {"verdict", verdictName(verdict.verdict)},
                                {"reasons", verdict.reasons}};
    if (verdict.edited) line["edited"] = *verdict.edited;
    line["pair"] = verdict.pair;
    line["annotator"] = verdict.annotator;
    return line.dump() + "\n";
}

std::vector<PairVerdict> readPairVerdicts(const fs::path& file, const Dataset& dataset) {
    const std::string text = readFile(file, kMaxPairVerdictsBytes);
    const People people = peopleByImage(dataset);
    std::vector<std::optional<PairVerdict>> verdicts;
    // By pair and image.
    std::unordered_map<std::string, std::map<std::string, std::size_t>> placesOfPair;
    std::size_t number = 0;
    for (const std::string_view lineText : linesOf(text)) {
        ++number;
        if (lineText.find_first_not_of(" \t") == lineText.npos) continue;
        const Line line(fmt::format("{}: line {}", displayable(file.native()), number), lineText);
        PairVerdict verdict = verdictOf(line, people);
        auto& places = placesOfPair[verdict.pair];
        if (!places.empty() && verdicts[places.begin()->second]->caption != verdict.caption) {
            line.refuse("its \"pair\" is that of another caption above");
        }
        const auto [place, isNew] = places.try_emplace(verdict.imagePath, verdicts.size());
        if (!isNew) verdicts[std::exchange(place->second, verdicts.size())].reset();
        verdicts.emplace_back(std::move(verdict));
    }
    std::vector<PairVerdict> last;
    for (auto& verdict : verdicts) {
        if (verdict) last.push_back(*std::move(verdict));
    }
    return last;
}

std::optional<fs::path> pairVerdictsBeside(const fs::path& datasetFile) {
    fs::path file = datasetFile.parent_path() / kPairVerdictsFile;
    std::error_code absent;
    if (!fs::exists(file, absent)) return std::nullopt;
    return file;
}

}  // namespace descry
