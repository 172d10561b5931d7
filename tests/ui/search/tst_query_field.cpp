#include <QAbstractItemView>
#include <QCompleter>
#include <QDragEnterEvent>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <utility>

#include "tests/ui/gui_thread_guard.h"
#include "ui/search/query_field.h"

using namespace descry;

namespace {

struct Field {
    Theme theme;
    QueryField field{theme};

    Field() {
        field.resize(500, 40);
        field.show();
        field.setFocus();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&field, key, modifiers);
    }
    QAbstractItemView& suggestions() { return *field.findChild<QCompleter*>()->popup(); }
};

}  // namespace

class TestQueryField : public QObject {
    Q_OBJECT
  private slots:
    void enterRunsAndShiftEnterBreaksTheLine() {
        Field f;
        QSignalSpy submitted(&f.field, &QueryField::submitted);
        QTest::keyClicks(&f.field, "a girl");
        f.press(Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(&f.field, "in green");
        QCOMPARE(submitted.count(), 0);
        QCOMPARE(f.field.text(), QString("a girl\nin green"));
        f.press(Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
    }

    void growsWithItsLinesAndNotForEver() {
        Field f;
        const int one = f.field.height();
        f.field.setText("a\nb");
        const int two = f.field.height();
        QVERIFY(two > one);
        f.field.setText("a\nb\nc\nd\ne\nf\ng\nh");
        QVERIFY(f.field.height() <= one + 3 * (two - one));
    }

    void leavesFilesThatAreDroppedToTheWindow() {
        Field f;
        QMimeData words;
        words.setText("a girl");
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile("/a.jpg")});
        for (const auto& [data, isTaken] : {std::pair(&words, true), std::pair(&file, false)}) {
            QDragEnterEvent enter(
                QPoint(5, 5), Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
            enter.ignore();
            QCoreApplication::sendEvent(f.field.viewport(), &enter);
            QCOMPARE(enter.isAccepted(), isTaken);
        }
    }

    void upWalksBackThroughHistoryAndDownReturnsToTheDraft() {
        Field f;
        f.field.setHistory({"newest", "older"});
        QTest::keyClicks(&f.field, "dr");
        f.press(Qt::Key_Up);
        QCOMPARE(f.field.text(), QString("newest"));
        f.press(Qt::Key_Up);
        QCOMPARE(f.field.text(), QString("older"));
        f.press(Qt::Key_Up);
        QCOMPARE(f.field.text(), QString("older"));
        f.press(Qt::Key_Down);
        f.press(Qt::Key_Down);
        QCOMPARE(f.field.text(), QString("dr"));
    }

    void upInALowerLineMovesTheCursor() {
        Field f;
        f.field.setHistory({"newest"});
        f.field.setText("one\ntwo");
        f.press(Qt::Key_Up);
        QCOMPARE(f.field.text(), QString("one\ntwo"));
        f.press(Qt::Key_Up);
        QCOMPARE(f.field.text(), QString("newest"));
    }

    void suggestsCaptionsThatHoldWhatIsTyped() {
        Field f;
        f.field.setSuggestions({"a woman in a red coat", "a man in a blue coat"});
        QTest::keyClicks(&f.field, "red");
        QVERIFY(f.suggestions().isVisible());
        QCOMPARE(f.suggestions().model()->rowCount(), 1);
        QTest::keyClick(&f.suggestions(), Qt::Key_Down);
        QTest::keyClick(&f.suggestions(), Qt::Key_Return);
        QCOMPARE(f.field.text(), QString("a woman in a red coat"));
    }

    void suggestsForWhatAnInputMethodCommits() {
        Field f;
        f.field.setSuggestions({QStringLiteral("穿红色外套的女人"), QStringLiteral("男孩")});
        QInputMethodEvent composing(QStringLiteral("hong se"), {});
        QCoreApplication::sendEvent(&f.field, &composing);
        QVERIFY(!f.suggestions().isVisible());
        QInputMethodEvent committed;
        committed.setCommitString(QStringLiteral("红色外套"));
        QCoreApplication::sendEvent(&f.field, &committed);
        QVERIFY(f.suggestions().isVisible());
        QCOMPARE(f.suggestions().model()->rowCount(), 1);
    }

    void enterRunsWhatIsTypedThoughThereAreSuggestions() {
        Field f;
        QSignalSpy submitted(&f.field, &QueryField::submitted);
        f.field.setSuggestions({"a woman in a red coat"});
        QTest::keyClicks(&f.field, "red");
        QVERIFY(f.suggestions().isVisible());
        QTest::keyClick(&f.suggestions(), Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(f.field.text(), QString("red"));
        QVERIFY(!f.suggestions().isVisible());
    }

    void underlinesDoubtedWordsUntilTheTextChanges() {
        Field f;
        f.field.setText("a girl in Green shoes");
        f.field.underline({{"green", 0.9}});
        QCOMPARE(f.field.extraSelections().size(), qsizetype{1});
        QCOMPARE(f.field.extraSelections()[0].cursor.selectedText(), QString("Green"));
        QVERIFY(f.field.extraSelections()[0].format.underlineStyle() !=
                QTextCharFormat::NoUnderline);
        QTest::keyClicks(&f.field, "x");
        QVERIFY(f.field.extraSelections().isEmpty());
    }
};

DESCRY_UI_TEST_MAIN(TestQueryField)
#include "tst_query_field.moc"
