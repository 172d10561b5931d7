#include "tests/app/program_run.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace descry {

namespace {

using Clock = std::chrono::steady_clock;

std::string readAll(int descriptor) {
    std::string text;
    char buffer[65536];
    lseek(descriptor, 0, SEEK_SET);
    for (ssize_t n = 0; (n = read(descriptor, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(n));
    }
    close(descriptor);
    return text;
}

/// An unlinked temporary file: a program may write more than a pipe holds.
int openScratch() {
    std::FILE* file = std::tmpfile();
    const int descriptor = dup(fileno(file));
    std::fclose(file);
    return descriptor;
}

/// `command` is the program and its arguments.
[[noreturn]] void become(const std::vector<std::string>& command,
                         const ProgramOptions& options,
                         int out,
                         int err) {
    const std::string& folder = options.workingFolder;
    if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(127);
    const rlimit fileSize{options.maxFileBytes, options.maxFileBytes};
    if (options.maxFileBytes > 0 && setrlimit(RLIMIT_FSIZE, &fileSize) != 0) _exit(127);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execv(argv.front(), argv.data());
    _exit(127);
}

bool isToBeInterrupted(const ProgramOptions& options, Clock::duration elapsed) {
    if (options.interruptWhen) return options.interruptWhen();
    return options.interruptAfterMs > 0 &&
           elapsed > std::chrono::milliseconds(options.interruptAfterMs);
}

}  // namespace

ProgramResult runProgram(const std::string& program,
                         const std::vector<std::string>& arguments,
                         const ProgramOptions& options) {
    std::vector<std::string> command{program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const int out = openScratch();
    const int err = openScratch();
    const auto start = Clock::now();
    const pid_t child = fork();
    if (child == 0) become(command, options, out, err);

    ProgramResult result;
    rusage usage{};
    int status = 0;
    bool interrupted = false;
    while (wait4(child, &status, WNOHANG, &usage) == 0) {
        const auto elapsed = Clock::now() - start;
        if (!interrupted && isToBeInterrupted(options, elapsed)) {
            kill(child, options.interruptSignal);
            interrupted = true;
        }
        if (!result.timedOut && elapsed > std::chrono::seconds(options.timeoutSeconds)) {
            kill(child, SIGKILL);
            result.timedOut = true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result.peakKilobytes = usage.ru_maxrss;
    result.out = readAll(out);
    result.err = readAll(err);
    return result;
}

ProgramResult runCli(const std::vector<std::string>& arguments, const ProgramOptions& options) {
    return runProgram(DESCRY_CLI, arguments, options);
}

ProgramResult importTiny(const std::filesystem::path& tiny, const std::filesystem::path& bundle) {
    return runCli({"model",
                   "import",
                   tiny / "checkpoint.pth",
                   "--config",
                   tiny / "config.json",
                   "--vocab",
                   tiny / "vocab.txt",
                   "--out",
                   bundle});
}

}  // namespace descry
