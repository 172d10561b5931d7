#include "core/text/sentencepiece_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/text/protobuf_reader.h"

namespace descry {
namespace {

// The largest published models have some 260,000 pieces of up to a few dozen bytes.
constexpr std::size_t kMaxPieces = 500'000;
constexpr std::size_t kMaxPieceBytes = 2048;
// The library needs about a microsecond a byte to build its tables.
constexpr std::size_t kMaxTextBytesInAll = std::size_t{4} << 20;
constexpr std::size_t kMaxTrainerBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxNormaliserBytes = std::size_t{4} << 20;
// sentencepiece has room for so many rules that match at one place.
constexpr int kMaxRulesAtOnePlace = 32;
constexpr int kMaxRuleBytes = 256;
constexpr std::size_t kMaxReplacementBytes = 256;
// The library encodes these samples while it loads; more than a little could take for ever.
constexpr std::size_t kMaxSelfTestBytes = 2048;

enum class PieceType : std::uint64_t {
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
};

constexpr std::array<std::string_view, 5> kModelTypes{"", "unigram", "bpe", "word", "char"};

/// The trie of a precompiled character map, as darts-clone lays it out: units of 32 bits.
class RuleTrie {
  public:
    explicit RuleTrie(std::string_view bytes) : m_units(bytes.size() / 4) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const std::uint32_t byte = static_cast<unsigned char>(bytes[i]);
            m_units[i / 4] |= byte << (8 * (i % 4));
        }
        m_rulesBelow.assign(m_units.size(), kUnknown);
    }

    /// Whether every lookup stays inside the array and finds few enough rules that point into a
    /// text of replacements.
    bool isSound(std::string_view replacements) {
        m_replacements = replacements;
        return !m_units.empty() && countRules(0, 0) <= kMaxRulesAtOnePlace;
    }

  private:
    static constexpr std::int8_t kUnknown = -1;
    static constexpr std::int8_t kInProgress = -2;
    static constexpr int kUnsound = kMaxRulesAtOnePlace + 1;

    static std::uint32_t offset(std::uint32_t unit) {
        return (unit >> 10) << ((unit & 0x200U) >> 6);
    }
    static bool hasLeaf(std::uint32_t unit) { return (unit & 0x100U) != 0; }
    static std::uint32_t label(std::uint32_t unit) { return unit & 0x800000ffU; }

    /// The most rules met on one way down from a unit, its own included.
    int countRules(std::uint32_t index, int depth) {
        std::int8_t& known = m_rulesBelow[index];
        if (known >= 0) return known;
        if (known == kInProgress || depth > kMaxRuleBytes) return kUnsound;
        const std::uint32_t base = index ^ offset(m_units[index]);
        // A lookup reads the unit of whatever byte comes next.
        if ((base | 0xffU) >= m_units.size()) return kUnsound;
        known = kInProgress;
        const bool isRule = depth > 0 && hasLeaf(m_units[index]);
        if (isRule && !isReplacement(m_units[base] & 0x7fffffffU)) return kUnsound;
        int most = 0;
        for (std::uint32_t byte = 1; byte < 256 && most < kUnsound; ++byte) {
            if (label(m_units[base ^ byte]) != byte) continue;
            most = std::max(most, countRules(base ^ byte, depth + 1));
        }
        most = std::min(most + (isRule ? 1 : 0), kUnsound);
        m_rulesBelow[index] = static_cast<std::int8_t>(most);
        return most;
    }

    bool isReplacement(std::uint32_t start) const {
        if (start >= m_replacements.size()) return false;
        return (static_cast<unsigned char>(m_replacements[start]) & 0xc0U) != 0x80U;
    }

    std::vector<std::uint32_t> m_units;
    std::vector<std::int8_t> m_rulesBelow;
    std::string_view m_replacements;
};

class ModelExaminer {
  public:
    ModelExaminer(std::string_view contents, std::string_view name)
        : m_contents(contents), m_name(displayable(name)) {}

    SentencePieceFile examine() {
        if (m_contents.empty()) refuse("the file is empty");
        if (m_contents.size() > kMaxSentencePieceFileBytes) {
            refuse(
                "{} bytes, and at most {} are read", m_contents.size(), kMaxSentencePieceFileBytes);
        }
        m_file.bytes.reserve(m_contents.size());
        ProtobufReader fields(m_contents, m_name, "the file");
        while (const auto field = fields.next()) addField(*field);
        checkWhole();
        return std::move(m_file);
    }

  private:
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::CorruptFile,
             "{}: not a usable sentencepiece model: {}",
             m_name,
             makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
    }

    void expect(const ProtobufField& field, WireType type, std::string_view what) const {
        if (field.type != type) refuse("{} is of the wrong kind", what);
    }

    void expectOnce(bool& seen, std::string_view what) const {
        if (seen) refuse("{} appear twice", what);
        seen = true;
    }

    void addField(const ProtobufField& field) {
        constexpr std::string_view kWhat[] = {
            "", "a piece", "the trainer's settings", "the normaliser's settings", "the self-test"};
        // Of other fields the encoder has no need: the denormaliser's settings, extensions.
        if (field.number > 4) return;
        expect(field, WireType::Bytes, kWhat[field.number]);
        if (field.number == 1) {
            addPiece(field.bytes);
        } else if (field.number == 2) {
            expectOnce(m_hasTrainer, kWhat[field.number]);
            checkTrainer(field.bytes);
        } else if (field.number == 3) {
            expectOnce(m_hasNormaliser, kWhat[field.number]);
            checkNormaliser(field.bytes);
        } else {
            if (field.bytes.size() > kMaxSelfTestBytes) return;
            checkSelfTest(field.bytes);
        }
        m_file.bytes += field.wholeText;
    }

    void addPiece(std::string_view message) {
        const std::size_t index = m_file.numPieces++;
        if (index == kMaxPieces) refuse("more than {} pieces", kMaxPieces);
        std::string_view text;
        auto type = PieceType::Normal;
        ProtobufReader fields(message, m_name, "a piece");
        while (const auto field = fields.next()) {
            if (field->number == 1) {
                expect(*field, WireType::Bytes, "a piece's text");
                text = field->bytes;
            } else if (field->number == 2) {
                expect(*field, WireType::Fixed32, "a piece's score");
                const auto score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
                if (!std::isfinite(score)) refuse("piece {} has no finite score", index);
            } else if (field->number == 3) {
                expect(*field, WireType::Varint, "a piece's type");
                if (field->value < 1 || field->value > 6) {
                    refuse("piece {} is of the unknown type {}", index, field->value);
                }
                type = static_cast<PieceType>(field->value);
            }
        }
        checkPieceText(text, index);
        countPiece(text, type, index);
    }

    void checkPieceText(std::string_view text, std::size_t index) {
        if (text.empty()) refuse("piece {} is empty", index);
        if (text.size() > kMaxPieceBytes) {
            refuse(
                "piece {} has {} bytes; at most {} are read", index, text.size(), kMaxPieceBytes);
        }
        m_textBytes += text.size();
        if (m_textBytes > kMaxTextBytesInAll) {
            refuse("its pieces have more than {} bytes in all", kMaxTextBytesInAll);
        }
        if (firstInvalidUtf8(text) || text.find('\0') != std::string_view::npos) {
            refuse("piece {} is not UTF-8 text", index);
        }
    }

    void countPiece(std::string_view text, PieceType type, std::size_t index) {
        const bool isText = type == PieceType::Normal || type == PieceType::UserDefined ||
                            type == PieceType::Unused;
        if (!(isText ? m_texts : m_reserved).insert(text).second) {
            refuse("the piece \"{}\" is there twice", displayable(text.substr(0, 80)));
        }
        if (type == PieceType::Unknown && ++m_numUnknown > 1) refuse("two unknown pieces");
        if (type == PieceType::Byte) countByte(text, index);
    }

    void countByte(std::string_view text, std::size_t index) {
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        const bool isByte = text.size() == 6 && text.starts_with("<0x") && text.ends_with('>') &&
                            kDigits.find(text[3]) != std::string_view::npos &&
                            kDigits.find(text[4]) != std::string_view::npos;
        if (!isByte) refuse("the byte piece {} is not of the form <0xNN>", index);
        ++m_numBytes;
    }

    void checkTrainer(std::string_view message) {
        if (message.size() > kMaxTrainerBytes) refuse("its trainer's settings are too large");
        ProtobufReader fields(message, m_name, "the trainer's settings");
        while (const auto field = fields.next()) {
            if (field->number == 3) {
                expect(*field, WireType::Varint, "the model's type");
                if (field->value < 1 || field->value >= kModelTypes.size()) {
                    refuse("the model is of the unknown type {}", field->value);
                }
            } else if (field->number == 35) {
                expect(*field, WireType::Varint, "the byte fallback");
                m_hasByteFallback = field->value != 0;
            }
        }
    }

    void checkNormaliser(std::string_view message) const {
        if (message.size() > kMaxNormaliserBytes) refuse("its normaliser's settings are too large");
        bool hasMap = false;
        ProtobufReader fields(message, m_name, "the normaliser's settings");
        while (const auto field = fields.next()) {
            if (field->number != 2) continue;
            expect(*field, WireType::Bytes, "the character map");
            expectOnce(hasMap, "the character map");
            if (!field->bytes.empty()) checkCharacterMap(field->bytes);
        }
    }

    /// [size of the trie, 4 bytes][trie][replacements, each with a NUL at its end]
    void checkCharacterMap(std::string_view map) const {
        if (map.size() < 4) refuse("its character map is cut");
        std::size_t trieBytes = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            trieBytes |= static_cast<std::size_t>(static_cast<unsigned char>(map[i])) << (8 * i);
        }
        map.remove_prefix(4);
        if (trieBytes >= map.size() || trieBytes % 4 != 0) {
            refuse("its character map says {} bytes of rules where {} are left",
                   trieBytes,
                   map.size());
        }
        const std::string_view replacements = map.substr(trieBytes);
        if (!replacements.ends_with('\0') || firstInvalidUtf8(replacements)) {
            refuse("the replacements of its character map are not UTF-8 texts");
        }
        for (std::string_view rest = replacements; !rest.empty();) {
            const std::size_t length = rest.find('\0');
            if (length > kMaxReplacementBytes)
                refuse("its character map has a replacement too long");
            rest.remove_prefix(length + 1);
        }
        if (!RuleTrie(map.substr(0, trieBytes)).isSound(replacements)) {
            refuse("the rules of its character map lead outside it");
        }
    }

    void checkSelfTest(std::string_view message) const {
        ProtobufReader samples(message, m_name, "the self-test");
        while (const auto sample = samples.next()) {
            if (sample->number != 1) continue;
            expect(*sample, WireType::Bytes, "a sample of the self-test");
            ProtobufReader fields(sample->bytes, m_name, "a sample of the self-test");
            while (fields.next()) continue;
        }
    }

    void checkWhole() const {
        if (m_file.numPieces == 0) refuse("it has no pieces");
        if (m_numUnknown == 0)
            refuse("none of its {} pieces is the unknown piece", m_file.numPieces);
        if (m_texts.empty()) refuse("it has no pieces of text");
        if (m_numBytes != 0 && !m_hasByteFallback)
            refuse("it has byte pieces but does not use them");
        if (m_hasByteFallback && m_numBytes != 256) {
            refuse("it has {} byte pieces where 256 are needed", m_numBytes);
        }
    }

    std::string_view m_contents;
    std::string m_name;
    SentencePieceFile m_file;
    std::unordered_set<std::string_view> m_texts;
    std::unordered_set<std::string_view> m_reserved;
    std::size_t m_textBytes = 0;
    int m_numUnknown = 0;
    int m_numBytes = 0;
    bool m_hasTrainer = false;
    bool m_hasNormaliser = false;
    bool m_hasByteFallback = false;
};

}  // namespace

SentencePieceFile examineSentencePieceFile(std::string_view contents, std::string_view name) {
    return ModelExaminer(contents, name).examine();
}

}  // namespace descry
