#pragma once
/// Comma-separated values as RFC 4180 writes them: quotes, doubled quotes, line breaks in quotes,
/// LF or CRLF. Thread rule: one reader, one thread. Errors: none; a record with a broken quote says
/// so.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace descry {

struct CsvRecord {
    std::int64_t line = 0;  ///< Of the record's first character, from 1.
    std::vector<std::string> fields;
    std::string problem;  ///< Empty if the record is well-formed.
};

/// A field that a spreadsheet neither splits nor takes for a formula.
std::string csvField(std::string_view text);
/// The text that csvField() was given.
std::string textOfCsvField(std::string_view field);

class CsvReader {
  public:
    /// `text` outlives the reader. A UTF-8 byte order mark is skipped.
    CsvReader(std::string_view text, char separator);

    /// Reads the next record, empty lines skipped; false at the end.
    bool next(CsvRecord& record);

  private:
    void readQuoted(CsvRecord& record, std::string& field);
    bool atLineEnd() const;
    void skipLineEnd();

    std::string_view m_rest;
    char m_separator;
    std::int64_t m_line = 1;
};

}  // namespace descry
