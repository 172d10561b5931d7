#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/search/search_export.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::GalleryFixture;

const std::string kThumbnail = "not really a JPEG";

/// A search whose strings are as awkward as files and people make them.
struct Exported : GalleryFixture {
    SearchExport search;

    Exported() {
        search.query = "a \"red\" coat, </script> & <b>more</b>\n'tis 红色 =1+1";
        search.filter.cameras = {"c,1", "\xFF"};
        search.filter.folders = {"a/b"};
        search.fingerprint = test::kFakeFingerprint;
        search.ranking = {RankingRule::Kind::ItcPlusItm, 2.5, 0.07, CandidateCalibration{1, 2, 30}};
        search.rerank = 4;
        search.numSearched = 900;
        search.breakAfter = 2;
        search.convincing = true;
        addCandidate("=cmd|' /C calc'!A1.jpg", 1.0F / 3, -7.25F);
        addCandidate("with \"quotes\", commas\nand lines <i>.jpg", 0.1F, 1e-30F);
        addCandidate("bad \xFE bytes.jpg", -0.25F, {});
        addCandidate("plain.jpg", {}, {});
        search = describeExport(std::move(search), *gallery);
    }

    void addCandidate(const std::string& path,
                      std::optional<float> similarity,
                      std::optional<float> logit) {
        Item item;
        item.root = root;
        item.path = path;
        item.contentHash = sha256Hex(path);
        item.bookmarked = search.candidates.size() % 2 == 0;
        item.note = "a note; \"quoted\"";
        item.metadata.camera = "+cam";
        item.metadata.timeMs = -1500;
        item.metadata.timeZone = "+02:00";
        item.metadata.track = "@1";
        item.metadata.person = "p,7";
        item.metadata.tags = {"=tag", "b;c, \"d\""};
        ExportedCandidate& candidate = search.candidates.emplace_back();
        candidate.item = gallery->items().add(item, std::as_bytes(std::span(kThumbnail)));
        candidate.similarity = similarity;
        candidate.matchLogit = logit;
        candidate.similarityRank = static_cast<std::int64_t>(search.candidates.size());
    }

    std::filesystem::path write(const std::string& name) {
        writeSearchExport(folder / name, search, *gallery);
        return folder / name;
    }
    /// Writes it, changes the text, reads it.
    void change(const std::filesystem::path& written,
                const std::string& from,
                const std::string& to) const {
        std::string text = readFile(written, 1 << 24);
        const std::size_t place = text.find(from);
        QVERIFY2(place != std::string::npos, from.c_str());
        writeFileAtomically(written, text.replace(place, from.size(), to));
    }
};

std::string refusalOf(const std::filesystem::path& file) {
    try {
        readSearchExport(file);
    } catch (const Error& error) {
        const bool isBadInput =
            error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::CorruptFile;
        return isBadInput ? error.what() : "";
    }
    return "";
}

}  // namespace

class TestSearchExport : public QObject {
    Q_OBJECT

  private slots:
    void everyFormatGivesBackWhatWasWritten_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"a.csv", "a.json", "a.html", "A.HTM", "a.JSON"}) {
            QTest::newRow(name) << QString(name);
        }
    }

    void everyFormatGivesBackWhatWasWritten() {
        QFETCH(QString, name);
        Exported exported;
        const auto file = exported.write(name.toStdString());
        const SearchExport read = readSearchExport(file);
        QCOMPARE(read.candidates.size(), exported.search.candidates.size());
        for (std::size_t i = 0; i < read.candidates.size(); ++i) {
            QVERIFY2(read.candidates[i] == exported.search.candidates[i],
                     toJson(read).dump(1).c_str());
        }
        QVERIFY2(read == exported.search, toJson(read).dump(1).c_str());
    }

    void aPictureFromOutsideIsCarried() {
        for (const char* name : {"a.csv", "a.json", "a.html"}) {
            Exported exported;
            exported.search.query.clear();
            exported.search.likeImage = {"/case 9/<seen>.jpg", sha256Hex("seen")};
            const auto file = exported.write(name);
            const SearchExport read = readSearchExport(file);
            QVERIFY2(read == exported.search, toJson(read).dump(1).c_str());
        }
    }

    void olderProgramsReadWhatHasNoPictureFromOutside() {
        Exported exported;
        QCOMPARE(toJson(exported.search).at("formatVersion").get<int>(), 1);
        exported.search.query.clear();
        exported.search.likeImage = {"/a.jpg", sha256Hex("a")};
        QCOMPARE(toJson(exported.search).at("formatVersion").get<int>(), 2);
    }

    void aPictureThatSaysTooLittleIsRefused() {
        Exported exported;
        // Both a description and a picture.
        exported.search.likeImage = {"/a.jpg", sha256Hex("a")};
        QVERIFY(refusalOf(exported.write("both.json")).find("more than one") != std::string::npos);
        exported.search.query.clear();
        exported.search.likeImage->contentHash = "abc";
        QVERIFY(refusalOf(exported.write("hash.json")).find("likeImage") != std::string::npos);
        // The search has not ended: which bytes it read is not known yet.
        exported.search.likeImage->contentHash.clear();
        QVERIFY_EXCEPTION_THROWN(describeExport(exported.search, *exported.gallery), Error);
    }

    void theOriginIsCarried() {
        const Exported exported;
        QCOMPARE(exported.search.galleryId, exported.gallery->galleryId());
        QVERIFY(!exported.search.version.empty());
        QVERIFY(exported.search.timeUtc.ends_with("Z"));
        QCOMPARE(exported.search.candidates[0].file,
                 (exported.pictures / exported.search.candidates[0].path).native());
        QCOMPARE(exported.search.candidates[2].path, std::string("bad \\xfe bytes.jpg"));
    }

    void aSpreadsheetTakesNothingForAFormula() {
        Exported exported;
        const std::string csv = readFile(exported.write("a.csv"), 1 << 20);
        for (const char sign : {'=', '+', '@'}) {
            QCOMPARE(csv.find(std::string(",") + sign), std::string::npos);
            QCOMPARE(csv.find(std::string(",\"") + sign), std::string::npos);
        }
    }

    void thePageRunsNothingAndLoadsNothing() {
        Exported exported;
        const std::string html = readFile(exported.write("a.html"), 1 << 20);
        QCOMPARE(html.find("<b>more"), std::string::npos);
        QCOMPARE(html.find("<i>.jpg"), std::string::npos);
        QCOMPARE(html.find("http:"), std::string::npos);
        QCOMPARE(html.find("https:"), std::string::npos);
        // One script element, which is data, and it ends where it should.
        QCOMPARE(html.find("<script"), html.rfind("<script"));
        QVERIFY(html.find("<script type=\"application/json\"") != std::string::npos);
        QCOMPARE(html.find("</script"), html.rfind("</script"));
        const std::string picture = toBase64(std::as_bytes(std::span(kThumbnail)));
        QVERIFY(html.find("src=\"data:image/jpeg;base64," + picture + "\"") != std::string::npos);
        QVERIFY(html.find("From here on candidates are unlikely") < html.find("<b>3</b>"));
        QVERIFY(html.find("From here on candidates are unlikely") > html.find("<b>2</b>"));
        QCOMPARE(html.find("No convincing"), std::string::npos);
    }

    void aPageWithoutAConvincingCandidateSaysSo() {
        Exported exported;
        exported.search.convincing = false;
        exported.search.breakAfter = 0;
        const std::string html = readFile(exported.write("a.html"), 1 << 20);
        QVERIFY(html.find("No convincing candidate") != std::string::npos);
        QCOMPARE(html.find("class=\"rule\""), std::string::npos);
        QVERIFY(readSearchExport(exported.folder / "a.html").convincing == false);
    }

    void aPageHoldsSoManyAndSaysHowManyThereAre() {
        Exported exported;
        const ExportedCandidate last = exported.search.candidates.back();
        for (std::size_t i = exported.search.candidates.size(); i < kMaxHtmlCandidates + 5; ++i) {
            exported.search.candidates.push_back(last);
            exported.search.candidates.back().rank = static_cast<std::int64_t>(i) + 1;
            exported.search.candidates.back().item = ItemId{static_cast<std::int64_t>(i) + 100};
        }
        const SearchExport page = readSearchExport(exported.write("a.html"));
        QCOMPARE(page.candidates.size(), kMaxHtmlCandidates);
        QCOMPARE(page.numSearched, std::int64_t{900});
        QCOMPARE(readSearchExport(exported.write("a.csv")).candidates.size(),
                 kMaxHtmlCandidates + 5);
    }

    void anotherEndingIsRefusedBeforeAnythingIsWritten() {
        Exported exported;
        QVERIFY_EXCEPTION_THROWN(exported.write("a.xlsx"), Error);
        QVERIFY(!std::filesystem::exists(exported.folder / "a.xlsx"));
    }

    void aDescriptionThatIsNoTextIsRefused() {
        Exported exported;
        exported.search.query = "a \xFF man";
        QVERIFY_EXCEPTION_THROWN(describeExport(exported.search, *exported.gallery), Error);
    }

    void whatHasLeftTheGalleryIsLeftOut() {
        Exported exported;
        exported.gallery->items().remove(exported.search.candidates[1].item);
        const SearchExport rest = describeExport(exported.search, *exported.gallery);
        QCOMPARE(rest.candidates.size(), std::size_t{3});
        QCOMPARE(rest.candidates[1].rank, std::int64_t{2});
    }

    void editedDocumentsAreRefusedWithThePlace_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* title,
                            const char* name,
                            const char* from,
                            const char* to,
                            const char* said) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(from) << QByteArray(to)
                                 << QByteArray(said);
        };
        row("no JSON", "a.json", "{", "[", "a.json");
        row("another format", "a.json", "descry-search-export", "other", "format");
        row("newer", "a.json", "\"formatVersion\": 1", "\"formatVersion\": 3", "newer");
        row("no query", "a.json", "\"query\"", "\"quarry\"", "\"query\" is missing");
        row("query that is a number",
            "a.json",
            "\"numSearched\": 900",
            "\"numSearched\": \"900\"",
            "numSearched");
        row("unknown filter", "a.json", "\"folders\"", "\"colour\"", "colour");
        row("rule", "a.json", "itc+itm", "best", "rule");
        row("fingerprint", "a.json", "aaaaaaaa", "AAAAAAAA", "fingerprint");
        row("ranks", "a.json", "\"rank\": 2", "\"rank\": 3", "rank 3 stands where 2 belongs");
        row("logit",
            "a.json",
            "\"matchLogit\": -7.25",
            "\"matchLogit\": 1e300",
            "candidate 1: \"matchLogit\"");
        row("item", "a.json", "\"item\": 2", "\"item\": 1", "item 1 stands twice");
        row("head line", "a.csv", "# version: ", "# version ", "key: value");
        row("column", "a.csv", ",sha256", ",md5", "sha256");
        row("number", "a.csv", "-7.25", "seven", "\"seven\" under match_logit is not a number");
        row("infinite", "a.csv", "-7.25", "inf", "not a number");
        row("page shows another score",
            "a.html",
            "match logit -7.2500",
            "match logit 9.0000",
            "rank 1");
        row("page shows another query",
            "a.html",
            "a &quot;red&quot;",
            "a &quot;blue&quot;",
            "edited");
        row("page without data", "a.html", "descry-search-export\"", "x\"", "data block");
    }

    void editedDocumentsAreRefusedWithThePlace() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, said);
        Exported exported;
        const auto file = exported.write(name.toStdString());
        // The title of a page repeats the description.
        if (from.startsWith("a &quot;"))
            exported.change(file, "<title>" + from.toStdString(), "<title>");
        exported.change(file, from.toStdString(), to.toStdString());
        const std::string refusal = refusalOf(file);
        QVERIFY2(refusal.find(said.toStdString()) != std::string::npos, refusal.c_str());
        QVERIFY2(refusal.find(name.toStdString()) != std::string::npos, refusal.c_str());
    }

    void noCutOfADocumentCrashes() {
        Exported exported;
        for (const char* name : {"a.csv", "a.json", "a.html"}) {
            const auto file = exported.write(name);
            const std::string text = readFile(file, 1 << 24);
            for (std::size_t size = 0; size < text.size(); size += 251) {
                writeFileAtomically(file, text.substr(0, size));
                // A table that is cut between two rows is a shorter one; a page may lack its end.
                if (!refusalOf(file).empty() || std::string(name) == "a.csv") continue;
                QVERIFY(readSearchExport(file) == exported.search);
            }
        }
    }

    void bytesBecomeBase64() {
        const auto of = [](const char* text) {
            return toBase64(std::as_bytes(std::span(std::string_view(text))));
        };
        QCOMPARE(of(""), std::string());
        QCOMPARE(of("f"), std::string("Zg=="));
        QCOMPARE(of("fo"), std::string("Zm8="));
        QCOMPARE(of("foo"), std::string("Zm9v"));
        QCOMPARE(of("foob"), std::string("Zm9vYg=="));
        QCOMPARE(of("\xFF\xFE\xFD"), std::string("//79"));
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSearchExport)
#include "tst_search_export.moc"
