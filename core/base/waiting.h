#pragma once
/// The rule that the window's thread never waits: what may take longer than a frame (a file,
/// SQLite, a decoder, the network) calls mayWait() where it begins, and a thread that must not wait
/// has a guard, which is then told. Without one a call is one read of a thread-local pointer.
/// Thread rule: each thread has its own guard. Failure rule: never fails; what follows is the
/// guard's affair.

namespace descry {

/// `what` says what waits: "SQLite", "a file", "decoding", "the model".
using WaitGuard = void (*)(const char* what);

namespace detail {
inline thread_local WaitGuard waitGuard = nullptr;
}

/// Of the calling thread from now on; null for none. Returns the one before.
inline WaitGuard setWaitGuard(WaitGuard guard) noexcept {
    const WaitGuard before = detail::waitGuard;
    detail::waitGuard = guard;
    return before;
}

inline void mayWait(const char* what) {
    if (detail::waitGuard != nullptr) detail::waitGuard(what);
}

}  // namespace descry
