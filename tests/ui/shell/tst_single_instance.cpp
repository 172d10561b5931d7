#include <QFileInfo>
#include <QLocalServer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUuid>
#include <QtTest>
#include <future>

#include "tests/support/patience.h"
#include "ui/shell/single_instance.h"

using namespace descry;

class tst_SingleInstance : public QObject {
    Q_OBJECT

  private slots:
    void isAloneWhileNobodyListens() {
        SingleInstance instance(uniqueName());
        QVERIFY(!instance.handOver({"descry"}));
    }

    void handsItsArgumentsToTheFirst() {
        const QString name = uniqueName();
        SingleInstance first(name);
        first.listen();
        QSignalSpy called(&first, &SingleInstance::called);
        const QStringList arguments{"descry", "--bundle", "/models/r\u00e4sa", "case.descry"};
        auto second = std::async(std::launch::async,
                                 [&] { return SingleInstance(name).handOver(arguments); });
        QTRY_COMPARE(called.size(), 1);
        QVERIFY(second.get());
        QCOMPARE(called.front().front().toStringList(), arguments);
    }

    void isNotHeldUpByOneThatDoesNotAnswer() {
        const QString name = uniqueName();
        QLocalServer silent;
        QVERIFY(silent.listen(name));
        QVERIFY(!SingleInstance(name).handOver({"descry"}));
    }

    void itsSocketIsInAFolderOfTheUsersAlone() {
        const QTemporaryDir runtime;
        QFile::setPermissions(runtime.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
        const QString ofWindows = instanceSocket(WindowMode::Normal);
        const QString ofKiosks = instanceSocket(WindowMode::Kiosk);
        QCOMPARE(QFileInfo(ofWindows).path(), runtime.path());
        QCOMPARE(QFileInfo(ofKiosks).path(), runtime.path());
        QVERIFY(ofWindows != ofKiosks);
        SingleInstance instance(ofWindows);
        instance.listen();
        QVERIFY(!(QFile::permissions(ofWindows) & (QFile::WriteGroup | QFile::WriteOther)));
        qputenv("XDG_RUNTIME_DIR", before);
    }

    void takesThePlaceOfOneThatDied() {
        const QString name = uniqueName();
        {
            SingleInstance dead(name);
            dead.listen();
        }
        SingleInstance first(name);
        QVERIFY(!first.handOver({"descry"}));
        first.listen();
        QSignalSpy called(&first, &SingleInstance::called);
        auto second = std::async(std::launch::async,
                                 [&] { return SingleInstance(name).handOver({"descry"}); });
        QTRY_COMPARE(called.size(), 1);
        QVERIFY(second.get());
    }

  private:
    static QString uniqueName() {
        return "descry-test-" + QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
};

QTEST_GUILESS_MAIN(tst_SingleInstance)
#include "tst_single_instance.moc"
