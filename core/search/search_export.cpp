#include "core/search/search_export.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "core/search/export_fields.h"
#include "core/search/export_forms.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormatName = "descry-search-export";
constexpr std::int64_t kFormatVersion = 2;
constexpr std::size_t kMaxFileBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxJsonValues = 40'000'000;
constexpr std::size_t kHashDigits = 64;

/// Version 2 has what the candidates are like outside the gallery; everything else is version 1,
/// which older programs read too.
std::int64_t formatVersionOf(const SearchExport& search) {
    return search.likeImage ? kFormatVersion : 1;
}

std::optional<std::string> shown(const std::optional<std::string>& text) {
    return text ? std::optional(displayable(*text)) : std::nullopt;
}

void fill(ExportedCandidate& candidate, const Item& item, const std::filesystem::path& folder) {
    const ItemMetadata& metadata = item.metadata;
    candidate.camera = shown(metadata.camera);
    candidate.timeMs = metadata.timeMs;
    candidate.timeZone = shown(metadata.timeZone);
    candidate.track = shown(metadata.track);
    candidate.person = shown(metadata.person);
    candidate.tags.clear();
    for (const std::string& tag : metadata.tags) candidate.tags.push_back(displayable(tag));
    candidate.bookmarked = item.bookmarked;
    candidate.note = displayable(item.note);
    candidate.path = displayable(item.path);
    candidate.file = displayable((folder / item.path).native());
    candidate.contentHash = item.contentHash;
}

template <typename Value>
Json optionalJson(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json candidateJson(const ExportedCandidate& candidate) {
    return {{"rank", candidate.rank},
            {"similarityRank", optionalJson(candidate.similarityRank)},
            {"item", candidate.item.value},
            {"matchLogit", optionalJson(candidate.matchLogit)},
            {"similarity", optionalJson(candidate.similarity)},
            {"camera", optionalJson(candidate.camera)},
            {"timeMs", optionalJson(candidate.timeMs)},
            {"timeZone", optionalJson(candidate.timeZone)},
            {"track", optionalJson(candidate.track)},
            {"person", optionalJson(candidate.person)},
            {"tags", candidate.tags},
            {"bookmarked", candidate.bookmarked},
            {"note", candidate.note},
            {"path", candidate.path},
            {"file", candidate.file},
            {"sha256", candidate.contentHash}};
}

ExportedCandidate parseCandidate(const ExportFields& fields) {
    ExportedCandidate candidate;
    candidate.rank = fields.integer("rank", 1);
    candidate.similarityRank = fields.optionalInteger("similarityRank", 1);
    candidate.item = ItemId{fields.integer("item", 1)};
    candidate.matchLogit = fields.optionalNumber("matchLogit");
    candidate.similarity = fields.optionalNumber("similarity");
    candidate.camera = fields.optionalText("camera");
    candidate.timeMs = fields.optionalInteger("timeMs");
    candidate.timeZone = fields.optionalText("timeZone");
    candidate.track = fields.optionalText("track");
    candidate.person = fields.optionalText("person");
    candidate.tags = fields.texts("tags");
    candidate.bookmarked = fields.flag("bookmarked");
    candidate.note = fields.text("note");
    candidate.path = fields.text("path");
    candidate.file = fields.text("file");
    candidate.contentHash = fields.text("sha256");
    return candidate;
}

/// Gives the version.
std::int64_t checkFormat(const Json& json, const std::string& name) {
    if (!json.is_object() || json.value("format", Json()) != kFormatName) {
        fail(ErrorCode::InvalidInput,
             "{}: is not a search exported by Descry (\"format\" is not \"{}\")",
             name,
             kFormatName);
    }
    const std::int64_t version = ExportFields(json, name).integer("formatVersion", 1);
    if (version > kFormatVersion) {
        fail(ErrorCode::InvalidInput,
             "{}: was exported by a newer Descry (format {}, this program reads up to {})",
             name,
             version,
             kFormatVersion);
    }
    return version;
}

void checkHead(const SearchExport& search, const std::string& name) {
    const bool isHash = search.fingerprint.empty() || isContentHash(search.fingerprint);
    if (!isHash) {
        fail(ErrorCode::InvalidInput, "{}: \"fingerprint\" is not 64 hexadecimal digits", name);
    }
    const bool isTwofold = search.like && search.likeImage;
    if (isTwofold || (search.isByPicture() && !search.query.empty())) {
        fail(ErrorCode::InvalidInput,
             "{}: has more than one of \"query\", \"like\" and \"likeImage\"; a search has one",
             name);
    }
    if (search.likeImage && !isContentHash(search.likeImage->contentHash)) {
        fail(ErrorCode::InvalidInput,
             "{}: \"sha256\" of \"likeImage\" is not 64 hexadecimal digits",
             name);
    }
}

}  // namespace

std::string utcText(std::int64_t timeMs) {
    // Rounded down, before 1970 too.
    const std::int64_t seconds = timeMs / 1000 - (timeMs % 1000 < 0 ? 1 : 0);
    const std::time_t time = seconds;
    std::tm parts{};
    if (gmtime_r(&time, &parts) == nullptr) return std::to_string(timeMs) + " ms";
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

bool isContentHash(std::string_view text) {
    return text.size() == kHashDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

ExportFormat exportFormatOf(const std::filesystem::path& file) {
    std::string ending = file.extension().native();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (ending == ".csv") return ExportFormat::Csv;
    if (ending == ".json") return ExportFormat::Json;
    if (ending == ".html" || ending == ".htm") return ExportFormat::Html;
    fail(ErrorCode::InvalidInput,
         "{}: the ending says the format of an export: .csv, .json or .html",
         displayable(file.native()));
}

SearchExport describeExport(SearchExport search, Gallery& gallery) {
    if (firstInvalidUtf8(search.query)) {
        fail(ErrorCode::InvalidInput, "the description is not valid UTF-8 and is not exported");
    }
    search.galleryId = gallery.galleryId();
    search.version = kVersion;
    search.timeUtc = utcText(std::int64_t{std::time(nullptr)} * 1000);
    std::unordered_map<RootId, std::filesystem::path> roots;
    for (const Root& root : gallery.items().roots()) roots[root.id] = root.folder;
    if (search.like) {
        const auto item = gallery.items().find(search.like->item);
        if (!item) {
            fail(ErrorCode::NotFound,
                 "item {}, which the candidates are like, has left the gallery",
                 search.like->item.value);
        }
        search.like = ExportedLike{item->id, displayable(item->path), item->contentHash};
    }
    if (search.likeImage && search.likeImage->contentHash.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: the search by this picture has not ended; its list can be saved when it has",
             search.likeImage->file);
    }
    std::vector<ExportedCandidate> known;
    known.reserve(search.candidates.size());
    for (ExportedCandidate& candidate : search.candidates) {
        const auto item = gallery.items().find(candidate.item);
        if (!item) continue;
        fill(candidate, *item, roots[item->root]);
        known.push_back(std::move(candidate));
    }
    search.candidates = std::move(known);
    std::int64_t rank = 0;
    for (ExportedCandidate& candidate : search.candidates) candidate.rank = ++rank;
    return search;
}

Json headJson(const SearchExport& search) {
    Json like;
    if (search.like) {
        like = {{"item", search.like->item.value},
                {"path", search.like->path},
                {"sha256", search.like->contentHash}};
    }
    Json head{{"format", kFormatName},
              {"formatVersion", formatVersionOf(search)},
              {"note",
               "Appearance candidates. Similarity and match logit are raw scores, not "
               "probabilities."},
              {"query", search.query},
              {"like", like},
              {"filter", toJson(search.filter)},
              {"fingerprint", search.fingerprint.empty() ? Json() : Json(search.fingerprint)},
              {"ranking", search.fingerprint.empty() ? Json() : toJson(search.ranking)},
              {"rerank", search.rerank},
              {"numSearched", search.numSearched},
              {"breakAfter", optionalJson(search.breakAfter)},
              {"convincing", optionalJson(search.convincing)},
              {"gallery", search.galleryId},
              {"version", search.version},
              {"timeUtc", search.timeUtc}};
    if (search.likeImage) {
        head["likeImage"] = {{"file", search.likeImage->file},
                             {"sha256", search.likeImage->contentHash}};
    }
    return head;
}

SearchExport parseHead(const Json& json, const std::string& name) {
    const std::int64_t version = checkFormat(json, name);
    const ExportFields fields(json, name);
    SearchExport search;
    search.query = fields.text("query");
    if (const auto like = fields.optionalObject("like")) {
        search.like = ExportedLike{
            ItemId{like->integer("item", 1)}, like->text("path"), like->text("sha256")};
    }
    if (version > 1) {
        if (const auto picture = fields.optionalObject("likeImage")) {
            search.likeImage = ExportedPicture{picture->text("file"), picture->text("sha256")};
        }
    }
    try {
        search.filter = parseFilter(fields.value("filter"));
        search.fingerprint = fields.optionalText("fingerprint").value_or("");
        if (!search.isBrowsing())
            search.ranking = parseRankingRule(fields.value("ranking"), "ranking");
    } catch (const Error& error) {
        fail(ErrorCode::InvalidInput, "{}: {}", name, error);
    }
    search.rerank = fields.integer("rerank", 0);
    search.numSearched = fields.integer("numSearched", 0);
    search.breakAfter = fields.optionalInteger("breakAfter", 0);
    search.convincing = fields.optionalFlag("convincing");
    search.galleryId = fields.text("gallery");
    search.version = fields.text("version");
    search.timeUtc = fields.text("timeUtc");
    checkHead(search, name);
    return search;
}

void checkCandidates(const std::vector<ExportedCandidate>& candidates, const std::string& name) {
    std::set<ItemId> seen;
    std::int64_t rank = 0;
    for (const ExportedCandidate& candidate : candidates) {
        if (candidate.rank != ++rank) {
            fail(ErrorCode::InvalidInput,
                 "{}: rank {} stands where {} belongs; ranks rise by one from 1",
                 name,
                 candidate.rank,
                 rank);
        }
        if (!seen.insert(candidate.item).second) {
            fail(ErrorCode::InvalidInput,
                 "{}: item {} stands twice among the candidates",
                 name,
                 candidate.item.value);
        }
        if (!isContentHash(candidate.contentHash)) {
            fail(ErrorCode::InvalidInput,
                 "{}: \"sha256\" of rank {} is not 64 hexadecimal digits",
                 name,
                 candidate.rank);
        }
    }
}

Json toJson(const SearchExport& search) {
    Json json = headJson(search);
    Json list = Json::array();
    for (const ExportedCandidate& candidate : search.candidates) {
        list.push_back(candidateJson(candidate));
    }
    json["candidates"] = std::move(list);
    return json;
}

SearchExport parseSearchExport(const Json& json, const std::string& name) {
    SearchExport search = parseHead(json, name);
    const Json& list = ExportFields(json, name).value("candidates");
    if (!list.is_array()) {
        fail(ErrorCode::InvalidInput, "{}: \"candidates\" must be a list", name);
    }
    for (const Json& entry : list) {
        const std::string place =
            fmt::format("{}: candidate {}", name, search.candidates.size() + 1);
        search.candidates.push_back(parseCandidate(ExportFields(entry, place)));
    }
    checkCandidates(search.candidates, name);
    return search;
}

void writeSearchExport(const std::filesystem::path& file,
                       const SearchExport& search,
                       Gallery& gallery) {
    switch (exportFormatOf(file)) {
        case ExportFormat::Csv:
            return writeFileAtomically(file, csvOf(search));
        case ExportFormat::Json:
            return writeFileAtomically(file, toJson(search).dump(1) + "\n");
        case ExportFormat::Html:
            break;
    }
    SearchExport page = search;
    if (page.candidates.size() > kMaxHtmlCandidates) page.candidates.resize(kMaxHtmlCandidates);
    writeFileAtomically(file,
                        htmlOf(page, [&](ItemId item) { return gallery.items().thumbnail(item); }));
}

SearchExport readSearchExport(const std::filesystem::path& file) {
    const ExportFormat format = exportFormatOf(file);
    const std::string text = readFile(file, kMaxFileBytes);
    const std::string name = displayable(file.native());
    switch (format) {
        case ExportFormat::Csv:
            return parseCsv(text, name);
        case ExportFormat::Html:
            return parseHtml(text, name);
        case ExportFormat::Json:
            break;
    }
    return parseSearchExport(
        parseJson(text, name, {.maxBytes = kMaxFileBytes, .maxValues = kMaxJsonValues}), name);
}

}  // namespace descry
