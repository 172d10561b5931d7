#pragma once
/// Rights on files as an ordinary user has them, for tests that root may run too. Thread rule: test
/// code; the whole process changes its user.

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace descry::test {

/// While it lives, the process is no root; what lies below `folder` is its own.
class Unprivileged {
  public:
    explicit Unprivileged(const std::filesystem::path& folder) : m_wasRoot(::geteuid() == 0) {
        if (!m_wasRoot) return;
        bool owned = giveAway(folder);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            owned = giveAway(entry.path()) && owned;
        }
        m_isPlain = owned && ::seteuid(kNobody) == 0;
    }
    ~Unprivileged() {
        if (m_wasRoot && m_isPlain) m_isPlain = ::seteuid(0) != 0;
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

    /// False where the system does not let root go.
    bool isPlain() const noexcept { return !m_wasRoot || m_isPlain; }

  private:
    static constexpr unsigned kNobody = 65534;

    static bool giveAway(const std::filesystem::path& path) {
        return ::lchown(path.c_str(), kNobody, kNobody) == 0;
    }

    bool m_wasRoot;
    bool m_isPlain = false;
};

/// While it lives, a file or folder has other permissions: none, if not said.
class Closed {
  public:
    explicit Closed(std::filesystem::path path,
                    std::filesystem::perms permissions = std::filesystem::perms::none)
        : m_path(std::move(path)), m_before(std::filesystem::status(m_path).permissions()) {
        std::filesystem::permissions(m_path, permissions);
    }
    ~Closed() {
        std::error_code ignored;
        std::filesystem::permissions(m_path, m_before, ignored);
    }
    Closed(const Closed&) = delete;
    Closed& operator=(const Closed&) = delete;

  private:
    std::filesystem::path m_path;
    std::filesystem::perms m_before;
};

}  // namespace descry::test
