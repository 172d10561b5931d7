#include <fmt/format.h>

#include <QTest>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/text/basic_words.h"
#include "core/text/caption.h"
#include "core/text/tokenizer.h"
#include "tests/support/conformance_folder.h"

namespace descry {
namespace {

using Ids = std::vector<std::int64_t>;

constexpr char kVocabSha256[] = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3";
constexpr int kMaxWords = 50;
constexpr char kDropped[] = "dropped";

QByteArray shown(const std::string& text) {
    return QByteArray::fromStdString(displayable(text));
}

/// The characters that Unicode 15.0 added to the 14.0 by which the goldens were made.
constexpr std::pair<char32_t, char32_t> kAddedIn15[] = {
    {0xcf3, 0xcf3},     {0xece, 0xece},     {0x10efd, 0x10eff}, {0x1123f, 0x11241},
    {0x11b00, 0x11b09}, {0x11f00, 0x11f10}, {0x11f12, 0x11f3a}, {0x11f3e, 0x11f59},
    {0x1342f, 0x1342f}, {0x13439, 0x13455}, {0x1b132, 0x1b132}, {0x1b155, 0x1b155},
    {0x1d2c0, 0x1d2d3}, {0x1df25, 0x1df2a}, {0x1e030, 0x1e06d}, {0x1e08f, 0x1e08f},
    {0x1e4d0, 0x1e4f9}, {0x1f6dc, 0x1f6dc}, {0x1f774, 0x1f776}, {0x1f77b, 0x1f77f},
    {0x1f7d9, 0x1f7d9}, {0x1fa75, 0x1fa77}, {0x1fa87, 0x1fa88}, {0x1faad, 0x1faaf},
    {0x1fabb, 0x1fabd}, {0x1fabf, 0x1fabf}, {0x1face, 0x1facf}, {0x1fada, 0x1fadb},
    {0x1fae8, 0x1fae8}, {0x1faf7, 0x1faf8}, {0x2b739, 0x2b739}, {0x31350, 0x323af}};

bool isAssignedLater(char32_t c) {
    return std::any_of(std::begin(kAddedIn15), std::end(kAddedIn15), [c](auto range) {
        return c >= range.first && c <= range.second;
    });
}

std::vector<std::u32string> textsOf(const std::vector<BasicWord>& words) {
    std::vector<std::u32string> texts;
    for (const BasicWord& word : words) texts.push_back(word.text);
    return texts;
}

/// What "a", the character and "b" become. `fold` has the words, where they are not the characters.
std::vector<std::u32string> expectedWords(const std::string& kind, char32_t c, std::string fold) {
    if (kind == kDropped) return {U"ab"};
    if (kind == "space") return {U"a", U"b"};
    std::vector<std::u32string> words;
    if (!fold.empty()) {
        for (const QString& word : QString::fromStdString(fold).split(' ')) {
            words.push_back(word.toStdU32String());
        }
        return words;
    }
    if (kind == "word") return {toNfd(std::u32string{U'a', c, U'b'})};
    return {U"a", std::u32string(1, c), U"b"};
}

}  // namespace

class TokenizerGoldens : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void everyStringGivesItsTokensAndIds();
    void everyCaptionIsCleanedAndEncoded();
    void cleaningHonoursItsWordLimit();
    void trainingBatchesAreThePaddedCaptions();
    void everyCodePointIsTreatedAsInTheTable();

  private:
    Ids captionIds(const std::string& text) const {
        return m_tokenizer->encode(cleanCaption(text, kMaxWords)).ids;
    }

    nlohmann::json m_goldens;
    std::unique_ptr<Tokenizer> m_tokenizer;
};

void TokenizerGoldens::initTestCase() {
    if (!std::filesystem::exists(DESCRY_BERT_VOCAB)) {
        QSKIP("BERT's vocabulary is not there: packaging/setup.sh fetches it");
    }
    QCOMPARE(sha256File(DESCRY_BERT_VOCAB), std::string(kVocabSha256));
    m_goldens = readJsonFile(conformanceFolder() / "tokenizer.json");
    m_tokenizer = loadTokenizer(DESCRY_BERT_VOCAB);
    QCOMPARE(m_tokenizer->vocabularySize(), std::size_t{30522});
    const SpecialTokens& ids = m_tokenizer->specialTokens();
    const auto& special = m_goldens["special_ids"];
    QCOMPARE(ids.pad, special["pad"].get<std::int64_t>());
    QCOMPARE(ids.unk, special["unk"].get<std::int64_t>());
    QCOMPARE(ids.cls, special["cls"].get<std::int64_t>());
    QCOMPARE(ids.sep, special["sep"].get<std::int64_t>());
    QCOMPARE(ids.mask, special["mask"].get<std::int64_t>());
}

void TokenizerGoldens::everyStringGivesItsTokensAndIds() {
    QVERIFY(!m_goldens["strings"].empty());
    for (const auto& golden : m_goldens["strings"]) {
        const auto text = golden["text"].get<std::string>();
        const Encoding encoding = m_tokenizer->encode(text);
        QVERIFY2(encoding.ids == golden["ids"].get<Ids>(), shown(text).constData());
        const std::vector<std::string> pieces(encoding.pieces.begin() + 1, encoding.pieces.end());
        QVERIFY2(pieces == golden["tokens"].get<std::vector<std::string>>(),
                 shown(text).constData());
    }
}

void TokenizerGoldens::everyCaptionIsCleanedAndEncoded() {
    for (const auto& golden : m_goldens["strings"]) {
        const auto text = golden["text"].get<std::string>();
        const std::string caption = cleanCaption(text, kMaxWords);
        QCOMPARE(shown(caption), shown(golden["caption"].get<std::string>()));
        Encoding encoding = m_tokenizer->encode(caption);
        QVERIFY2(encoding.ids == golden["caption_ids"].get<Ids>(), shown(text).constData());
        encoding.truncate(kMaxWords);
        QVERIFY2(encoding.ids == golden["eval_ids"].get<Ids>(), shown(text).constData());
        QCOMPARE(encoding.ids.size(), golden["eval_length"].get<std::size_t>());
    }
}

void TokenizerGoldens::cleaningHonoursItsWordLimit() {
    QVERIFY(!m_goldens["pre_caption"].empty());
    for (const auto& golden : m_goldens["pre_caption"]) {
        const std::string caption =
            cleanCaption(golden["raw"].get<std::string>(), golden["max_words"].get<int>());
        QCOMPARE(shown(caption), shown(golden["caption"].get<std::string>()));
    }
}

void TokenizerGoldens::trainingBatchesAreThePaddedCaptions() {
    for (const auto& batch : m_goldens["train_batches"]) {
        std::vector<Ids> rows;
        for (const std::size_t row : batch["rows"].get<std::vector<std::size_t>>()) {
            rows.push_back(captionIds(m_goldens["strings"][row]["text"].get<std::string>()));
        }
        std::size_t longest = 0;
        for (const Ids& row : rows) longest = std::max(longest, row.size());
        for (Ids& row : rows) row.resize(longest, m_tokenizer->specialTokens().pad);
        QCOMPARE(rows, batch["input_ids"].get<std::vector<Ids>>());
    }
}

void TokenizerGoldens::everyCodePointIsTreatedAsInTheTable() {
    const auto table = readJsonFile(conformanceFolder() / "tokenizer_unicode.json");
    int numChecked = 0;
    for (const auto& run : table["runs"]) {
        const auto last = std::stoul(run[1].get<std::string>(), nullptr, 16);
        const auto kind = run[2].get<std::string>();
        if (kind == "surrogate") continue;
        for (auto point = std::stoul(run[0].get<std::string>(), nullptr, 16); point <= last;
             ++point) {
            const auto c = static_cast<char32_t>(point);
            const std::string text = encodeUtf8(std::u32string{U'a', c, U'b'});
            const auto hex = fmt::format("{:04X}", point);
            const auto words = basicWords(text, SpecialTokenText::Keep);
            const auto expected = expectedWords(kind, c, table["fold"].value(hex, std::string()));
            if (isAssignedLater(c)) continue;
            QVERIFY2(textsOf(words) == expected, ("U+" + hex + " " + kind).c_str());
            QCOMPARE(words.back().span().end, text.size());
            ++numChecked;
        }
    }
    QVERIFY(numChecked > 1'000'000);
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TokenizerGoldens)
#include "tst_tokenizer_goldens.moc"
