#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/waiting.h"
#include "core/gallery/gallery.h"
#include "tests/ui/gui_thread_guard.h"

using namespace descry;
using namespace descry::test;

namespace {

std::vector<std::string> g_waits;

void note(const char* what) {
    g_waits.emplace_back(what);
}

/// Does something while an event is delivered to it, and keeps what was told of it.
class Doer final : public QObject {
  public:
    explicit Doer(std::function<void()> act) : m_act(std::move(act)) {}

    static std::vector<std::string> waitsOf(std::function<void()> act) {
        Doer doer(std::move(act));
        g_waits.clear();
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(&doer, &event);
        return g_waits;
    }

    bool event(QEvent*) override {
        isGuarded = detail::waitGuard != nullptr;
        const WaitGuard before = setWaitGuard(&note);
        m_act();
        setWaitGuard(before);
        return true;
    }

    static inline bool isGuarded = false;

  private:
    std::function<void()> m_act;
};

}  // namespace

class tst_GuiThreadGuard : public QObject {
    Q_OBJECT

  private slots:
    void watchesWhileAnEventIsDelivered() {
        Doer::isGuarded = false;
        QVERIFY(Doer::waitsOf([] {}).empty());
        QVERIFY(Doer::isGuarded);
        QVERIFY(detail::waitGuard == nullptr);
    }

    void isToldOfFiles() {
        const std::filesystem::path file = m_folder.filePath("a.txt").toStdString();
        QVERIFY(!Doer::waitsOf([&] { writeFileAtomically(file, "a"); }).empty());
        QVERIFY(!Doer::waitsOf([&] { readFile(file, 10); }).empty());
    }

    void isToldOfSqlite() {
        const std::filesystem::path file = m_folder.filePath("a.descry").toStdString();
        const auto gallery = Gallery::create(file);
        const auto waits = Doer::waitsOf([&] { gallery->counts(); });
        QVERIFY(std::find(waits.begin(), waits.end(), "SQLite") != waits.end());
    }

  private:
    QTemporaryDir m_folder;
};

DESCRY_UI_TEST_MAIN(tst_GuiThreadGuard)
#include "tst_gui_thread_guard.moc"
