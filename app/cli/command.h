#pragma once
/// What every command of descry-cli shares: the answer on stdout (text, or one JSON document with
/// --json), progress and warnings on stderr, exit codes, Ctrl+C as a stop token. One file per
/// command group adds its subcommands. Thread rule: main thread, but stop requests come from a
/// signal.

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/jobs/job.h"

namespace descry {

enum ExitCode { kExitDone = 0, kExitFailed = 1, kExitBadInput = 2, kExitCancelled = 130 };

class CommandContext {
  public:
    /// What a command has to add to a report of progress; may be empty.
    using ProgressDetail = std::function<std::string(const Progress&)>;

    /// Set by each subcommand's --json.
    bool json = false;
    /// What the process returns; commands that refuse input set it without throwing.
    int exitCode = kExitDone;

    /// Set by Ctrl+C or SIGTERM.
    std::stop_token stopToken() const;
    /// A JobContext that shows progress on stderr (a line that rewrites itself on a terminal, one
    /// line a stage otherwise) and prints warnings there.
    JobContext jobContext(ProgressDetail detail = {}) const;

    void warn(std::string_view message) const;             ///< stderr.
    void print(std::string_view text) const;               ///< stdout; nothing with --json.
    void printJson(const nlohmann::json& document) const;  ///< stdout; nothing without --json.
};

/// Adds a subcommand with --json to `parent`; `body` runs after parsing, its errors become exit
/// codes in main().
CLI::App* addSubcommand(CLI::App& parent,
                        CommandContext& context,
                        const std::string& name,
                        const std::string& description,
                        std::function<void()> body);

/// Runs a check of a file: `inspect` returns the accepted file's fields. Prints verdict, reason and
/// warnings; exit 0 for accepted, 2 for refused.
void reportVerdict(CommandContext& context,
                   const std::string& file,
                   const std::function<nlohmann::json(std::vector<Error>& warnings)>& inspect);

/// What errors say, for JSON.
std::vector<std::string> textsOf(const std::vector<Error>& errors);

int exitCodeOf(ErrorCode code) noexcept;

void addBenchCommand(CLI::App& app, CommandContext& context);
/// Below `model`.
void addCalibrateCommand(CLI::App& model, CommandContext& context);
void addDatasetCommand(CLI::App& app, CommandContext& context);
void addDeviceCommand(CLI::App& app, CommandContext& context);
void addEvaluateCommand(CLI::App& app, CommandContext& context);
void addEvaluateMapsCommand(CLI::App& app, CommandContext& context);
void addExplainCommand(CLI::App& app, CommandContext& context);
void addGalleryCommand(CLI::App& app, CommandContext& context);
void addImageCommand(CLI::App& app, CommandContext& context);
void addModelCommand(CLI::App& app, CommandContext& context);
void addReviewCommand(CLI::App& app, CommandContext& context);
void addSearchCommand(CLI::App& app, CommandContext& context);
void addTokenizerCommand(CLI::App& app, CommandContext& context);
void addTrainCommand(CLI::App& app, CommandContext& context);

}  // namespace descry
