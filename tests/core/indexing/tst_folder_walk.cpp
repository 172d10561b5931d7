#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/error.h"
#include "core/indexing/folder_walk.h"
#include "tests/support/unprivileged.h"

using namespace descry;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

Names walked(FolderWalk& walk) {
    Names names;
    while (const auto file = walk.next()) names.push_back(file->path);
    return names;
}

QString refusal(const FolderWalkOptions& options, ErrorCode code) {
    try {
        const FolderWalk walk(options);
    } catch (const Error& error) {
        return error.code() == code ? error.what() : "another code";
    }
    return {};
}

}  // namespace

class TestFolderWalk : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_root;

    void write(const std::string& path, const std::string& text = "x") const {
        fs::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path, std::ios::binary) << text;
    }

    Names walked(const std::string& below = {}, const std::vector<fs::path>& skipped = {}) const {
        FolderWalk walk({.root = m_root, .below = below, .skipped = skipped});
        return ::walked(walk);
    }

  private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_root = m_temporary->path().toStdString();
    }

    void findsNestedFilesInByteOrder() {
        const Names files{"a/b/1.jpg",
                          "a/b.jpg",
                          "a/b0.jpg",
                          "a/\xc3\xa9.jpg",
                          "B.jpg",
                          "a.jpg",
                          "Z/1.jpg",
                          "z/1/2/3.jpg",
                          "\xff/1.jpg",
                          "a /1.jpg"};
        for (const std::string& file : files) write(file);
        fs::create_directories(m_root / "empty/deep");
        Names sorted = files;
        std::sort(sorted.begin(), sorted.end());
        QVERIFY(walked() == sorted);
    }

    void givesSizeAndTime() {
        write("a.jpg", "12345");
        FolderWalk walk({.root = m_root, .below = {}, .skipped = {}});
        const auto file = walk.next();
        QCOMPARE(file->sizeBytes, 5);
        const auto seen = statFile(m_root, "a.jpg").file;
        QCOMPARE(seen->sizeBytes, 5);
        QCOMPARE(seen->modifiedNs, file->modifiedNs);
        QVERIFY(file->modifiedNs > 1'500'000'000'000'000'000);
        QVERIFY(!walk.next() && !walk.next());
    }

    void tellsImagesByTheirExtension() {
        for (const char* name : {"a.jpg",
                                 "a.JPEG",
                                 "a.jpe",
                                 "a.jfif",
                                 "a.Png",
                                 "a.webp",
                                 "a.BMP",
                                 "a.b.jpg",
                                 "..jpg",
                                 "\xff.jpg"}) {
            QVERIFY2(hasImageExtension(name), name);
        }
        for (const char* name : {"",
                                 "jpg",
                                 ".jpg",
                                 "a.",
                                 "a.jpg ",
                                 "a.jpg.txt",
                                 "a.gif",
                                 "a.jpgx",
                                 "a.jp",
                                 "a.j\xd0\xb0g"}) {
            QVERIFY2(!hasImageExtension(name), name);
        }
    }

    void countsWhatItPassesOver() {
        for (const char* name : {"a.jpg", "b.txt", "c", "d/e.gif", "d/.jpg"}) write(name);
        fs::create_directory(m_root / "folder.jpg");
        FolderWalk walk({.root = m_root, .below = {}, .skipped = {}});
        QVERIFY(::walked(walk) == Names{"a.jpg"});
        QCOMPARE(walk.numIgnored(), 4);
        QVERIFY(walk.unreadable().empty());
    }

    void keepsPathsOfAnyBytes() {
        Names files{"\x01.jpg",
                    "\n.jpg",
                    " .jpg",
                    "\"'\\.jpg",
                    "\x80\xfe\xff.jpg",
                    "\xed\xa0\x80/\xc0\xaf.jpg",
                    "-rf.jpg",
                    "\xf0\x9f\x98\x80.jpg"};
        files.push_back(std::string(251, 'n') + ".jpg");
        for (const std::string& file : files) write(file);
        std::sort(files.begin(), files.end());
        QVERIFY(walked() == files);
    }

    void walksOnlyBelowAFolder() {
        for (const char* file : {"a/1.jpg", "a/b/2.jpg", "a/b/c/3.jpg", "a/bc/4.jpg"}) write(file);
        QVERIFY(walked("a/b") == (Names{"a/b/2.jpg", "a/b/c/3.jpg"}));
    }

    void leavesSkippedFoldersOut() {
        for (const char* file : {"a/1.jpg", "a/b/2.jpg", "a/b/c/3.jpg", "a/bc/4.jpg"}) write(file);
        QVERIFY(walked({}, {m_root / "a/b"}) == (Names{"a/1.jpg", "a/bc/4.jpg"}));
        QVERIFY(walked("a", {m_root / "a/b/c", m_root / "a/bc"}) ==
                (Names{"a/1.jpg", "a/b/2.jpg"}));
    }

    void followsLinksButVisitsEachFolderOnce() {
        QTemporaryDir elsewhere;
        const fs::path outside = elsewhere.path().toStdString();
        std::ofstream(outside / "o.jpg") << "x";
        write("a/1.jpg");
        fs::create_symlink(outside, m_root / "link");
        fs::create_symlink("..", m_root / "a/up");
        fs::create_symlink(m_root, m_root / "a/b");
        fs::create_symlink("a/1.jpg", m_root / "one.jpg");
        QVERIFY(walked() == (Names{"a/1.jpg", "link/o.jpg", "one.jpg"}));
    }

    void passesOverLinksToNothing() {
        write("a.jpg");
        fs::create_symlink("nowhere", m_root / "b.jpg");
        fs::create_symlink("c.jpg", m_root / "c.jpg");
        fs::create_symlink("nowhere", m_root / "folder");
        FolderWalk walk({.root = m_root, .below = {}, .skipped = {}});
        QVERIFY(::walked(walk) == Names{"a.jpg"});
        QVERIFY(walk.unreadable().empty());
        QVERIFY(!walk.isUnknown("b.jpg"));
    }

    void endsForALinkThatIsItsOwnFolder() {
        fs::create_symlink(m_root / "loop", m_root / "loop");
        write("a/1.jpg");
        QVERIFY(walked() == Names{"a/1.jpg"});
        QVERIFY(refusal({.root = m_root / "loop", .below = {}, .skipped = {}}, ErrorCode::Io)
                    .contains("loop"));
    }

    void refusesAFolderThatIsNotThere() {
        write("file.jpg");
        for (const char* name : {"none", "none/deep", "file.jpg/deep"}) {
            const QString message =
                refusal({.root = m_root / name, .below = {}, .skipped = {}}, ErrorCode::NotFound);
            QVERIFY2(message.contains(name), qPrintable(message));
        }
        QVERIFY(refusal({.root = m_root, .below = "none", .skipped = {}}, ErrorCode::NotFound)
                    .contains("none"));
        QVERIFY(refusal({.root = m_root / "file.jpg", .below = {}, .skipped = {}}, ErrorCode::Io)
                    .contains("file.jpg"));
    }

    void statsOrdinaryFilesOnly() {
        write("a/1.jpg");
        for (const char* name : {"a", "none.jpg", "a/1.jpg/x.jpg", "a/"}) {
            QVERIFY2(!statFile(m_root, name).file, name);
            QVERIFY2(statFile(m_root, name).problem.empty(), name);
        }
        QVERIFY(!statFile(m_root, std::string(5000, 'x')).file);
        QVERIFY(statFile(m_root, std::string(5000, 'x')).problem.empty());
    }

    void notesFoldersThatCannotBeRead() {
        for (const char* file : {"a/1.jpg", "b/2.jpg", "b/c/3.jpg", "bc/4.jpg"}) write(file);
        const test::Unprivileged user(m_root);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        const test::Closed closed(m_root / "b");
        FolderWalk walk({.root = m_root, .below = {}, .skipped = {}});
        QVERIFY(::walked(walk) == (Names{"a/1.jpg", "bc/4.jpg"}));
        QCOMPARE(walk.unreadable().size(), std::size_t{1});
        QCOMPARE(walk.unreadable().front().path, std::string("b"));
        QVERIFY(!walk.unreadable().front().reason.empty());
        for (const char* path : {"b/2.jpg", "b/c/3.jpg"}) QVERIFY2(walk.isUnknown(path), path);
        for (const char* path : {"a/1.jpg", "bc/4.jpg", "b.jpg", "b"}) {
            QVERIFY2(!walk.isUnknown(path), path);
        }
    }

    void notesFilesThatItMayListButNotLookAt() {
        for (const char* file : {"a/1.jpg", "b/2.jpg", "b/c/3.jpg"}) write(file);
        fs::create_symlink("2.jpg", m_root / "b/link.jpg");
        fs::create_symlink("c", m_root / "b/folder");
        const test::Unprivileged user(m_root);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        const test::Closed listable(m_root / "b", fs::perms::owner_read);
        FolderWalk walk({.root = m_root, .below = {}, .skipped = {}});
        QVERIFY(::walked(walk) == Names{"a/1.jpg"});
        for (const char* path : {"b/2.jpg", "b/c/3.jpg", "b/link.jpg", "b/folder/3.jpg"}) {
            QVERIFY2(walk.isUnknown(path), path);
        }
        QVERIFY(!walk.isUnknown("a/1.jpg") && !walk.isUnknown("a/2.jpg"));
        QVERIFY(!statFile(m_root, "b/2.jpg").problem.empty());
    }

    void refusesAFolderThatCannotBeRead() {
        write("b/deep/1.jpg");
        const test::Unprivileged user(m_root);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        const test::Closed closed(m_root / "b");
        QVERIFY(refusal({.root = m_root / "b", .below = {}, .skipped = {}}, ErrorCode::Io)
                    .contains("cannot be read"));
        QVERIFY(refusal({.root = m_root / "b/deep", .below = {}, .skipped = {}}, ErrorCode::Io)
                    .contains("cannot be read"));
    }
};

QTEST_GUILESS_MAIN(TestFolderWalk)
#include "tst_folder_walk.moc"
