#include "core/dataset/records_parser.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxRecords = 5'000'000;
constexpr std::size_t kMaxCaptions = 16'000'000;
constexpr std::size_t kMaxCaptionBytes = 65'536;
constexpr std::size_t kMaxPathBytes = 4096;
constexpr std::size_t kShownBytes = 60;
/// Depth inside the top list, a record, its captions.
constexpr int kInList = 1;
constexpr int kInRecord = 2;
constexpr int kInCaptions = 3;

std::string excerpt(std::string_view text) {
    const bool isLong = text.size() > kShownBytes;
    return fmt::format("\"{}{}\"", displayable(text.substr(0, kShownBytes)), isLong ? "..." : "");
}

std::optional<Split> splitFrom(std::string_view name) noexcept {
    for (const Split split : {Split::Train, Split::Val, Split::Test}) {
        if (name == splitName(split)) return split;
    }
    return std::nullopt;
}

/// Keys that matter, as bits of the set of those seen in a record.
enum Key : unsigned {
    kOther = 0,
    kId = 1,
    kFilePath = 2,
    kImgPath = 4,
    kCaptions = 8,
    kSplit = 16,
};

Key keyFrom(std::string_view name) noexcept {
    if (name == "id") return kId;
    if (name == "file_path") return kFilePath;
    if (name == "img_path") return kImgPath;
    if (name == "captions") return kCaptions;
    if (name == "split") return kSplit;
    return kOther;
}

/// Receives the parser's events and keeps the records.
class RecordBuilder : public nlohmann::json_sax<Json> {
  public:
    RecordBuilder(ParsedRecords& parsed, ParseMode mode) : m_parsed(parsed), m_mode(mode) {}

    /// Why the parse ended before its end; empty if a finding ended it.
    const std::optional<Error>& reason() const noexcept { return m_reason; }
    std::optional<std::size_t> offset() const noexcept { return m_offset; }
    bool hasStopped() const noexcept { return m_hasStopped; }
    std::size_t numRecords() const noexcept { return m_recordIndex; }
    bool usesImgPath() const noexcept { return m_usesImgPath; }

    bool null() override { return plainValue(errorWords("null")); }
    bool boolean(bool) override { return plainValue(errorWords("true or false")); }
    bool number_integer(number_integer_t value) override { return integer(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (!std::in_range<std::int64_t>(value)) {
            return plainValue(errorWords("a number that is too large"));
        }
        return integer(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t, const string_t&) override {
        return plainValue(errorWords("a number that is not whole, or too large"));
    }
    bool binary(binary_t&) override { return plainValue(errorWords("binary data")); }

    bool string(string_t& value) override {
        if (isCaption()) return caption(value);
        if (!isField()) return plainValue(errorWords("a text"));
        switch (m_key) {
            case kFilePath:
            case kImgPath:
                return path(value);
            case kSplit:
                return split(value);
            case kOther:
                return true;
            default:
                return plainValue(errorWords("a text"));
        }
    }

    bool start_object(std::size_t) override {
        if (m_depth == 0) return refuse("not a list of records");
        if (m_depth == kInList)
            startRecord();
        else if (!plainValue(errorWords("an object")))
            return false;
        return enter();
    }

    bool key(string_t& name) override {
        if (m_depth != kInRecord) return true;
        m_key = keyFrom(name);
        if (m_key == kOther) return true;
        const bool isRepeated = (m_seen & m_key) != 0;
        m_seen |= m_key;
        return !isRepeated || finding("the key \"{}\" appears twice", name);
    }

    bool end_object() override {
        --m_depth;
        return m_depth != kInList || endRecord();
    }

    bool start_array(std::size_t) override {
        const bool isCaptionList = isField() && m_key == kCaptions;
        if (m_depth != 0 && !isCaptionList && !plainValue(errorWords("a list"))) return false;
        m_isInCaptions = isCaptionList || (m_isInCaptions && m_depth > kInRecord);
        return enter();
    }

    bool end_array() override {
        --m_depth;
        if (m_depth == kInRecord) m_isInCaptions = false;
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception& error) override {
        m_offset = position == 0 ? 0 : position - 1;
        return refuse("{}",
                      error.id == 406 ? errorWords("a number that is too large")
                                      : errorWords("not valid JSON"));
    }

  private:
    bool isField() const noexcept { return m_depth == kInRecord && m_isInRecord; }
    bool isCaption() const noexcept { return m_depth == kInCaptions && m_isInCaptions; }

    template <typename... Args>
    bool refuse(fmt::format_string<Args...> format, Args&&... args) {
        m_reason = makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...);
        return false;
    }

    bool enter() {
        if (++m_depth <= kMaxDepth) return true;
        return refuse("nested more than {} deep", kMaxDepth);
    }

    /// Notes what is wrong with the record at hand; false ends the parse.
    bool finding(Error message) {
        m_isSound = false;
        m_parsed.findings.push_back({Severity::Error, m_recordIndex, std::move(message)});
        m_hasStopped = m_mode == ParseMode::FirstError || m_parsed.findings.size() >= kMaxFindings;
        return !m_hasStopped;
    }

    template <typename... Args>
    bool finding(fmt::format_string<Args...> format, Args&&... args) {
        return finding(makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
    }

    /// A value that is wrong wherever a certain kind is wanted.
    bool plainValue(std::string_view kind) {
        if (m_depth == 0) return refuse("not a list of records");
        if (m_depth == kInList) {
            const bool goesOn = finding("not a record but {}", kind);
            ++m_recordIndex;
            return goesOn;
        }
        if (isCaption()) {
            return finding("caption {} is {}, not a text", m_numCaptions++, kind);
        }
        if (!isField()) return true;
        switch (m_key) {
            case kId:
                return finding("the person id is {}, not a whole number", kind);
            case kFilePath:
            case kImgPath:
                return finding("the image path is {}, not a text", kind);
            case kCaptions:
                return finding("\"captions\" is {}, not a list of texts", kind);
            case kSplit:
                return finding("the split is {}, not train, val or test", kind);
            case kOther:
                break;
        }
        return true;
    }

    bool integer(std::int64_t value) {
        if (!isField() || m_key != kId) return plainValue(errorWords("a number"));
        m_record.personId = value;
        return value >= 0 || finding("the person id {} is negative", value);
    }

    bool path(std::string& value) {
        if (m_key == kImgPath) m_usesImgPath = true;
        m_record.imagePath = std::move(value);
        const auto fault = pathFault(m_record.imagePath);
        return !fault || finding(*fault);
    }

    bool split(const std::string& value) {
        m_record.split = splitFrom(value);
        return m_record.split || finding("the split is {}, not train, val or test", excerpt(value));
    }

    bool caption(std::string& value) {
        const std::size_t number = m_numCaptions++;
        if (++m_totalCaptions > kMaxCaptions) {
            return refuse("more than {} captions", kMaxCaptions);
        }
        if (value.size() > kMaxCaptionBytes) {
            return finding("caption {} has {} bytes, and {} are read at most",
                           number,
                           value.size(),
                           kMaxCaptionBytes);
        }
        if (isBlank(value)) return finding("caption {} is empty", number);
        m_record.captions.push_back(std::move(value));
        return true;
    }

    void startRecord() {
        m_record = {};
        m_seen = 0;
        m_key = kOther;
        m_numCaptions = 0;
        m_isInCaptions = false;
        m_isInRecord = true;
        m_isSound = true;
    }

    bool checkKeys() {
        if ((m_seen & kId) == 0 && !finding("no person id (\"id\")")) return false;
        const unsigned paths = m_seen & (kFilePath | kImgPath);
        if (paths == 0 && !finding("no image path (\"file_path\" or \"img_path\")")) return false;
        if (paths == (kFilePath | kImgPath) &&
            !finding("both \"file_path\" and \"img_path\": keep one")) {
            return false;
        }
        const bool hasCaptions = (m_seen & kCaptions) != 0;
        if (!hasCaptions) return finding("no captions (\"captions\")");
        return m_numCaptions != 0 || !m_isSound || finding("the list of captions is empty");
    }

    bool endRecord() {
        m_isInRecord = false;
        const bool goesOn = checkKeys();
        if (m_isSound) {
            m_parsed.dataset.records.push_back(std::move(m_record));
            m_parsed.index.push_back(m_recordIndex);
        }
        if (++m_recordIndex > kMaxRecords) {
            return refuse("more than {} records", kMaxRecords);
        }
        return goesOn;
    }

    ParsedRecords& m_parsed;
    ParseMode m_mode;
    DatasetRecord m_record;
    unsigned m_seen = 0;
    Key m_key = kOther;
    int m_depth = 0;
    bool m_isInRecord = false;
    bool m_isInCaptions = false;
    bool m_isSound = true;
    bool m_hasStopped = false;
    bool m_usesImgPath = false;
    std::size_t m_numCaptions = 0;
    std::size_t m_totalCaptions = 0;
    std::size_t m_recordIndex = 0;
    std::optional<Error> m_reason;
    std::optional<std::size_t> m_offset;
};

bool startsWithSplit(std::string_view path) noexcept {
    return path.starts_with("train/") || path.starts_with("val/") || path.starts_with("test/");
}

DatasetFormat formatOf(const Dataset& dataset, bool usesImgPath) {
    if (usesImgPath) return DatasetFormat::RstpReid;
    const auto& records = dataset.records;
    const bool isOneSplit = std::all_of(records.begin(), records.end(), [&](const auto& record) {
        return record.split == records.front().split;
    });
    if (isOneSplit) return DatasetFormat::Processed;
    const bool hasSplitFolders =
        std::all_of(records.begin(), records.end(), [](const auto& record) {
            return startsWithSplit(record.imagePath);
        });
    return hasSplitFolders ? DatasetFormat::IcfgPedes : DatasetFormat::CuhkPedes;
}

struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;
};

TextPlace placeOf(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto numBreaks = std::count(before.begin(), before.end(), '\n');
    return {static_cast<std::size_t>(numBreaks) + 1, before.size() - before.rfind('\n')};
}

[[noreturn]] void refuse(std::string_view name,
                         std::string_view text,
                         const RecordBuilder& builder) {
    if (!builder.offset()) {
        fail(ErrorCode::CorruptFile,
             "{}: no annotation file: {}",
             displayable(name),
             *builder.reason());
    }
    const TextPlace place = placeOf(text, *builder.offset());
    fail(ErrorCode::CorruptFile,
         "{}: line {}, column {}: {}",
         displayable(name),
         place.line,
         place.column,
         *builder.reason());
}

void requireUtf8(std::string_view text, std::string_view name) {
    const auto invalid = firstInvalidUtf8(text);
    if (!invalid) return;
    const TextPlace place = placeOf(text, *invalid);
    fail(ErrorCode::CorruptFile,
         "{}: line {}, column {}: not UTF-8 text; save the file as UTF-8",
         displayable(name),
         place.line,
         place.column);
}

}  // namespace

bool isBlank(std::string_view text) {
    const auto isPlain = [](char letter) { return letter > ' ' && letter < 0x7f; };
    if (std::any_of(text.begin(), text.end(), isPlain)) return false;
    const std::u32string characters = decodeUtf8(text);
    return std::all_of(characters.begin(), characters.end(), isWhitespace);
}

std::optional<Error> pathFault(std::string_view path) {
    if (path.empty()) return makeError(ErrorCode::InvalidInput, "the image path is empty");
    if (path.size() > kMaxPathBytes) {
        return makeError(
            ErrorCode::InvalidInput, "an image path of {} bytes is too long", path.size());
    }
    const auto isControl = [](char letter) { return static_cast<unsigned char>(letter) < 0x20; };
    if (std::any_of(path.begin(), path.end(), isControl)) {
        return makeError(
            ErrorCode::InvalidInput, "the image path {} holds a control character", excerpt(path));
    }
    if (path.find('\\') != path.npos) {
        return makeError(ErrorCode::InvalidInput,
                         "the image path {} holds a backslash; write it with '/'",
                         excerpt(path));
    }
    const bool hasDrive =
        path.size() >= 2 && path[1] == ':' &&
        ((path[0] >= 'a' && path[0] <= 'z') || (path[0] >= 'A' && path[0] <= 'Z'));
    if (path.front() == '/' || hasDrive) {
        return makeError(ErrorCode::InvalidInput,
                         "the image path {} is absolute; it must lie below the image folder",
                         excerpt(path));
    }
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        if (path.substr(start, end - start) == "..") {
            return makeError(ErrorCode::InvalidInput,
                             "the image path {} leaves the image folder",
                             excerpt(path));
        }
        start = end + 1;
    }
    return std::nullopt;
}

ParsedRecords parseRecords(std::string_view text, std::string_view name, ParseMode mode) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    requireUtf8(text, name);
    ParsedRecords parsed;
    RecordBuilder builder(parsed, mode);
    const bool isWhole = Json::sax_parse(text.begin(), text.end(), &builder);
    if (!isWhole && !builder.hasStopped()) refuse(name, text, builder);
    if (builder.numRecords() == 0 && parsed.findings.empty()) {
        fail(ErrorCode::CorruptFile,
             "{}: no annotation file: its list of records is empty",
             displayable(name));
    }
    if (!parsed.dataset.records.empty()) {
        parsed.dataset.format = formatOf(parsed.dataset, builder.usesImgPath());
    }
    return parsed;
}

std::vector<Finding> crossCheck(const Dataset& dataset, std::span<const std::size_t> index) {
    std::vector<Finding> findings;
    std::unordered_map<std::int64_t, std::size_t> firstOfPerson;
    std::unordered_map<std::string, std::size_t> firstOfImage;
    const auto& records = dataset.records;
    const auto add = [&](Severity severity, std::size_t i, Error message) {
        findings.push_back({severity, index[i], std::move(message)});
    };
    for (std::size_t i = 0; i < records.size(); ++i) {
        const DatasetRecord& record = records[i];
        const std::size_t person = firstOfPerson.try_emplace(record.personId, i).first->second;
        if (record.split.has_value() != records.front().split.has_value()) {
            add(Severity::Error,
                i,
                makeError(ErrorCode::InvalidInput, "some records give a split and others none"));
        } else if (records[person].split && record.split && records[person].split != record.split) {
            add(Severity::Error,
                i,
                makeError(ErrorCode::InvalidInput,
                          "person {} is in {} here and in {} in record {}",
                          record.personId,
                          splitName(*record.split),
                          splitName(*records[person].split),
                          index[person]));
        }
        const std::size_t first =
            firstOfImage.try_emplace(imageKey(record.imagePath), i).first->second;
        if (first == i) continue;
        const std::string image = excerpt(record.imagePath);
        if (records[first].personId == record.personId) {
            add(Severity::Warning,
                i,
                makeError(ErrorCode::InvalidInput,
                          "the image {} is listed in record {} already",
                          image,
                          index[first]));
        } else {
            add(Severity::Error,
                i,
                makeError(ErrorCode::InvalidInput,
                          "the image {} is listed in record {} already, for person {}",
                          image,
                          index[first],
                          records[first].personId));
        }
    }
    return findings;
}

}  // namespace descry
