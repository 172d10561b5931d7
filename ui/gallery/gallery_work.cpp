#include "ui/gallery/gallery_work.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/unicode.h"
#include "core/search/similarity_index.h"
#include "ui/common/recipe_json.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::GalleryWork)
};

/// In the order of AuditFiles, as `descry-cli gallery verify --files` calls them.
constexpr std::array<const char*, 3> kAuditFiles{"none", "status", "contents"};

template <typename Id>
Id idOf(const json& value) {
    const std::int64_t id = value.is_number_integer() ? value.get<std::int64_t>() : 0;
    if (id < 1) fail(ErrorCode::CorruptFile, "an id is no whole number above 0");
    return Id{id};
}

const json::array_t& listOf(const json& value) {
    return value.get_ref<const json::array_t&>();
}

json toJson(const Removal& removal) {
    json items = json::array();
    for (const ItemId item : removal.items) items.push_back(item.value);
    json files = json::array();
    for (const fs::path& file : removal.derivedFiles) files.push_back(encodedPath(file));
    // A fingerprint out of a gallery's file may be any bytes, as a path.
    json value{{"items", std::move(items)},
               {"missingItems", removal.missingItems},
               {"fingerprint", encodedPath(removal.fingerprint)},
               {"derivedFiles", std::move(files)}};
    if (removal.root) value["root"] = removal.root->value;
    return value;
}

Removal removalOf(const json& value) {
    Removal removal;
    if (value.contains("root")) removal.root = idOf<RootId>(value.at("root"));
    for (const json& item : listOf(value.at("items"))) {
        removal.items.push_back(idOf<ItemId>(item));
    }
    removal.missingItems = value.at("missingItems").get<bool>();
    removal.fingerprint = decodedPath(value.at("fingerprint")).native();
    for (const json& file : listOf(value.at("derivedFiles"))) {
        removal.derivedFiles.push_back(decodedPath(file));
    }
    return removal;
}

/// Nothing else is deleted, whatever a recipe says.
void refuseOtherFiles(const RemovalWork& work) {
    const fs::path matrix = SimilarityIndex::matrixPath(work.gallery, work.removal.fingerprint);
    for (const fs::path& file : work.removal.derivedFiles) {
        if (file == matrix) continue;
        fail(ErrorCode::CorruptFile,
             "{}: not a file that goes with the index",
             displayable(file.native()));
    }
}

}  // namespace

JobRecipe recipeOf(const AuditWork& work) {
    const json parameters{{"gallery", encodedPath(work.gallery)},
                          {"files", kAuditFiles[static_cast<std::size_t>(work.files)]}};
    return {.kind = kAuditKind,
            .title = toUtf8(Words::tr("Check %1").arg(shownPath(work.gallery.stem()))),
            .parameters = parameters.dump()};
}

AuditWork auditWorkOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const json& value) {
        const auto files = value.at("files").get<std::string>();
        const auto found = std::find(kAuditFiles.begin(), kAuditFiles.end(), files);
        if (found == kAuditFiles.end()) {
            fail(ErrorCode::CorruptFile, "\"{}\" is no way of checking files", files);
        }
        return AuditWork{decodedPath(value.at("gallery")),
                         static_cast<AuditFiles>(found - kAuditFiles.begin())};
    });
}

JobRecipe recipeOf(const RemovalWork& work) {
    json parameters = toJson(work.removal);
    parameters["gallery"] = encodedPath(work.gallery);
    parameters["galleryId"] = encodedPath(work.galleryId);
    parameters["what"] = toUtf8(work.what);
    const QString title = work.removal.fingerprint.empty() ? Words::tr("Remove pictures from %1")
                                                           : Words::tr("Remove an index of %1");
    return {.kind = kRemovalKind,
            .title = toUtf8(title.arg(shownPath(work.gallery.stem()))),
            .parameters = parameters.dump()};
}

RemovalWork removalWorkOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const json& value) {
        RemovalWork work{.gallery = decodedPath(value.at("gallery")),
                         .galleryId = decodedPath(value.at("galleryId")).native(),
                         .removal = removalOf(value),
                         .what = toQString(value.at("what").get<std::string>())};
        refuseOtherFiles(work);
        return work;
    });
}

std::unique_ptr<Job> makeRemovalJob(const RemovalWork& work) {
    if (Gallery::open(work.gallery)->galleryId() != work.galleryId) {
        fail(ErrorCode::NotFound,
             "{}: another gallery lies here now; nothing was removed",
             displayable(work.gallery.native()));
    }
    return std::make_unique<RemovalJob>(work.gallery, work.removal);
}

}  // namespace descry
