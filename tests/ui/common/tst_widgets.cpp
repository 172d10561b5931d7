#include <QAbstractAnimation>
#include <QAccessible>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/widgets.h"

using namespace descry;

class tst_Widgets : public QObject {
    Q_OBJECT

  private slots:
    void aFieldWithTextCanBeCleared() {
        QLineEdit field;
        addClearButton(field);
        field.show();
        auto* button = field.findChild<QToolButton*>();
        QVERIFY(!button->isVisible());
        QTest::keyClicks(&field, "red");
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(field.text(), QString());
        QVERIFY(!button->isVisible());
        field.setText("blue");
        QVERIFY(button->isVisible());
    }

    void theButtonThatClearsHasAName() {
        QLineEdit field;
        addClearButton(field);
        QAccessibleInterface* spoken =
            QAccessible::queryAccessibleInterface(field.findChild<QToolButton*>());
        QCOMPARE(spoken->text(QAccessible::Name), QString("Clear"));
    }

    void theButtonThatClearsNeverFades() {
        QLineEdit field;
        addClearButton(field);
        field.show();
        field.setText("red");
        QVERIFY(field.findChildren<QAbstractAnimation*>().isEmpty());
        field.clear();
        QVERIFY(field.findChildren<QAbstractAnimation*>().isEmpty());
    }
};

DESCRY_UI_TEST_MAIN(tst_Widgets)
#include "tst_widgets.moc"
