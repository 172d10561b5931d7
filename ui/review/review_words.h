#pragma once
/// How the Review workspace writes verdicts, reasons, orders, shares and decisions, and what camera
/// a path tells of. Thread rule: pure functions.

#include <QString>
#include <string_view>

#include "core/review/agreement.h"
#include "core/review/decision.h"

namespace descry {

QString verdictTitle(Verdict verdict);
/// What the verdict says of a pair.
QString verdictMeaning(Verdict verdict);
QString reasonTitle(Reason reason);
/// "wrong colour, other person".
QString reasonTitles(const Reasons& reasons);
QString orderTitle(QueueOrder order);
/// "11.2 % (8.4 to 14.7 %)".
QString shownShare(const Share& share);
/// "Reject: wrong colour".
QString shownVerdict(const Decision& decision);
/// The time of a decision here, "2026-11-27 14:03".
QString shownDecisionTime(const Decision& decision);
/// "3" of "00001/00001_c3_00.jpg", "a" of "cam_a/12.png"; empty where the path tells nothing.
QString cameraOf(std::string_view path);

}  // namespace descry
