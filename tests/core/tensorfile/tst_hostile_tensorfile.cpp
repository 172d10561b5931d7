#include <sys/resource.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/tensorfile/tensor_check.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;
namespace fs = std::filesystem;

/// Every checkpoint and safetensors file of the hostile collection, as its manifest judges it.
class TestHostileTensorfile : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void judgesAsTheManifest_data();
    void judgesAsTheManifest();
    void opensAGoodFileAfterwards();

  private:
    std::map<std::string, nlohmann::json> m_entries;
};

constexpr int kMaxMs = 5000;
constexpr long kMaxGrowthKiB = 256L * 1024;

fs::path hostileFolder() {
    return DESCRY_TEST_DATA "/hostile";
}

void TestHostileTensorfile::initTestCase() {
    for (const nlohmann::json& entry : readJsonFile(hostileFolder() / "manifest.json")) {
        const std::string kind = entry.at("kind");
        if (kind == "checkpoint" || kind == "safetensors") m_entries[entry.at("file")] = entry;
    }
    QVERIFY(m_entries.size() > 100);
}

void TestHostileTensorfile::judgesAsTheManifest_data() {
    QTest::addColumn<QString>("file");
    for (const auto& [file, entry] : m_entries) {
        QTest::newRow(file.c_str()) << QString::fromStdString(file);
    }
}

std::string bytesFromHex(const std::string& hex) {
    return QByteArray::fromHex(QByteArray::fromStdString(hex)).toStdString();
}

/// The file itself, or what its recipe makes of it in `folder`.
fs::path materialised(const nlohmann::json& entry, const fs::path& folder) {
    const fs::path stored = hostileFolder() / entry.at("file").get<std::string>();
    if (!entry.value("made_at_test_time", false)) return stored;
    const fs::path made = folder / stored.filename();
    std::ofstream out(made, std::ios::binary);
    for (const nlohmann::json& part : entry.at("recipe")) {
        const std::string bytes = bytesFromHex(part.at("hex"));
        for (std::int64_t i = 0; i < part.at("repeat").get<std::int64_t>(); ++i) out << bytes;
    }
    return made;
}

/// What is wrong with the tensors read, or nothing.
std::string differenceFrom(const nlohmann::json& expected, const TensorCheck& check) {
    if (expected.size() != check.tensors.size()) return "another number of tensors";
    for (const TensorDigest& tensor : check.tensors) {
        if (!expected.contains(tensor.name)) return "unexpected " + tensor.name;
        const nlohmann::json& facts = expected.at(tensor.name);
        const bool agrees = facts.at("dtype") == torchName(tensor.dtype) &&
                            facts.at("shape") == nlohmann::json(tensor.shape) &&
                            facts.at("sha256") == tensor.sha256;
        if (!agrees) return tensor.name + " differs";
    }
    return {};
}

long peakKiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// A file of this name anywhere between `folder` and `levels` above it.
bool markerAround(fs::path folder, const std::string& marker, int levels) {
    for (int i = 0; i <= levels; ++i, folder = folder.parent_path()) {
        if (fs::exists(folder / marker)) return true;
    }
    return false;
}

void TestHostileTensorfile::judgesAsTheManifest() {
    QFETCH(QString, file);
    const nlohmann::json& entry = m_entries.at(file.toStdString());
    QTemporaryDir outer;
    const fs::path folder = fs::path(outer.path().toStdString()) / "a" / "b" / "c";
    fs::create_directories(folder);
    const fs::path before = fs::current_path();
    const fs::path path = materialised(entry, outer.path().toStdString());
    fs::current_path(folder);
    const long peakBefore = peakKiB();
    QElapsedTimer timer;
    timer.start();
    std::string difference;
    const auto refusal = refusalOf([&] {
        const TensorCheck check = checkTensorFile(*openTensorFile(path));
        if (entry.contains("tensors")) difference = differenceFrom(entry.at("tensors"), check);
    });
    const qint64 elapsed = timer.elapsed();
    fs::current_path(before);

    const bool isAccepted = entry.at("verdict") == "accept";
    if (!entry.value("debatable", false)) {
        QVERIFY2(isAccepted == !refusal, refusal ? refusal->message.c_str() : "accepted");
    }
    QVERIFY2(difference.empty(), difference.c_str());
    if (refusal) {
        QVERIFY(refusal->code == ErrorCode::CorruptFile || refusal->code == ErrorCode::Unsupported);
        QVERIFY2(refusal->message.starts_with(path.string() + ": "), refusal->message.c_str());
        QVERIFY2(refusal->message.size() < path.string().size() + 500, refusal->message.c_str());
    }
    QVERIFY(fs::is_empty(folder));
    QVERIFY(!markerAround(folder, "DESCRY_PWNED", 3));
    QVERIFY(!markerAround(hostileFolder() / "checkpoint", "DESCRY_PWNED", 2));
    QVERIFY(elapsed < kMaxMs);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    const long recipeKiB = path.parent_path() == outer.path().toStdString()
                               ? static_cast<long>(fs::file_size(path) / 1024)
                               : 0;
    QVERIFY(peakKiB() - peakBefore < kMaxGrowthKiB + recipeKiB);
#else
    Q_UNUSED(peakBefore);
#endif
}

void TestHostileTensorfile::opensAGoodFileAfterwards() {
    const auto good = std::find_if(m_entries.begin(), m_entries.end(), [](const auto& item) {
        return item.second.at("verdict") == "accept";
    });
    QVERIFY(good != m_entries.end());
    const TensorCheck check = checkTensorFile(*openTensorFile(hostileFolder() / good->first));
    QCOMPARE(differenceFrom(good->second.at("tensors"), check), std::string());
}

QTEST_GUILESS_MAIN(TestHostileTensorfile)
#include "tst_hostile_tensorfile.moc"
