#include <QtTest>

#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

}  // namespace

class TestIndexFolders : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;

    IndexReport index(const std::vector<fs::path>& folders) {
        IndexOptions options = m_world->options();
        options.folders = folders;
        return m_world->index(options);
    }

    std::size_t numRoots() const { return m_world->gallery()->items().roots().size(); }

  private slots:
    void init() { m_world = std::make_unique<IndexFixture>(); }

    void pathsOfAnyBytesAreIndexedAndFoundAgain() {
        const Names names{"\xff\xfe.bmp",
                          "\xc3\x28/\xed\xa0\x80.bmp",
                          "a\nb.bmp",
                          " .bmp",
                          "\xf0\x9f\x98\x80.bmp",
                          "'\"\\;--.bmp",
                          "-rf.bmp",
                          "%s.bmp"};
        for (std::size_t i = 0; i < names.size(); ++i) m_world->picture(names[i], i);
        QCOMPARE(m_world->index().numAdded, static_cast<std::int64_t>(names.size()));
        for (const std::string& name : names) {
            QVERIFY2(m_world->isEmbedded(name), name.c_str());
            QCOMPARE(m_world->item(name)->path, name);
        }
        const IndexReport again = m_world->index();
        QCOMPARE(again.numUnchanged, static_cast<std::int64_t>(names.size()));
        QVERIFY(again.findings.empty());
        fs::remove(m_world->pictures / names[0]);
        QVERIFY(pathsOf(m_world->index(), IndexEvent::Vanished) == Names{"\\xff\\xfe.bmp"});
        QVERIFY(!m_world->isPresent(names[0]) && m_world->isPresent(names[1]));
    }

    void aFolderOfAnyBytesMayBeARoot() {
        m_world->picture("\xff\n/1.bmp", 1);
        const fs::path root = m_world->pictures / "\xff\n";
        QCOMPARE(index({root}).numAdded, 1);
        QCOMPARE(index({root}).numUnchanged, 1);
        QVERIFY(m_world->gallery()->items().roots().at(0).folder == root);
    }

    void aFolderMayBeWrittenInAnyWay() {
        m_world->picture("1.bmp", 1);
        const fs::path folder = m_world->pictures;
        const std::vector<fs::path> spellings{
            folder, folder / "", folder / ".", folder / "../pictures//", fs::relative(folder)};
        QCOMPARE(index(spellings).numAdded, 1);
        for (const fs::path& spelling : spellings) QCOMPARE(index({spelling}).numUnchanged, 1);
        QCOMPARE(numRoots(), std::size_t{1});
    }

    void aFolderBelowARootIsAPartOfIt() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("ab/2.bmp", 2);
        m_world->index();
        fs::remove(m_world->pictures / "ab/2.bmp");
        m_world->picture("a/3.bmp", 3);
        const IndexReport report = index({m_world->pictures / "a"});
        QCOMPARE(report.numUnchanged, 1);
        QCOMPARE(report.numAdded, 1);
        QCOMPARE(report.numVanished, 0);  // Nobody has looked there.
        QVERIFY(m_world->isEmbedded("a/3.bmp") && m_world->isPresent("ab/2.bmp"));
        QCOMPARE(numRoots(), std::size_t{1});
    }

    void aRootBelowAFolderStaysARoot() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("2.bmp", 2);
        index({m_world->pictures / "a"});
        for (int run = 0; run < 2; ++run) {
            const IndexReport report = index({m_world->pictures});
            QCOMPARE(report.numAdded, run == 0 ? 1 : 0);
            QCOMPARE(report.numUnchanged, run == 0 ? 1 : 2);
            QVERIFY(report.findings.empty());
        }
        QCOMPARE(m_world->gallery()->items().count(), 2);
        QVERIFY(m_world->item("1.bmp") && m_world->item("2.bmp") && !m_world->item("a/1.bmp"));
        fs::remove(m_world->pictures / "a/1.bmp");
        QVERIFY(pathsOf(index({m_world->pictures}), IndexEvent::Vanished) == Names{"1.bmp"});
    }

    void aRootBelowAFolderThatIsGoneKeepsItsItems() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("2.bmp", 2);
        index({m_world->pictures / "a"});
        fs::rename(m_world->pictures / "a", m_world->folder / "away");
        QCOMPARE(index({m_world->pictures}).numVanished, 0);
        QVERIFY(m_world->isPresent("1.bmp"));
    }

    void foldersThatOverlapAreWalkedOnce_data() {
        QTest::addColumn<QStringList>("folders");
        QTest::addColumn<bool>("isKnown");
        for (const bool isKnown : {false, true}) {
            const char* known = isKnown ? "known" : "new";
            QTest::addRow("outer first, %s", known) << QStringList{"", "a", "a/b"} << isKnown;
            QTest::addRow("inner first, %s", known) << QStringList{"a/b", "a", ""} << isKnown;
            QTest::addRow("twice, %s", known) << QStringList{"a", "", "a", ""} << isKnown;
        }
    }
    void foldersThatOverlapAreWalkedOnce() {
        QFETCH(QStringList, folders);
        QFETCH(bool, isKnown);
        m_world->picture("0.bmp", 9);
        if (isKnown) m_world->index();
        const Names names{"1.bmp", "a/2.bmp", "a/b/3.bmp", "a/c/4.bmp"};
        for (std::size_t i = 0; i < names.size(); ++i) m_world->picture(names[i], i);
        std::vector<fs::path> paths;
        for (const QString& folder : folders) {
            paths.push_back(m_world->pictures / folder.toStdString());
        }
        const IndexReport report = index(paths);
        QCOMPARE(report.numAdded, isKnown ? 4 : 5);
        QCOMPARE(report.numUnchanged, isKnown ? 1 : 0);
        QVERIFY(report.findings.empty());
        QCOMPARE(m_world->model->numEncodedImages.load(), 5);
        QCOMPARE(m_world->gallery()->items().count(), 5);
        const IndexReport again = index(paths);
        QCOMPARE(again.numUnchanged, 5);
        QVERIFY(again.findings.empty());
    }

    void linksAreFollowedOnce() {
        m_world->picture("a/1.bmp", 1);
        fs::create_directory_symlink("..", m_world->pictures / "a/up");
        fs::create_directory_symlink(m_world->pictures / "a", m_world->pictures / "b");
        fs::create_symlink("nowhere.bmp", m_world->pictures / "c.bmp");
        QCOMPARE(m_world->index().numAdded, 1);
        QVERIFY(m_world->index().findings.empty());
        QCOMPARE(m_world->gallery()->items().count(), 1);
    }

    void theSamePathInTwoRootsIsTwoItems() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("b/1.bmp", 2);
        index({m_world->pictures / "a", m_world->pictures / "b"});
        QCOMPARE(m_world->gallery()->items().count(), 2);
        fs::remove(m_world->pictures / "a/1.bmp");
        QCOMPARE(index({m_world->pictures / "b"}).numVanished, 0);
        QCOMPARE(index({m_world->pictures / "a"}).numVanished, 1);
        QCOMPARE(m_world->gallery()->counts().numPresent, 1);
    }

    void aMovedRootIsFoundWhereItIs() {
        m_world->picture("1.bmp", 1);
        m_world->index();
        const fs::path moved = m_world->folder / "moved";
        fs::rename(m_world->pictures, moved);
        {
            const auto gallery = Gallery::open(m_world->file);
            gallery->items().relocateRoot(gallery->items().roots().at(0).id, moved);
        }
        QCOMPARE(index({moved}).numUnchanged, 1);
        QCOMPARE(m_world->model->numEncodedImages.load(), 1);
    }

    void manyFilesComeInPagesOfTheGallery() {
        constexpr int kNumFiles = 2100;  // More than two pages of rows.
        const auto gallery = Gallery::open(m_world->file);
        const RootId root = gallery->items().addRoot(m_world->pictures);
        gallery->transaction([&] {
            for (int i = 0; i < kNumFiles; ++i) {
                Item item;
                item.root = root;
                item.path = fmt::format("{:05}.bmp", i);
                item.contentHash = std::string(64, '0');
                gallery->items().add(item, {});
            }
        });
        m_world->picture("00999.bmp", 1);
        m_world->picture("01000.bmp", 2);
        m_world->picture("01000a.bmp", 3);
        const IndexReport report = m_world->index();
        QCOMPARE(report.numVanished, kNumFiles - 2);
        QCOMPARE(report.numChanged, 2);
        QCOMPARE(report.numAdded, 1);
        QCOMPARE(m_world->gallery()->counts().numPresent, 3);
    }
};

QTEST_GUILESS_MAIN(TestIndexFolders)
#include "tst_index_folders.moc"
