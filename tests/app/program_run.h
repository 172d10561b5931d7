#pragma once
/// Runs a program as a user does and reports what came of it. Thread rule: one thread.

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace descry {

struct ProgramOptions {
    std::string workingFolder{};  ///< Current folder of the program; empty for this process's own.
    int timeoutSeconds = 600;     ///< Killed after this: `timedOut`.
    int interruptAfterMs = 0;     ///< Send `interruptSignal` after this long; 0 = never.
    /// Or as soon as this holds; asked every few milliseconds.
    std::function<bool()> interruptWhen{};
    int interruptSignal = SIGINT;
    std::size_t maxFileBytes = 0;  ///< No file may grow further, as on a full disk; 0 = any size.
};

struct ProgramResult {
    int exitCode = -1;  ///< -1 if a signal ended it.
    int signal = 0;
    bool timedOut = false;
    std::string out;
    std::string err;
    long peakKilobytes = 0;  ///< Peak resident memory.
    double seconds = 0;

    /// stdout as the one JSON document it must be; discarded value if it is not.
    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

ProgramResult runProgram(const std::string& program,
                         const std::vector<std::string>& arguments,
                         const ProgramOptions& options = {});
/// descry-cli.
ProgramResult runCli(const std::vector<std::string>& arguments, const ProgramOptions& options = {});

/// `model import` of the goldens' tiny model, whose folder `tiny` is, into `bundle`.
ProgramResult importTiny(const std::filesystem::path& tiny, const std::filesystem::path& bundle);

}  // namespace descry
