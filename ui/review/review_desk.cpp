#include "ui/review/review_desk.h"

#include <algorithm>
#include <utility>

#include "ui/common/text.h"

namespace descry {
namespace {

/// Pairs read ahead of the one that is shown.
constexpr std::size_t kAhead = 5;

const QString kKeepingKey = QStringLiteral("reviewKeeping");
const QString kUndoKey = QStringLiteral("reviewUndo");
const QString kFindingsKey = QStringLiteral("reviewFindings");
const QString kReadingKey = QStringLiteral("reviewReading");

Message refusalOf(const Error& error) {
    return problemOf(
        kKeepingKey, ReviewDesk::tr("A decision could not be written to the review’s log."), error);
}

}  // namespace

ReviewDesk::ReviewDesk(ApplicationContext& context, QObject* parent)
    : QObject(parent), m_context(context) {
    connect(&m_prefetch, &PicturePrefetch::ready, this, [this](std::size_t ready) {
        if (m_state == State::Working && ready == number()) Q_EMIT pairChanged();
    });
}

ReviewDesk::~ReviewDesk() = default;

void ReviewDesk::setState(State state) {
    m_state = state;
    Q_EMIT stateChanged();
}

void ReviewDesk::open(const SittingPlan& plan) {
    m_opening.request_stop();
    const bool isWhole = !plan.dataset.empty() && !plan.annotator.empty();
    // Whoever waits for the last decisions does so while their plan is the desk's.
    if (isWhole) useWriter(plan.folder());
    m_isDue = false;
    m_keys.clear();
    m_drafts.clear();
    m_trail.clear();
    m_pace = {};
    m_isShown = false;
    m_isKeeping = false;
    m_plan = plan;
    m_problem.reset();
    setState(isWhole ? State::Opening : State::Closed);
    if (isWhole) openWhenKept();
}

/// What is still being written belongs to what is opened.
void ReviewDesk::openWhenKept() {
    m_isDue = !m_writer->isIdle();
    if (!m_isDue) startOpening();
}

void ReviewDesk::startOpening() {
    m_opening.request_stop();
    m_since.clear();
    m_opening = m_context.background.run(
        *this,
        [plan = m_plan](const std::stop_token& stop) { return openSitting(plan, stop); },
        [this](OpenedSitting sitting) { take(std::move(sitting)); },
        [this](const Error& error) { notOpened(error); });
}

void ReviewDesk::reopen() {
    if (isOpen()) {
        openWhenKept();
    } else {
        open(SittingPlan(m_plan));
    }
}

void ReviewDesk::notOpened(const Error& error) {
    if (!isOpen()) {
        m_problem = error;
        setState(State::Refused);
        return;
    }
    // A log that was just being written may not have been whole.
    if (!m_since.empty() || !m_writer->isIdle()) {
        openWhenKept();
        return;
    }
    Message message;
    message.severity = Message::Severity::Problem;
    message.key = kReadingKey;
    message.cause = errorText(error);
    m_context.messages.raise(message);
}

/// What it still has to write is tried once more.
void ReviewDesk::closeWriter() {
    if (const auto error = m_writer->close()) {
        m_context.messages.raise(refusalOf(*error));
    } else if (m_isStopped) {
        m_context.messages.withdraw(kKeepingKey);
    }
    Q_EMIT allKept();
}

void ReviewDesk::useWriter(const ReviewFolder& folder) {
    if (m_writer && m_writer->folder().path == folder.path) return;
    if (m_writer) closeWriter();
    m_isStopped = false;
    m_isUndoing = false;
    m_writer = std::make_unique<DecisionWriter>(folder);
    connect(m_writer.get(), &DecisionWriter::kept, this, &ReviewDesk::kept);
    connect(m_writer.get(), &DecisionWriter::undone, this, &ReviewDesk::undone);
    connect(m_writer.get(), &DecisionWriter::refused, this, &ReviewDesk::stopAt);
    connect(m_writer.get(), &DecisionWriter::nothingToUndo, this, [this] {
        m_isUndoing = false;
        refuseKey(tr("There is no decision to take back."));
    });
    connect(m_writer.get(), &DecisionWriter::merged, this, [this](const MergeReport& report) {
        if (report.numAdded > 0) reopen();
        Q_EMIT merged(report);
    });
    connect(m_writer.get(), &DecisionWriter::mergeFailed, this, &ReviewDesk::mergeFailed);
    connect(m_writer.get(), &DecisionWriter::idle, this, &ReviewDesk::goOn);
}

void ReviewDesk::take(OpenedSitting sitting) {
    if (sitting.lacksScores) {
        // What is open goes on with those that it has.
        if (!isOpen()) setState(State::Unscored);
        return;
    }
    m_plan.overlapSize = sitting.plan.overlapSize;
    m_unwritable = sitting.unwritable;
    const auto before = std::exchange(m_queue, std::make_unique<SittingQueue>(std::move(sitting)));
    m_fingerprint = m_plan.isBlind ? std::string() : m_queue->fingerprint();
    m_prefetch.setSource({.index = m_queue->sharedIndex(),
                          .images = m_queue->images(),
                          .cache = m_plan.folder().cache(),
                          .fingerprint = m_fingerprint});
    const auto current = isOpen() ? carryOver(*before) : std::nullopt;
    m_shareOfKnown = m_queue->shareOfKnown();
    if (current) {
        m_place = *current;
        present();
    } else {
        const auto place = m_queue->next(0);
        m_state = place ? State::Working : State::Finished;
        if (place) show(*place);
    }
    Q_EMIT stateChanged();
    Q_EMIT progressChanged();
    tellFindings();
}

/// The data set may have changed, and number its pairs anew. Gives the place of the pair that is
/// current.
std::optional<std::size_t> ReviewDesk::carryOver(const SittingQueue& before) {
    for (const Decision& decision : m_since) {
        const std::vector<std::size_t> numbers = m_queue->verdicts().numbersOf(decision);
        if (!numbers.empty()) m_queue->record(decision, numbers.front());
    }
    for (const std::size_t passed : before.passedOver()) {
        if (const auto now = m_queue->keep(before, passed)) m_queue->passOver(*now);
    }
    std::map<std::size_t, PairDraft> drafts;
    for (const auto& [drafted, entered] : m_drafts) {
        if (const auto now = m_queue->keep(before, drafted)) drafts[*now] = entered;
    }
    m_drafts = std::move(drafts);
    std::vector<std::size_t> trail;
    for (const std::size_t left : m_trail) {
        if (const auto now = m_queue->keep(before, left)) trail.push_back(*now);
    }
    m_trail = std::move(trail);
    if (m_state != State::Working) return std::nullopt;
    if (const auto now = m_queue->keep(before, before.at(m_place).number)) {
        return m_queue->placeOf(*now);
    }
    // The data set has it no more, and what waits was meant for it.
    m_isKeeping = false;
    m_keys.clear();
    return std::nullopt;
}

/// Once for a data set, not at each change of the sitting.
void ReviewDesk::tellFindings() {
    const std::vector<Finding>& findings = m_queue->findings();
    if (std::exchange(m_toldOf, m_plan.dataset) == m_plan.dataset || findings.empty()) return;
    QStringList lines;
    for (const Finding& finding : findings) {
        lines << errorText(describeFinding(m_plan.dataset, finding));
    }
    Message message;
    message.key = kFindingsKey;
    message.cause = tr("%n findings in “%1”.", nullptr, static_cast<int>(findings.size()))
                        .arg(shownPath(m_plan.dataset.filename()));
    message.kept =
        tr("What repeats is one pair. The data set stays as it is; the details list all.");
    message.details = lines.join(QLatin1Char('\n'));
    m_context.messages.raise(message);
}

const PairPictures* ReviewDesk::pictures() const {
    return m_state == State::Working ? m_prefetch.find(number()) : nullptr;
}

bool ReviewDesk::isAdjudicating() const {
    return m_plan.order == QueueOrder::Disagreements && entry().part == QueuePart::Ordered;
}

std::vector<const Decision*> ReviewDesk::others() const {
    if (!isAdjudicating()) return {};
    return m_queue->verdicts().othersOf(number());
}

bool ReviewDesk::seesOthers() const {
    if (isAdjudicating()) return true;
    const bool isMeasured = m_plan.order == QueueOrder::Overlap || entry().part == QueuePart::Gold;
    return !m_plan.isBlind && !isMeasured && earlier() != nullptr;
}

std::vector<PastDecision> ReviewDesk::history() const {
    const PairPictures* const now = pictures();
    std::optional<PairId> shown;
    if (now != nullptr && now->hash) shown = pairIdOf(*now->hash, pair().caption);
    std::vector<PastDecision> history = m_queue->verdicts().historyOf(number(), shown);
    if (seesOthers()) return history;
    std::erase_if(history, [this](const PastDecision& past) {
        return !isSameAnnotator(past.decision->annotator, m_plan.annotator);
    });
    return history;
}

void ReviewDesk::noteShown() {
    if (m_state != State::Working || m_isKeeping || pictures() == nullptr) return;
    if (!std::exchange(m_isShown, true)) {
        // Its pictures may have been read anew while it was looked at.
        if (!m_sinceShown.isValid()) m_sinceShown.start();
        Q_EMIT shown();
    }
    obeyWaiting();
}

/// What was entered for a pair that is left undecided waits for it.
void ReviewDesk::keepDraft() {
    if (m_draft == PairDraft{}) {
        m_drafts.erase(number());
    } else {
        m_drafts[number()] = m_draft;
    }
}

void ReviewDesk::advance() {
    m_trail.push_back(number());
    if (const auto next = m_queue->next(m_place + 1)) {
        show(*next);
    } else {
        m_isShown = false;
        m_shareOfKnown = m_queue->shareOfKnown();
        setState(State::Finished);
    }
    Q_EMIT progressChanged();
}

void ReviewDesk::show(std::size_t place) {
    Q_EMIT pairLeft();
    const bool wasFinished = std::exchange(m_state, State::Working) == State::Finished;
    m_place = place;
    m_sinceShown.invalidate();
    m_draft = {};
    if (const auto kept = m_drafts.find(number()); kept != m_drafts.end()) {
        m_draft = kept->second;
    } else if (const Decision* const before = earlier()) {
        // Its reasons belonged to its verdict.
        m_draft.edited = before->edited;
        m_draft.note = before->note;
    }
    present();
    if (wasFinished) Q_EMIT stateChanged();
}

void ReviewDesk::present() {
    m_isShown = false;
    wantPictures();
    Q_EMIT pairChanged();
}

void ReviewDesk::wantPictures() {
    std::vector<std::size_t> numbers{number()};
    auto next = m_queue->nextFrom(m_place + 1);
    for (; next && numbers.size() <= kAhead; next = m_queue->nextFrom(*next + 1)) {
        numbers.push_back(m_queue->at(*next).number);
    }
    // The way back is short.
    if (!m_trail.empty()) numbers.push_back(m_trail.back());
    m_prefetch.want(std::move(numbers));
}

void ReviewDesk::goTo(std::size_t wanted) {
    const bool isFree = isOpen() && !m_isKeeping && !m_isStopped;
    const auto place = isFree ? m_queue->placeOf(wanted) : std::nullopt;
    if (!place) return;
    m_keys.clear();
    if (m_state == State::Working) {
        keepDraft();
        m_trail.push_back(number());
    }
    show(*place);
    Q_EMIT progressChanged();
}

void ReviewDesk::setEdited(const std::optional<std::string>& text) {
    if (m_state != State::Working) return;
    // White space that the editor does not keep is no edit.
    const std::string onOneLine = toUtf8(toQString(pair().caption).simplified());
    const bool isAsItWas = text && (text->empty() || *text == onOneLine);
    m_draft.edited = isAsItWas ? std::nullopt : text;
    Q_EMIT draftChanged();
}

void ReviewDesk::setNote(const std::string& note) {
    if (m_state != State::Working || m_draft.note == note) return;
    m_draft.note = note;
    Q_EMIT draftChanged();
}

void ReviewDesk::undone(const Decision& decision, const Decision& undo) {
    m_isUndoing = false;
    // Another sitting is being opened: it reads the log anew.
    if (!isOpen()) return;
    m_since.push_back(undo);
    const std::vector<std::size_t> numbers = m_queue->verdicts().numbersOf(decision);
    if (!numbers.empty()) m_queue->record(undo, numbers.front());
    const auto place = numbers.empty() ? std::nullopt : m_queue->placeOf(numbers.front());
    if (!place) {
        Message message;
        message.key = kUndoKey;
        message.cause =
            tr("The last decision, on %1, is taken back.").arg(shownPath(decision.imagePath));
        message.kept = tr("Its pair is not among those that are reviewed now.");
        m_context.messages.raise(message);
    } else {
        if (m_state == State::Working) keepDraft();
        std::erase(m_trail, numbers.front());
        // What was entered with it can be mended instead of entered again.
        m_drafts[numbers.front()] = {decision.reasons, decision.edited, decision.note};
        show(*place);
    }
    Q_EMIT progressChanged();
    obeyWaiting();
}

/// At the pair whose decision was refused.
void ReviewDesk::stopAt(const Error& error) {
    m_isStopped = true;
    m_keys.clear();
    Message message = refusalOf(error);
    message.stays = true;
    message.kept = tr("It waits here. Mend the cause, then try again.");
    message.actions = {{tr("Try again"), [this] {
                            if (m_writer) m_writer->retry();
                        }}};
    m_context.messages.raise(message);
}

/// Everything is on the disk.
void ReviewDesk::goOn() {
    if (std::exchange(m_isStopped, false)) m_context.messages.withdraw(kKeepingKey);
    if (std::exchange(m_isDue, false)) startOpening();
    Q_EMIT allKept();
}

}  // namespace descry
