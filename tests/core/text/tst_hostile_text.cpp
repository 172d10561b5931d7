#include <sys/resource.h>

#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr auto kMaxTime = std::chrono::seconds(5);
constexpr long kMaxMemoryKib = 256 * 1024;

/// What reading a file came to.
struct Outcome {
    std::optional<Error> refusal;
    std::size_t numTokens = 0;
    std::map<std::string, std::int64_t> ids;
};

long peakMemoryKib() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

Outcome readFileOfKind(const std::string& kind, const fs::path& file) {
    Outcome outcome;
    try {
        if (kind == "spm") {
            outcome.numTokens = checkSentencePiece(file);
            return outcome;
        }
        const auto tokenizer = loadWordPiece(file);
        const SpecialTokens& special = tokenizer->specialTokens();
        outcome.numTokens = tokenizer->vocabularySize();
        outcome.ids = {{"[PAD]", special.pad},
                       {"[UNK]", special.unk},
                       {"[CLS]", special.cls},
                       {"[SEP]", special.sep},
                       {"[MASK]", special.mask}};
    } catch (const Error& error) {
        outcome.refusal = error;
    }
    return outcome;
}

/// Files too large to keep are described by their parts.
void makeFromRecipe(const nlohmann::json& recipe, const fs::path& file) {
    AtomicFile out(file);
    for (const auto& part : recipe) {
        const QByteArray bytes = QByteArray::fromHex(part["hex"].get<std::string>().c_str());
        const auto repeat = part["repeat"].get<std::int64_t>();
        out.write(bytes.repeated(static_cast<qsizetype>(repeat)).toStdString());
    }
    out.commit();
}

std::size_t numFilesBelow(const fs::path& folder) {
    const fs::recursive_directory_iterator files(folder);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace

class HostileText : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void everyFileIsJudgedRight_data();
    void everyFileIsJudgedRight();

  private:
    nlohmann::json m_manifest;
    const fs::path m_folder = DESCRY_TEST_DATA "/hostile";
};

void HostileText::initTestCase() {
    m_manifest = readJsonFile(m_folder / "manifest.json");
}

void HostileText::everyFileIsJudgedRight_data() {
    QTest::addColumn<int>("entryIndex");
    for (std::size_t i = 0; i < m_manifest.size(); ++i) {
        const auto kind = m_manifest[i]["kind"].get<std::string>();
        if (kind != "vocab" && kind != "spm") continue;
        QTest::newRow(m_manifest[i]["file"].get<std::string>().c_str()) << static_cast<int>(i);
    }
}

void HostileText::everyFileIsJudgedRight() {
    QFETCH(int, entryIndex);
    const nlohmann::json& entry = m_manifest[static_cast<std::size_t>(entryIndex)];
    QTemporaryDir workplace;
    const fs::path deep = fs::path(workplace.path().toStdString()) / "a" / "b" / "c";
    fs::create_directories(deep);
    fs::path file = m_folder / entry["file"].get<std::string>();
    if (entry.contains("recipe")) {
        file = deep / file.filename();
        makeFromRecipe(entry["recipe"], file);
    }
    if (!fs::exists(file)) QSKIP("this file of the collection lies elsewhere");

    const fs::path previous = fs::current_path();
    fs::current_path(deep);
    const std::size_t numFilesBefore = numFilesBelow(workplace.path().toStdString());
    const long memoryBefore = peakMemoryKib();
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = readFileOfKind(entry["kind"], file);
    const auto time = std::chrono::steady_clock::now() - start;
    fs::current_path(previous);

    QVERIFY(time < kMaxTime);
    QVERIFY(peakMemoryKib() - memoryBefore < kMaxMemoryKib);
    QCOMPARE(numFilesBelow(workplace.path().toStdString()), numFilesBefore);
    const bool mayDiffer = entry.value("debatable", false);
    if (outcome.refusal) {
        const QString message = outcome.refusal->what();
        QVERIFY2(mayDiffer || entry["verdict"] == "reject", qPrintable(message));
        QVERIFY2(message.contains(QString::fromStdString(file.filename())), qPrintable(message));
        QVERIFY2(message.size() < 1000, qPrintable(message));
        return;
    }
    QVERIFY(mayDiffer || entry["verdict"] == "accept");
    if (entry.contains("tokens")) QCOMPARE(outcome.numTokens, entry["tokens"].get<std::size_t>());
    if (entry.contains("pieces")) QCOMPARE(outcome.numTokens, entry["pieces"].get<std::size_t>());
    if (entry.contains("ids")) {
        QCOMPARE(outcome.ids, (entry["ids"].get<std::map<std::string, std::int64_t>>()));
    }
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::HostileText)
#include "tst_hostile_text.moc"
