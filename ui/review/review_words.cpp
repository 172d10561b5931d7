#include "ui/review/review_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include "core/base/unicode.h"
#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::ReviewWords)
};

QString shownPercent(double share) {
    return QString::number(100 * share, 'f', 1);
}

}  // namespace

QString verdictTitle(Verdict verdict) {
    switch (verdict) {
        case Verdict::Strong:
            return Words::tr("Strong");
        case Verdict::Weak:
            return Words::tr("Weak");
        case Verdict::Reject:
            return Words::tr("Reject");
        case Verdict::Unsure:
            break;
    }
    return Words::tr("Unsure");
}

QString verdictMeaning(Verdict verdict) {
    switch (verdict) {
        case Verdict::Strong:
            return Words::tr("Fully true of this image");
        case Verdict::Weak:
            return Words::tr("True enough: the same person, with details of another image");
        case Verdict::Reject:
            return Words::tr("Not true of this image");
        case Verdict::Unsure:
            break;
    }
    return Words::tr("Cannot be told");
}

QString reasonTitle(Reason reason) {
    switch (reason) {
        case Reason::WrongColour:
            return Words::tr("wrong colour");
        case Reason::WrongGarment:
            return Words::tr("wrong garment");
        case Reason::AccessoryAbsent:
            return Words::tr("accessory absent");
        case Reason::OtherPerson:
            return Words::tr("other person");
        case Reason::Unreadable:
            return Words::tr("unreadable");
        case Reason::CaptionError:
            break;
    }
    return Words::tr("caption error");
}

QString reasonTitles(const Reasons& reasons) {
    QStringList titles;
    for (const Reason reason : reasons) titles << reasonTitle(reason);
    return titles.join(QStringLiteral(", "));
}

QString orderTitle(QueueOrder order) {
    switch (order) {
        case QueueOrder::Suspicious:
            return Words::tr("Most suspicious first");
        case QueueOrder::Random:
            return Words::tr("Random");
        case QueueOrder::ByPerson:
            return Words::tr("Person by person");
        case QueueOrder::Disagreements:
            return Words::tr("Disagreements");
        case QueueOrder::Gold:
            return Words::tr("Known pairs");
        case QueueOrder::Overlap:
            return Words::tr("Overlap set");
        case QueueOrder::Imported:
            break;
    }
    return Words::tr("Imported");
}

QString shownShare(const Share& share) {
    return Words::tr("%1 % (%2 to %3 %)")
        .arg(shownPercent(share.share),
             shownPercent(share.interval.low),
             shownPercent(share.interval.high));
}

QString shownVerdict(const Decision& decision) {
    if (!decision.verdict) return {};
    const QString title = verdictTitle(*decision.verdict);
    if (decision.reasons.empty()) return title;
    return QStringLiteral("%1: %2").arg(title, reasonTitles(decision.reasons));
}

QString shownDecisionTime(const Decision& decision) {
    return QDateTime::fromMSecsSinceEpoch(decision.timeMs)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString cameraOf(std::string_view path) {
    static const QRegularExpression form(
        QStringLiteral("(?:^|[/_-])(?:cam(?:era)?[_-]?([a-z]|\\d+)|c(\\d+))(?=[s/_.-])"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(toQString(displayable(path)));
    return match.captured(1) + match.captured(2);
}

}  // namespace descry
