#pragma once
/// A search with its candidates as one document: CSV, JSON or a page of HTML with small pictures.
/// Each carries what is needed to run the search again and to see whether it still gives the same
/// (core/search/export_repeat.h), and can be read back. Thread rule: off the GUI thread. Errors:
/// InvalidInput (another ending; a document that is no export, was edited or is of a newer version:
/// file, place and field are named), Io, the gallery's.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/gallery/gallery.h"
#include "core/model/ranking_rule.h"
#include "core/search/filter.h"

namespace descry {

enum class ExportFormat { Csv, Json, Html };

/// By the ending: ".csv", ".json", ".html" or ".htm", in small or capital letters.
ExportFormat exportFormatOf(const std::filesystem::path& file);

/// What the candidates were to be like, instead of a description.
struct ExportedLike {
    ItemId item;
    std::string path;
    std::string contentHash;

    bool operator==(const ExportedLike&) const = default;
};

/// The same where it is a picture that need not be of the gallery.
struct ExportedPicture {
    std::string file;         ///< Absolute, when it was searched by; as displayable() writes it.
    std::string contentHash;  ///< SHA-256, 64 hexadecimal digits.

    bool operator==(const ExportedPicture&) const = default;
};

/// Strings that came out of files are as displayable() writes them.
struct ExportedCandidate {
    std::int64_t rank = 0;  ///< From 1.
    std::optional<std::int64_t> similarityRank;
    ItemId item;
    std::optional<float> similarity;
    std::optional<float> matchLogit;
    std::optional<std::string> camera;
    std::optional<std::int64_t> timeMs;   ///< UTC, milliseconds since 1970.
    std::optional<std::string> timeZone;  ///< "+02:00".
    std::optional<std::string> track;
    std::optional<std::string> person;
    std::vector<std::string> tags;
    bool bookmarked = false;
    std::string note;
    std::string path;         ///< Relative to its root.
    std::string file;         ///< Absolute, when it was exported.
    std::string contentHash;  ///< SHA-256, 64 hexadecimal digits.

    bool operator==(const ExportedCandidate&) const = default;
};

struct SearchExport {
    std::string query;  ///< UTF-8, as typed; empty where a picture was, or the gallery was browsed.
    std::optional<ExportedLike> like;
    std::optional<ExportedPicture> likeImage;
    Filter filter;
    std::string fingerprint;  ///< Of the bundle; empty if the gallery was browsed.
    RankingRule ranking;
    std::int64_t rerank = 0;  ///< k of the first stage that were to be re-ranked.
    std::int64_t numSearched = 0;
    std::optional<std::int64_t> breakAfter;  ///< core/search/candidate_outlook.h
    std::optional<bool> convincing;
    std::string galleryId;
    std::string version;                        ///< Of the program that wrote it.
    std::string timeUtc;                        ///< "2026-11-26T15:02:03Z"
    std::vector<ExportedCandidate> candidates;  ///< By rank.

    bool isBrowsing() const noexcept { return fingerprint.empty(); }
    bool isByPicture() const noexcept { return like || likeImage; }
    bool operator==(const SearchExport&) const = default;
};

/// Takes a search with ranks, item ids and scores, and adds what gallery, program and clock say.
/// Candidates that have left the gallery are left out.
SearchExport describeExport(SearchExport search, Gallery& gallery);

/// Of a page of HTML more would be too many.
inline constexpr std::size_t kMaxHtmlCandidates = 2000;

/// Writes the document whole or not at all, in the format of the file's ending. `gallery` has the
/// small pictures.
void writeSearchExport(const std::filesystem::path& file,
                       const SearchExport& search,
                       Gallery& gallery);
SearchExport readSearchExport(const std::filesystem::path& file);

/// The JSON document: also what a page of HTML carries.
nlohmann::json toJson(const SearchExport& search);
/// `name` opens every message.
SearchExport parseSearchExport(const nlohmann::json& json, const std::string& name);

}  // namespace descry
