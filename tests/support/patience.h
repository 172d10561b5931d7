#pragma once
/// How long a test waits for what it expects: QTRY_VERIFY and its like, and waitFor(). Thread rule:
/// test code.

#include <QtTest>

namespace descry::test {

/// For another thread that computes or waits for the disk on a busy machine, where Qt's five
/// seconds are too few. What comes is seen as soon as ever.
inline constexpr int kLongWaitMs = 60'000;

/// Ends the program where it does not come: for helpers, whose callers go on to use it.
template <typename Condition>
void waitFor(Condition hasCome, const char* what, int milliseconds = kLongWaitMs) {
    if (!QTest::qWaitFor(hasCome, milliseconds)) qFatal("%s", what);
}

}  // namespace descry::test

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, descry::test::kLongWaitMs)
#define QTRY_VERIFY2(expr, message) \
    QTRY_VERIFY2_WITH_TIMEOUT(expr, message, descry::test::kLongWaitMs)
#define QTRY_COMPARE(expr, expected) \
    QTRY_COMPARE_WITH_TIMEOUT(expr, expected, descry::test::kLongWaitMs)
