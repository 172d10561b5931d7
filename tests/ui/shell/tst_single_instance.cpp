#include <QSignalSpy>
#include <QUuid>
#include <QtTest>
#include <future>

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
