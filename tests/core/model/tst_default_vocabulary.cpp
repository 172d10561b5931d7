#include <QTemporaryDir>
#include <QTest>

#include "core/base/atomic_file.h"
#include "core/model/default_vocabulary.h"

using namespace descry;
namespace fs = std::filesystem;

class TestDefaultVocabulary : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void cleanup();
    void absenceIsNoError();
    void installedOneLiesBesideTheProgram();
    void checkoutOneLiesAboveTheBuild();
    void environmentComesFirst();
    void noticeAndLicenceComeWithIt();

  private:
    fs::path root() const { return m_folder->path().toStdString(); }
    fs::path install(const fs::path& data) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDefaultVocabulary::init() {
    qunsetenv("DESCRY_DATA_DIR");
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestDefaultVocabulary::cleanup() {
    qunsetenv("DESCRY_DATA_DIR");
}

fs::path TestDefaultVocabulary::install(const fs::path& data) const {
    const fs::path folder = root() / data / "vocab";
    fs::create_directories(folder);
    writeFileAtomically(folder / "bert-base-uncased-vocab.txt", "[PAD]\n");
    return folder / "bert-base-uncased-vocab.txt";
}

void TestDefaultVocabulary::absenceIsNoError() {
    QVERIFY(!findDefaultVocabulary(root() / "a" / "b" / "c" / "d" / "e" / "bin"));
    fs::create_directories(root() / "share/descry/vocab/bert-base-uncased-vocab.txt");
    QVERIFY(!findDefaultVocabulary(root() / "bin"));
}

void TestDefaultVocabulary::installedOneLiesBesideTheProgram() {
    const fs::path file = install("share/descry");
    const auto found = findDefaultVocabulary(root() / "bin");
    QVERIFY(found.has_value());
    QCOMPARE(found->file, file);
}

void TestDefaultVocabulary::checkoutOneLiesAboveTheBuild() {
    const fs::path file = install(".deps");
    const auto found = findDefaultVocabulary(root() / "build" / "dev" / "bin");
    QVERIFY(found.has_value());
    QCOMPARE(found->file, file);
}

void TestDefaultVocabulary::environmentComesFirst() {
    install("share/descry");
    const fs::path file = install("elsewhere");
    qputenv("DESCRY_DATA_DIR", QByteArray::fromStdString((root() / "elsewhere").string()));
    QCOMPARE(findDefaultVocabulary(root() / "bin")->file, file);
    qputenv("DESCRY_DATA_DIR", "/nonexistent");
    QVERIFY(findDefaultVocabulary(root() / "bin")->file != file);
}

void TestDefaultVocabulary::noticeAndLicenceComeWithIt() {
    const fs::path folder = install("share/descry").parent_path();
    writeFileAtomically(folder / "NOTICE", "Copyright somebody\n");
    writeFileAtomically(folder / "LICENSE", "Do as you like\n");
    QCOMPARE(findDefaultVocabulary(root() / "bin")->notice,
             std::string("Copyright somebody\n\nDo as you like\n\n"));
}

QTEST_GUILESS_MAIN(TestDefaultVocabulary)
#include "tst_default_vocabulary.moc"
