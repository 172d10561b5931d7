#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <algorithm>
#include <array>
#include <csignal>
#include <random>
#include <set>

#include "core/base/error.h"
#include "core/review/decision_log.h"
#include "tests/core/review/review_fixture.h"
#include "tests/support/unprivileged.h"

using namespace descry;
using test::decisionOn;

namespace {

constexpr int kNumKills = 60;

/// Runs SQL on a file as another program would; SQLite's message, empty for none.
std::string runSql(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    char* message = nullptr;
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
    const std::string text = message == nullptr ? "" : message;
    sqlite3_free(message);
    sqlite3_close(database);
    return text;
}

struct Refusal {
    ErrorCode code = ErrorCode::Internal;
    QString message;
};

template <typename Work>
Refusal refusalOf(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    return {};
}

/// Appends decisions for ever and writes each one's id to the pipe once append() has returned.
[[noreturn]] void appendForEver(const std::filesystem::path& file, int pipe) {
    DecisionLog log(file);
    for (unsigned pair = 0;; ++pair) {
        const Decision decision = decisionOn(pair, "Mia", Verdict::Weak);
        log.append(decision);
        const auto written = ::write(pipe, decision.id.bytes.data(), decision.id.bytes.size());
        if (written != static_cast<ssize_t>(decision.id.bytes.size())) _exit(1);
    }
}

/// The ids that came through, after a kill in the middle of it.
std::vector<DecisionId> killedWhileAppending(const std::filesystem::path& file,
                                             unsigned microseconds) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        appendForEver(file, ends[1]);
    }
    ::close(ends[1]);
    std::vector<DecisionId> ids;
    DecisionId id;
    // The first is waited for, so that every kill has something to lose.
    if (::read(ends[0], id.bytes.data(), id.bytes.size()) == 16) ids.push_back(id);
    ::usleep(microseconds);
    ::kill(child, SIGKILL);
    while (::read(ends[0], id.bytes.data(), id.bytes.size()) == 16) ids.push_back(id);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return ids;
}

}  // namespace

class TestDecisionLog : public QObject {
    Q_OBJECT

  private slots:
    void whatIsAppendedIsReadBackAsItWas() {
        const test::Folder folder;
        Decision decision = decisionOn(3, "Mia 林", Verdict::Reject);
        decision.reasons = {Reason::WrongColour, Reason::CaptionError};
        decision.edited = "穿红色外套的男人。";
        decision.note = "twice";
        decision.order = QueueOrder::Suspicious;
        decision.part = QueuePart::Random;
        decision.isBlind = true;
        decision.fingerprint = std::string(64, 'f');
        decision.supersedes = DecisionId::random();
        const Decision undo = undoOf(decision);
        {
            DecisionLog log(folder / "train.json.review/decisions.descry-review");
            log.append(decision);
            log.append(undo);
        }
        const DecisionLog log(folder / "train.json.review/decisions.descry-review",
                              DecisionLog::Access::ReadOnly);
        QCOMPARE(log.all(), (std::vector<Decision>{decision, undo}));
        QCOMPARE(log.size(), 2);
        // One file, so that it can be handed on.
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder / "train.json.review"),
                               std::filesystem::directory_iterator()),
                 1);
    }

    void nothingInItCanBeChanged() {
        const test::Folder folder;
        const Decision decision = decisionOn(1, "Mia", Verdict::Weak);
        DecisionLog(folder / "log").append(decision);
        QCOMPARE(runSql(folder / "log", "UPDATE decisions SET verdict = 0"),
                 std::string("decisions are never changed"));
        QCOMPARE(runSql(folder / "log", "DELETE FROM decisions"),
                 std::string("decisions are never deleted"));
        QCOMPARE(runSql(folder / "log",
                        "INSERT OR REPLACE INTO decisions SELECT place, id, pair, image_path, "
                        "source_path, caption, annotator, 0, reasons, edited, note, time_ms, "
                        "duration_ms, queue_order, queue_part, is_blind, fingerprint, version, "
                        "supersedes FROM decisions"),
                 std::string("decisions are never replaced"));
        QCOMPARE(DecisionLog(folder / "log").all(), std::vector<Decision>{decision});
    }

    void severalAreAppendedTogetherOrNotAtAll() {
        const test::Folder folder;
        DecisionLog log(folder / "log");
        const Decision first = decisionOn(1, "Mia", Verdict::Weak);
        Decision bad = decisionOn(2, "Mia", Verdict::Weak);
        bad.annotator.clear();
        QVERIFY_THROWS_EXCEPTION(Error, log.append(std::vector<Decision>{first, bad}));
        // A decision that is there already is refused by the file.
        QVERIFY_THROWS_EXCEPTION(Error, log.append(std::vector<Decision>{first, first}));
        QCOMPARE(log.size(), 0);
        log.append(first);
        QCOMPARE(log.size(), 1);
    }

    void undoIsAboutTheLastThatIsNotTakenBack() {
        const test::Folder folder;
        DecisionLog log(folder / "log");
        QVERIFY(!log.lastOf("Mia"));
        const Decision first = decisionOn(1, "Mia", Verdict::Weak);
        const Decision second = decisionOn(2, "Mia", Verdict::Reject);
        const Decision others = decisionOn(3, "Tom", Verdict::Reject);
        log.append(std::vector<Decision>{first, second, others});
        QCOMPARE(log.lastOf("Mia"), second);
        QCOMPARE(log.lastOf("mia "), second);
        log.append(undoOf(second));
        QCOMPARE(log.lastOf("Mia"), first);
        log.append(undoOf(first));
        QVERIFY(!log.lastOf("Mia"));
        QCOMPARE(log.lastOf("Tom"), others);
    }

    void twoProgramsMayAppend() {
        const test::Folder folder;
        DecisionLog one(folder / "log");
        DecisionLog other(folder / "log");
        one.append(decisionOn(1, "Mia", Verdict::Weak));
        other.append(decisionOn(2, "Tom", Verdict::Weak));
        QCOMPARE(one.size(), 2);
    }

    void aKillLosesNothingThatWasAppended() {
        const test::Folder folder;
        std::mt19937 random(5);
        std::set<DecisionId> told;
        for (int kill = 0; kill < kNumKills; ++kill) {
            const auto ids = killedWhileAppending(folder / "log", test::below(random, 15'000));
            QVERIFY(!ids.empty());
            told.insert(ids.begin(), ids.end());
            std::set<DecisionId> kept;
            // Whoever opens it next may only want to read.
            const auto access =
                kill % 2 == 0 ? DecisionLog::Access::ReadOnly : DecisionLog::Access::ReadWrite;
            for (const Decision& decision : DecisionLog(folder / "log", access).all()) {
                kept.insert(decision.id);
            }
            QVERIFY(std::ranges::includes(kept, told));
            // Of each run one decision at most was kept without being told.
            QVERIFY(kept.size() <= told.size() + static_cast<std::size_t>(kill) + 1);
        }
    }

    void anotherFileIsNoLog_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("named");
        QTest::newRow("text") << "text"
                              << "not a Descry review log";
        QTest::newRow("another database") << "database"
                                          << "another program";
        QTest::newRow("newer") << "newer"
                               << "newer Descry";
        QTest::newRow("without its triggers") << "bare"
                                              << "decisions_never_change";
        QTest::newRow("with a trigger more") << "more"
                                             << "extra";
        QTest::newRow("a folder") << "folder"
                                  << "not a file";
    }

    void anotherFileIsNoLog() {
        QFETCH(QString, kind);
        QFETCH(QString, named);
        const test::Folder folder;
        const auto file = folder / "log";
        if (kind == "text") {
            test::write(file, std::string(5000, 'x'));
        } else if (kind == "database") {
            QCOMPARE(runSql(file, "CREATE TABLE notes(text TEXT)"), std::string());
        } else if (kind == "folder") {
            std::filesystem::create_directory(file);
        } else {
            DecisionLog(file).append(decisionOn(1, "Mia", Verdict::Weak));
        }
        if (kind == "newer") runSql(file, "PRAGMA user_version = 99");
        if (kind == "bare") runSql(file, "DROP TRIGGER decisions_never_change");
        if (kind == "more") {
            QCOMPARE(
                runSql(file, "CREATE TRIGGER extra AFTER INSERT ON decisions BEGIN SELECT 1; END"),
                std::string());
        }
        const bool isFolder = kind == "folder";
        const std::string before = isFolder ? "" : test::contentOf(file);
        for (const auto access : {DecisionLog::Access::ReadOnly, DecisionLog::Access::ReadWrite}) {
            const Refusal refusal = refusalOf([&] { DecisionLog(file, access); });
            QVERIFY2(refusal.message.contains(named), qPrintable(refusal.message));
            QVERIFY2(refusal.message.contains("log"), qPrintable(refusal.message));
        }
        if (!isFolder) QCOMPARE(test::contentOf(file), before);
    }

    void aDamagedLogIsSaidToBe() {
        const test::Folder folder;
        const auto file = folder / "log";
        {
            DecisionLog log(file);
            std::vector<Decision> decisions;
            for (unsigned i = 0; i < 500; ++i) {
                decisions.push_back(decisionOn(i, "Mia", Verdict::Weak));
            }
            log.append(decisions);
        }
        const std::string whole = test::contentOf(file);
        test::write(file, whole.substr(0, whole.size() / 2));
        QCOMPARE(refusalOf([&] { DecisionLog{file}; }).code, ErrorCode::CorruptFile);
        std::string broken = whole;
        for (std::size_t i = 9000; i < broken.size() - 4000; i += 4096)
            broken.replace(i, 64, 64, '\xff');
        test::write(file, broken);
        const Refusal refusal = refusalOf([&] { DecisionLog(file).all(); });
        QCOMPARE(refusal.code, ErrorCode::CorruptFile);
        QVERIFY2(refusal.message.contains("log"), qPrintable(refusal.message));
    }

    void aLogThatIsNotThereIsNotMadeByReading() {
        const test::Folder folder;
        const Refusal refusal =
            refusalOf([&] { DecisionLog(folder / "log", DecisionLog::Access::ReadOnly); });
        QCOMPARE(refusal.code, ErrorCode::NotFound);
        QVERIFY(!std::filesystem::exists(folder / "log"));
    }

    void whatCannotBeWrittenIsSaid() {
        const test::Folder folder;
        DecisionLog(folder / "log").append(decisionOn(1, "Mia", Verdict::Weak));
        const test::Unprivileged user(folder.path);
        if (!user.isPlain()) QSKIP("root stays root here");
        {
            const test::Closed file(folder / "log", std::filesystem::perms::owner_read);
            const Refusal refusal = refusalOf([&] { DecisionLog{folder / "log"}; });
            QCOMPARE(refusal.code, ErrorCode::Io);
            QVERIFY2(refusal.message.contains("review log cannot be written"),
                     qPrintable(refusal.message));
            QCOMPARE(DecisionLog(folder / "log", DecisionLog::Access::ReadOnly).size(), 1);
        }
        const test::Closed closed(
            folder.path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
        QVERIFY(isInputOutput(refusalOf([&] { DecisionLog{folder / "below/decisions"}; }).code));
    }

    void aFullDiskTakesNoHalfDecision() {
        const test::Folder folder;
        DecisionLog log(folder / "log");
        log.append(decisionOn(1, "Mia", Verdict::Weak));
        const auto sizeBytes = std::filesystem::file_size(folder / "log");
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit full{sizeBytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &full);
        Decision large = decisionOn(2, "Mia", Verdict::Weak);
        large.note = std::string(60'000, 'n');
        const Refusal refusal = refusalOf([&] { log.append(large); });
        ::setrlimit(RLIMIT_FSIZE, &before);
        // With a rollback journal SQLite forgets that it was the file's size: an I/O error to it,
        // where a disk without room has a code of its own.
        QVERIFY2(isInputOutput(refusal.code), qPrintable(refusal.message));
        QCOMPARE(log.size(), 1);
        log.append(large);
        QCOMPARE(DecisionLog(folder / "log").size(), 2);
    }
};

QTEST_APPLESS_MAIN(TestDecisionLog)
#include "tst_decision_log.moc"
