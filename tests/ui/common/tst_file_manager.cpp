#include <QDBusContext>
#include <QDesktopServices>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/session_bus.h"
#include "ui/common/file_manager.h"

using namespace descry;
using namespace descry::test;

namespace {

const QString kService = QStringLiteral("org.freedesktop.FileManager1");
const QString kFileUrl = QStringLiteral("file:///footage/hall%20b/0007.jpg");

}  // namespace

/// What a desktop's file manager is asked.
class FakeFileManager final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.FileManager1")

  public:
    QStringList shown;
    bool refuses = false;

  public Q_SLOTS:
    void ShowItems(const QStringList& urls, const QString&) {
        shown << urls;
        if (refuses) sendErrorReply(QDBusError::Failed, QStringLiteral("no"));
    }
};

class tst_FileManager : public QObject {
    Q_OBJECT

  public Q_SLOTS:
    /// In the place of what opens folders on a desktop.
    void open(const QUrl& folder) { m_opened << folder.toLocalFile(); }

  private slots:
    void initTestCase() {
        if (!m_bus.start()) QSKIP("no dbus-daemon is installed here");
        m_own = std::make_unique<QDBusConnection>(m_bus.connectAs(QStringLiteral("files")));
        QVERIFY(m_own->registerObject(QStringLiteral("/org/freedesktop/FileManager1"),
                                      &m_manager,
                                      QDBusConnection::ExportAllSlots));
    }

    void init() {
        m_manager.shown.clear();
        m_manager.refuses = false;
        m_opened.clear();
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open");
    }

    void cleanup() {
        m_own->unregisterService(kService);
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    }

    void aFileIsSelectedInItsFolder() {
        QVERIFY(m_own->registerService(kService));
        revealFile("/footage/hall b/0007.jpg", m_messages);
        QTRY_COMPARE(m_manager.shown, QStringList{kFileUrl});
        QVERIFY(m_opened.isEmpty());
    }

    void withoutAFileManagerThatSelectsTheFolderIsOpened() {
        revealFile("/footage/hall b/0007.jpg", m_messages);
        QTRY_COMPARE(m_opened, QStringList{"/footage/hall b"});
    }

    void oneThatRefusesIsDoneWithout() {
        QVERIFY(m_own->registerService(kService));
        m_manager.refuses = true;
        revealFile("/footage/hall b/0007.jpg", m_messages);
        QTRY_COMPARE(m_opened, QStringList{"/footage/hall b"});
    }

    void thatNothingOpensTheFolderIsSaid() {
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QSignalSpy raised(&m_messages, &Messages::raised);
        revealFile("/footage/hall b/0007.jpg", m_messages);
        QTRY_COMPARE(raised.size(), 1);
        QCOMPARE(raised[0][0].value<Message>().details, QString("/footage/hall b"));
    }

  private:
    Messages m_messages;
    FakeFileManager m_manager;
    SessionBus m_bus;
    std::unique_ptr<QDBusConnection> m_own;
    QStringList m_opened;
};

DESCRY_UI_TEST_MAIN(tst_FileManager)
#include "tst_file_manager.moc"
