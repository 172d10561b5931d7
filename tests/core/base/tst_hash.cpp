#include <QTemporaryDir>
#include <QTest>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/sha256_blocks.h"

namespace descry {
namespace {

std::vector<std::byte> pattern(std::size_t size) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 131 + i / 251);
    return bytes;
}

std::string ownHash(std::span<const std::byte> bytes, std::size_t pieceBytes) {
    Sha256Blocks hash;
    for (std::size_t at = 0; at < bytes.size(); at += pieceBytes) {
        hash.update(bytes.subspan(at, std::min(pieceBytes, bytes.size() - at)));
    }
    return toHex(hash.digest());
}

ErrorCode codeOfHashing(const QString& path) {
    try {
        sha256File(path.toStdString());
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class HashTest : public QObject {
    Q_OBJECT

  private slots:
    void givesThePublishedDigests();
    void piecesGiveTheSameAsTheWhole();
    void ownImplementationAgreesWithOpenSsl();
    void hashesFilesOfAnySize();
    void refusesWhatIsNoFile();
    void hexKeepsLeadingZeros();
};

void HashTest::givesThePublishedDigests() {
    // FIPS 180-4's examples.
    QCOMPARE(sha256Hex(""),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256Hex("abc"),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    const std::string million(1'000'000, 'a');
    const std::string digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    QCOMPARE(sha256Hex(million), digest);
    QCOMPARE(ownHash(std::as_bytes(std::span(million)), 777), digest);
}

void HashTest::piecesGiveTheSameAsTheWhole() {
    const auto bytes = pattern(1000);
    Sha256 hash;
    hash.update(std::span(bytes).first(1));
    hash.update(std::span(bytes).subspan(1, 0));
    hash.update(std::span(bytes).subspan(1));
    Sha256 moved = std::move(hash);
    QCOMPARE(moved.hexDigest(), sha256Hex(bytes));
}

void HashTest::ownImplementationAgreesWithOpenSsl() {
    for (std::size_t size = 0; size <= 300; ++size) {
        const auto bytes = pattern(size);
        const std::string expected = sha256Hex(bytes);
        QCOMPARE(ownHash(bytes, 300), expected);
        QCOMPARE(ownHash(bytes, 7), expected);
    }
}

void HashTest::hashesFilesOfAnySize() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("f").toStdString();
    for (const std::size_t size : {0U, 1U, 1U << 20, (1U << 20) + 1U, 3'000'000U}) {
        const auto bytes = pattern(size);
        AtomicFile file(path);
        file.write(bytes);
        file.commit();
        QCOMPARE(sha256File(path), sha256Hex(bytes));
    }
}

void HashTest::refusesWhatIsNoFile() {
    QTemporaryDir folder;
    QCOMPARE(codeOfHashing(folder.filePath("none")), ErrorCode::NotFound);
    QCOMPARE(codeOfHashing(folder.path()), ErrorCode::Io);
}

void HashTest::hexKeepsLeadingZeros() {
    const std::byte bytes[] = {std::byte{0}, std::byte{0x0a}, std::byte{0xff}};
    QCOMPARE(toHex(bytes), std::string("000aff"));
    QCOMPARE(toHex({}), std::string());
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::HashTest)
#include "tst_hash.moc"
