#include "app/cli/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "core/base/unicode.h"

namespace descry {

namespace {

/// Turns SIGINT and SIGTERM into a stop request. The signals are blocked in every thread (this is
/// made before any other thread) and taken by one that waits for them; a second one ends at once.
class SignalStop {
  public:
    SignalStop() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        std::thread([this, signals] {
            int signal = 0;
            while (sigwait(&signals, &signal) == 0) {
                if (!m_source.request_stop()) _exit(kExitCancelled);
            }
        }).detach();
    }

    std::stop_token token() const { return m_source.get_token(); }

  private:
    std::stop_source m_source;
};

SignalStop& signalStop() {
    static auto* stop = new SignalStop;  // Its thread outlives main(): never destroyed.
    return *stop;
}

std::string progressText(const Progress& progress) {
    std::string text = fmt::format("{}: {}", progress.stage, progress.done);
    if (progress.total > 0) text += fmt::format(" of {}", progress.total);
    text += " " + progress.unit;
    if (progress.unitsPerSecond > 0)
        text += fmt::format(", {:.1f} a second", progress.unitsPerSecond);
    if (progress.remaining) {
        const auto seconds = progress.remaining->count();
        text += seconds < 90 ? fmt::format(", about {} s left", seconds)
                             : fmt::format(", about {} min left", (seconds + 30) / 60);
    }
    return text;
}

void showProgress(const Progress& progress, const std::string& detail) {
    const bool ended = progress.total > 0 && progress.done >= progress.total;
    std::string text = progressText(progress);
    if (!detail.empty()) text += "; " + detail;
    if (isatty(STDERR_FILENO) != 0) {
        // A line that is too long is cut: one that wraps cannot be rewritten.
        fmt::print(stderr, "\r\x1b[K\x1b[?7l{}\x1b[?7h{}", text, ended ? "\n" : "");
    } else if (ended) {
        fmt::print(stderr, "{}\n", text);
    }
    std::fflush(stderr);
}

}  // namespace

std::stop_token CommandContext::stopToken() const {
    return signalStop().token();
}

JobContext CommandContext::jobContext(ProgressDetail detail) const {
    JobContext::Callbacks callbacks;
    callbacks.progress = [detail = std::move(detail)](const Progress& progress) {
        showProgress(progress, detail ? detail(progress) : std::string());
    };
    callbacks.warning = [this](const Error& warning) { warn(warning.what()); };
    return JobContext(stopToken(), std::move(callbacks));
}

void CommandContext::warn(std::string_view message) const {
    fmt::print(stderr, "warning: {}\n", message);
}

void CommandContext::print(std::string_view text) const {
    if (!json) fmt::print("{}\n", text);
}

void CommandContext::printJson(const nlohmann::json& document) const {
    // Paths may hold any bytes: what is not UTF-8 is replaced, never an exception.
    if (json)
        fmt::print("{}\n", document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

CLI::App* addSubcommand(CLI::App& parent,
                        CommandContext& context,
                        const std::string& name,
                        const std::string& description,
                        std::function<void()> body) {
    CLI::App* command = parent.add_subcommand(name, description);
    command->add_flag("--json", context.json, "Answer with one JSON document on standard output");
    command->callback(std::move(body));
    return command;
}

void reportVerdict(CommandContext& context,
                   const std::string& file,
                   const std::function<nlohmann::json(std::vector<Error>&)>& inspect) {
    std::vector<Error> warnings;
    nlohmann::json answer = nlohmann::json::object();
    try {
        answer = inspect(warnings);
        answer["verdict"] = "accept";
        answer["reason"] = nullptr;
        context.print(fmt::format("{}: accepted", file));
    } catch (const Error& error) {
        if (exitCodeOf(error.code()) != kExitBadInput) throw;
        answer = {{"verdict", "reject"}, {"reason", error.what()}};
        context.exitCode = kExitBadInput;
        fmt::print(stderr, "refused: {}\n", error.what());
    }
    answer["warnings"] = textsOf(warnings);
    for (const Error& warning : warnings) context.warn(warning.what());
    context.printJson(answer);
}

std::vector<std::string> textsOf(const std::vector<Error>& errors) {
    std::vector<std::string> texts;
    for (const Error& error : errors) texts.emplace_back(error.what());
    return texts;
}

int exitCodeOf(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidInput:
        case ErrorCode::NotFound:
        case ErrorCode::CorruptFile:
        case ErrorCode::Unsupported:
            return kExitBadInput;
        case ErrorCode::Cancelled:
            return kExitCancelled;
        default:
            return kExitFailed;
    }
}

}  // namespace descry
