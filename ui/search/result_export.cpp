#include "ui/search/result_export.h"

#include <QDateTime>
#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "ui/common/text.h"

namespace descry {
namespace {

using Json = nlohmann::json;

Json ruleJson(const RankingRule& rule) {
    if (rule.kind == RankingRule::Kind::Itm) return {{"rule", "itm"}};
    return {{"rule", "itc+itm"}, {"itm_weight", rule.itmWeight}, {"temperature", rule.temperature}};
}

struct Origin {
    std::string galleryId;
    std::string timeUtc;
    std::map<RootId, std::filesystem::path> roots;
};

Json headOf(const SearchSource& source, const SearchQuery& query, const Origin& origin) {
    const auto& model = source.parts().model;
    return {{"query", toUtf8(query.text)},
            {"likeItem", query.likeItem ? Json(query.likeItem->value) : Json()},
            {"filter", toJson(query.filter)},
            {"fingerprint", model ? Json(model->fingerprint) : Json()},
            {"ranking", model ? ruleJson(model->ranking) : Json()},
            {"gallery", origin.galleryId},
            {"version", kVersion},
            {"timeUtc", origin.timeUtc},
            {"note",
             "Appearance candidates. Similarity and match logit are raw scores, not "
             "probabilities."}};
}

/// A field that a spreadsheet neither splits nor takes for a formula.
std::string csvField(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
        text.insert(0, "'");
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string numberOf(const std::optional<float>& value) {
    return value ? fmt::format("{}", *value) : std::string();
}

struct ExportedItem {
    const ResultRow& row;
    Item item;
    std::string file;
};

std::string csvOf(const Json& head, const std::vector<ExportedItem>& items) {
    std::string csv;
    for (const auto& [key, value] : head.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        csv += "# " + csvField(key + ": " + displayable(text)) + "\r\n";
    }
    csv +=
        "rank,similarity_rank,match_logit,similarity,camera,time_ms_utc,person,bookmarked,path,"
        "file,sha256\r\n";
    for (const ExportedItem& exported : items) {
        const ItemMetadata& metadata = exported.item.metadata;
        csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n",
                           exported.row.rank,
                           exported.row.similarityRank,
                           numberOf(exported.row.candidate.matchLogit),
                           numberOf(exported.row.candidate.similarity),
                           csvField(displayable(metadata.camera.value_or(""))),
                           metadata.timeMs ? std::to_string(*metadata.timeMs) : std::string(),
                           csvField(displayable(metadata.person.value_or(""))),
                           exported.item.bookmarked ? 1 : 0,
                           csvField(displayable(exported.item.path)),
                           csvField(displayable(exported.file)),
                           exported.item.contentHash);
    }
    return csv;
}

Json optionalJson(const std::optional<std::string>& text) {
    return text ? Json(displayable(*text)) : Json();
}

std::string jsonOf(Json head, const std::vector<ExportedItem>& items) {
    Json list = Json::array();
    for (const ExportedItem& exported : items) {
        const ShownCandidate& candidate = exported.row.candidate;
        const ItemMetadata& metadata = exported.item.metadata;
        list.push_back({{"rank", exported.row.rank},
                        {"similarityRank", exported.row.similarityRank},
                        {"item", candidate.item.value},
                        {"matchLogit", candidate.matchLogit ? Json(*candidate.matchLogit) : Json()},
                        {"similarity", candidate.similarity ? Json(*candidate.similarity) : Json()},
                        {"camera", optionalJson(metadata.camera)},
                        {"timeMs", metadata.timeMs ? Json(*metadata.timeMs) : Json()},
                        {"person", optionalJson(metadata.person)},
                        {"bookmarked", exported.item.bookmarked},
                        {"path", displayable(exported.item.path)},
                        {"file", displayable(exported.file)},
                        {"sha256", exported.item.contentHash}});
    }
    head["candidates"] = std::move(list);
    return head.dump(1) + "\n";
}

}  // namespace

std::filesystem::path writeExport(SearchSource& source, ResultExport result) {
    std::sort(result.rows.begin(), result.rows.end(), [](const ResultRow& a, const ResultRow& b) {
        return a.rank < b.rank;
    });
    const QDateTime now = QDateTime::currentDateTimeUtc();
    Origin origin{{}, toUtf8(now.toString(Qt::ISODate)), {}};
    std::vector<ExportedItem> items;
    source.use([&](Gallery& gallery) {
        origin.galleryId = gallery.galleryId();
        for (const Root& root : gallery.items().roots()) origin.roots[root.id] = root.folder;
        for (const ResultRow& row : result.rows) {
            auto item = gallery.items().find(row.candidate.item);
            if (!item) continue;  // Removed since the search.
            std::string file = (origin.roots[item->root] / item->path).native();
            items.push_back({row, std::move(*item), std::move(file)});
        }
    });
    const bool isCsv = result.format == ExportFormat::Csv;
    const std::string stem = source.parts().gallery.stem().native();
    const std::filesystem::path file =
        result.folder /
        (stem + " candidates " + toUtf8(now.toString(QStringLiteral("yyyy-MM-dd HHmmss"))) +
         (isCsv ? ".csv" : ".json"));
    const Json head = headOf(source, result.query, origin);
    writeFileAtomically(file, isCsv ? csvOf(head, items) : jsonOf(head, items));
    return file;
}

}  // namespace descry
