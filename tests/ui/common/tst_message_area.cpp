#include <QAccessible>
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

    void aMessageIsReadAloudAsAnAlert() {
        static QList<QObject*> alerted;
        QAccessible::installUpdateHandler([](QAccessibleEvent* event) {
            if (event->type() == QAccessible::Alert) alerted.push_back(event->object());
        });
        Messages messages;
        const MessageArea area(messages, *m_theme);
        Message message = note("The disk is full.");
        message.kept = "What was read is kept.";
        messages.raise(message);
        QAccessible::installUpdateHandler(nullptr);

        MessageBar* bar = area.bars().front();
        // Without a screen reader Qt drops what it is told.
        if (QAccessible::isActive()) QCOMPARE(alerted, QList<QObject*>{bar});
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(bar);
        QCOMPARE(spoken->role(), QAccessible::AlertMessage);
        QCOMPARE(spoken->text(QAccessible::Name), QString("The disk is full."));
        QCOMPARE(spoken->text(QAccessible::Description), QString("What was read is kept."));
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

    void notesMakeRoomFirst() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        messages.raise(warning("full"));
        messages.raise(note("saved a"));
        messages.raise(note("saved b"));
        messages.raise(warning("gone"));
        QCOMPARE(causes(area), QStringList({"full", "saved b", "gone"}));
        messages.raise(warning("broken"));
        QCOMPARE(causes(area), QStringList({"full", "gone", "broken"}));
        messages.raise(warning("newest"));
        QCOMPARE(causes(area), QStringList({"gone", "broken", "newest"}));
    }

    void whatStaysMakesNoRoomAndHasNoCross() {
        Messages messages;
        const MessageArea area(messages, *m_theme);
        Message staying = note("going on", "state");
        staying.stays = true;
        messages.raise(staying);
        for (const char* cause : {"1", "2", "3"}) messages.raise(warning(cause));
        QCOMPARE(causes(area), QStringList({"going on", "2", "3"}));
        QVERIFY(area.bars().front()->findChild<QToolButton*>("dismissMessage") == nullptr);
        messages.withdraw("state");
        QCOMPARE(causes(area), QStringList({"2", "3"}));
    }

    void isCleared() {
        Messages messages;
        MessageArea area(messages, *m_theme);
        messages.raise(note("1"));
        messages.raise(warning("2"));
        area.clear();
        QVERIFY(area.bars().isEmpty());
        QVERIFY(area.isHidden());
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

    static Message warning(const QString& cause) {
        Message message = note(cause);
        message.severity = Message::Severity::Warning;
        return message;
    }
    static QStringList causes(const MessageArea& area) {
        QStringList all;
        for (const MessageBar* bar : area.bars()) all << bar->message().cause;
        return all;
    }

    std::unique_ptr<Theme> m_theme;
};

DESCRY_UI_TEST_MAIN(tst_MessageArea)
#include "tst_message_area.moc"
