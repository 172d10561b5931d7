#pragma once
/// The file of decisions beside a data set: append-only, which triggers in it enforce, and on the
/// disk when append() returns, whatever happens then to the program or the machine. It is one
/// SQLite file with a rollback journal, whole whenever nobody writes, because annotators hand it to
/// each other. Thread rule: one thread at a time; another program may have it open. Errors:
/// NotFound, CorruptFile (no log, damaged), Unsupported (another program's file, a newer schema),
/// DiskFull, Io (read-only), Database (another program writes), InvalidInput (a decision that
/// cannot be kept).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/review/decision.h"
#include "core/review/decision_set.h"

namespace descry {

class Database;

/// SQLite's application_id of a review log: "Dscd".
inline constexpr std::uint32_t kDecisionLogId = 0x44736364;

class DecisionLog {
  public:
    enum class Access { ReadWrite, ReadOnly };

    /// ReadWrite makes the file, and the folder it lies in, where there is none.
    explicit DecisionLog(const std::filesystem::path& file, Access access = Access::ReadWrite);
    ~DecisionLog();
    DecisionLog(DecisionLog&&) noexcept;
    DecisionLog& operator=(DecisionLog&&) noexcept;

    const std::filesystem::path& file() const;

    void append(const Decision& decision);
    /// All of them or none.
    void append(std::span<const Decision> decisions);
    /// Adds what the log lacks, all of it or nothing; gives the number added.
    std::size_t merge(const DecisionSet& others);

    std::int64_t size() const;
    /// All of them, as they were added.
    std::vector<Decision> all() const;
    /// The annotator's decision that was added last and is not taken back: what undo is about.
    std::optional<Decision> lastOf(const std::string& annotator) const;

  private:
    std::unique_ptr<Database> m_database;
};

}  // namespace descry
