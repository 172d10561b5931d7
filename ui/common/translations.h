#pragma once
/// The program's words, and Qt's own, in the language chosen, and dates as they are written in it.
/// The translations lie in the resources (translations/*.ts, made by lrelease), Qt's where Qt is
/// installed. Thread rule: GUI thread, before any widget is made. Failure rule: what is not
/// translated stays English.

#include <QString>

namespace descry {

/// `language` as in Choices: "zh_CN", or empty for the system's. What was installed before by this
/// function is taken away.
void installTranslations(const QString& language);

}  // namespace descry
