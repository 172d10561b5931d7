#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/mapped_file.h"

namespace descry {
namespace {

std::string textOf(const MappedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

ErrorCode codeOfMapping(const std::string& path) {
    try {
        MappedFile{path};
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class MappedFileTest : public QObject {
    Q_OBJECT

  private slots:
    void showsTheBytes();
    void anEmptyFileHasNoBytes();
    void movingKeepsTheMapping();
    void releasedPagesAreReadAgain();
    void refusesWhatIsNoOrdinaryFile();
    void replacingTheFileLeavesTheMappingAlone();
};

void MappedFileTest::showsTheBytes() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    const std::string contents("a\0b", 3);
    writeFileAtomically(path, contents);
    const MappedFile file(path, MappedFile::Access::Sequential);
    QCOMPARE(textOf(file), contents);
    QCOMPARE(file.path().native(), path);
}

void MappedFileTest::anEmptyFileHasNoBytes() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    writeFileAtomically(path, "");
    QVERIFY(MappedFile(path).bytes().empty());
}

void MappedFileTest::movingKeepsTheMapping() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    writeFileAtomically(path, "first");
    MappedFile file(path);
    writeFileAtomically(path, "other");
    MappedFile other(path);
    other = std::move(file);
    QCOMPARE(textOf(other), std::string("first"));
    const MappedFile last(std::move(other));
    QCOMPARE(textOf(last), std::string("first"));
}

void MappedFileTest::releasedPagesAreReadAgain() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    std::string contents(50'000, 'x');
    contents.back() = 'y';
    writeFileAtomically(path, contents);
    const MappedFile file(path);
    QCOMPARE(textOf(file), contents);
    file.release(1, 40'000);
    file.release(0, contents.size());
    file.release(10, 5);
    file.release(contents.size() + 1, 5);
    file.release(100, std::size_t(-1));
    QCOMPARE(textOf(file), contents);
}

void MappedFileTest::refusesWhatIsNoOrdinaryFile() {
    QTemporaryDir folder;
    const std::string pipe = folder.filePath("pipe").toStdString();
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    QCOMPARE(codeOfMapping(pipe), ErrorCode::Io);
    QCOMPARE(codeOfMapping(folder.path().toStdString()), ErrorCode::Io);
    QCOMPARE(codeOfMapping(folder.filePath("none").toStdString()), ErrorCode::NotFound);
    QCOMPARE(codeOfMapping(""), ErrorCode::NotFound);
    QCOMPARE(codeOfMapping(std::string("a\0b", 3)), ErrorCode::NotFound);
}

void MappedFileTest::replacingTheFileLeavesTheMappingAlone() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    writeFileAtomically(path, "old contents");
    const MappedFile file(path);
    writeFileAtomically(path, "");
    QCOMPARE(textOf(file), std::string("old contents"));
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::MappedFileTest)
#include "tst_mapped_file.moc"
