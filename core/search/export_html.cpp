// The HTML form of an export: one page that opens offline, with small pictures as data URIs, no
// script and nothing loaded from elsewhere. It carries the JSON form in a block that is not run.
// Reading checks the words shown against it: another wording here is another kFormatVersion.

#include <nlohmann/json.hpp>

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/search/export_forms.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kDataBegin =
    "<script type=\"application/json\" id=\"descry-search-export\">";
constexpr std::string_view kDataEnd = "</script>";

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ground: #f4f4f2; --card: #fbfbfa; --line: #dcdcd7;
        --text: #22262a; --second: #5c636a; --accent: #9a5b00; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #17191c; --card: #1e2125; --line: #31363c; --text: #e6e8ea;
          --second: #9aa2ab; --accent: #e8a33d; } }
body { margin: 24px; background: var(--ground); color: var(--text);
       font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 22px; font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere; }
p { margin: 0 0 12px; max-width: 72ch; color: var(--second); }
p.verdict { color: var(--text); border-left: 4px solid var(--accent); padding: 8px 12px;
            background: var(--card); }
table { border-collapse: collapse; margin: 0 0 24px; font-size: 12px; }
th { text-align: left; font-weight: 400; color: var(--second); padding: 2px 16px 2px 0;
     vertical-align: top; white-space: nowrap; }
td { padding: 2px 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px;
     grid-template-columns: repeat(auto-fill, minmax(168px, 1fr)); }
li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px;
     font-size: 12px; overflow-wrap: anywhere; break-inside: avoid; }
li.rule { grid-column: 1 / -1; background: none; border: 0; border-top: 1px solid var(--accent);
          border-radius: 0; padding: 4px 0; color: var(--second); }
img { display: block; width: 100%; height: 240px; object-fit: contain; margin: 0 0 8px; }
b { font-size: 14px; } i { font-style: normal; color: var(--second); }
@media print { body { margin: 0; background: none; } }
)css";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string fact(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", name, escaped(value));
}

std::string titleOf(const SearchExport& search) {
    if (!search.query.empty()) return search.query;
    if (search.likeImage) return "Like " + search.likeImage->file;
    return search.like ? "Like " + search.like->path : std::string("All pictures");
}

/// What is said of the search as a whole.
std::string headHtml(const SearchExport& search) {
    std::string html = fmt::format(
        "<h1>{}</h1>\n<p>{} of {} appearance candidates. Scores are raw: neither probabilities nor "
        "percentages. An appearance candidate is no identification.</p>\n",
        escaped(titleOf(search)),
        search.candidates.size(),
        search.numSearched);
    if (search.convincing == false) {
        html +=
            "<p class=\"verdict\"><b>No convincing candidate.</b> Even the best scores lower than "
            "the best candidates for people who are in a gallery usually do.</p>\n";
    }
    html += "<table>\n";
    if (search.likeImage)
        html += fact("Picture searched by (SHA-256)", search.likeImage->contentHash);
    html += fact("Filter", search.filter.passesAll() ? "none" : toJson(search.filter).dump());
    html += fact("Gallery", search.galleryId);
    html += fact("Model (fingerprint)", search.fingerprint);
    if (!search.isBrowsing()) html += fact("Ranking rule", toJson(search.ranking).dump());
    html += fact("Re-ranked, at most", std::to_string(search.rerank));
    html += fact("Exported (UTC)", search.timeUtc);
    html += fact("Descry", search.version);
    return html + "</table>\n";
}

std::string line(const std::optional<std::string>& text) {
    return text && !text->empty() ? "<br>" + escaped(*text) : std::string();
}

/// What is said of one candidate, under its picture.
std::string factsHtml(const ExportedCandidate& candidate) {
    std::string html = fmt::format("<b>{}</b>", candidate.rank);
    if (candidate.bookmarked) html += " · bookmarked";
    html += line(candidate.camera);
    if (candidate.timeMs) html += "<br>" + utcText(*candidate.timeMs);
    if (candidate.person) html += line("person " + *candidate.person);
    for (const std::string& tag : candidate.tags) html += line("#" + tag);
    html += line(candidate.note);
    html += "<i>";
    if (candidate.matchLogit) html += fmt::format("<br>match logit {:.4f}", *candidate.matchLogit);
    if (candidate.similarity) html += fmt::format("<br>similarity {:.4f}", *candidate.similarity);
    if (candidate.similarityRank) html += fmt::format(" (rank {})", *candidate.similarityRank);
    html += fmt::format("<br>{}<br>{}…</i>",
                        escaped(candidate.path),
                        escaped(std::string_view(candidate.contentHash).substr(0, 16)));
    return html;
}

std::string pictureHtml(const ExportedCandidate& candidate, const Thumbnails& thumbnails) {
    const std::vector<std::byte> jpeg = thumbnails(candidate.item);
    if (jpeg.empty()) return {};
    return fmt::format(
        "<img alt=\"rank {}\" src=\"data:image/jpeg;base64,{}\">", candidate.rank, toBase64(jpeg));
}

/// JSON that no parser of HTML takes for the end of the block.
std::string dataHtml(const SearchExport& search) {
    std::string json = toJson(search).dump();
    std::string safe;
    safe.reserve(json.size());
    for (const char c : json) safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
    return std::string(kDataBegin) + safe + std::string(kDataEnd);
}

std::string ruleHtml(const SearchExport& search, const ExportedCandidate& candidate) {
    const bool isFirstBehind =
        search.breakAfter && search.convincing == true && candidate.rank == *search.breakAfter + 1;
    return isFirstBehind ? "<li class=\"rule\">From here on candidates are unlikely</li>\n" : "";
}

/// Where `part` stands in `text` at or after `from`, which moves behind it.
void expect(std::string_view text, const std::string& part, std::size_t& from, const auto& where) {
    const std::size_t place = text.find(part, from);
    if (place == std::string_view::npos) {
        fail(ErrorCode::InvalidInput,
             "{}: what the page shows differs from the data that it carries; it was edited",
             where);
    }
    from = place + part.size();
}

}  // namespace

std::string htmlOf(const SearchExport& search, const Thumbnails& thumbnails) {
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n";
    html += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
                        escaped(titleOf(search)),
                        kStyle);
    html += headHtml(search);
    html += "<ol>\n";
    for (const ExportedCandidate& candidate : search.candidates) {
        html += ruleHtml(search, candidate);
        html += "<li>" + pictureHtml(candidate, thumbnails) + factsHtml(candidate) + "</li>\n";
    }
    html += "</ol>\n" + dataHtml(search) + "\n</body>\n</html>\n";
    return html;
}

SearchExport parseHtml(std::string_view text, const std::string& name) {
    const std::size_t begin = text.find(kDataBegin);
    const std::size_t end =
        begin == std::string_view::npos ? begin : text.find(kDataEnd, begin + kDataBegin.size());
    if (end == std::string_view::npos) {
        fail(ErrorCode::InvalidInput,
             "{}: is not a search exported by Descry (the data block is missing or cut)",
             name);
    }
    const std::string_view data =
        text.substr(begin + kDataBegin.size(), end - begin - kDataBegin.size());
    const SearchExport search = parseSearchExport(
        parseJson(data, name + ": data block", {.maxBytes = data.size() + 1}), name);
    const std::string_view shown = text.substr(0, begin);
    std::size_t from = 0;
    expect(shown, headHtml(search), from, name);
    for (const ExportedCandidate& candidate : search.candidates) {
        expect(shown,
               factsHtml(candidate) + "</li>",
               from,
               makeError(ErrorCode::InvalidInput, "{}: rank {}", name, candidate.rank));
    }
    return search;
}

}  // namespace descry
