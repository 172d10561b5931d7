#include <sys/resource.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/vision/decode.h"

using namespace descry;

namespace {

constexpr qint64 kMaxMs = 5000;
constexpr long kMaxExtraKiB = 256L << 10;

std::filesystem::path hostileFolder() {
    return DESCRY_TEST_DATA "/hostile";
}

long peakKiB() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::string hashOf(const RgbImage& image) {
    return sha256Hex(std::as_bytes(std::span(image.samples)));
}

}  // namespace

class TestHostileImage : public QObject {
    Q_OBJECT

    nlohmann::json m_entries = nlohmann::json::array();
    QTemporaryDir m_folder;
    long m_emptyKiB = 0;

    void checkAccepted(const nlohmann::json& entry, const DecodedImage& decoded) const {
        QCOMPARE(decoded.image.width, entry["width"].get<int>());
        QCOMPARE(decoded.image.height, entry["height"].get<int>());
        QCOMPARE(decoded.exifOrientation, entry.value("exif_orientation", 1));
        QCOMPARE(!decoded.warnings.empty(), entry.value("warning", false));
        if (entry["compare"] != "exact") return;
        QCOMPARE(hashOf(decoded.image), entry["sha256"].get<std::string>());
    }

    static void checkRefused(const Error& error, const std::string& file) {
        const QString message = error.what();
        const auto name = std::filesystem::path(file).filename().string();
        QVERIFY2(message.contains(QString::fromStdString(name)), error.what());
        QVERIFY2(message.size() < 400 && !message.contains('\n'), error.what());
        QVERIFY(error.code() == ErrorCode::CorruptFile || error.code() == ErrorCode::Unsupported ||
                error.code() == ErrorCode::InvalidInput);
    }

  private slots:
    void initTestCase() {
        for (const auto& entry : readJsonFile(hostileFolder() / "manifest.json")) {
            if (entry["kind"] == "image") m_entries.push_back(entry);
        }
        QVERIFY(m_entries.size() > 10);
        QVERIFY(QDir(m_folder.path()).mkpath("one/two"));
        QVERIFY(QDir::setCurrent(m_folder.filePath("one/two")));
        readImage(hostileFolder() / "image/good-plain.jpg");
        m_emptyKiB = peakKiB();
    }

    void hasTheRightVerdict_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
            const auto file = m_entries[static_cast<std::size_t>(i)]["file"].get<std::string>();
            QTest::newRow(file.c_str()) << i;
        }
    }

    void hasTheRightVerdict() {
        QFETCH(int, index);
        const auto& entry = m_entries[static_cast<std::size_t>(index)];
        const auto file = entry["file"].get<std::string>();
        const bool isDebatable = entry.value("debatable", false);
        QElapsedTimer timer;
        timer.start();
        try {
            const DecodedImage decoded = readImage(hostileFolder() / file);
            QVERIFY2(isDebatable || entry["verdict"] == "accept", "accepted");
            if (entry["verdict"] == "accept") checkAccepted(entry, decoded);
        } catch (const Error& error) {
            QVERIFY2(isDebatable || entry["verdict"] == "reject", error.what());
            checkRefused(error, file);
        }
        QVERIFY(timer.elapsed() < kMaxMs);
        QVERIFY2(peakKiB() - m_emptyKiB < kMaxExtraKiB, "more memory than 256 MiB");
        QCOMPARE(readImage(hostileFolder() / "image/good-plain.jpg").image.width, 32);
    }

    void leavesNothingBehind() {
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries),
                 QStringList{"one"});
        QCOMPARE(QDir(".").entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList());
        QCOMPARE(QDir("..").entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList{"two"});
    }

    void cleanupTestCase() { QDir::setCurrent(QDir::rootPath()); }
};

QTEST_GUILESS_MAIN(TestHostileImage)
#include "tst_hostile_image.moc"
