#include "core/text/basic_words.h"

#include <algorithm>
#include <utility>

#include "core/base/unicode.h"

namespace descry {
namespace {

constexpr char32_t kFirstDecomposable = 0xc0;

/// The blocks that the published tokenizer sets apart; Hangul and kana are not among them.
bool isCjkIdeograph(char32_t c) noexcept {
    if (c < 0x3400) return false;
    return (c >= 0x4e00 && c <= 0x9fff) || c <= 0x4dbf || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x2a6df) || (c >= 0x2a700 && c <= 0x2ceaf) ||
           (c >= 0x2f800 && c <= 0x2fa1f);
}

bool isPunctuation(char32_t c) noexcept {
    if (c < 0x80) {
        return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) ||
               (c >= 123 && c <= 126);
    }
    return characterClass(c) == CharacterClass::Punctuation;
}

bool separatesWords(char32_t c, CharacterClass category) noexcept {
    return c == U'\t' || c == U'\n' || c == U'\r' || category == CharacterClass::Space ||
           (category != CharacterClass::Control && isWhitespace(c));
}

bool isDropped(char32_t c, CharacterClass category) noexcept {
    return c == 0xfffd || category == CharacterClass::Control;
}

class WordSplitter {
  public:
    explicit WordSplitter(std::vector<BasicWord>& words) : m_words(words) {}

    void addText(std::string_view text, std::size_t offset) {
        while (!text.empty()) {
            const std::size_t sizeBefore = text.size();
            const char32_t c = takeCodePoint(text);
            const std::size_t numBytes = sizeBefore - text.size();
            // By the character and not by the text: the published tokenizer does not look at what
            // stands around a capital sigma.
            for (const char32_t lowered : toLower(std::u32string_view(&c, 1))) {
                add(lowered, {offset, offset + numBytes});
            }
            offset += numBytes;
        }
        finishRun();
    }

    void addSpecial(std::string_view name, std::size_t offset) {
        m_words.push_back({decodeUtf8(name), {}, true});
        for (std::size_t i = 0; i < name.size(); ++i) {
            m_words.back().sources.push_back({offset + i, offset + i + 1});
        }
    }

  private:
    void add(char32_t c, ByteSpan source) {
        const CharacterClass category = characterClass(c);
        if (separatesWords(c, category)) return finishRun();
        if (isDropped(c, category)) return;
        if (isCjkIdeograph(c)) finishRun();
        m_run.text += c;
        m_run.sources.push_back(source);
        if (isCjkIdeograph(c)) finishRun();
    }

    /// Strips the accents of what has gathered between two blanks and cuts it at punctuation.
    void finishRun() {
        decomposeRun();
        BasicWord word;
        const auto finishWord = [&] {
            if (!word.text.empty()) m_words.push_back(std::exchange(word, {}));
        };
        for (std::size_t i = 0; i < m_run.text.size(); ++i) {
            const char32_t c = m_run.text[i];
            const ByteSpan source = m_run.sources[i];
            if (c >= 0x300 && characterClass(c) == CharacterClass::Mark) {
                if (!word.text.empty()) word.sources.back().end = source.end;
                continue;
            }
            if (isPunctuation(c)) {
                finishWord();
                m_words.push_back({std::u32string(1, c), {source}});
                continue;
            }
            word.text += c;
            word.sources.push_back(source);
        }
        finishWord();
        m_run.text.clear();
        m_run.sources.clear();
    }

    void decomposeRun() {
        const auto decomposes = [](char32_t c) { return c >= kFirstDecomposable; };
        if (std::none_of(m_run.text.begin(), m_run.text.end(), decomposes)) return;
        // Canonical order moves characters only inside a run of accents, so counting the parts of
        // each character is enough to know where the parts came from.
        std::vector<ByteSpan> sources;
        for (std::size_t i = 0; i < m_run.text.size(); ++i) {
            const std::size_t numParts = toNfd(std::u32string_view(m_run.text).substr(i, 1)).size();
            sources.insert(sources.end(), numParts, m_run.sources[i]);
        }
        m_run.text = toNfd(m_run.text);
        m_run.sources = std::move(sources);
    }

    std::vector<BasicWord>& m_words;
    BasicWord m_run;
};

/// The special token that stands at an offset, or nothing.
std::string_view specialTokenAt(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    for (const std::string_view name : kSpecialTokenNames) {
        if (rest.starts_with(name)) return name;
    }
    return {};
}

}  // namespace

std::vector<BasicWord> basicWords(std::string_view text, SpecialTokenText specials) {
    std::vector<BasicWord> words;
    WordSplitter splitter(words);
    if (specials == SpecialTokenText::Plain) {
        splitter.addText(text, 0);
        return words;
    }
    std::size_t start = 0;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
        const std::string_view name = specialTokenAt(text, at);
        if (name.empty()) {
            ++at;
            continue;
        }
        splitter.addText(text.substr(start, at - start), start);
        splitter.addSpecial(name, at);
        at += name.size();
        start = at;
    }
    splitter.addText(text.substr(start), start);
    return words;
}

}  // namespace descry
