#include "core/review/decision_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/review/utc_time.h"

namespace descry {
namespace {

constexpr std::array<std::string_view, 16> kColumns{"image",
                                                    "source",
                                                    "caption",
                                                    "annotator",
                                                    "verdict",
                                                    "reasons",
                                                    "edited",
                                                    "note",
                                                    "time",
                                                    "milliseconds",
                                                    "order",
                                                    "part",
                                                    "blind",
                                                    "fingerprint",
                                                    "version",
                                                    "pair"};
constexpr std::array<std::string_view, 4> kNeeded{"image", "source", "caption", "verdict"};
constexpr std::string_view kBetweenReasons = "; ";

std::string textOf(const Reasons& reasons) {
    std::string text;
    for (const Reason reason : reasons) {
        if (!text.empty()) text += kBetweenReasons;
        text += reasonName(reason);
    }
    return text;
}

std::string rowOf(const Decision& decision) {
    const std::array<std::string, kColumns.size()> fields{
        decision.imagePath,
        decision.sourcePath,
        decision.caption,
        decision.annotator,
        std::string(verdictName(decision.verdict.value_or(Verdict::Unsure))),
        textOf(decision.reasons),
        decision.edited.value_or(""),
        decision.note,
        utcTimeText(decision.timeMs),
        std::to_string(decision.durationMs),
        std::string(queueOrderName(decision.order)),
        std::string(queuePartName(decision.part)),
        decision.isBlind ? "1" : "0",
        decision.fingerprint.value_or(""),
        decision.version,
        decision.pair.hex()};
    std::string row;
    for (const std::string& field : fields) {
        if (&field != &fields.front()) row += ',';
        row += csvField(field);
    }
    return row + "\r\n";
}

using Columns = std::unordered_map<std::string, std::size_t>;

/// One row of a table that anybody may have made.
class Row {
  public:
    Row(const CsvRecord& record, const Columns& columns, std::string_view name)
        : m_record(record), m_columns(columns), m_name(name) {
        if (!record.problem.empty()) refuse("{}", record.problem);
        if (record.fields.size() == columns.size()) return;
        refuse("has {} fields, the heading has {}", record.fields.size(), columns.size());
    }

    TableRow read() const {
        TableRow row;
        row.line = m_record.line;
        Decision& decision = row.decision;
        decision.imagePath = text("image");
        decision.sourcePath = text("source");
        decision.caption = text("caption");
        decision.annotator = text("annotator");
        decision.verdict = known(verdictNamed(text("verdict")), "verdict");
        decision.reasons = reasons();
        decision.edited = optionalText("edited");
        decision.note = text("note");
        readHow(decision);
        if (const auto pair = optionalText("pair")) {
            decision.pair.digest = known(digestFromHex(*pair), "pair");
            row.hasPair = true;
        }
        return row;
    }

  private:
    /// How the decision was come by.
    void readHow(Decision& decision) const {
        if (const auto time = optionalText("time")) {
            decision.timeMs = known(parseUtcTime(*time), "time");
        }
        if (optionalText("milliseconds")) decision.durationMs = known(duration(), "milliseconds");
        if (const auto order = optionalText("order")) {
            decision.order = known(queueOrderNamed(*order), "order");
        }
        if (const auto part = optionalText("part")) {
            decision.part = known(queuePartNamed(*part), "part");
        }
        decision.isBlind = text("blind") == "1";
        decision.fingerprint = optionalText("fingerprint");
        decision.version = text("version");
    }
    std::string text(const char* column) const {
        const auto found = m_columns.find(column);
        if (found == m_columns.end()) return {};
        return textOfCsvField(m_record.fields[found->second]);
    }
    std::optional<std::string> optionalText(const char* column) const {
        std::string found = text(column);
        return found.empty() ? std::nullopt : std::optional(std::move(found));
    }
    std::optional<std::int64_t> duration() const {
        const std::string digits = text("milliseconds");
        std::int64_t value = 0;
        const char* const end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, value);
        if (error != std::errc() || stop != end) return std::nullopt;
        return value;
    }
    Reasons reasons() const {
        Reasons reasons;
        const std::string all = text("reasons");
        for (std::size_t begin = 0; begin < all.size();) {
            const std::size_t end = std::min(all.find(';', begin), all.size());
            std::string_view name = std::string_view(all).substr(begin, end - begin);
            name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
            while (name.ends_with(' ')) name.remove_suffix(1);
            reasons.insert(known(reasonNamed(name), "reasons"));
            begin = end + 1;
        }
        return reasons;
    }
    template <typename Value>
    Value known(const std::optional<Value>& value, const char* column) const {
        if (value) return *value;
        refuse("\"{}\" under {} stands for nothing", displayable(text(column)), column);
    }
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::InvalidInput,
             "{}: line {}: {}",
             displayable(m_name),
             m_record.line,
             makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
    }

    const CsvRecord& m_record;
    const Columns& m_columns;
    std::string_view m_name;
};

Columns columnsOf(const CsvRecord& heading, std::string_view name) {
    Columns columns;
    for (std::size_t i = 0; i < heading.fields.size(); ++i) {
        if (columns.try_emplace(heading.fields[i], i).second) continue;
        fail(ErrorCode::InvalidInput,
             "{}: line {}: the column \"{}\" is there twice",
             displayable(name),
             heading.line,
             displayable(heading.fields[i]));
    }
    for (const std::string_view needed : kNeeded) {
        if (columns.contains(std::string(needed))) continue;
        fail(ErrorCode::InvalidInput,
             "{}: line {}: the column \"{}\" is missing; a table of decisions has at least image, "
             "source, caption and verdict",
             displayable(name),
             heading.line,
             needed);
    }
    return columns;
}

}  // namespace

std::string decisionTable(const std::vector<const Decision*>& decisions) {
    std::string table;
    for (const std::string_view column : kColumns) {
        if (!table.empty()) table += ',';
        table += column;
    }
    table += "\r\n";
    for (const Decision* decision : decisions) table += rowOf(*decision);
    return table;
}

std::vector<TableRow> parseDecisionTable(std::string_view text, std::string_view name) {
    if (firstInvalidUtf8(text)) {
        fail(ErrorCode::InvalidInput, "{}: not UTF-8; save it as UTF-8", displayable(name));
    }
    CsvReader reader(text, ',');
    CsvRecord record;
    if (!reader.next(record)) {
        fail(ErrorCode::InvalidInput, "{}: is empty; a heading is needed", displayable(name));
    }
    const Columns columns = columnsOf(record, name);
    std::vector<TableRow> rows;
    while (reader.next(record)) rows.push_back(Row(record, columns, name).read());
    return rows;
}

}  // namespace descry
