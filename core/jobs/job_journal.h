#pragma once
/// The journal of a JobQueue as a file: recipes, states and logs of durable jobs, one JSON document
/// that is replaced as a whole. Thread rule: pure but for the disk, any thread. Errors:
/// CorruptFile, Unsupported (written by a newer version), Io.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/jobs/job_queue.h"

namespace descry {

struct JournalEntry {
    JobRecipe recipe;
    JobStatus status;  ///< Queued or Running: the program had no time to say how it ended.
    JobLog log;
    bool continues = false;  ///< Goes on by itself at the next start.
    int priority = 0;
};

using Journal = std::vector<JournalEntry>;

std::string toText(const Journal& journal);
/// `name` opens every message.
Journal parseJournal(std::string_view text, std::string_view name);

/// A file that is not there is an empty journal.
Journal readJournal(const std::filesystem::path& file);
/// Makes the folder if need be.
void writeJournal(const std::filesystem::path& file, const Journal& journal);
/// Gives a damaged file another name beside it, one that is free, and returns that.
std::filesystem::path setAside(const std::filesystem::path& file);

}  // namespace descry
