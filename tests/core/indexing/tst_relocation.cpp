#include <QtTest>

#include "core/indexing/relocation.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

using Verdict = RelocationCheck::Verdict;

/// A gallery of `count` pictures whose folder has moved to `moved`.
struct MovedFixture : IndexFixture {
    fs::path moved = folder / "new place";

    explicit MovedFixture(int count) {
        for (int i = 0; i < count; ++i) picture(fmt::format("cam/{}.bmp", i), i);
        index();
        fs::rename(pictures, moved);
    }
    RelocationCheck check(const fs::path& where, int sampleSize = 64) const {
        const auto opened = gallery();
        return checkRelocation(*opened,
                               {.root = opened->items().roots().front().id,
                                .folder = where,
                                .sampleSize = sampleSize});
    }
};

}  // namespace

class tst_Relocation : public QObject {
    Q_OBJECT

  private slots:
    void knowsTheMovedFolder() {
        const MovedFixture fixture(10);
        const RelocationCheck check = fixture.check(fixture.moved, 4);
        QVERIFY(check.verdict() == Verdict::Same);
        QCOMPARE(check.numItems, 10);
        QCOMPARE(check.numThere, 10);
        QCOMPARE(check.numRead, 4);
        QCOMPARE(check.numSame, 4);
        QVERIFY(check.examples.empty());
    }

    void acceptsAFolderThatHasLostAFew() {
        const MovedFixture fixture(10);
        fs::remove(fixture.moved / "cam/3.bmp");
        std::ofstream(fixture.moved / "cam/4.bmp") << "another file";
        const RelocationCheck check = fixture.check(fixture.moved);
        QVERIFY(check.verdict() == Verdict::Part);
        QCOMPARE(check.numThere, 8);
        QCOMPARE(check.numAbsent, 1);
        QCOMPARE(check.numOtherSize, 1);
        QCOMPARE(check.examples, (std::vector<std::string>{"cam/3.bmp", "cam/4.bmp"}));
    }

    void refusesAnEmptyFolderAndOneBeside() {
        const MovedFixture fixture(3);
        fs::create_directory(fixture.folder / "empty");
        QVERIFY(fixture.check(fixture.folder / "empty").verdict() == Verdict::Other);
        // One level too deep: the same files, but not under their paths.
        const RelocationCheck deep = fixture.check(fixture.moved / "cam");
        QVERIFY(deep.verdict() == Verdict::Other);
        QCOMPARE(deep.numAbsent, 3);
    }

    void refusesOtherPicturesOfTheSameNameAndSize() {
        const MovedFixture fixture(6);
        for (int i = 0; i < 6; ++i) {
            writePicture(fixture.moved / fmt::format("cam/{}.bmp", i), 100 + i);
        }
        const RelocationCheck check = fixture.check(fixture.moved);
        QCOMPARE(check.numThere, 6);
        QCOMPARE(check.numSame, 0);
        QVERIFY(check.verdict() == Verdict::Other);
    }

    void saysWhatIsNotThere() {
        const MovedFixture fixture(1);
        try {
            fixture.check(fixture.folder / "nowhere");
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::NotFound);
        }
    }

    void leavesTheGalleryAsItIs() {
        const MovedFixture fixture(2);
        fixture.check(fixture.moved);
        QCOMPARE(fixture.gallery()->items().roots().front().folder, fixture.pictures);
    }
};

QTEST_GUILESS_MAIN(tst_Relocation)
#include "tst_relocation.moc"
