#include <QLocalSocket>
#include <QProcess>
#include <QSettings>
#include <QtTest>

#include "tests/ui/ui_fixture.h"
#include "ui/shell/single_instance.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kProcessMs = 60'000;

}  // namespace

/// The program itself, in a home of its own.
class tst_Descry : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        const QByteArray home = m_home.path().toLocal8Bit();
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"}) {
            qputenv(name, home);
        }
        QFile::setPermissions(m_home.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void answersWithoutADisplay() {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("QT_QPA_PLATFORM");
        environment.remove("DISPLAY");
        environment.remove("WAYLAND_DISPLAY");
        program.setProcessEnvironment(environment);
        program.start(DESCRY_PROGRAM, {"--help"});
        QVERIFY(program.waitForFinished(kProcessMs));
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.readAllStandardOutput().contains("--kiosk"));
        program.start(DESCRY_PROGRAM, {"--nonsense"});
        QVERIFY(program.waitForFinished(kProcessMs));
        QCOMPARE(program.exitCode(), 2);
    }

    void answersInTheLanguageThatWasChosen() {
        const QString file = m_home.filePath("descry/descry.ini");
        QSettings(file, QSettings::IniFormat).setValue("choices/language", "zh_CN");
        QProcess program;
        program.start(DESCRY_PROGRAM, {"--help"});
        QVERIFY(program.waitForFinished(kProcessMs));
        QFile::remove(file);
        QVERIFY(!program.readAllStandardOutput().contains("Open the demo"));
    }

    void aKioskOpensBesideAWindow() {
        QProcess window;
        window.start(DESCRY_PROGRAM, QStringList());
        QVERIFY(window.waitForStarted(kProcessMs));
        QTRY_VERIFY_WITH_TIMEOUT(isListening(WindowMode::Normal), kProcessMs);
        QProcess kiosk;
        kiosk.start(DESCRY_PROGRAM, {"--kiosk"});
        QVERIFY(kiosk.waitForStarted(kProcessMs));
        QTRY_VERIFY_WITH_TIMEOUT(isListening(WindowMode::Kiosk), kProcessMs);
        QCOMPARE(kiosk.state(), QProcess::Running);
        for (QProcess* program : {&window, &kiosk}) {
            program->kill();
            QVERIFY(program->waitForFinished(kProcessMs));
        }
    }

    void opensWhatASecondStartIsGiven() {
        const std::filesystem::path folder = m_home.path().toStdString();
        const auto bundle = makeBundle(folder);
        Gallery::create(folder / "street.descry");
        QProcess first;
        first.start(DESCRY_PROGRAM, {"--bundle", qtPath(bundle)});
        QVERIFY(first.waitForStarted(kProcessMs));
        // It listens before it answers, and a second start does not wait for long.
        QVERIFY(QTest::qWaitFor(&answers, kProcessMs));

        QProcess second;
        second.setWorkingDirectory(m_home.path());
        second.start(DESCRY_PROGRAM, {"street.descry"});
        QVERIFY(second.waitForFinished(kProcessMs));
        QCOMPARE(second.exitCode(), 0);
        QCOMPARE(first.state(), QProcess::Running);
        // Noted once it is open, and written soon after.
        QTRY_VERIFY_WITH_TIMEOUT(recent("galleries").contains(qtPath(folder / "street.descry")),
                                 kProcessMs);
        QTRY_VERIFY_WITH_TIMEOUT(recent("bundles").contains(qtPath(bundle)), kProcessMs);
        first.kill();
        QVERIFY(first.waitForFinished(kProcessMs));
    }

  private:
    static bool isListening(WindowMode mode) {
        QLocalSocket socket;
        socket.connectToServer(instanceSocket(mode));
        return socket.waitForConnected(100);
    }
    /// To a start without arguments.
    static bool answers() {
        return SingleInstance(instanceSocket(WindowMode::Normal)).handOver({"descry"});
    }

    QStringList recent(const QString& kind) const {
        const QSettings file(m_home.filePath("descry/descry.ini"), QSettings::IniFormat);
        return file.value("recent/" + kind).toStringList();
    }

    QTemporaryDir m_home;
};

QTEST_GUILESS_MAIN(tst_Descry)
#include "tst_descry.moc"
