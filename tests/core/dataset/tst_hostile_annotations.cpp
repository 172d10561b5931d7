#include <sys/resource.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/dataset/dataset.h"
#include "core/dataset/dataset_check.h"

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

/// The bytes of a file that the collection keeps as a recipe.
QByteArray cook(const nlohmann::json& recipe) {
    QByteArray bytes;
    for (const auto& part : recipe) {
        const QByteArray piece =
            QByteArray::fromHex(QByteArray::fromStdString(part["hex"].get<std::string>()));
        bytes += piece.repeated(part["repeat"].get<int>());
    }
    return bytes;
}

}  // namespace

class TestHostileAnnotations : public QObject {
    Q_OBJECT

    nlohmann::json m_entries = nlohmann::json::array();
    QTemporaryDir m_folder;
    QTemporaryDir m_cooked;
    long m_emptyKiB = 0;

    std::filesystem::path fileOf(const nlohmann::json& entry) const {
        const std::filesystem::path file = entry["file"].get<std::string>();
        if (!entry.value("made_at_test_time", false)) return hostileFolder() / file;
        const auto path = std::filesystem::path(m_cooked.path().toStdString()) / file.filename();
        const QByteArray bytes = cook(entry["recipe"]);
        std::ofstream(path, std::ios::binary).write(bytes.constData(), bytes.size());
        return path;
    }

    static void checkAccepted(const nlohmann::json& entry, const Dataset& dataset) {
        QCOMPARE(dataset.records.size(), entry["records"].get<std::size_t>());
        QCOMPARE(dataset.numCaptions(), entry["captions"].get<std::size_t>());
        QCOMPARE(dataset.numPeople(), entry["people"].get<std::size_t>());
    }

    static void checkRefused(const Error& error, const std::filesystem::path& file) {
        const QString message = error.what();
        QVERIFY2(message.contains(QString::fromStdString(file.filename().string())), error.what());
        QVERIFY2(message.size() < 500 && !message.contains('\n'), error.what());
        QVERIFY(error.code() == ErrorCode::CorruptFile || error.code() == ErrorCode::InvalidInput);
    }

  private slots:
    void initTestCase() {
        for (const auto& entry : readJsonFile(hostileFolder() / "manifest.json")) {
            if (entry["kind"] == "annotations") m_entries.push_back(entry);
        }
        QVERIFY(m_entries.size() > 10);
        QVERIFY(QDir(m_folder.path()).mkpath("one/two"));
        QVERIFY(QDir::setCurrent(m_folder.filePath("one/two")));
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
        const std::filesystem::path file = fileOf(entry);
        const bool isDebatable = entry.value("debatable", false);
        QElapsedTimer timer;
        timer.start();
        try {
            const Dataset dataset = readDataset(file);
            QVERIFY2(isDebatable || entry["verdict"] == "accept", "accepted");
            if (entry["verdict"] == "accept") checkAccepted(entry, dataset);
        } catch (const Error& error) {
            QVERIFY2(isDebatable || entry["verdict"] == "reject", error.what());
            checkRefused(error, file);
        }
        QVERIFY(timer.elapsed() < kMaxMs);
        QVERIFY2(peakKiB() - m_emptyKiB < kMaxExtraKiB, "more memory than 256 MiB");
        QCOMPARE(readDataset(hostileFolder() / "annotations/good-cuhk.json").records.size(),
                 std::size_t{3});
    }

    void readingAndCheckingAgree_data() { hasTheRightVerdict_data(); }
    void readingAndCheckingAgree() {
        QFETCH(int, index);
        const std::filesystem::path file = fileOf(m_entries[static_cast<std::size_t>(index)]);
        bool isRead = true;
        try {
            readDataset(file);
        } catch (const Error&) {
            isRead = false;
        }
        bool isSound = true;
        try {
            isSound = !checkDatasetFile(file).hasErrors();
        } catch (const Error&) {
            isSound = false;
        }
        QCOMPARE(isSound, isRead);
    }

    void leavesNothingBehind() {
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries),
                 QStringList{"one"});
        QCOMPARE(QDir(".").entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList());
        QCOMPARE(QDir("..").entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList{"two"});
    }

    void cleanupTestCase() { QDir::setCurrent(QDir::rootPath()); }
};

QTEST_GUILESS_MAIN(TestHostileAnnotations)
#include "tst_hostile_annotations.moc"
