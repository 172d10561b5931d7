#include "ui/common/messages.h"

#include "ui/common/text.h"

namespace descry {

Message problemOf(const QString& key, const QString& what, const Error& error) {
    const QString whole = errorText(error);
    QString firstLine = whole.section(QLatin1Char('\n'), 0, 0);
    if (firstLine.endsWith(QLatin1Char(':')) || firstLine.endsWith(u'：')) firstLine.chop(1);
    Message message;
    message.severity = Message::Severity::Problem;
    message.key = key;
    message.cause = what + QStringLiteral(" ") + firstLine;
    message.details = what + QLatin1Char('\n') + whole;
    return message;
}

}  // namespace descry
