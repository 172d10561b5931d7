#include "tests/support/unprivileged.h"

#include <unistd.h>

#include <system_error>
#include <utility>

namespace descry::test {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kNobody = 65534;

bool giveAway(const fs::path& path) {
    return ::lchown(path.c_str(), kNobody, kNobody) == 0;
}

}  // namespace

Unprivileged::Unprivileged(const fs::path& folder) : m_wasRoot(::geteuid() == 0) {
    if (!m_wasRoot) return;
    bool owned = giveAway(folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        owned = giveAway(entry.path()) && owned;
    }
    m_isPlain = owned && ::seteuid(kNobody) == 0;
}

Unprivileged::~Unprivileged() {
    if (m_wasRoot && m_isPlain) m_isPlain = ::seteuid(0) != 0;
}

Closed::Closed(fs::path path, fs::perms permissions)
    : m_path(std::move(path)), m_before(fs::status(m_path).permissions()) {
    fs::permissions(m_path, permissions);
}

Closed::~Closed() {
    std::error_code ignored;
    fs::permissions(m_path, m_before, ignored);
}

}  // namespace descry::test
