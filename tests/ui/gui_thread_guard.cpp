#include "tests/ui/gui_thread_guard.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QThread>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

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

/// The user's files are those of the test's folders; the settings are the one exception, and Qt
/// reads fonts, icons and the like where it wants.
bool isUsers(std::string_view path) {
    // As QDir::tempPath(), which may itself look at files.
    static const std::string temporary = [] {
        const char* const folder = std::getenv("TMPDIR");
        return std::string(folder != nullptr ? folder : "/tmp") + '/';
    }();
    static const std::string data = DESCRY_TEST_DATA;
    const bool isBelow =
        path.substr(0, temporary.size()) == temporary || path.substr(0, data.size()) == data;
    return isBelow && path.find(".ini") == std::string_view::npos;
}

}  // namespace

void tellOfFile(const char* path) {
    if (detail::waitGuard != nullptr && path != nullptr && isUsers(path)) mayWait(path);
}

bool GuardedApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    const WaitGuard before = setWaitGuard(&refuse);
    const bool isHandled = QApplication::notify(receiver, event);
    setWaitGuard(before);
    return isHandled;
}

}  // namespace descry::test

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// The C library's functions on paths, as every library of the program calls them.

namespace {

template <typename Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

mode_t modeOf(int flags, std::va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    static auto* const real = next<int(const char*, int, ...)>("open");
    descry::test::tellOfFile(path);
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return real(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    static auto* const real = next<int(const char*, int, ...)>("open64");
    descry::test::tellOfFile(path);
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return real(path, flags, mode);
}

int stat(const char* path, struct stat* status) noexcept {
    static auto* const real = next<int(const char*, struct stat*)>("stat");
    descry::test::tellOfFile(path);
    return real(path, status);
}

int lstat(const char* path, struct stat* status) noexcept {
    static auto* const real = next<int(const char*, struct stat*)>("lstat");
    descry::test::tellOfFile(path);
    return real(path, status);
}

}  // extern "C"

#endif
