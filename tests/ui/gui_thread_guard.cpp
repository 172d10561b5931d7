#include "tests/ui/gui_thread_guard.h"

#include <execinfo.h>
#include <unistd.h>

#include <QThread>
#include <array>
#include <cstdio>

#include "core/base/waiting.h"

namespace descry::test {
namespace {

constexpr int kNoFrames = 64;

/// Says where, as a failed check says only in which test.
void refuse(const char* what) {
    std::array<void*, kNoFrames> frames{};
    const int numFrames = ::backtrace(frames.data(), kNoFrames);
    std::fprintf(stderr, "The window's thread waits for %s:\n", what);
    ::backtrace_symbols_fd(frames.data(), numFrames, STDERR_FILENO);
    QTest::qFail(qPrintable(QStringLiteral("The window's thread waits for %1").arg(what)),
                 __FILE__,
                 __LINE__);
}

}  // namespace

bool GuardedApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    const WaitGuard before = setWaitGuard(&refuse);
    const bool isHandled = QApplication::notify(receiver, event);
    setWaitGuard(before);
    return isHandled;
}

}  // namespace descry::test
