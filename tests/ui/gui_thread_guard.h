#pragma once
/// Fails a test of the window in which the window's thread waits: while it delivers an event it
/// must not have core open a file, nor reach for SQLite, a decoder or the model, nor look at a file
/// in any other way: the C library's calls are watched, so that QFile, std::filesystem and fopen
/// are seen alike. What the system and Qt read of their own is let pass. What a test does itself,
/// between events, may. Thread rule: test code; other threads are never looked at.

#include <QApplication>
#include <QtTest>

#include "tests/support/patience.h"

namespace descry::test {

class GuardedApplication final : public QApplication {
  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;
};

/// False in a build with sanitizers that watch the C library's calls themselves.
bool seesFileCalls();

}  // namespace descry::test

/// As QTEST_MAIN, with the guard, and without the desktop of whoever runs the test.
#define DESCRY_UI_TEST_MAIN(TestObject)                                 \
    int main(int argc, char** argv) {                                   \
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");               \
        const descry::test::GuardedApplication application(argc, argv); \
        QTEST_SET_MAIN_SOURCE_PATH                                      \
        TestObject test;                                                \
        return QTest::qExec(&test, argc, argv);                         \
    }
