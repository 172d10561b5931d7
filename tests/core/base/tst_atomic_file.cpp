#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLarge = std::size_t{1} << 20;

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

std::size_t numEntries(const fs::path& folder) {
    const fs::directory_iterator entries(folder);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void exchangedFoldersTradePlaces();
    void exchangeWithNothingIsARename();
    void appearsOnlyOnCommit();
    void leavesNothingBehindWithoutCommit();
    void leavesNothingBehindWhenKilled();
    void replacesAFileAndKeepsItsPermissions();
    void writesThroughALink();
    void writesNextToTheLongestName();
    void refusesWhatCannotBeWritten();
    void aFullDiskHasACodeOfItsOwn();
    void aFolderAppearsWholeOnCommit();
    void anEmptyFolderIsReplacedAndAFullOneRefused();
    void aFolderFilledMeanwhileIsRefused();
    void anUncommittedFolderLeavesNothing();
    void makesAFolderWithThoseAboveIt();
    void readsUpToItsCap();
    void readsFilesWhoseSizeIsNotKnown();

  private:
    fs::path inFolder(const char* name) const { return m_path / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

void AtomicFileTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->path().toStdString();
}

void AtomicFileTest::exchangedFoldersTradePlaces() {
    fs::create_directories(inFolder("new"));
    fs::create_directories(inFolder("old"));
    writeFileAtomically(inFolder("new/text"), "new");
    writeFileAtomically(inFolder("old/text"), "old");
    exchangeFolder(inFolder("new"), inFolder("old"));
    QCOMPARE(readFile(inFolder("old/text"), kLarge), std::string("new"));
    QCOMPARE(readFile(inFolder("new/text"), kLarge), std::string("old"));
}

void AtomicFileTest::exchangeWithNothingIsARename() {
    fs::create_directories(inFolder("new"));
    exchangeFolder(inFolder("new"), inFolder("target"));
    QVERIFY(fs::exists(inFolder("target")));
    QVERIFY(!fs::exists(inFolder("new")));
    QCOMPARE(codeOf([&] { exchangeFolder(inFolder("none"), inFolder("target")); }),
             ErrorCode::NotFound);
    QVERIFY(fs::exists(inFolder("target")));
}

void AtomicFileTest::appearsOnlyOnCommit() {
    const fs::path target = inFolder("f");
    AtomicFile file(target);
    file.write("one ");
    file.write("two");
    QCOMPARE(file.position(), std::size_t{7});
    QVERIFY(!fs::exists(target));
    file.commit();
    QCOMPARE(readFile(target, 100), std::string("one two"));
    QCOMPARE(numEntries(m_path), std::size_t{1});
}

void AtomicFileTest::leavesNothingBehindWithoutCommit() {
    writeFileAtomically(inFolder("f"), "old");
    {
        AtomicFile file(inFolder("f"));
        file.write("new");
    }
    QCOMPARE(readFile(inFolder("f"), 100), std::string("old"));
    QCOMPARE(numEntries(m_path), std::size_t{1});
}

void AtomicFileTest::leavesNothingBehindWhenKilled() {
    const int unnamed = ::open(m_path.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (unnamed < 0) QSKIP("this file system has no unnamed files");
    ::close(unnamed);
    const pid_t child = ::fork();
    if (child == 0) {
        AtomicFile file(inFolder("half"));
        file.write("half of it");
        ::kill(::getpid(), SIGKILL);
    }
    QVERIFY(child > 0);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(numEntries(m_path), std::size_t{0});
}

void AtomicFileTest::replacesAFileAndKeepsItsPermissions() {
    writeFileAtomically(inFolder("f"), "old");
    fs::permissions(inFolder("f"), fs::perms::owner_read | fs::perms::owner_write);
    writeFileAtomically(inFolder("f"), "new");
    QCOMPARE(readFile(inFolder("f"), 100), std::string("new"));
    QCOMPARE(fs::status(inFolder("f")).permissions(),
             fs::perms::owner_read | fs::perms::owner_write);
}

void AtomicFileTest::writesThroughALink() {
    writeFileAtomically(inFolder("f"), "old");
    fs::create_symlink("f", inFolder("link"));
    writeFileAtomically(inFolder("link"), "new");
    QVERIFY(fs::is_symlink(inFolder("link")));
    QCOMPARE(readFile(inFolder("f"), 100), std::string("new"));
}

void AtomicFileTest::writesNextToTheLongestName() {
    const std::string name(255, 'n');
    writeFileAtomically(inFolder(name.c_str()), "x");
    QCOMPARE(readFile(inFolder(name.c_str()), 100), std::string("x"));
}

void AtomicFileTest::refusesWhatCannotBeWritten() {
    QCOMPARE(codeOf([&] { AtomicFile{inFolder("none/f")}; }), ErrorCode::NotFound);
    QCOMPARE(codeOf([&] { AtomicFile{m_path}; }), ErrorCode::Io);
    QCOMPARE(codeOf([&] { AtomicFile{""}; }), ErrorCode::InvalidInput);
    QCOMPARE(codeOf([&] { AtomicFile{"/"}; }), ErrorCode::InvalidInput);
    writeFileAtomically(inFolder("f"), "x");
    QCOMPARE(codeOf([&] { AtomicFile{inFolder("f/g")}; }), ErrorCode::NotFound);
    if (::geteuid() == 0) QSKIP("root may write anywhere");
    fs::permissions(m_path, fs::perms::owner_read | fs::perms::owner_exec);
    QCOMPARE(codeOf([&] { AtomicFile{inFolder("g")}; }), ErrorCode::Io);
    fs::permissions(m_path, fs::perms::owner_all);
}

void AtomicFileTest::aFullDiskHasACodeOfItsOwn() {
    for (const int reason : {ENOSPC, EDQUOT, EFBIG}) {
        QCOMPARE(writeErrorCode(reason), ErrorCode::DiskFull);
    }
    for (const int reason : {0, EIO, EROFS, EACCES}) {
        QCOMPARE(writeErrorCode(reason), ErrorCode::Io);
    }
    writeFileAtomically(inFolder("f"), "old");
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    ::getrlimit(RLIMIT_FSIZE, &usual);
    rlimit full = usual;
    full.rlim_cur = 4096;
    ::setrlimit(RLIMIT_FSIZE, &full);
    const ErrorCode code =
        codeOf([&] { writeFileAtomically(inFolder("f"), std::string(kLarge, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &usual);
    QCOMPARE(code, ErrorCode::DiskFull);
    QCOMPARE(readFile(inFolder("f"), 10), std::string("old"));
    QCOMPARE(numEntries(m_path), std::size_t{1});
}

void AtomicFileTest::aFolderAppearsWholeOnCommit() {
    AtomicFolder folder(inFolder("bundle/"));
    fs::create_directory(folder.path() / "sub");
    writeFileAtomically(folder.path() / "sub" / "f", "x");
    QVERIFY(!fs::exists(inFolder("bundle")));
    folder.commit();
    QCOMPARE(readFile(inFolder("bundle") / "sub" / "f", 10), std::string("x"));
    QCOMPARE(numEntries(m_path), std::size_t{1});
}

void AtomicFileTest::anEmptyFolderIsReplacedAndAFullOneRefused() {
    fs::create_directory(inFolder("bundle"));
    AtomicFolder folder(inFolder("bundle"));
    writeFileAtomically(folder.path() / "f", "x");
    folder.commit();
    QVERIFY(fs::exists(inFolder("bundle") / "f"));
    QCOMPARE(codeOf([&] { AtomicFolder{inFolder("bundle")}; }), ErrorCode::InvalidInput);
    QCOMPARE(codeOf([&] { AtomicFolder{inFolder("bundle") / "f"}; }), ErrorCode::InvalidInput);
    QCOMPARE(codeOf([&] { AtomicFolder{inFolder("none/bundle")}; }), ErrorCode::NotFound);
    QVERIFY(fs::exists(inFolder("bundle") / "f"));
}

void AtomicFileTest::aFolderFilledMeanwhileIsRefused() {
    AtomicFolder folder(inFolder("bundle"));
    fs::create_directory(inFolder("bundle"));
    writeFileAtomically(inFolder("bundle") / "theirs", "x");
    QCOMPARE(codeOf([&] { folder.commit(); }), ErrorCode::InvalidInput);
    QVERIFY(fs::exists(inFolder("bundle") / "theirs"));
}

void AtomicFileTest::anUncommittedFolderLeavesNothing() {
    {
        AtomicFolder folder(inFolder("bundle"));
        writeFileAtomically(folder.path() / "f", "x");
    }
    QCOMPARE(numEntries(m_path), std::size_t{0});
}

void AtomicFileTest::makesAFolderWithThoseAboveIt() {
    const fs::path deep = m_path / "a" / "b";
    makeFolder(deep);
    QVERIFY(fs::is_directory(deep));
    writeFileAtomically(deep / "kept", "x");
    makeFolder(deep);
    QCOMPARE(numEntries(deep), std::size_t{1});
    QCOMPARE(codeOf([&] { makeFolder(deep / "kept" / "below"); }), ErrorCode::Io);
}

void AtomicFileTest::readsUpToItsCap() {
    const std::string contents(kLarge, 'x');
    writeFileAtomically(inFolder("f"), contents);
    QCOMPARE(readFile(inFolder("f"), kLarge), contents);
    QCOMPARE(codeOf([&] { readFile(inFolder("f"), kLarge - 1); }), ErrorCode::InvalidInput);
    QCOMPARE(codeOf([&] { readFile(inFolder("none"), 1); }), ErrorCode::NotFound);
    QCOMPARE(codeOf([&] { readFile(m_path, 1); }), ErrorCode::Io);
    writeFileAtomically(inFolder("empty"), "");
    QCOMPARE(readFile(inFolder("empty"), 0), std::string());
}

void AtomicFileTest::readsFilesWhoseSizeIsNotKnown() {
    // Files of the proc file system say that they are empty.
    QVERIFY(readFile("/proc/self/status", kLarge).find("Pid:") != std::string::npos);
    QCOMPARE(codeOf([] { readFile("/proc/self/status", 10); }), ErrorCode::InvalidInput);
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::AtomicFileTest)
#include "tst_atomic_file.moc"
