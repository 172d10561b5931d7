#include <QSignalSpy>
#include <QtTest>
#include <memory>

#include "core/base/waiting.h"
#include "core/review/review_cache.h"
#include "tests/support/unprivileged.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/review/review_parts.h"
#include "ui/review/review_words.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using State = ReviewDesk::State;

/// The desk with somebody who shows every pair as soon as it can be.
struct DeskParts : UiParts {
    explicit DeskParts(int numPeople = 2) : data(folder, numPeople) { make(); }

    ReviewData data;
    std::unique_ptr<ReviewDesk> desk;
    std::vector<std::string> shown;
    QStringList refused;
    std::vector<Message> raised;

    void make() {
        desk = std::make_unique<ReviewDesk>(context);
        const auto showIt = [this] {
            if (desk->state() == State::Working && desk->pictures() != nullptr) desk->noteShown();
        };
        QObject::connect(desk.get(), &ReviewDesk::pairChanged, desk.get(), showIt);
        QObject::connect(desk.get(), &ReviewDesk::shown, desk.get(), [this] {
            shown.push_back(nameOf(desk->pair()));
        });
        QObject::connect(
            desk.get(), &ReviewDesk::keyRefused, desk.get(), [this](const QString& why) {
                refused << why;
            });
        QObject::connect(&messages, &Messages::raised, desk.get(), [this](const Message& message) {
            raised.push_back(message);
        });
    }
    void open(const SittingPlan& plan) {
        desk->open(plan);
        QTRY_VERIFY(desk->state() != State::Opening);
        if (desk->state() == State::Working) QTRY_VERIFY(desk->isShown());
    }
    /// As scores and merged logs do, and waits until it has been read.
    void reopen() {
        const SittingQueue* const before = desk->queue();
        desk->reopen();
        QTRY_VERIFY(desk->queue() != before);
    }
    /// There and back again: the next pair's pictures have been read then.
    void readNext() {
        desk->passOver();
        QTRY_VERIFY(desk->isShown());
        desk->goBack();
        QTRY_VERIFY(desk->isShown());
    }
    /// Anna and Ben disagree; a third stands at their pair.
    void openDispute() {
        SittingPlan plan = data.plan();
        for (const char* name : {"Anna", "Ben"}) {
            plan.annotator = name;
            open(plan);
            decide(plan.annotator == "Ben" ? Verdict::Reject : Verdict::Weak);
        }
        plan.annotator = "Carla";
        plan.order = QueueOrder::Disagreements;
        open(plan);
        // Pairs in random order may come before it.
        while (desk->others().empty()) decide(Verdict::Unsure);
    }
    /// Decides the pair that is shown, and waits for the next.
    std::string decide(Verdict verdict, const Reasons& reasons = {}) {
        std::string name = nameOf(desk->pair());
        desk->decide(verdict, reasons);
        const auto isThere = [this] { return desk->state() != State::Working || desk->isShown(); };
        waitFor(isThere, "the next pair does not come");
        return name;
    }
};

}  // namespace

class tst_ReviewDesk : public QObject {
    Q_OBJECT

  private slots:
    void opensAtTheFirstPairAndKeepsWhatIsDecided() {
        DeskParts parts;
        parts.open(parts.data.plan());
        QCOMPARE(parts.desk->queue()->size(), std::size_t{2 * ReviewData::kPairs});
        const std::string first = parts.decide(Verdict::Weak);
        const std::string second = parts.decide(Verdict::Reject);
        QVERIFY(isKept(*parts.desk));
        const std::vector<Decision> log = parts.data.log();
        QCOMPARE(log.size(), std::size_t{2});
        QCOMPARE(nameOf(log[0]), first);
        QCOMPARE(nameOf(log[1]), second);
        QCOMPARE(log[0].annotator, std::string("Anna"));
        QVERIFY(log[0].verdict == Verdict::Weak && log[1].verdict == Verdict::Reject);
        QVERIFY(log[0].order == QueueOrder::Random && log[0].part == QueuePart::Random);
        QVERIFY(!log[0].isBlind && !log[0].fingerprint && !log[0].supersedes);
        // The hash of the very file.
        const Sha256Digest hash = hashImage(parts.data.image(log[0].imagePath));
        QVERIFY(log[0].pair == pairIdOf(hash, log[0].caption));
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{2});
    }

    void keysThatComeTooEarlyWaitForTheirPair() {
        DeskParts parts(4);
        parts.open(parts.data.plan());
        constexpr int kNumKeys = 60;
        for (int i = 0; i < kNumKeys; ++i) {
            parts.desk->decide(i % 3 == 0 ? Verdict::Reject : Verdict::Strong);
        }
        // No more than were read ahead has been decided yet.
        QVERIFY(parts.desk->hasKeysWaiting());
        QTRY_COMPARE(parts.desk->queue()->numDecided(), std::size_t{kNumKeys});
        QVERIFY(isKept(*parts.desk));
        const std::vector<Decision> log = parts.data.log();
        QCOMPARE(log.size(), std::size_t{kNumKeys});
        for (std::size_t i = 0; i < log.size(); ++i) {
            QCOMPARE(nameOf(log[i]), parts.shown[i]);
            QVERIFY(log[i].verdict == (i % 3 == 0 ? Verdict::Reject : Verdict::Strong));
        }
    }

    void theNextPairComesWhenTheDecisionIsOnTheDisk() {
        DeskParts parts(4);
        parts.open(parts.data.plan());
        std::vector<std::size_t> onDisk;
        std::vector<std::size_t> decided;
        connect(parts.desk.get(), &ReviewDesk::shown, parts.desk.get(), [&] {
            const WaitGuard guard = setWaitGuard(nullptr);
            onDisk.push_back(parts.data.log().size());
            setWaitGuard(guard);
            decided.push_back(parts.desk->queue()->numDecided());
        });
        for (int i = 0; i < 20; ++i) parts.desk->decide(Verdict::Weak);
        QTRY_COMPARE(decided.size(), std::size_t{20});
        QCOMPARE(onDisk, decided);
        QCOMPARE(onDisk.back(), std::size_t{20});
    }

    void nothingWaitingIsLostWhenTheDeskGoes() {
        DeskParts parts(4);
        parts.open(parts.data.plan());
        for (int i = 0; i < 40; ++i) parts.decide(Verdict::Weak);
        parts.desk.reset();
        QCOMPARE(parts.data.log().size(), std::size_t{40});
    }

    void reopeningGoesOnWhereItWasLeft() {
        DeskParts parts;
        parts.open(parts.data.plan());
        for (int i = 0; i < 7; ++i) parts.decide(Verdict::Weak);
        const std::string next = nameOf(parts.desk->pair());
        parts.desk.reset();
        parts.make();
        parts.open(parts.data.plan());
        QCOMPARE(nameOf(parts.desk->pair()), next);
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{7});
    }

    void reopeningWaitsForWhatIsBeingWritten() {
        DeskParts parts;
        parts.open(parts.data.plan());
        for (int i = 0; i < 5; ++i) parts.decide(Verdict::Weak);
        parts.open(parts.data.plan(QueueOrder::ByPerson));
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{5});
    }

    void whatWasEnteredAndPassedOverOutlivesAReadingAnew() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::size_t passed = parts.desk->number();
        parts.desk->setNote("look again");
        parts.desk->passOver();
        QTRY_VERIFY(parts.desk->isShown());
        const std::size_t current = parts.desk->number();
        parts.desk->toggle(Reason::WrongColour);
        parts.desk->setEdited("A woman in blue.");
        const PairDraft draft = parts.desk->draft();
        // Scores, and decisions before those have been read.
        parts.desk->reopen();
        QVERIFY(parts.desk->state() == State::Working);
        parts.reopen();
        QVERIFY(parts.desk->state() == State::Working);
        QCOMPARE(parts.desk->number(), current);
        QVERIFY(parts.desk->draft() == draft);
        QCOMPARE(parts.desk->queue()->passedOver(), std::vector<std::size_t>{passed});
        QTRY_VERIFY(parts.desk->isShown());
        parts.desk->goBack();
        QCOMPARE(parts.desk->number(), passed);
        QCOMPARE(parts.desk->draft().note, std::string("look again"));
    }

    void whatIsDecidedDuringAReadingAnewCountsOnce() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const SittingQueue* const before = parts.desk->queue();
        parts.desk->reopen();
        const std::string decided = parts.decide(Verdict::Weak);
        QTRY_VERIFY(parts.desk->queue() != before);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{1});
        QTRY_VERIFY(parts.desk->isShown());
        QVERIFY(nameOf(parts.desk->pair()) != decided);
        parts.desk->goBack();
        QCOMPARE(nameOf(parts.desk->pair()), decided);
        QCOMPARE(parts.desk->history().size(), std::size_t{1});
        QCOMPARE(parts.data.log().size(), std::size_t{1});
    }

    void pairsStayWhereTheDataSetNumbersThemAnew() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string passed = nameOf(parts.desk->pair());
        parts.desk->setNote("passed over");
        parts.desk->passOver();
        QTRY_VERIFY(parts.desk->isShown());
        const std::string current = nameOf(parts.desk->pair());
        const std::size_t number = parts.desk->number();
        parts.desk->setNote("look again");
        parts.data.addPersonInFront();
        parts.reopen();
        QVERIFY(parts.desk->number() != number);
        QCOMPARE(nameOf(parts.desk->pair()), current);
        QCOMPARE(parts.desk->draft().note, std::string("look again"));
        QCOMPARE(parts.desk->queue()->passedOver().size(), std::size_t{1});
        parts.desk->goTo(parts.desk->queue()->passedOver().front());
        QCOMPARE(nameOf(parts.desk->pair()), passed);
        QCOMPARE(parts.desk->draft().note, std::string("passed over"));
    }

    void aReviewThatCannotBeReadAnewGoesOnAndSaysWhy() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string current = nameOf(parts.desk->pair());
        parts.desk->setNote("look again");
        fs::remove(parts.data.dataset);
        parts.desk->reopen();
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].severity == Message::Severity::Problem);
        QVERIFY2(parts.raised[0].cause.contains("dataset.json"), qPrintable(parts.raised[0].cause));
        QVERIFY(parts.desk->state() == State::Working);
        QCOMPARE(nameOf(parts.desk->pair()), current);
        parts.decide(Verdict::Weak);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.data.log().front().note, std::string("look again"));
    }

    void goesBackAndChangesAVerdict() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string first = parts.decide(Verdict::Weak);
        const std::string second = parts.decide(Verdict::Weak);
        const std::string third = nameOf(parts.desk->pair());
        parts.desk->goBack();
        parts.desk->goBack();
        QCOMPARE(nameOf(parts.desk->pair()), first);
        QVERIFY(parts.desk->earlier()->verdict == Verdict::Weak);
        parts.desk->goBack();
        QTRY_COMPARE(parts.refused.size(), 1);
        QVERIFY(parts.desk->isShown());
        parts.decide(Verdict::Reject, {Reason::WrongColour});
        // What is decided is not asked for again.
        QCOMPARE(nameOf(parts.desk->pair()), third);
        QVERIFY(isKept(*parts.desk));
        const std::vector<Decision> log = parts.data.log();
        QCOMPARE(log.size(), std::size_t{3});
        QVERIFY(log[2].supersedes == log[0].id);
        QCOMPARE(log[2].reasons, Reasons{Reason::WrongColour});
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{2});
    }

    void takesBackOneAfterAnotherAcrossSittings() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string first = parts.decide(Verdict::Weak);
        parts.desk.reset();
        parts.make();
        parts.open(parts.data.plan());
        const std::string second = parts.decide(Verdict::Strong);
        const std::string third = nameOf(parts.desk->pair());
        parts.desk->undo();
        parts.desk->undo();
        QTRY_COMPARE(parts.desk->queue()->numDecided(), std::size_t{0});
        QCOMPARE(nameOf(parts.desk->pair()), first);
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Reject);
        QCOMPARE(nameOf(parts.desk->pair()), second);
        parts.decide(Verdict::Reject);
        QCOMPARE(nameOf(parts.desk->pair()), third);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.data.log().size(), std::size_t{6});
        QVERIFY(CurrentVerdicts(parts.data.log()).pairs().size() == 2);
    }

    void anUndoOfNothingSaysSo() {
        DeskParts parts;
        parts.open(parts.data.plan());
        parts.desk->undo();
        QTRY_COMPARE(parts.refused.size(), 1);
        parts.decide(Verdict::Weak);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.data.log().size(), std::size_t{1});
    }

    void keysBehindAnUndoAreForThePairItLeadsTo() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string first = parts.decide(Verdict::Weak);
        parts.desk->undo();
        parts.desk->decide(Verdict::Unsure);
        QTRY_COMPARE(parts.desk->queue()->numDecided(), std::size_t{1});
        QVERIFY(isKept(*parts.desk));
        const std::vector<Decision> log = parts.data.log();
        QCOMPARE(log.size(), std::size_t{3});
        QVERIFY(log[1].isUndo());
        QCOMPARE(nameOf(log[2]), first);
        QVERIFY(log[2].verdict == Verdict::Unsure);
    }

    void markedReasonsTheEditAndTheNoteGoWithTheVerdict() {
        DeskParts parts;
        parts.open(parts.data.plan());
        parts.desk->toggle(Reason::WrongGarment);
        parts.desk->toggle(Reason::Unreadable);
        parts.desk->toggle(Reason::Unreadable);
        parts.desk->setEdited("A woman in blue.");
        parts.desk->setNote("seen from behind");
        parts.decide(Verdict::Reject, {Reason::OtherPerson});
        // Nothing of it is left for the next.
        QVERIFY(parts.desk->draft() == PairDraft{});
        QVERIFY(isKept(*parts.desk));
        const Decision kept = parts.data.log().front();
        QCOMPARE(kept.reasons, (Reasons{Reason::WrongGarment, Reason::OtherPerson}));
        QCOMPARE(kept.edited, std::optional<std::string>("A woman in blue."));
        QCOMPARE(kept.note, std::string("seen from behind"));
        // They are there again when one comes back.
        parts.desk->goBack();
        QCOMPARE(parts.desk->draft().edited, kept.edited);
        QCOMPARE(parts.desk->draft().note, kept.note);
        QVERIFY(parts.desk->draft().reasons.empty());
    }

    void aDraftWaitsForThePairThatWasPassedOver() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::size_t number = parts.desk->number();
        parts.desk->setNote("look again");
        parts.desk->passOver();
        QVERIFY(parts.desk->number() != number);
        QVERIFY(parts.desk->draft().note.empty());
        QCOMPARE(parts.desk->queue()->passedOver(), std::vector<std::size_t>{number});
        parts.desk->goTo(number);
        QCOMPARE(parts.desk->draft().note, std::string("look again"));
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Weak);
        QVERIFY(parts.desk->queue()->passedOver().empty());
    }

    void endsWhenAllIsDecidedAndTellsHowKnownPairsWent() {
        DeskParts parts(1);
        parts.open(parts.data.plan());
        while (parts.desk->state() == State::Working) parts.decide(Verdict::Weak);
        QVERIFY(parts.desk->state() == State::Finished);
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{ReviewData::kPairs});
        QCOMPARE(parts.desk->queue()->noise().rejected->of, std::int64_t{ReviewData::kPairs});
        // The last can still be changed.
        parts.desk->goBack();
        QVERIFY(parts.desk->state() == State::Working);
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Reject);
        QVERIFY(parts.desk->state() == State::Finished);
        QCOMPARE(parts.desk->queue()->noise().rejected->count, std::int64_t{1});
    }

    void aMissingImageIsToldAndCanBePassedOver() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string image(parts.desk->pair().imagePath);
        parts.desk.reset();
        fs::remove(parts.data.image(image));
        parts.make();
        parts.open(parts.data.plan());
        QVERIFY(!parts.desk->pictures()->imageFault.isEmpty());
        // The keys behind a refused one were meant for another pair.
        const std::string missing = nameOf(parts.desk->pair());
        parts.desk->decide(Verdict::Unsure);
        QCOMPARE(parts.refused.size(), 1);
        QCOMPARE(nameOf(parts.desk->pair()), missing);
        QVERIFY(!parts.desk->hasKeysWaiting());
        parts.desk->passOver();
        QVERIFY(nameOf(parts.desk->pair()) != missing);
    }

    void aBrokenImageCanBeRejectedOnly() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string image(parts.desk->pair().imagePath);
        parts.desk.reset();
        std::ofstream(parts.data.image(image)) << "no picture";
        parts.make();
        parts.open(parts.data.plan());
        QVERIFY(parts.desk->pictures()->image.isNull());
        parts.desk->decide(Verdict::Weak);
        QCOMPARE(parts.refused.size(), 1);
        parts.decide(Verdict::Reject);
        QVERIFY(isKept(*parts.desk));
        const Decision kept = parts.data.log().front();
        QVERIFY(kept.pair == pairIdOf(hashImage(parts.data.image(image)), kept.caption));
    }

    void aLogThatCannotBeWrittenIsToldBeforeTheFirstKey() {
        DeskParts parts;
        const Unprivileged user(parts.folder);
        if (!user.isPlain()) QSKIP("root is not let go");
        const Closed readOnly(parts.data.folder, fs::perms::owner_read | fs::perms::owner_exec);
        parts.open(parts.data.plan());
        QVERIFY(parts.desk->unwritable());
        const std::string first = nameOf(parts.desk->pair());
        parts.desk->decide(Verdict::Weak);
        parts.desk->undo();
        QCOMPARE(parts.refused.size(), 2);
        QCOMPARE(nameOf(parts.desk->pair()), first);
        // It can still be looked through.
        parts.desk->passOver();
        QVERIFY(nameOf(parts.desk->pair()) != first);
    }

    void aDecisionThatIsRefusedStopsTheDeskUntilItIsKept() {
        DeskParts parts;
        parts.open(parts.data.plan());
        parts.readNext();
        // In the place where the folder of the log would be made.
        std::ofstream(parts.data.plan().folder().path) << "in the way";
        const std::string first = nameOf(parts.desk->pair());
        parts.desk->decide(Verdict::Weak);
        parts.desk->decide(Verdict::Strong);
        QTRY_VERIFY(!parts.raised.empty());
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{0});
        QVERIFY(!parts.desk->hasKeysWaiting());
        QCOMPARE(nameOf(parts.desk->pair()), first);
        QVERIFY(!parts.raised.back().details.isEmpty());
        // It is the only way on.
        QVERIFY(parts.raised.back().stays);
        parts.desk->decide(Verdict::Reject);
        QCOMPARE(parts.refused.size(), 1);
        // Another attempt does not help while the cause is there.
        const std::size_t numRaised = parts.raised.size();
        parts.raised.back().actions.front().run();
        QTRY_VERIFY(parts.raised.size() > numRaised);
        fs::remove(parts.data.plan().folder().path);
        parts.raised.back().actions.front().run();
        QVERIFY(isKept(*parts.desk));
        const std::vector<Decision> log = parts.data.log();
        QCOMPARE(log.size(), std::size_t{1});
        QCOMPARE(nameOf(log[0]), first);
        QVERIFY(log[0].verdict == Verdict::Weak);
        // And it goes on behind it.
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{1});
        QVERIFY(parts.desk->earlier() == nullptr);
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Weak);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.data.log().size(), std::size_t{2});
    }

    void aDecisionThatIsLostWithItsDataSetIsTold() {
        DeskParts parts;
        const ReviewData other(parts.folder / "other", 1);
        parts.open(parts.data.plan());
        std::ofstream(parts.data.plan().folder().path) << "in the way";
        parts.desk->decide(Verdict::Weak);
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        parts.open(other.plan());
        QCOMPARE(parts.raised.size(), std::size_t{2});
        // In the place of the one that offers another attempt.
        QCOMPARE(parts.raised[1].key, parts.raised[0].key);
        QVERIFY(parts.raised[1].severity == Message::Severity::Problem);
        QVERIFY(!parts.raised[1].stays && parts.raised[1].actions.isEmpty());
    }

    void aRefusalIsWithdrawnWhenTheDecisionIsKeptAsItsDataSetIsLeft() {
        DeskParts parts;
        const ReviewData other(parts.folder / "other", 1);
        parts.open(parts.data.plan());
        const fs::path inTheWay = parts.data.plan().folder().path;
        std::ofstream(inTheWay) << "in the way";
        parts.desk->decide(Verdict::Weak);
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        fs::remove(inTheWay);
        QSignalSpy withdrawn(&parts.messages, &Messages::withdrawn);
        parts.open(other.plan());
        QCOMPARE(withdrawn.size(), 1);
        QCOMPARE(withdrawn[0][0].toString(), parts.raised[0].key);
        QCOMPARE(parts.raised.size(), std::size_t{1});
        QCOMPARE(parts.data.log().size(), std::size_t{1});
    }

    void anImageThatChangedIsNotAskedForAgain() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string image(parts.desk->pair().imagePath);
        parts.desk.reset();
        {
            // Known by a hash that is no more its own.
            ReviewCache cache(parts.data.plan().folder().cache());
            cache.keepHash({.path = fs::absolute(parts.data.image(image)).native(),
                            .sizeBytes = 1,
                            .modifiedNs = 1},
                           Sha256Digest{});
        }
        parts.make();
        parts.open(parts.data.plan());
        const std::string first = parts.decide(Verdict::Weak);
        const std::string next = nameOf(parts.desk->pair());
        parts.desk.reset();
        parts.make();
        parts.open(parts.data.plan());
        QCOMPARE(nameOf(parts.desk->pair()), next);
    }

    void aDisputeIsShownToTheThird() {
        DeskParts parts;
        parts.openDispute();
        QCOMPARE(parts.desk->others().size(), std::size_t{2});
        parts.decide(Verdict::Weak);
        QVERIFY(parts.desk->state() == State::Finished);
        QVERIFY(isKept(*parts.desk));
        QVERIFY(parts.data.log().back().isAdjudication());
    }

    void aPairThatTheOrderHasNoMoreStaysUntilItIsDecided() {
        DeskParts parts;
        parts.openDispute();
        parts.desk->setNote("in shade");
        QVERIFY(isKept(*parts.desk));
        // Somebody else has settled it.
        Decision settled = parts.data.log().front();
        settled.id = DecisionId::random();
        settled.annotator = "Dan";
        settled.order = QueueOrder::Disagreements;
        settled.part = QueuePart::Ordered;
        const fs::path log = parts.folder / "dan.descry-review";
        DecisionLog(log).append(settled);
        const SittingQueue* const before = parts.desk->queue();
        parts.desk->writer()->merge({log});
        QTRY_VERIFY(parts.desk->queue() != before);
        QCOMPARE(parts.desk->others().size(), std::size_t{3});
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Weak);
        QVERIFY(parts.desk->state() == State::Finished);
        QVERIFY(isKept(*parts.desk));
        QCOMPARE(parts.data.log().back().note, std::string("in shade"));
        QVERIFY(parts.data.log().back().isAdjudication());
    }

    void anOpeningThatWasGivenUpChoosesNoOverlap() {
        DeskParts parts;
        const SittingPlan plan = parts.data.plan(QueueOrder::Overlap);
        std::stop_source opening;
        opening.request_stop();
        openSitting(plan, opening.get_token());
        QVERIFY(!fs::exists(plan.folder().overlap()));
        openSitting(plan);
        QVERIFY(fs::exists(plan.folder().overlap()));
    }

    void overlapIsChosenOnceAndTheSameForBoth() {
        DeskParts parts(12);
        SittingPlan plan = parts.data.plan(QueueOrder::Overlap);
        parts.open(plan);
        QVERIFY(parts.desk->queue()->size() >= kOverlapSize);
        const std::size_t size = parts.desk->queue()->size();
        const std::string first = nameOf(parts.desk->pair());
        plan.annotator = "Ben";
        parts.open(plan);
        QCOMPARE(parts.desk->queue()->size(), size);
        QCOMPARE(nameOf(parts.desk->pair()), first);
    }

    void theOverlapIsAsLargeAsAskedForUntilItIsChosen() {
        DeskParts parts;
        SittingPlan plan = parts.data.plan(QueueOrder::Overlap);
        plan.overlapSize = 7;
        parts.open(plan);
        QCOMPARE(parts.desk->plan().overlapSize, std::size_t{7});
        plan.overlapSize = 12;
        parts.open(plan);
        QCOMPARE(parts.desk->plan().overlapSize, std::size_t{7});
    }

    void otherLogsAreMergedIn() {
        DeskParts parts;
        SittingPlan plan = parts.data.plan();
        plan.annotator = "Ben";
        parts.open(plan);
        for (int i = 0; i < 3; ++i) parts.decide(Verdict::Weak);
        parts.desk.reset();
        const fs::path other = parts.folder / "ben.descry-review";
        fs::rename(parts.data.plan().folder().decisions(), other);
        parts.make();
        parts.open(parts.data.plan());
        parts.decide(Verdict::Weak);
        QSignalSpy merged(parts.desk.get(), &ReviewDesk::merged);
        parts.desk->writer()->merge({other});
        QTRY_COMPARE(merged.size(), 1);
        QTRY_VERIFY(parts.desk->state() == State::Working);
        QCOMPARE(parts.data.log().size(), std::size_t{4});
        // Merging is no decision of this annotator's.
        QCOMPARE(parts.desk->queue()->numDecided(), std::size_t{1});
        parts.desk->writer()->merge({other});
        QTRY_COMPARE(merged.size(), 2);
        QCOMPARE(parts.data.log().size(), std::size_t{4});
    }

    /// What opens the sitting anew when it hears of it waits for the end, and does so once.
    void aMergeIsNotOverBeforeItIsTold() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const DecisionWriter* const writer = parts.desk->writer();
        bool wasOver = true;
        connect(parts.desk.get(), &ReviewDesk::merged, parts.desk.get(), [&] {
            wasOver = writer->isIdle();
        });
        QSignalSpy over(writer, &DecisionWriter::idle);
        parts.desk->writer()->merge({parts.folder / "absent"});
        QTRY_COMPARE(over.size(), 1);
        QVERIFY(!wasOver);
        QVERIFY(writer->isIdle());
    }

    void severalLogsAreMergedAtOnceAndRefusedOneByOne() {
        DeskParts parts;
        parts.open(parts.data.plan());
        parts.decide(Verdict::Weak);
        QVERIFY(isKept(*parts.desk));
        const Decision own = parts.data.log().front();
        const auto logOf = [&](const char* name, const Decision& decision) {
            const fs::path file = parts.folder / name;
            DecisionLog(file).append(decision);
            return file;
        };
        const auto decisionOf = [&](const char* annotator) {
            Decision other = own;
            other.id = DecisionId::random();
            other.annotator = annotator;
            return other;
        };
        Decision changed = own;
        changed.note = "changed by hand";
        const std::vector<fs::path> logs{logOf("ben", decisionOf("Ben")),
                                         parts.folder / "absent",
                                         logOf("changed", changed),
                                         logOf("carla", decisionOf("Carla"))};
        std::vector<MergeReport> reports;
        connect(parts.desk.get(),
                &ReviewDesk::merged,
                parts.desk.get(),
                [&](const MergeReport& report) { reports.push_back(report); });
        parts.desk->writer()->merge(logs);
        QTRY_COMPARE(reports.size(), std::size_t{1});
        QCOMPARE(reports[0].numLogs, std::size_t{4});
        QCOMPARE(reports[0].numAdded, std::size_t{2});
        QCOMPARE(reports[0].refused.size(), std::size_t{2});
        QVERIFY(reports[0].refused[0].file == parts.folder / "absent");
        QVERIFY(reports[0].refused[0].error.code() == ErrorCode::NotFound);
        QVERIFY(reports[0].refused[1].file == parts.folder / "changed");
        QVERIFY(reports[0].refused[1].error.code() == ErrorCode::InvalidInput);
        QTRY_VERIFY(parts.desk->state() == State::Working);
        QCOMPARE(parts.data.log().size(), std::size_t{3});
    }

    void theHistoryTellsOthersWordsToWhoeverHasDecided() {
        DeskParts parts;
        SittingPlan plan = parts.data.plan();
        plan.annotator = "Ben";
        parts.open(plan);
        const std::string first = parts.decide(Verdict::Reject, {Reason::WrongColour});
        plan.annotator = "Anna";
        parts.open(plan);
        QCOMPARE(nameOf(parts.desk->pair()), first);
        // They would lead.
        QVERIFY(parts.desk->history().empty());
        parts.decide(Verdict::Weak);
        parts.desk->goBack();
        QTRY_VERIFY(parts.desk->isShown());
        parts.decide(Verdict::Strong);
        parts.desk->goBack();
        const std::vector<PastDecision> history = parts.desk->history();
        QCOMPARE(history.size(), std::size_t{3});
        QVERIFY(history[0].decision->verdict == Verdict::Strong);
        QVERIFY(history[0].standing == Standing::Counts);
        QVERIFY(history[1].decision->verdict == Verdict::Weak);
        QVERIFY(history[1].standing == Standing::Superseded);
        QCOMPARE(history[2].decision->annotator, std::string("Ben"));
        QCOMPARE(history[2].decision->reasons, Reasons{Reason::WrongColour});
    }

    void theHistoryIsOnesOwnWhereOthersWordsWouldBeUnfair_data() {
        QTest::addColumn<bool>("isBlind");
        QTest::addColumn<QueueOrder>("order");
        QTest::newRow("blind") << true << QueueOrder::Random;
        QTest::newRow("overlap") << false << QueueOrder::Overlap;
    }
    void theHistoryIsOnesOwnWhereOthersWordsWouldBeUnfair() {
        QFETCH(bool, isBlind);
        QFETCH(QueueOrder, order);
        DeskParts parts;
        SittingPlan plan = parts.data.plan(order);
        plan.isBlind = isBlind;
        for (const char* name : {"Ben", "Anna"}) {
            plan.annotator = name;
            parts.open(plan);
            parts.decide(Verdict::Weak);
        }
        parts.desk->goBack();
        QTRY_VERIFY(parts.desk->isShown());
        const std::vector<PastDecision> history = parts.desk->history();
        QCOMPARE(history.size(), std::size_t{1});
        QCOMPARE(history[0].decision->annotator, std::string("Anna"));
    }

    void whatWasTakenBackBeforeTheSittingIsInTheHistory() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const std::string first = parts.decide(Verdict::Weak);
        parts.desk->undo();
        QTRY_COMPARE(nameOf(parts.desk->pair()), first);
        parts.desk.reset();
        parts.make();
        parts.open(parts.data.plan());
        QCOMPARE(nameOf(parts.desk->pair()), first);
        const std::vector<PastDecision> history = parts.desk->history();
        QCOMPARE(history.size(), std::size_t{1});
        QVERIFY(history[0].standing == Standing::TakenBack);
    }

    void picturesAreReadAheadWithinTheirBudget() {
        DeskParts parts;
        parts.open(parts.data.plan());
        const auto index = parts.desk->queue()->sharedIndex();
        PicturePrefetch prefetch(nullptr, 1);
        prefetch.setSource(
            {.index = index, .images = parts.data.folder, .cache = {}, .fingerprint = {}});
        prefetch.want({3, 4, 5});
        QTRY_VERIFY(prefetch.find(3) != nullptr);
        QVERIFY(!prefetch.find(3)->image.isNull() && !prefetch.find(3)->source.isNull());
        // There is room for the first only.
        prefetch.want({4, 3});
        QTRY_VERIFY(prefetch.find(4) != nullptr);
        QVERIFY(prefetch.find(5) == nullptr);
        prefetch.want({});
        QCOMPARE(prefetch.keptBytes(), std::int64_t{0});
    }

    void camerasAreReadFromPaths() {
        QCOMPARE(cameraOf("00001/00001_c3_00.jpg"), QString("3"));
        QCOMPARE(cameraOf("cam_a/12.png"), QString("a"));
        QCOMPARE(cameraOf("Market/0001_c1s1_001051_00.jpg"), QString("1"));
        QCOMPARE(cameraOf("camera2/x.jpg"), QString("2"));
        QCOMPARE(cameraOf("people/coat.jpg"), QString());
    }

    void thePaceLeavesPausesOut() {
        Pace pace;
        for (int i = 0; i < 3; ++i) pace.note(1000 * i);
        QVERIFY(!pace.perMinute());
        pace.note(600'000);
        for (int i = 1; i <= 4; ++i) pace.note(600'000 + 2000 * i);
        QCOMPARE(*pace.perMinute(), 60'000.0 * 6 / (2 * 1000 + 4 * 2000));
        // The clock is put back.
        pace.note(1000);
        pace.note(3000);
        QCOMPARE(*pace.perMinute(), 60'000.0 * 7 / (2 * 1000 + 5 * 2000));
    }
};

DESCRY_UI_TEST_MAIN(tst_ReviewDesk)
#include "tst_review_desk.moc"
