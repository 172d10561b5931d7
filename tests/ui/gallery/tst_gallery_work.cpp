#include <QtTest>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "ui/gallery/gallery_work.h"

using namespace descry;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const fs::path kGallery = "/cases/Straße \xff.descry";

bool isRefused(const std::function<void()>& read) {
    try {
        read();
        return false;
    } catch (const Error& error) {
        return error.code() == ErrorCode::CorruptFile;
    }
}

bool isRemovalRefused(const json& removal) {
    return isRefused([&] { removalWorkOf({kRemovalKind, "Remove x", removal.dump()}); });
}

}  // namespace

class tst_GalleryWork : public QObject {
    Q_OBJECT

  private slots:
    void readsTheCheckThatItWrote() {
        for (const AuditFiles files :
             {AuditFiles::Leave, AuditFiles::Status, AuditFiles::Contents}) {
            const JobRecipe recipe = recipeOf(AuditWork{kGallery, files});
            QCOMPARE(recipe.kind, std::string(kAuditKind));
            QVERIFY(recipe.title.starts_with("Check Straße"));
            const AuditWork read = auditWorkOf(recipe);
            QCOMPARE(read.gallery.native(), kGallery.native());
            QVERIFY(read.files == files);
        }
    }

    void readsTheRemovalThatItWrote() {
        RemovalWork work;
        work.gallery = kGallery;
        work.galleryId = "a gallery";
        work.removal.root = RootId{3};
        work.removal.items = {ItemId{7}, ItemId{1}, ItemId{9'000'000'000}};
        work.removal.missingItems = true;
        work.removal.fingerprint = "0123456789abcdef0123\xfe";
        work.removal.derivedFiles.push_back(kGallery.native() + ".index/0123456789abcdef.f16");
        work.what = QStringLiteral("“hall”");
        const JobRecipe recipe = recipeOf(work);
        QCOMPARE(recipe.kind, std::string(kRemovalKind));
        QVERIFY(recipe.title.starts_with("Remove an index of Straße"));
        const RemovalWork read = removalWorkOf(recipe);
        QCOMPARE(read.gallery.native(), work.gallery.native());
        QCOMPARE(read.galleryId, work.galleryId);
        QVERIFY(read.removal.root == work.removal.root);
        QVERIFY(read.removal.items == work.removal.items);
        QVERIFY(read.removal.missingItems);
        QCOMPARE(read.removal.fingerprint, work.removal.fingerprint);
        QVERIFY(read.removal.derivedFiles == work.removal.derivedFiles);
        QCOMPARE(read.what, work.what);
        // The same recipe again.
        QVERIFY(recipeOf(read) == recipe);
        work.removal = Removal();
        QVERIFY(recipeOf(work).title.starts_with("Remove pictures from Straße"));
        QVERIFY(!removalWorkOf(recipeOf(work)).removal.root);
    }

    void refusesAsACheckWhatNoneWrote() {
        for (const char* parameters : {"",
                                       "[]",
                                       R"({"gallery":"a.descry"})",
                                       R"({"files":"status"})",
                                       R"({"gallery":"a.descry","files":1})",
                                       R"({"gallery":"a.descry","files":"some"})",
                                       R"({"gallery":["a.descry"],"files":"status"})"}) {
            QVERIFY2(isRefused([&] { auditWorkOf({kAuditKind, "Check a", parameters}); }),
                     parameters);
        }
    }

    void refusesAsARemovalWhatNoneWrote() {
        const RemovalWork work{"/a.descry", "a gallery", Removal(), QStringLiteral("x")};
        const json written = json::parse(recipeOf(work).parameters);
        QVERIFY(!isRemovalRefused(written));
        for (const auto& [key, value] : written.items()) {
            json without = written;
            without.erase(key);
            QVERIFY2(isRemovalRefused(without), key.c_str());
        }
        const std::pair<const char*, const char*> changes[] = {
            {"root", "0"},
            {"root", "true"},
            {"root", "null"},
            {"items", "7"},
            {"items", R"({"a":7})"},
            {"items", "[7,-1]"},
            {"items", "[1.5]"},
            {"items", R"(["7"])"},
            {"items", "[18446744073709551615]"},
            {"missingItems", "1"},
            {"what", "7"},
            {"fingerprint", "[]"},
            {"derivedFiles", R"("/a.descry.index/.f16")"},
            {"derivedFiles", R"(["/home/me/thesis.pdf"])"},
            {"derivedFiles", R"(["/a.descry.index/../a.descry"])"}};
        for (const auto& [key, value] : changes) {
            json changed = written;
            changed[key] = json::parse(value);
            QVERIFY2(isRemovalRefused(changed), value);
        }
    }
};

QTEST_GUILESS_MAIN(tst_GalleryWork)
#include "tst_gallery_work.moc"
