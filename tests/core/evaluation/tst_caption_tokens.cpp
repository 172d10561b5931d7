#include <QTest>
#include <map>

#include "core/base/random_stream.h"
#include "core/evaluation/caption_tokens.h"
#include "core/synthetic/caption.h"

namespace descry {
namespace {

const std::string kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nman\nin\nt\nshirt\noff\nwhite\nsilver\n##y\nand\nred\n";

std::string joined(const Encoding& encoding, const std::vector<std::size_t>& tokens) {
    std::string text;
    for (const std::size_t token : tokens) text += encoding.pieces[token] + " ";
    return text;
}

}  // namespace

class TestCaptionTokens : public QObject {
    Q_OBJECT

    std::unique_ptr<Tokenizer> m_tokenizer = parseWordPiece(kVocabulary, "vocabulary");

    std::string tokensOf(const std::string& caption, const std::string& words, int maxWords = 20) {
        const std::size_t begin = caption.find(words);
        const Encoding encoding = encodeCaption(caption, *m_tokenizer, maxWords);
        return joined(encoding,
                      tokensOfWords(caption, {begin, begin + words.size()}, encoding, maxWords));
    }

  private slots:
    void wordsAreFoundBehindWhatCleaningChanges() {
        const std::string caption = "(A man), in: \"a  T-shirt\" -- off-white / silvery and RED!";
        QCOMPARE(tokensOf(caption, "A man"), std::string("a man "));
        QCOMPARE(tokensOf(caption, "T-shirt"), std::string("t shirt "));
        QCOMPARE(tokensOf(caption, "off-white"), std::string("off white "));
        QCOMPARE(tokensOf(caption, "silvery"), std::string("silver ##y "));
        QCOMPARE(tokensOf(caption, "RED"), std::string("red "));
    }

    void wordsThatWereCutOffHaveNoTokens() {
        QCOMPARE(tokensOf("a man in red", "red", 4), std::string());
        QCOMPARE(tokensOf("a man in red", "in red", 4), std::string("in "));
        QCOMPARE(tokensOf("a man in silvery", "silvery", 5), std::string("silver "));
    }

    void everyMentionOfACaptionIsFoundWhereItStands() {
        // Letters alone in the vocabulary: a mention's pieces spell it.
        std::string letters = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
        for (char letter = 'a'; letter <= 'z'; ++letter) {
            letters += std::string(1, letter) + "\n##" + letter + "\n";
        }
        const auto tokenizer = parseWordPiece(letters, "letters");
        const synthetic::AttributeSet visible{{"gender", "female"},
                                              {"hair.style", "ponytail"},
                                              {"hair.colour", "red"},
                                              {"top.colour", "white"},
                                              {"top.type", "t-shirt"},
                                              {"bottom.colour", "navy"},
                                              {"bottom.type", "overalls"},
                                              {"bag.colour", "teal"},
                                              {"bag.type", "messenger bag"}};
        RandomStream random(5);
        for (int i = 0; i < 200; ++i) {
            const synthetic::Caption caption = synthetic::englishCaption(visible, random);
            const Encoding encoding = encodeCaption(caption.text, *tokenizer, 2000);
            for (const synthetic::Mention& mention : caption.mentions) {
                std::string said;
                for (std::size_t at = mention.begin; at < mention.end; ++at) {
                    const auto byte = static_cast<unsigned char>(caption.text[at]);
                    if (std::isalpha(byte)) said += static_cast<char>(std::tolower(byte));
                }
                std::string spelled;
                for (const std::size_t token :
                     tokensOfWords(caption.text, {mention.begin, mention.end}, encoding, 2000)) {
                    spelled += encoding.pieces[token].back();
                }
                QCOMPARE(spelled, said);
            }
        }
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestCaptionTokens)
#include "tst_caption_tokens.moc"
