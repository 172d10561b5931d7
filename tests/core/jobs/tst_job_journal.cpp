#include <QTemporaryDir>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/jobs/job_journal.h"
#include "tests/support/unprivileged.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

JournalEntry failedEntry() {
    JournalEntry entry;
    entry.recipe = {"index", "Index Straße “9”.descry", R"({"gallery":"/a\n"})"};
    entry.status.kind = entry.recipe.kind;
    entry.status.title = entry.recipe.title;
    entry.status.state = JobState::Failed;
    entry.status.error = Error(ErrorCode::CorruptFile, "a.pth: cut\nand more");
    entry.status.progress.stage = "indexing";
    entry.status.progress.done = 12;
    entry.status.progress.total = 90;
    entry.status.progress.unit = "images";
    entry.status.numWarnings = 3;
    entry.continues = true;
    entry.log.add({1'700'000'000'123, JobEvent::Warning, "x.jpg: cut"});
    return entry;
}

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Cancelled;
}

}  // namespace

class tst_JobJournal : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatItWrote() {
        const JournalEntry before = failedEntry();
        const Journal after = parseJournal(toText({before}), "jobs.json");
        QCOMPARE(after.size(), std::size_t{1});
        QVERIFY(after[0].recipe == before.recipe);
        QVERIFY(after[0].status.state == JobState::Failed);
        QVERIFY(after[0].status.error->code() == ErrorCode::CorruptFile);
        QCOMPARE(std::string(after[0].status.error->what()), std::string("a.pth: cut\nand more"));
        QCOMPARE(after[0].status.progress.done, 12);
        QCOMPARE(after[0].status.progress.unit, std::string("images"));
        QCOMPARE(after[0].status.numWarnings, 3);
        QVERIFY(after[0].continues);
        QVERIFY(after[0].log == before.log);
    }

    void anErrorOutlivesTheProgramInAnyLanguage() {
        JournalEntry entry = failedEntry();
        const Error inner = makeError(ErrorCode::NotFound, "{}: no such file", "caf\xe9.jpg");
        entry.status.error = makeError(ErrorCode::Io, "batch {}: {}", 3, inner);
        const Journal after = parseJournal(toText({entry}), "jobs.json");
        const auto german = [](std::string_view words) -> std::string {
            if (words == "batch {}: {}") return "Stapel {}: {}";
            return words == "{}: no such file" ? "{}: nicht da" : "";
        };
        QCOMPARE(after[0].status.error->message(german),
                 std::string("Stapel 3: caf\\xe9.jpg: nicht da"));
    }

    void readsTheErrorsOfAnEarlierVersion() {
        const std::string text = R"({"version":1,"jobs":[{"kind":"index","title":"Index",
            "parameters":"{}","state":"failed","pauseReason":"asked","continues":false,
            "progress":{"stage":"","done":0,"total":0,"unit":""},"numWarnings":0,"log":[],
            "numOmitted":0,"error":{"code":2,"message":"a.pth: cut"}}]})";
        const Journal journal = parseJournal(text, "jobs.json");
        QVERIFY(journal[0].status.error->code() == ErrorCode::CorruptFile);
        QCOMPARE(journal[0].status.error->what(), "a.pth: cut");
    }

    void readsEveryCode() {
        for (int code = 0; code <= static_cast<int>(ErrorCode::DiskFull); ++code) {
            JournalEntry entry = failedEntry();
            entry.status.error = Error(static_cast<ErrorCode>(code), "why");
            const Journal after = parseJournal(toText({entry}), "jobs.json");
            QCOMPARE(static_cast<int>(after[0].status.error->code()), code);
        }
    }

    void takesBytesThatAreNoText() {
        JournalEntry entry = failedEntry();
        entry.status.error = Error(ErrorCode::Io, "caf\xe9.pth: gone");
        entry.log.add({1, JobEvent::Warning, "\xff"});
        const Journal after = parseJournal(toText({entry}), "jobs.json");
        QCOMPARE(std::string(after[0].status.error->what()), std::string("caf\\xe9.pth: gone"));
    }

    void refusesWhatIsNoJournal() {
        const std::string whole = toText({failedEntry()});
        for (const std::string& text : {std::string("{"),
                                        std::string("[]"),
                                        std::string(R"({"version":1})"),
                                        std::string(R"({"version":1,"jobs":[{}]})"),
                                        std::string(R"({"version":"x","jobs":[]})"),
                                        std::string(R"({"version":1,"jobs":{"a":1}})"),
                                        std::string("\0\0\0", 3)}) {
            QVERIFY2(codeOf([&] { parseJournal(text, "j"); }) == ErrorCode::CorruptFile,
                     text.c_str());
        }
        for (const auto& [from, to] : {std::pair{"\"failed\"", "\"fallen\""},
                                       std::pair{"\"index\"", "\"\""},
                                       std::pair{"\"warning\"", "7"},
                                       std::pair{"\"code\": 2", "\"code\": \"2\""}}) {
            std::string text = whole;
            text.replace(text.find(from), std::string(from).size(), to);
            QVERIFY2(codeOf([&] { parseJournal(text, "j"); }) == ErrorCode::CorruptFile, to);
        }
    }

    void refusesEveryCutText() {
        const std::string whole = toText({failedEntry()});
        for (std::size_t size = 0; size < whole.size(); ++size) {
            QVERIFY(codeOf([&] { parseJournal(whole.substr(0, size), "j"); }) ==
                    ErrorCode::CorruptFile);
        }
    }

    void doesNotReadANewerOne() {
        QVERIFY(codeOf([] { parseJournal(R"({"version":2,"jobs":"what?"})", "j"); }) ==
                ErrorCode::Unsupported);
    }

    void takesAFileThatIsNotThereForAnEmptyOne() {
        const QTemporaryDir folder;
        QVERIFY(readJournal(fs::path(folder.path().toStdString()) / "jobs.json").empty());
    }

    void makesItsFolder() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "a/b/jobs.json";
        writeJournal(file, {failedEntry()});
        QCOMPARE(readJournal(file).size(), std::size_t{1});
    }

    void setsAsideUnderAFreeName() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "jobs.json";
        for (const char* name : {"jobs.json.damaged", "jobs.json.damaged-2"}) {
            writeFileAtomically(file, name);
            QCOMPARE(setAside(file).filename().string(), std::string(name));
            QVERIFY(!fs::exists(file));
            QCOMPARE(readFile(file.parent_path() / name, 100), std::string(name));
        }
    }

    void saysWhyItCannotWrite() {
        const QTemporaryDir temporary;
        const fs::path folder = fs::path(temporary.path().toStdString()) / "closed";
        fs::create_directories(folder);
        const Unprivileged plain(temporary.path().toStdString());
        if (!plain.isPlain()) QSKIP("the system does not let root go");
        const Closed closed(folder, fs::perms::owner_read | fs::perms::owner_exec);
        QVERIFY(codeOf([&] { writeJournal(folder / "jobs.json", {}); }) == ErrorCode::Io);
    }

    void boundsALog() {
        JobLog log;
        const std::size_t numLines = JobLog::kMaxFirst + JobLog::kMaxLast + 50;
        for (std::size_t i = 0; i < numLines; ++i) {
            log.add({static_cast<std::int64_t>(i), JobEvent::Warning, std::string(5000, 'x')});
        }
        QCOMPARE(log.lines().size(), JobLog::kMaxFirst + JobLog::kMaxLast);
        QCOMPARE(log.numOmitted(), 50);
        QCOMPARE(log.lines()[JobLog::kMaxFirst - 1].timeMs,
                 static_cast<std::int64_t>(JobLog::kMaxFirst) - 1);
        QCOMPARE(log.lines()[JobLog::kMaxFirst].timeMs,
                 static_cast<std::int64_t>(JobLog::kMaxFirst) + 50);
        QCOMPARE(log.lines().back().timeMs, static_cast<std::int64_t>(numLines) - 1);
        QVERIFY(log.lines()[0].text.size() < 2100);
        JournalEntry entry = failedEntry();
        entry.log = log;
        QVERIFY(parseJournal(toText({entry}), "j")[0].log == log);
    }

    void cutsATextBetweenCharacters() {
        JobLog log;
        const std::string full(JobLog::kMaxTextBytes - 1, 'x');
        log.add({0, JobEvent::Warning, full + "é"});
        QCOMPARE(log.lines()[0].text, full + "…");
    }
};

QTEST_GUILESS_MAIN(tst_JobJournal)
#include "tst_job_journal.moc"
