#pragma once
/// Rights on files as an ordinary user has them, for tests that root may run too. Thread rule: test
/// code; the whole process changes its user.

#include <filesystem>

namespace descry::test {

/// While it lives, the process is no root; what lies below `folder` is its own.
class Unprivileged {
  public:
    explicit Unprivileged(const std::filesystem::path& folder);
    ~Unprivileged();
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

    /// False where the system does not let root go.
    bool isPlain() const noexcept { return !m_wasRoot || m_isPlain; }

  private:
    bool m_wasRoot;
    bool m_isPlain = false;
};

/// While it lives, a file or folder has other permissions: none, if not said.
class Closed {
  public:
    explicit Closed(std::filesystem::path path,
                    std::filesystem::perms permissions = std::filesystem::perms::none);
    ~Closed();
    Closed(const Closed&) = delete;
    Closed& operator=(const Closed&) = delete;

  private:
    std::filesystem::path m_path;
    std::filesystem::perms m_before;
};

}  // namespace descry::test
