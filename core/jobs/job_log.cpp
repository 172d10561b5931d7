#include "core/jobs/job_log.h"

#include <utility>

namespace descry {
namespace {

/// Not inside a character of UTF-8.
std::string cutTo(std::string text, std::size_t maxBytes) {
    if (text.size() <= maxBytes) return text;
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    return text + "…";
}

}  // namespace

void JobLog::add(JobLogLine line) {
    line.text = cutTo(std::move(line.text), kMaxTextBytes);
    m_lines.push_back(std::move(line));
    if (m_lines.size() <= kMaxFirst + kMaxLast) return;
    m_lines.erase(m_lines.begin() + kMaxFirst);
    ++m_numOmitted;
}

JobLog JobLog::restored(std::vector<JobLogLine> lines, std::int64_t numOmitted) {
    JobLog log;
    for (JobLogLine& line : lines) log.add(std::move(line));
    log.m_numOmitted += numOmitted;
    return log;
}

}  // namespace descry
