#include <QClipboard>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/message_area.h"

using namespace descry;

class tst_MessageArea : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }
    void cleanupTestCase() { m_theme.reset(); }

    void showsNothingUntilSomethingIsRaised() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        QVERIFY(area.isHidden());
        messages.raise(note("first"));
        QVERIFY(!area.isHidden());
        QCOMPARE(area.bars().size(), 1);
        QCOMPARE(area.bars().front()->accessibleName(), QString("first"));
    }

    void replacesAMessageOfTheSameKey() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        messages.raise(note("old", "disk"));
        messages.raise(note("other"));
        messages.raise(note("new", "disk"));
        QCOMPARE(area.bars().size(), 2);
        QCOMPARE(area.bars().back()->message().cause, QString("new"));
        messages.withdraw("disk");
        QCOMPARE(area.bars().size(), 1);
        QCOMPARE(area.bars().front()->message().cause, QString("other"));
    }

    void keepsTheNewestThree() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        for (const char* cause : {"1", "2", "3", "4"}) messages.raise(note(cause));
        QCOMPARE(area.bars().size(), 3);
        QCOMPARE(area.bars().front()->message().cause, QString("2"));
    }

    void runsItsActionOnceAndGoes() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        int numRuns = 0;
        Message message = note("full");
        message.actions = {{"Retry", [&] { ++numRuns; }}};
        messages.raise(message);
        area.bars().front()->findChild<QPushButton*>("messageAction")->click();
        QCOMPARE(numRuns, 1);
        QVERIFY(area.bars().isEmpty());
        QVERIFY(area.isHidden());
    }

    void copiesTheWholeError() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        const Error error(ErrorCode::InvalidInput, "x.pth: does not fit:\nmissing: a\nmissing: b");
        messages.raise(problemOf("bundle", "The model could not be opened.", error));
        const MessageBar* bar = area.bars().front();
        QCOMPARE(bar->message().cause,
                 QString("The model could not be opened. x.pth: does not fit"));
        bar->findChild<QPushButton*>("copyDetails")->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains("missing: b"));
    }

    void isDismissedByItsCross() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        messages.raise(note("first"));
        area.bars().front()->findChild<QToolButton*>()->click();
        QVERIFY(area.bars().isEmpty());
    }

  private:
    static Message note(const QString& cause, const QString& key = {}) {
        Message message;
        message.cause = cause;
        message.key = key;
        return message;
    }

    std::unique_ptr<Theme> m_theme;
};

DESCRY_UI_TEST_MAIN(tst_MessageArea)
#include "tst_message_area.moc"
