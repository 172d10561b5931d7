#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/translations.h"
#include "ui/shell/status_line.h"

using namespace descry;
using namespace descry::test;

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

    void longNamesDoNotWidenTheWindow() {
        constexpr int kNarrowestWindow = 960;
        UiParts parts;
        const StatusLine line(parts.workbench, parts.jobs);
        const std::string name(180, 'n');
        parts.workbench.openGallery(parts.makeGallery(name));
        parts.workbench.openBundle(makeBundle(parts.folder, name));
        QTRY_VERIFY(parts.workbench.gallery());
        QTRY_VERIFY(parts.workbench.bundle());
        QCOMPARE(line.findChild<QLabel*>("galleryState")->text(), toQString(name));
        QVERIFY(line.findChild<QLabel*>("bundleState")->text().startsWith(toQString(name)));
        QVERIFY(line.minimumSizeHint().width() <= kNarrowestWindow);
    }

    void countsOnePicture() {
        installTranslations("en");
        UiParts parts;
        const auto file = parts.makeGallery("street");
        {
            const auto gallery = Gallery::open(file);
            Item item;
            item.root = gallery->items().addRoot(parts.makePictures("hall", 1));
            item.path = "picture0.bmp";
            item.contentHash = std::string(64, '0');
            item.width = 12;
            item.height = 12;
            gallery->items().add(item, makeThumbnailOf(100, 12, 24));
        }
        const StatusLine line(parts.workbench, parts.jobs);
        parts.workbench.openGallery(file);
        QTRY_COMPARE(line.findChild<QLabel*>("indexState")->text(), QString("1 picture"));
    }
};

DESCRY_UI_TEST_MAIN(TestStatusLine)
#include "tst_status_line.moc"
