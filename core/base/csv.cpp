#include "core/base/csv.h"

namespace descry {
namespace {

/// Whether a spreadsheet would take the text for a formula, but for the quotes before it.
bool isFormula(std::string_view text) {
    constexpr std::string_view kSigns = "=+-@\t\r";
    const std::size_t first = text.find_first_not_of('\'');
    return first != text.npos && kSigns.find(text[first]) != kSigns.npos;
}

}  // namespace

std::string csvField(std::string_view text) {
    std::string field = isFormula(text) ? "'" : "";
    field += text;
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string textOfCsvField(std::string_view field) {
    if (field.starts_with('\'') && isFormula(field)) field.remove_prefix(1);
    return std::string(field);
}

CsvReader::CsvReader(std::string_view text, char separator) : m_rest(text), m_separator(separator) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_rest.starts_with(kByteOrderMark)) m_rest.remove_prefix(kByteOrderMark.size());
}

bool CsvReader::atLineEnd() const {
    return m_rest.empty() || m_rest.front() == '\n' || m_rest.starts_with("\r\n");
}

void CsvReader::skipLineEnd() {
    if (m_rest.empty()) return;
    m_rest.remove_prefix(m_rest.front() == '\r' ? 2 : 1);
    ++m_line;
}

void CsvReader::readQuoted(CsvRecord& record, std::string& field) {
    m_rest.remove_prefix(1);
    while (!m_rest.empty()) {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == '"') {
            if (m_rest.empty() || m_rest.front() != '"') return;
            m_rest.remove_prefix(1);
        }
        if (c == '\n') ++m_line;
        field += c;
    }
    record.problem = errorWords("a quote is not closed");
}

bool CsvReader::next(CsvRecord& record) {
    while (!m_rest.empty() && atLineEnd()) skipLineEnd();
    if (m_rest.empty()) return false;
    record = {.line = m_line, .fields = {}, .problem = {}};
    for (;;) {
        std::string field;
        const bool quoted = !m_rest.empty() && m_rest.front() == '"';
        if (quoted) readQuoted(record, field);
        while (!atLineEnd() && m_rest.front() != m_separator) {
            if (quoted) record.problem = errorWords("something follows a closing quote");
            if (m_rest.front() == '"')
                record.problem = errorWords("a quote stands inside a field without quotes");
            field += m_rest.front();
            m_rest.remove_prefix(1);
        }
        record.fields.push_back(std::move(field));
        if (atLineEnd()) break;
        m_rest.remove_prefix(1);
    }
    skipLineEnd();
    return true;
}

}  // namespace descry
