// The part of ReviewDesk that obeys keys.

#include <utility>

#include "core/base/version.h"
#include "ui/common/text.h"
#include "ui/review/review_desk.h"

namespace descry {

void ReviewDesk::decide(Verdict verdict, const Reasons& reasons) {
    press({Key::Kind::Decide, verdict, reasons});
}

void ReviewDesk::toggle(Reason reason) {
    press({Key::Kind::Toggle, Verdict::Unsure, {reason}});
}

void ReviewDesk::passOver() {
    press({.kind = Key::Kind::PassOver});
}

void ReviewDesk::goBack() {
    press({.kind = Key::Kind::GoBack});
}

void ReviewDesk::undo() {
    press({.kind = Key::Kind::Undo});
}

void ReviewDesk::editCaption() {
    press({.kind = Key::Kind::EditCaption});
}

void ReviewDesk::writeNote() {
    press({.kind = Key::Kind::WriteNote});
}

void ReviewDesk::press(Key key) {
    if (!isOpen()) return;
    if (m_isStopped) {
        refuseKey(tr("The decision on this pair has not been kept yet."));
        return;
    }
    m_keys.push_back(std::move(key));
    obeyWaiting();
}

bool ReviewDesk::canObey() const {
    if (m_isUndoing || m_isStopped) return false;
    return m_state == State::Finished || (m_state == State::Working && m_isShown);
}

/// Showing the next pair leads back here; it is the loop that goes on.
void ReviewDesk::obeyWaiting() {
    if (std::exchange(m_isObeying, true)) return;
    while (!m_keys.empty() && canObey()) {
        const Key key = std::move(m_keys.front());
        m_keys.pop_front();
        obey(key);
    }
    m_isObeying = false;
}

void ReviewDesk::obey(const Key& key) {
    if (key.kind == Key::Kind::GoBack) return goBackNow();
    if (key.kind == Key::Kind::Undo) return undoNow();
    // Nothing is current any more.
    if (m_state == State::Finished) return;
    if (key.kind == Key::Kind::Decide) return decideNow(key.verdict, key.reasons);
    if (key.kind == Key::Kind::PassOver) return passOverNow();
    if (key.kind != Key::Kind::Toggle) return openEditor(key.kind);
    for (const Reason reason : key.reasons) {
        if (m_draft.reasons.erase(reason) == 0) m_draft.reasons.insert(reason);
    }
    Q_EMIT draftChanged();
}

void ReviewDesk::refuseKey(const QString& why) {
    m_keys.clear();
    Q_EMIT keyRefused(why);
}

QString ReviewDesk::hindrance(Verdict verdict) const {
    if (m_unwritable) return tr("Decisions cannot be kept here.");
    const PairPictures* const now = pictures();
    if (now == nullptr) return tr("The pictures are still being read.");
    if (!now->hash) {
        return tr("The image cannot be read, so the pair cannot be decided. Pass it over.");
    }
    const bool needsPicture = verdict == Verdict::Strong || verdict == Verdict::Weak;
    if (now->image.isNull() && needsPicture) {
        return tr("The image cannot be shown: the pair can be rejected or left unsure.");
    }
    return {};
}

Decision ReviewDesk::decisionNow(Verdict verdict, const Reasons& reasons) const {
    const ReviewPair current = pair();
    const PairPictures& now = *pictures();
    Decision decision;
    decision.id = DecisionId::random();
    decision.pair = pairIdOf(*now.hash, current.caption);
    decision.imagePath = current.imagePath;
    decision.sourcePath = current.sourcePath;
    decision.caption = current.caption;
    decision.annotator = m_plan.annotator;
    decision.verdict = verdict;
    decision.reasons = m_draft.reasons;
    decision.reasons.insert(reasons.begin(), reasons.end());
    decision.edited = m_draft.edited;
    decision.note = m_draft.note;
    decision.timeMs = utcNowMs();
    decision.durationMs = m_sinceShown.elapsed();
    decision.order = m_plan.order;
    decision.part = entry().part;
    decision.isBlind = m_plan.isBlind;
    if (now.scores) decision.fingerprint = m_fingerprint;
    decision.version = kVersion;
    if (const Decision* const before = earlier()) decision.supersedes = before->id;
    return decision;
}

/// Where the cache has another hash, the pair would be asked for again at each opening.
std::optional<ChangedImage> ReviewDesk::changedImage() const {
    const PairPictures& now = *pictures();
    const auto& known = m_queue->knownHash(pair().image);
    if (!known || known == now.hash) return std::nullopt;
    return ChangedImage{now.file, *now.hash};
}

void ReviewDesk::decideNow(Verdict verdict, const Reasons& reasons) {
    if (const QString why = hindrance(verdict); !why.isEmpty()) {
        refuseKey(why);
        return;
    }
    const Decision decision = decisionNow(verdict, reasons);
    try {
        decision.validate();
    } catch (const Error& error) {
        refuseKey(errorText(error));
        return;
    }
    m_isKeeping = true;
    m_isShown = false;
    m_writer->append(decision, changedImage());
}

void ReviewDesk::kept(const Decision& decision) {
    // Of a sitting that is closed: the next one reads the log.
    if (!std::exchange(m_isKeeping, false)) return;
    m_since.push_back(decision);
    m_queue->record(decision, number());
    m_drafts.erase(number());
    m_pace.note(decision.timeMs);
    advance();
    obeyWaiting();
}

void ReviewDesk::passOverNow() {
    m_queue->passOver(number());
    keepDraft();
    advance();
}

void ReviewDesk::goBackNow() {
    if (m_trail.empty()) {
        refuseKey(tr("This is where the sitting began."));
        return;
    }
    if (m_state == State::Working) keepDraft();
    const std::size_t before = m_trail.back();
    m_trail.pop_back();
    if (const auto place = m_queue->placeOf(before)) show(*place);
    Q_EMIT progressChanged();
}

void ReviewDesk::openEditor(Key::Kind kind) {
    m_keys.clear();
    if (kind == Key::Kind::EditCaption) {
        Q_EMIT captionEditRequested();
    } else {
        Q_EMIT noteRequested();
    }
}

void ReviewDesk::undoNow() {
    if (m_unwritable) {
        refuseKey(hindrance(Verdict::Unsure));
        return;
    }
    m_isUndoing = true;
    m_writer->undoLast(m_plan.annotator);
}

}  // namespace descry
