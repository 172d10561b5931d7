#pragma once
/// What happened to a job, line by line with times: bounded, the beginning and the end are kept.
/// Thread rule: values.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace descry {

enum class JobEvent {
    Submitted,
    Started,
    Stage,  ///< Text: the stage that began.
    Warning,
    Paused,
    DiskFull,     ///< Text: the error.
    Interrupted,  ///< The program ended.
    Resumed,
    Retried,
    Succeeded,
    Failed,  ///< Text: the error.
    Cancelled,
};

struct JobLogLine {
    std::int64_t timeMs = 0;  ///< Since 1970, UTC, milliseconds.
    JobEvent event = JobEvent::Submitted;
    std::string text;  ///< Empty where the event says all.

    bool operator==(const JobLogLine&) const = default;
};

class JobLog {
  public:
    static constexpr std::size_t kMaxFirst = 100;
    static constexpr std::size_t kMaxLast = 300;
    static constexpr std::size_t kMaxTextBytes = 2000;

    /// A longer text is cut.
    void add(JobLogLine line);
    const std::vector<JobLogLine>& lines() const noexcept { return m_lines; }
    /// Lines left out, between the first kMaxFirst and the rest.
    std::int64_t numOmitted() const noexcept { return m_numOmitted; }
    /// As it was written down.
    static JobLog restored(std::vector<JobLogLine> lines, std::int64_t numOmitted);

    bool operator==(const JobLog&) const = default;

  private:
    std::vector<JobLogLine> m_lines;
    std::int64_t m_numOmitted = 0;
};

}  // namespace descry
