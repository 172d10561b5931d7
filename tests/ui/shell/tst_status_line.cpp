#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/shell/status_line.h"

using namespace descry;

class TestStatusLine : public QObject {
    Q_OBJECT

  private slots:
    void hintsThatHaveNoRoomAreLeftOutWhole() {
        const QStringList hints{"Ctrl+F describe", "G grid", "B bookmark", "Ctrl+S save"};
        KeyHints shown;
        shown.setHints(hints);
        shown.show();
        shown.resize(shown.sizeHint());
        for (const QString& hint : hints) QVERIFY(shown.text().contains(hint));
        for (int width = shown.sizeHint().width(); width >= 0; width -= 7) {
            shown.resize(width, shown.height());
            const QStringList left = shown.text().split("     ", Qt::SkipEmptyParts);
            QCOMPARE(left, hints.mid(0, left.size()));
            QVERIFY(shown.fontMetrics().horizontalAdvance(shown.text()) <= width);
        }
        QVERIFY(shown.text().isEmpty());
    }
};

DESCRY_UI_TEST_MAIN(TestStatusLine)
#include "tst_status_line.moc"
