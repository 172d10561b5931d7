#include <QtTest>

#include "core/indexing/source_preview.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

PreviewRequest requestFor(const IndexFixture& fixture) {
    PreviewRequest request;
    request.sources.folders = {fixture.pictures};
    return request;
}

const PreviewedFile* fileOf(const SourcePreview& preview, const std::string& path) {
    for (const PreviewedFile& file : preview.files) {
        if (file.path == path) return &file;
    }
    return nullptr;
}

bool hasProblem(const PreviewedFile* file, const std::string& words) {
    return std::any_of(file->problems.begin(), file->problems.end(), [&](const Error& problem) {
        return std::string_view(problem.what()).find(words) != std::string::npos;
    });
}

}  // namespace

class tst_SourcePreview : public QObject {
    Q_OBJECT

  private slots:
    void readsNamesAsIndexingDoes() {
        IndexFixture fixture;
        fixture.picture("cam 1/2024-01-31T120000+0100 müller.bmp", 1);
        fixture.picture("cam 1/yesterday.bmp", 2);
        PreviewRequest request = requestFor(fixture);
        request.sources.pattern =
            R"(cam (?P<camera>\d+)/(?P<time>\d{4}-\d\d-\d\dT\d+\+\d{4}|yester.*?)[ .](?P<person>\pL+)?)";
        const SourcePreview preview = previewSources(request);
        QCOMPARE(preview.groupNames, (std::vector<std::string>{"camera", "person", "time"}));
        const auto* good = fileOf(preview, "cam 1/2024-01-31T120000+0100 müller.bmp");
        QVERIFY(good != nullptr);
        QCOMPARE(good->metadata.camera.value(), std::string("1"));
        QCOMPARE(good->metadata.timeZone.value(), std::string("+01:00"));
        QCOMPARE(good->metadata.timeMs.value(), 1'706'698'800'000);
        const auto* bad = fileOf(preview, "cam 1/yesterday.bmp");
        QVERIFY(hasProblem(bad, "ISO 8601"));
        QVERIFY(!bad->metadata.timeMs);
        // And so it is stored.
        IndexOptions options = fixture.options();
        options.pattern = request.sources.pattern;
        fixture.index(options);
        QVERIFY(fixture.item(good->path)->metadata == good->metadata);
        QVERIFY(fixture.item(bad->path)->metadata == bad->metadata);
    }

    void saysWhereThePatternDoesNotFit() {
        IndexFixture fixture;
        fixture.picture("IMG 2041.bmp", 1);
        fixture.picture("0002_c1s1_000451_03.bmp", 2);
        PreviewRequest request = requestFor(fixture);
        request.sources.pattern = "market";
        const SourcePreview preview = previewSources(request);
        QVERIFY(hasProblem(fileOf(preview, "IMG 2041.bmp"), "does not fit"));
        const auto* market = fileOf(preview, "0002_c1s1_000451_03.bmp");
        QCOMPARE(market->metadata.person.value(), std::string("0002"));
        QCOMPARE(market->groups.at("frame"), std::string("000451"));
        QVERIFY(market->problems.empty());
    }

    void showsNamesOfAnyBytes() {
        IndexFixture fixture;
        const std::string odd = "c2 \xff\xfe caf\xc3\xa9.bmp";
        fixture.picture(odd, 1);
        PreviewRequest request = requestFor(fixture);
        request.sources.pattern = R"(^(?P<camera>c\d) (?P<person>.*)\.bmp)";
        const SourcePreview preview = previewSources(request);
        const auto* file = fileOf(preview, odd);
        QVERIFY(file != nullptr);
        QVERIFY(hasProblem(file, "not UTF-8"));
        QCOMPARE(file->metadata.camera.value(), std::string("c2"));
        QVERIFY(!file->metadata.person);
        // Qt does not remove what it cannot name.
        fs::remove(fixture.pictures / odd);
    }

    void explainsAPatternThatIsNone() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        PreviewRequest request = requestFor(fixture);
        request.sources.pattern = "(?P<camera>";
        SourcePreview preview = previewSources(request);
        QVERIFY(preview.patternProblem.has_value());
        QCOMPARE(preview.files.size(), std::size_t{1});
        QVERIFY(preview.files.front().problems.empty());
        request.sources.pattern = "no groups";
        QVERIFY(previewSources(request).patternProblem.has_value());
    }

    void readsTheMetadataFile() {
        IndexFixture fixture;
        fixture.picture("a b.bmp", 1);
        fixture.picture("c.bmp", 2);
        PreviewRequest request = requestFor(fixture);
        request.sources.metadataFile = fixture.writeBeside("meta.csv",
                                                           "path,camera,time\n"
                                                           "a b.bmp,gate,2024-01-31T12:00:00\n"
                                                           "d.bmp,gate,soon\n");
        const SourcePreview preview = previewSources(request);
        QCOMPARE(preview.numMetadataRows, 1);
        QCOMPARE(preview.numMetadataProblems, 1);
        QVERIFY(QString(preview.metadataProblems.front().what()).contains("line 3"));
        const auto* known = fileOf(preview, "a b.bmp");
        QCOMPARE(known->metadata.camera.value(), std::string("gate"));
        QVERIFY(known->metadata.timeMs && !known->metadata.timeZone);
        QVERIFY(hasProblem(fileOf(preview, "c.bmp"), "no row"));
        request.sources.metadataFile = fixture.writeBeside("meta.csv", "name,camera\n");
        QVERIFY(QString(previewSources(request).metadataProblems.front().what()).contains("path"));
    }

    void readsADataSet() {
        IndexFixture fixture;
        fixture.picture("imgs/one.bmp", 1);
        PreviewRequest request;
        request.sources.datasets = {
            {fixture.writeBeside("set.json",
                                 R"([{"split": "train", "captions": ["A man."],
                                              "file_path": "one.bmp", "id": 7},
                                             {"split": "train", "captions": ["A woman."],
                                              "file_path": "two.bmp", "id": 8}])"),
             fixture.pictures,
             std::nullopt}};
        const SourcePreview preview = previewSources(request);
        QVERIFY2(preview.sourceProblems.empty(),
                 preview.sourceProblems.empty() ? "" : preview.sourceProblems.front().what());
        const auto* there = fileOf(preview, "imgs/one.bmp");
        QVERIFY(there != nullptr);
        QCOMPARE(there->metadata.person.value(), std::string("7"));
        QCOMPARE(there->metadata.captions.size(), std::size_t{1});
        QVERIFY(there->problems.empty());
        QCOMPARE(preview.files.size(), std::size_t{2});
        QVERIFY(hasProblem(&preview.files.back(), "no such file"));
    }

    void sharesTheFilesBetweenSources() {
        IndexFixture fixture;
        const fs::path other = fixture.folder / "other";
        fs::create_directory(other);
        for (int i = 0; i < 30; ++i) {
            fixture.picture(fmt::format("{:02}.bmp", i), i);
            writePicture(other / fmt::format("{:02}.bmp", i), 100 + i);
        }
        PreviewRequest request = requestFor(fixture);
        request.sources.folders.push_back(other);
        const SourcePreview preview = previewSources(request);
        QCOMPARE(preview.files.size(), std::size_t{20});
        QCOMPARE(preview.files.back().folder, other);
        QVERIFY(preview.hasMore);
    }

    void takesPathsFromTheRootOfTheGallery() {
        IndexFixture fixture;
        fixture.picture("cam3/a.bmp", 1);
        PreviewRequest request;
        request.sources.folders = {fixture.pictures / "cam3"};
        request.sources.pattern = R"((?P<camera>cam\d)/)";
        QVERIFY(!previewSources(request).files.front().metadata.camera);
        request.roots = {{RootId{1}, fixture.pictures}};
        QCOMPARE(previewSources(request).files.front().metadata.camera.value(),
                 std::string("cam3"));
    }

    void namesASourceThatIsNotThere() {
        IndexFixture fixture;
        PreviewRequest request;
        request.sources.folders = {fixture.folder / "nowhere", fixture.pictures};
        fixture.picture("a.bmp", 1);
        const SourcePreview preview = previewSources(request);
        QCOMPARE(preview.sourceProblems.size(), std::size_t{1});
        QVERIFY(QString(preview.sourceProblems.front().what()).contains("nowhere"));
        QCOMPARE(preview.files.size(), std::size_t{1});
    }

    void stopsWhenAsked() {
        IndexFixture fixture;
        fixture.stop.request_stop();
        try {
            previewSources(requestFor(fixture), fixture.stop.get_token());
            QFAIL("not cancelled");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(tst_SourcePreview)
#include "tst_source_preview.moc"
