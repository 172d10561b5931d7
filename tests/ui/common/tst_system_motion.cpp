#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusVariant>
#include <QSignalSpy>
#include <QtTest>
#include <memory>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/session_bus.h"
#include "ui/common/system_motion.h"
#include "ui/common/system_scheme.h"

using namespace descry;
using namespace descry::test;

namespace {

const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kGnome = QStringLiteral("org.gnome.desktop.interface");

}  // namespace

/// What a desktop answers.
class FakePortal final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

  public:
    QVariantMap values;  ///< By group and key, with a space between.

    void change(const QString& group, const QString& key, const QVariant& value) {
        values[group + ' ' + key] = value;
        Q_EMIT SettingChanged(group, key, QDBusVariant(value));
    }

  public Q_SLOTS:
    QDBusVariant Read(const QString& group, const QString& key) {
        const QVariant value = values.value(group + ' ' + key);
        if (!value.isValid()) {
            sendErrorReply(QStringLiteral("org.freedesktop.portal.Error.NotFound"),
                           QStringLiteral("Requested setting not found"));
            return QDBusVariant(QVariant(0));
        }
        // As the portal's first version does it: a variant in a variant.
        return QDBusVariant(QVariant::fromValue(QDBusVariant(value)));
    }

  Q_SIGNALS:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

/// On a bus of its own, which nothing but this test is on.
class tst_SystemMotion : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        if (!m_bus.start()) QSKIP("no dbus-daemon is installed here");
        QDBusConnection own = m_bus.connectAs(QStringLiteral("portal"));
        QVERIFY(own.registerObject(
            QStringLiteral("/org/freedesktop/portal/desktop"),
            &m_portal,
            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(own.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    }

    void init() { m_portal.values.clear(); }

    void saysWhatTheDesktopIsSetTo_data() {
        QTest::addColumn<QString>("group");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<bool>("isReduced");
        const auto row = [](const char* name,
                            const QString& group,
                            const char* key,
                            const QVariant& value,
                            bool isReduced) {
            QTest::newRow(name) << group << QString(key) << value << isReduced;
        };
        row("no wish", kAppearance, "reduced-motion", 0U, false);
        row("less", kAppearance, "reduced-motion", 1U, true);
        row("animations", kGnome, "enable-animations", true, false);
        row("no animations", kGnome, "enable-animations", false, true);
    }

    void saysWhatTheDesktopIsSetTo() {
        QFETCH(QString, group);
        QFETCH(QString, key);
        QFETCH(QVariant, value);
        QFETCH(bool, isReduced);
        m_portal.values[group + ' ' + key] = value;
        const SystemMotionWatch watch;
        Motion last = isReduced ? Motion::Usual : Motion::Reduced;
        connect(&watch, &SystemMotionWatch::changed, this, [&](Motion motion) { last = motion; });
        QTRY_VERIFY(last == (isReduced ? Motion::Reduced : Motion::Usual));
    }

    void followsTheDesktopAndEitherWishCounts() {
        m_portal.values[kAppearance + " reduced-motion"] = 0U;
        m_portal.values[kGnome + " enable-animations"] = true;
        const SystemMotionWatch watch;
        QSignalSpy said(&watch, &SystemMotionWatch::changed);
        QTRY_COMPARE(said.size(), 2);
        const auto last = [&] { return said.last().first().value<Motion>(); };
        QVERIFY(last() == Motion::Usual);
        m_portal.change(kGnome, "enable-animations", false);
        QTRY_COMPARE(said.size(), 3);
        QVERIFY(last() == Motion::Reduced);
        m_portal.change(kAppearance, "reduced-motion", 1U);
        QTRY_COMPARE(said.size(), 4);
        m_portal.change(kGnome, "enable-animations", true);
        QTRY_COMPARE(said.size(), 5);
        QVERIFY(last() == Motion::Reduced);
        m_portal.change(kAppearance, "reduced-motion", 0U);
        QTRY_COMPARE(said.size(), 6);
        QVERIFY(last() == Motion::Usual);
    }

    void colourAndMotionAreNotMixedUp() {
        m_portal.values[kAppearance + " color-scheme"] = 1U;
        const SystemSchemeWatch scheme;
        const SystemMotionWatch motion;
        QSignalSpy schemes(&scheme, &SystemSchemeWatch::changed);
        QSignalSpy motions(&motion, &SystemMotionWatch::changed);
        QTRY_COMPARE(schemes.size(), 1);
        QVERIFY(schemes.last().first().value<SystemScheme>() == SystemScheme::Dark);
        m_portal.change(kAppearance, "color-scheme", 2U);
        QTRY_COMPARE(schemes.size(), 2);
        QVERIFY(schemes.last().first().value<SystemScheme>() == SystemScheme::Light);
        QCOMPARE(motions.size(), 0);
    }

  private:
    FakePortal m_portal;
    SessionBus m_bus;
};

DESCRY_UI_TEST_MAIN(tst_SystemMotion)
#include "tst_system_motion.moc"
