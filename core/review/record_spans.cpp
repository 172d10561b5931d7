#include "core/review/record_spans.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"

namespace descry {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

class Scanner {
  public:
    explicit Scanner(std::string_view text) : m_text(text) {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
        if (m_text.starts_with(kByteOrderMark)) m_at = kByteOrderMark.size();
    }

    std::vector<RecordSpans> records() {
        std::vector<RecordSpans> records;
        take('[');
        while (next() != ']') {
            records.push_back(record());
            if (next() == ',') ++m_at;
        }
        return records;
    }

  private:
    [[noreturn]] void refuse() const {
        fail(ErrorCode::CorruptFile, "the annotation file changed while it was read; try again");
    }
    char next() {
        m_at = m_text.find_first_not_of(kBlanks, m_at);
        if (m_at == m_text.npos) refuse();
        return m_text[m_at];
    }
    void take(char wanted) {
        if (next() != wanted) refuse();
        ++m_at;
    }

    RecordSpans record() {
        RecordSpans record;
        bool hasCaptions = false;
        take('{');
        while (next() != '}') {
            const std::string name = key();
            take(':');
            if (name == "captions") {
                record.captions = list();
                hasCaptions = true;
            } else if (name == "processed_tokens" && next() == '[') {
                record.tokens = list();
            } else {
                value();
            }
            if (next() == ',') ++m_at;
        }
        ++m_at;
        if (!hasCaptions || record.captions.items.empty()) refuse();
        return record;
    }

    std::string key() {
        if (next() != '"') refuse();
        const std::string_view literal = value().of(m_text);
        const bool hasEscapes = literal.find('\\') != literal.npos;
        if (!hasEscapes) return std::string(literal.substr(1, literal.size() - 2));
        return parseJson(literal, "a key").get<std::string>();
    }

    ListSpans list() {
        ListSpans list;
        if (next() != '[') refuse();
        list.whole.begin = m_at++;
        while (next() != ']') {
            list.items.push_back(value());
            if (next() == ',') ++m_at;
        }
        list.whole.end = ++m_at;
        return list;
    }

    /// Goes past one value of any kind.
    TextSpan value() {
        next();
        const std::size_t begin = m_at;
        int depth = 0;
        do {
            const char c = depth == 0 ? m_text[m_at] : next();
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
            } else if (c == '}' || c == ']') {
                --depth;
                ++m_at;
            } else if (depth > 0) {
                ++m_at;
            } else {
                skipScalar();
            }
        } while (depth > 0);
        return {begin, m_at};
    }

    void skipString() {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\') {
                ++m_at;
            } else if (m_text[m_at] == '"') {
                ++m_at;
                return;
            }
        }
        refuse();
    }

    void skipScalar() {
        const std::size_t begin = m_at;
        m_at = std::min(m_text.find_first_of(",:]} \t\r\n", m_at), m_text.size());
        if (m_at == begin) refuse();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

std::vector<RecordSpans> scanRecords(std::string_view text) {
    return Scanner(text).records();
}

std::string rewrittenList(std::string_view text,
                          const ListSpans& list,
                          const std::vector<ItemChange>& changes) {
    const std::vector<TextSpan>& items = list.items;
    std::string out(TextSpan{list.whole.begin, items.front().begin}.of(text));
    bool isFirst = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (changes[i].isRemoved) continue;
        if (!isFirst) out += TextSpan{items[i - 1].end, items[i].begin}.of(text);
        isFirst = false;
        out +=
            changes[i].replacement ? std::string_view(*changes[i].replacement) : items[i].of(text);
    }
    return out += TextSpan{items.back().end, list.whole.end}.of(text);
}

}  // namespace descry
