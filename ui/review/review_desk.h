#pragma once
/// A sitting of one annotator: which pair is shown, what is decided of it, what comes next. It
/// knows no widget: who shows the pair says so by noteShown(). A key counts for the pair that is
/// current once all keys before it have been obeyed, and is obeyed only when that pair's pictures
/// have been shown; until then it waits, in order. A key that a pair refuses takes those behind it
/// along: they were meant for what would have come next. The next pair comes when the decision on
/// this one is on the disk. Thread rule: GUI thread; files are read and written on others. Failure
/// rule: a sitting that cannot be opened has a problem(); one that cannot be read again goes on as
/// it is, and a message says why; a decision that cannot be kept stops the desk at its pair.

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/review/decision_writer.h"
#include "ui/review/pace.h"
#include "ui/review/picture_prefetch.h"
#include "ui/review/sitting_queue.h"

namespace descry {

/// What has been entered for a pair and is not decided yet.
struct PairDraft {
    Reasons reasons;
    std::optional<std::string> edited;
    std::string note;

    bool operator==(const PairDraft&) const = default;
};

class ReviewDesk final : public QObject {
    Q_OBJECT

  public:
    enum class State {
        Closed,  ///< No data set, or nobody who decides.
        Opening,
        Refused,   ///< problem() says why.
        Unscored,  ///< The order needs scores, and no pair has any.
        Working,   ///< A pair is current.
        Finished,  ///< Nothing is left but what was passed over.
    };

    explicit ReviewDesk(ApplicationContext& context, QObject* parent = nullptr);
    /// Waits until every decision is on the disk.
    ~ReviewDesk() override;

    /// Opens the sitting; where the annotator stands in it follows from the log.
    void open(const SittingPlan& plan);
    /// Reads it again, after scores or others' decisions have come. What is open goes on meanwhile,
    /// and keeps its pair and all that was entered or passed over.
    void reopen();

    State state() const { return m_state; }
    /// The queue is that of the plan.
    bool isOpen() const { return m_state == State::Working || m_state == State::Finished; }
    const SittingPlan& plan() const { return m_plan; }
    const std::optional<Error>& problem() const { return m_problem; }
    /// Why no decision can be kept; known before the first key.
    const std::optional<Error>& unwritable() const { return m_unwritable; }
    /// nullptr until a sitting is open.
    const SittingQueue* queue() const { return m_queue.get(); }
    std::optional<double> pairsPerMinute() const { return m_pace.perMinute(); }
    /// As it stood when the sitting was opened, or is finished: while one decides, a known pair is
    /// not to be told from another.
    const std::optional<Share>& shareOfKnown() const { return m_shareOfKnown; }

    // Of the current pair, while Working.
    std::size_t place() const { return m_place; }  ///< In the queue, from 0.
    std::size_t number() const { return entry().number; }
    ReviewPair pair() const { return m_queue->index().at(number()); }
    /// nullptr: still being read.
    const PairPictures* pictures() const;
    bool isShown() const { return m_isShown; }
    const PairDraft& draft() const { return m_draft; }
    /// This annotator's word on it, if it was decided before.
    const Decision* earlier() const { return m_queue->verdicts().of(number()); }
    /// What an adjudicator has to know: the others' words. Else empty.
    std::vector<const Decision*> others() const;
    /// All that was ever decided of it, the latest first. Others' words would lead whoever has not
    /// decided yet: until then they are left out, and for good in blind mode and where the
    /// annotator is measured, by a known pair or by the overlap. An adjudicator sees them all.
    std::vector<PastDecision> history() const;
    /// Why this verdict cannot be given; empty: it can.
    QString hindrance(Verdict verdict) const;
    /// Keys that wait for the pair to be shown.
    bool hasKeysWaiting() const { return !m_keys.empty(); }

    /// The current pair and its pictures have been painted.
    void noteShown();

    // Keys.
    void decide(Verdict verdict, const Reasons& reasons = {});
    void toggle(Reason reason);
    void passOver();
    void goBack();
    void undo();
    // These open an editor: what was typed behind them were letters, no verdicts.
    void editCaption();
    void writeNote();

    void setEdited(const std::optional<std::string>& text);
    void setNote(const std::string& note);
    /// A pair that was passed over.
    void goTo(std::size_t number);

    /// Of the data set that was opened last; nullptr before.
    DecisionWriter* writer() const { return m_writer.get(); }

  Q_SIGNALS:
    void stateChanged();
    /// Another pair takes its place; pairChanged() follows.
    void pairLeft();
    /// Another pair is current, or its pictures have come.
    void pairChanged();
    void draftChanged();
    void progressChanged();
    /// Other logs were added to this one, or were refused.
    void merged(const descry::MergeReport& report);
    void mergeFailed(const descry::Error& error);
    /// Every decision on this data set is on the disk, or was told as lost.
    void allKept();
    void shown();
    void captionEditRequested();
    void noteRequested();
    /// Why a key was not obeyed.
    void keyRefused(const QString& why);

  private:
    struct Key {
        enum class Kind { Decide, Toggle, PassOver, GoBack, Undo, EditCaption, WriteNote };
        Kind kind = Kind::Decide;
        Verdict verdict = Verdict::Unsure;
        Reasons reasons{};  ///< Of Decide; the one of Toggle.
    };

    const QueueEntry& entry() const { return m_queue->at(m_place); }
    bool isAdjudicating() const;
    bool seesOthers() const;
    void setState(State state);
    void openWhenKept();
    void startOpening();
    void take(OpenedSitting sitting);
    std::optional<std::size_t> carryOver(const SittingQueue& before);
    void notOpened(const Error& error);
    void tellFindings();
    void useWriter(const ReviewFolder& folder);
    void closeWriter();

    void press(Key key);
    void obeyWaiting();
    bool canObey() const;
    void obey(const Key& key);
    void decideNow(Verdict verdict, const Reasons& reasons);
    Decision decisionNow(Verdict verdict, const Reasons& reasons) const;
    std::optional<ChangedImage> changedImage() const;
    void passOverNow();
    void goBackNow();
    void undoNow();
    void openEditor(Key::Kind kind);
    void kept(const Decision& decision);
    void refuseKey(const QString& why);

    void keepDraft();
    void advance();
    void show(std::size_t place);
    void present();
    void wantPictures();

    void undone(const Decision& decision, const Decision& undo);
    void stopAt(const Error& error);
    void goOn();

    ApplicationContext& m_context;
    State m_state = State::Closed;
    SittingPlan m_plan;
    std::filesystem::path m_toldOf;  ///< Data set whose findings have been told.
    std::optional<Error> m_problem;
    std::optional<Error> m_unwritable;
    std::stop_source m_opening;
    bool m_isDue = false;           ///< To be opened once everything is on the disk.
    std::vector<Decision> m_since;  ///< Kept since opening began, which may not have read them.
    std::unique_ptr<SittingQueue> m_queue;
    std::string m_fingerprint;  ///< Of the scores that are shown; empty: none are.
    std::optional<Share> m_shareOfKnown;
    Pace m_pace;

    std::size_t m_place = 0;
    bool m_isShown = false;
    QElapsedTimer m_sinceShown;
    PairDraft m_draft;
    std::map<std::size_t, PairDraft> m_drafts;  ///< By number, of pairs that were left undecided.
    std::vector<std::size_t> m_trail;           ///< Numbers in the order in which they were left.

    std::deque<Key> m_keys;
    bool m_isObeying = false;
    bool m_isUndoing = false;
    bool m_isKeeping = false;  ///< The decision on the current pair is being written.
    bool m_isStopped = false;  ///< The log has refused it, or an undo.

    PicturePrefetch m_prefetch;
    std::unique_ptr<DecisionWriter> m_writer;
};

}  // namespace descry
