#include <QtTest>
#include <algorithm>
#include <random>

#include "core/jobs/job_list.h"

using namespace descry;

namespace {

const std::set<std::string> kKnown{"index"};

JobList::EntryPointer durable(const std::string& title, int priority = 0) {
    auto entry = std::make_shared<JobList::Entry>();
    entry->status.kind = "index";
    entry->status.title = title;
    entry->parameters = R"({"gallery":")" + title + "\"}";
    entry->priority = priority;
    return entry;
}

JobList::EntryPointer passing(const std::string& title, int priority = 0) {
    auto entry = std::make_shared<JobList::Entry>();
    entry->status.title = title;
    entry->priority = priority;
    return entry;
}

JobList reopened(const JobList& list) {
    JobList next;
    next.takeJournal(parseJournal(toText(list.journal()), "jobs.json"), kKnown);
    return next;
}

std::string titlesOf(const JobList& list) {
    std::string titles;
    for (const auto& entry : list.entries()) titles += entry->status.title;
    return titles;
}

/// The rules once more, in the plainest words: what a list is compared with.
class Expectation {
  public:
    struct Entry {
        std::string title;
        bool isDurable = false;
        int priority = 0;
        JobState state = JobState::Queued;
        char wish = ' ';  ///< p(ause), r(equeue), c(ancel).
        bool continues = false;
    };
    std::vector<Entry> entries;

    Entry* running() {
        for (Entry& entry : entries) {
            if (entry.state == JobState::Running) return &entry;
        }
        return nullptr;
    }
    static bool isOver(const Entry& entry) { return entry.state > JobState::Paused; }

    void submit(Entry entry) {
        auto at = entries.begin();
        while (at != entries.end() &&
               !(at->state == JobState::Queued && at->priority < entry.priority)) {
            ++at;
        }
        at = entries.insert(at, entry);
        makeWay(static_cast<std::size_t>(at - entries.begin()));
    }
    static void pause(Entry& entry) {
        if (entry.state == JobState::Queued) entry.state = JobState::Paused;
        if (entry.state == JobState::Running && entry.isDurable && entry.wish != 'c') {
            entry.wish = 'p';
        }
    }
    void resume(std::size_t index) {
        Entry& entry = entries[index];
        if (entry.state == JobState::Running && entry.wish == 'p') entry.wish = 'r';
        if (entry.state != JobState::Paused) return;
        requeue(entry);
        makeWay(index);
    }
    static void cancel(Entry& entry) {
        if (isOver(entry)) return;
        entry.wish = 'c';
        if (entry.state != JobState::Running) entry.state = JobState::Cancelled;
    }
    void retry(std::size_t index) {
        Entry entry = entries[index];
        if (!entry.isDurable || !isOver(entry) || entry.state == JobState::Succeeded) return;
        requeue(entry);
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
        entries.push_back(entry);
        makeWay(entries.size() - 1);
    }
    void moveLast(std::size_t index) {
        const Entry entry = entries[index];
        if (isOver(entry)) return;
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
        entries.push_back(entry);
    }
    void begin() {
        for (Entry& entry : entries) {
            if (entry.state != JobState::Queued) continue;
            entry.state = JobState::Running;
            return;
        }
    }
    void obeyStop() {
        Entry& entry = *running();
        if (entry.wish == 'p') {
            entry.state = JobState::Paused;
        } else if (entry.wish == 'r') {
            requeue(entry);
        } else {
            entry.state = JobState::Cancelled;
        }
    }
    void restart(bool isClosed, bool continuesNextTime) {
        std::erase_if(entries, [](const Entry& entry) { return !entry.isDurable; });
        for (Entry& entry : entries) {
            const bool isOpen = entry.state == JobState::Queued || entry.state == JobState::Running;
            if (!isOpen) continue;
            if (isClosed && entry.wish == 'c') {
                entry.state = JobState::Cancelled;
            } else if (isClosed && continuesNextTime && entry.wish != 'p') {
                requeue(entry);
            } else {
                entry.state = JobState::Paused;
            }
        }
        // Nothing that was running is asked for anything any more.
        for (Entry& entry : entries) entry.wish = ' ';
    }

  private:
    void makeWay(std::size_t index) {
        Entry* const other = running();
        const Entry entry = entries[index];
        if (other == nullptr || !other->isDurable || other->wish != ' ') return;
        if (other->priority >= entry.priority) return;
        other->wish = 'r';
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
        entries.insert(entries.begin() + (running() - entries.data()), entry);
    }
    static void requeue(Entry& entry) {
        entry.state = JobState::Queued;
        entry.wish = ' ';
    }
};

/// One random life of a list, beside what is expected of it.
class Life {
  public:
    explicit Life(std::uint32_t seed) : m_random(seed) {}

    QString run(int numSteps) {
        for (int step = 0; step < numSteps; ++step) {
            const QString done = act();
            m_story += done + ' ';
            if (shown(m_list) != shown(m_expected)) {
                return QString("after %1: %2 instead of %3")
                    .arg(m_story, shown(m_list), shown(m_expected));
            }
        }
        return {};
    }

  private:
    static QString letterOf(JobState state) {
        return QString("QRPSFC").mid(static_cast<int>(state), 1);
    }
    static QString shown(const JobList& list) {
        QString all;
        for (const auto& entry : list.entries()) {
            all += QString::fromStdString(entry->status.title) + letterOf(entry->status.state);
        }
        return all;
    }
    static QString shown(const Expectation& expected) {
        QString all;
        for (const auto& entry : expected.entries) {
            all += QString::fromStdString(entry.title) + letterOf(entry.state);
        }
        return all;
    }

    std::size_t draw(std::size_t below) { return m_random() % below; }

    QString act() {
        const std::size_t action = draw(12);
        if (action < 3 || m_expected.entries.empty()) return submit();
        if (action < 5) return work();
        if (action == 5) return restart();
        return change(action);
    }

    QString submit() {
        const std::string title = std::to_string(m_numSubmitted++) + "-";
        const int priority = static_cast<int>(draw(3));
        const bool isDurable = draw(4) != 0;
        m_list.insert(isDurable ? durable(title, priority) : passing(title, priority));
        m_expected.submit({title, isDurable, priority, JobState::Queued, ' ', false});
        return QString("submit(%1,%2,%3)").arg(title.c_str()).arg(isDurable).arg(priority);
    }

    QString change(std::size_t action) {
        const std::size_t index = draw(m_expected.entries.size());
        Expectation::Entry& entry = m_expected.entries[index];
        const JobId id = m_list.entries()[index]->status.id;
        switch (action) {
            case 6:
            case 7:
                m_list.pause(id);
                Expectation::pause(entry);
                return QString("pause(%1)").arg(index);
            case 8:
            case 9:
                m_list.resume(id);
                m_expected.resume(index);
                return QString("resume(%1)").arg(index);
            case 10:
                m_list.cancel(id);
                Expectation::cancel(entry);
                return QString("cancel(%1)").arg(index);
            default:
                if (draw(2) == 0) {
                    m_list.retry(id);
                    m_expected.retry(index);
                    return QString("retry(%1)").arg(index);
                }
                m_list.move(id, std::nullopt);
                m_expected.moveLast(index);
                return QString("moveLast(%1)").arg(index);
        }
    }

    QString work() {
        Expectation::Entry* running = m_expected.running();
        if (running == nullptr) {
            if (m_list.hasNext()) m_list.begin();
            m_expected.begin();
            return "begin";
        }
        JobList::Entry& entry = runningEntry();
        if (entry.stop.stop_requested() != (running->wish != ' ')) m_story += "STOP DIFFERS ";
        if (running->wish != ' ' && draw(4) != 0) {
            m_list.finish(entry, {JobState::Cancelled, {}});
            m_expected.obeyStop();
            return "obey";
        }
        if (draw(2) == 0) {
            m_list.finish(entry, {JobState::Succeeded, {}});
            running->state = JobState::Succeeded;
            return "succeed";
        }
        m_list.finish(entry, {JobState::Failed, Error(ErrorCode::Io, "x: gone")});
        running->state = JobState::Failed;
        return "fail";
    }

    JobList::Entry& runningEntry() {
        for (const auto& entry : m_list.entries()) {
            if (entry->status.state == JobState::Running) return *entry;
        }
        throw std::runtime_error("nothing runs");
    }

    QString restart() {
        const bool isClosed = draw(2) == 0;
        const bool continues = draw(2) == 0;
        if (isClosed) {
            if (continues) m_list.continueNextTime();
            m_list.close();
            if (m_expected.running() != nullptr) {
                m_list.finish(runningEntry(), {JobState::Cancelled, {}});
            }
        }
        JobList next = reopened(m_list);
        m_list = std::move(next);
        m_expected.restart(isClosed, continues);
        return QString(isClosed ? continues ? "finishLater" : "close" : "kill");
    }

    std::mt19937 m_random;
    JobList m_list;
    Expectation m_expected;
    QString m_story;
    int m_numSubmitted = 0;
};

}  // namespace

class tst_JobList : public QObject {
    Q_OBJECT

  private slots:
    void doesWhatItsRulesSayInAThousandRandomLives() {
        for (std::uint32_t seed = 0; seed < 1000; ++seed) {
            const QString difference = Life(seed).run(40);
            QVERIFY2(difference.isEmpty(), qPrintable(QString("%1: ").arg(seed) + difference));
        }
    }

    void keepsTheOrderThatItWasGiven() {
        JobList list;
        std::vector<JobId> ids;
        for (const char* title : {"a", "b", "c", "d"}) {
            list.insert(durable(title));
            ids.push_back(list.entries().back()->status.id);
        }
        list.move(ids[3], ids[0]);
        QCOMPARE(titlesOf(list), std::string("dabc"));
        list.move(ids[0], std::nullopt);
        QCOMPARE(titlesOf(list), std::string("dbca"));
        list.move(ids[1], ids[1]);
        QCOMPARE(titlesOf(list), std::string("dbca"));
        QCOMPARE(titlesOf(reopened(list)), std::string("dbca"));
    }

    void aRunningJobMakesWayForOneOfHigherPriorityAndFollowsIt() {
        JobList list;
        list.insert(durable("train", -1));
        list.insert(durable("later", -1));
        const auto train = list.begin();
        const auto changes = list.insert(durable("import"));
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].title, std::string("train"));
        QVERIFY(changes[0].isStopping && train->stop.stop_requested());
        list.finish(*train, {JobState::Cancelled, {}});
        QCOMPARE(titlesOf(list), std::string("importtrainlater"));
        QVERIFY(train->status.state == JobState::Queued);
        const auto import = list.begin();
        QCOMPARE(import->status.title, std::string("import"));
        list.finish(*import, {});
        QVERIFY(list.begin() == train);
        // Its priority is kept too.
        JobList next = reopened(list);
        next.resume(next.entries()[1]->status.id);
        next.begin();
        QCOMPARE(next.insert(durable("other")).size(), std::size_t{1});
        // An equal one waits its turn, and so does one behind a job that cannot go on later.
        JobList others;
        others.insert(passing("a", -1));
        others.begin();
        QVERIFY(others.insert(durable("b")).empty());
        QVERIFY(!others.entries().back()->stop.stop_requested());
    }

    void pausesWhereTheDiskIsFull() {
        const JobOutcome full{JobState::Failed, Error(ErrorCode::DiskFull, "run/last: full")};
        JobList list;
        list.insert(durable("a"));
        const auto entry = list.begin();
        list.finish(*entry, full);
        QVERIFY(entry->status.state == JobState::Paused);
        QVERIFY(entry->status.pauseReason == PauseReason::DiskFull);
        QCOMPARE(std::string(entry->status.error->what()), std::string("run/last: full"));
        list.resume(entry->status.id);
        QVERIFY(!entry->status.error);
        QVERIFY(list.hasNext());
        // What cannot be run again from a recipe ends, and so does what failed for another reason.
        JobList others;
        others.insert(passing("b"));
        const auto once = others.begin();
        others.finish(*once, full);
        QVERIFY(once->status.state == JobState::Failed);
        others.insert(durable("c"));
        const auto unreadable = others.begin();
        others.finish(*unreadable,
                      {JobState::Failed, Error(ErrorCode::Io, "no space is left on the disk")});
        QVERIFY(unreadable->status.state == JobState::Failed);
    }

    void leavesAKindThatItDoesNotKnowPaused() {
        JobList list;
        auto entry = durable("a");
        entry->status.kind = "of the future";
        list.insert(entry);
        list.continueNextTime();
        list.close();
        const JobList next = reopened(list);
        QVERIFY(next.entries().front()->status.state == JobState::Paused);
        // And an older program does not make it forget that it goes on by itself.
        JobList last;
        last.takeJournal(parseJournal(toText(next.journal()), "jobs.json"), {"of the future"});
        QVERIFY(last.hasNext());
    }

    void boundsWhatHasEnded() {
        JobList list;
        for (std::size_t i = 0; i < JobQueue::kMaxEnded + 10; ++i) {
            list.insert(durable(std::to_string(i)));
            list.finish(*list.begin(), {JobState::Succeeded, {}});
        }
        QCOMPARE(list.entries().size(), JobQueue::kMaxEnded);
        QCOMPARE(list.entries().front()->status.title, std::string("10"));
        list.clearEnded();
        QVERIFY(list.entries().empty());
    }

    void givesEveryChangeANewerRevision() {
        JobList list;
        list.insert(durable("a"));
        list.insert(durable("b"));
        const JobId first = list.entries()[0]->status.id;
        std::uint64_t last = list.entries()[1]->status.revision;
        for (int i = 0; i < 3; ++i) {
            const auto paused = list.pause(first);
            QVERIFY(paused.at(0).revision > last);
            const auto resumed = list.resume(first);
            QVERIFY(resumed.at(0).revision > paused.at(0).revision);
            last = resumed.at(0).revision;
        }
        QVERIFY(list.resume(first).empty());
    }

    void logsWhatHappened() {
        JobList list;
        list.insert(durable("a"));
        const JobId id = list.entries().front()->status.id;
        const auto entry = list.begin();
        Progress progress;
        progress.stage = "indexing";
        list.takeProgress(*entry, progress);
        list.takeProgress(*entry, progress);
        list.takeWarning(*entry, Error(ErrorCode::CorruptFile, "a.jpg: cut"));
        list.pause(id);
        list.finish(*entry, {JobState::Cancelled, {}});
        list.resume(id);
        list.finish(*list.begin(), {JobState::Failed, Error(ErrorCode::Device, "lost")});
        std::vector<JobEvent> events;
        for (const JobLogLine& line : entry->log.lines()) {
            events.push_back(line.event);
            QVERIFY(line.timeMs > 1'600'000'000'000);
        }
        const std::vector<JobEvent> expected{JobEvent::Submitted,
                                             JobEvent::Started,
                                             JobEvent::Stage,
                                             JobEvent::Warning,
                                             JobEvent::Paused,
                                             JobEvent::Resumed,
                                             JobEvent::Started,
                                             JobEvent::Failed};
        QVERIFY(events == expected);
        QCOMPARE(entry->log.lines()[2].text, std::string("indexing"));
        QCOMPARE(entry->log.lines()[3].text, std::string("a.jpg: cut"));
        QCOMPARE(entry->log.lines()[7].text, std::string("lost"));
    }
};

QTEST_GUILESS_MAIN(tst_JobList)
#include "tst_job_list.moc"
