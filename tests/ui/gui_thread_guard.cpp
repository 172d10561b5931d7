#include "tests/ui/gui_thread_guard.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <QThread>
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "core/base/waiting.h"
#include "tests/ui/hand_over.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DESCRY_SEES_FILE_CALLS 0
#else
#define DESCRY_SEES_FILE_CALLS 1
#endif

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
    takeOver();
    if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    const WaitGuard before = setWaitGuard(&refuse);
    const bool isHandled = QApplication::notify(receiver, event);
    setWaitGuard(before);
    return isHandled;
}

bool seesFileCalls() {
    return DESCRY_SEES_FILE_CALLS != 0;
}

}  // namespace descry::test

#if DESCRY_SEES_FILE_CALLS

namespace {

using namespace std::string_view_literals;

/// Fonts, plugins, translations, time zones, devices.
constexpr std::array kOfTheSystem{
    "/usr/"sv, "/lib"sv, "/etc/"sv, "/dev/"sv, "/proc/"sv, "/sys/"sv, "/run/"sv, "/var/"sv};

bool isLetPass(std::string_view path) {
    // An open file, asked about itself.
    if (path.empty()) return true;
    const auto isBefore = [&](std::string_view folder) { return path.starts_with(folder); };
    if (std::any_of(kOfTheSystem.begin(), kOfTheSystem.end(), isBefore)) return true;
    // Caches and choices of the desktop; plugins that Qt looks for beside the program.
    static const std::string home = qEnvironmentVariable("HOME").toStdString() + "/.";
    static const std::string program = QCoreApplication::applicationDirPath().toStdString() + '/';
    return path.starts_with(home) || path.starts_with(program);
}

void tell(const char* path) {
    if (descry::detail::waitGuard == nullptr || path == nullptr) return;
    // What is done here may look at files.
    const descry::WaitGuard guard = descry::setWaitGuard(nullptr);
    if (!isLetPass(path)) guard(("the file " + std::string(path)).c_str());
    descry::setWaitGuard(guard);
}

}  // namespace

/// A function of the C library, called `name`, that goes before the C library's own in the whole
/// program. It tells of `path` and goes on to that one. Declared under another name: the headers'
/// declarations differ in what they promise.
#define DESCRY_WATCH(Result, name, Parameters, path, ...)                                 \
    extern "C" __attribute__((visibility("default")))                                     \
    Result watched_##name Parameters __asm__(#name);                                      \
    Result watched_##name Parameters {                                                    \
        tell(path);                                                                       \
        using Function = Result(*) Parameters;                                            \
        static const auto original = reinterpret_cast<Function>(dlsym(RTLD_NEXT, #name)); \
        return original(__VA_ARGS__);                                                     \
    }

DESCRY_WATCH(int, open, (const char* file, int flags, unsigned mode), file, file, flags, mode)
DESCRY_WATCH(int, open64, (const char* file, int flags, unsigned mode), file, file, flags, mode)
DESCRY_WATCH(
    int, openat, (int in, const char* file, int flags, unsigned mode), file, in, file, flags, mode)
DESCRY_WATCH(void*, fopen, (const char* file, const char* mode), file, file, mode)
DESCRY_WATCH(void*, fopen64, (const char* file, const char* mode), file, file, mode)
DESCRY_WATCH(void*, opendir, (const char* folder), folder, folder)
DESCRY_WATCH(int, stat, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int, stat64, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int, lstat, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int, lstat64, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int,
             fstatat,
             (int in, const char* file, void* status, int flags),
             file,
             in,
             file,
             status,
             flags)
DESCRY_WATCH(int,
             statx,
             (int in, const char* file, int flags, unsigned mask, void* status),
             file,
             in,
             file,
             flags,
             mask,
             status)
DESCRY_WATCH(int, statvfs, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int, statvfs64, (const char* file, void* status), file, file, status)
DESCRY_WATCH(int, access, (const char* file, int mode), file, file, mode)
DESCRY_WATCH(char*, realpath, (const char* file, char* whole), file, file, whole)
DESCRY_WATCH(long, readlink, (const char* file, char* to, unsigned long size), file, file, to, size)
DESCRY_WATCH(int, mkdir, (const char* folder, unsigned mode), folder, folder, mode)
DESCRY_WATCH(int, rmdir, (const char* folder), folder, folder)
DESCRY_WATCH(int, rename, (const char* from, const char* to), from, from, to)
DESCRY_WATCH(int, remove, (const char* file), file, file)
DESCRY_WATCH(int, unlink, (const char* file), file, file)
DESCRY_WATCH(int, unlinkat, (int in, const char* file, int flags), file, in, file, flags)

#endif
