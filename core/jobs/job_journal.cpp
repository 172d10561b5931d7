#include "core/jobs/job_journal.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error_json.h"
#include "core/base/json.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxBytes = std::size_t{32} << 20;

constexpr std::array<const char*, 6> kStates{
    "waiting", "running", "paused", "succeeded", "failed", "cancelled"};
constexpr std::array<const char*, 3> kReasons{"asked", "interrupted", "disk-full"};
constexpr std::array<const char*, 12> kEvents{"submitted",
                                              "started",
                                              "stage",
                                              "warning",
                                              "paused",
                                              "disk-full",
                                              "interrupted",
                                              "resumed",
                                              "retried",
                                              "succeeded",
                                              "failed",
                                              "cancelled"};

template <typename Enum, std::size_t N>
const char* wordOf(const std::array<const char*, N>& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t N>
Enum enumOf(const std::array<const char*, N>& words, const std::string& word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) fail(ErrorCode::CorruptFile, "\"{}\" is no word of a journal", word);
    return static_cast<Enum>(found - words.begin());
}

json toJson(const JobLogLine& line) {
    return {{"timeMs", line.timeMs},
            {"event", wordOf(kEvents, line.event)},
            {"text", validUtf8(line.text)}};
}

json toJson(const Progress& progress) {
    return {{"stage", validUtf8(progress.stage)},
            {"done", progress.done},
            {"total", progress.total},
            {"unit", validUtf8(progress.unit)}};
}

json toJson(const JournalEntry& entry) {
    json lines = json::array();
    for (const JobLogLine& line : entry.log.lines()) lines.push_back(toJson(line));
    json job{{"kind", validUtf8(entry.recipe.kind)},
             {"title", validUtf8(entry.recipe.title)},
             {"parameters", validUtf8(entry.recipe.parameters)},
             {"state", wordOf(kStates, entry.status.state)},
             {"pauseReason", wordOf(kReasons, entry.status.pauseReason)},
             {"continues", entry.continues},
             {"priority", entry.priority},
             {"progress", toJson(entry.status.progress)},
             {"numWarnings", entry.status.numWarnings},
             {"log", std::move(lines)},
             {"numOmitted", entry.log.numOmitted()}};
    if (entry.status.error) job["error"] = toJson(*entry.status.error);
    return job;
}

JobLog logOf(const json& job) {
    std::vector<JobLogLine> lines;
    for (const json& line : job.at("log")) {
        lines.push_back({line.at("timeMs").get<std::int64_t>(),
                         enumOf<JobEvent>(kEvents, line.at("event").get<std::string>()),
                         line.at("text").get<std::string>()});
    }
    return JobLog::restored(std::move(lines), job.at("numOmitted").get<std::int64_t>());
}

JournalEntry entryOf(const json& job) {
    JournalEntry entry;
    entry.recipe = {job.at("kind").get<std::string>(),
                    job.at("title").get<std::string>(),
                    job.at("parameters").get<std::string>()};
    if (entry.recipe.kind.empty()) fail(ErrorCode::CorruptFile, "a job has no kind");
    JobStatus& status = entry.status;
    status.kind = entry.recipe.kind;
    status.title = entry.recipe.title;
    status.state = enumOf<JobState>(kStates, job.at("state").get<std::string>());
    status.pauseReason = enumOf<PauseReason>(kReasons, job.at("pauseReason").get<std::string>());
    const json& progress = job.at("progress");
    status.progress.stage = progress.at("stage").get<std::string>();
    status.progress.done = progress.at("done").get<std::int64_t>();
    status.progress.total = progress.at("total").get<std::int64_t>();
    status.progress.unit = progress.at("unit").get<std::string>();
    status.numWarnings = job.at("numWarnings").get<std::int64_t>();
    if (job.contains("error")) status.error = errorOf(job.at("error"));
    entry.continues = job.at("continues").get<bool>();
    // Earlier versions knew none.
    entry.priority = job.value("priority", 0);
    entry.log = logOf(job);
    return entry;
}

}  // namespace

std::string toText(const Journal& journal) {
    json jobs = json::array();
    for (const JournalEntry& entry : journal) jobs.push_back(toJson(entry));
    return json{{"version", kVersion}, {"jobs", std::move(jobs)}}.dump(1);
}

Journal parseJournal(std::string_view text, std::string_view name) {
    const json document = parseJson(text, name, {.maxBytes = kMaxBytes});
    try {
        const int version = document.at("version").get<int>();
        if (version > kVersion) {
            fail(ErrorCode::Unsupported,
                 "{}: written by a newer version of Descry; use that one to go on with its jobs",
                 name);
        }
        Journal journal;
        for (const json& job : document.at("jobs")) journal.push_back(entryOf(job));
        return journal;
    } catch (const json::exception& error) {
        fail(ErrorCode::CorruptFile, "{}: not a list of jobs: {}", name, error.what());
    } catch (const Error& error) {
        if (error.code() != ErrorCode::CorruptFile) throw;
        fail(ErrorCode::CorruptFile, "{}: not a list of jobs: {}", name, error);
    }
}

Journal readJournal(const fs::path& file) {
    std::string text;
    try {
        text = readFile(file, kMaxBytes);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::NotFound) return {};
        if (error.code() != ErrorCode::InvalidInput) throw;
        // Larger than any list that the program writes.
        fail(ErrorCode::CorruptFile, "{}", error);
    }
    return parseJournal(text, displayable(file.native()));
}

void writeJournal(const fs::path& file, const Journal& journal) {
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    // A folder that could not be made is named by the writing that fails.
    writeFileAtomically(file, toText(journal));
}

fs::path setAside(const fs::path& file) {
    fs::path aside = file;
    aside += ".damaged";
    for (int number = 2; fs::exists(aside); ++number) {
        aside = file;
        aside += fmt::format(".damaged-{}", number);
    }
    std::error_code problem;
    fs::rename(file, aside, problem);
    if (problem) {
        fail(ErrorCode::Io,
             "{}: cannot be set aside: {}",
             displayable(file.native()),
             problem.message());
    }
    return aside;
}

}  // namespace descry
