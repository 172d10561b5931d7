#pragma once
/// A disk without room, for tests. Thread rule: any thread, but one at a time in a process.

#include <sys/resource.h>

#include <csignal>
#include <cstdint>

namespace descry::test {

/// While it lives, no file may grow beyond a size: SQLite answers as on a full disk.
class FullDisk {
  public:
    explicit FullDisk(std::uintmax_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit m_before{};
};

}  // namespace descry::test
