#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDir>
#include <QGlyphRun>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRawFont>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTextLayout>
#include <QVBoxLayout>
#include <QWidget>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/motion_style.h"
#include "ui/common/style_sheet.h"
#include "ui/common/theme.h"

using namespace descry;

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// WCAG 2's contrast of two colours, 1..21.
double contrast(const QColor& a, const QColor& b) {
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

/// The colour of most ink in an icon.
QColor inkOf(const QIcon& icon) {
    const QImage image = icon.pixmap(64).toImage().convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255) return image.pixelColor(x, y);
        }
    }
    return {};
}

/// The most within a few pixels of the left edge, where a field's outline is.
double contrastAtLeftEdge(QWidget& field, const QColor& ground) {
    constexpr int kEdge = 8;
    const QImage shown = field.grab().toImage();
    double most = 1;
    for (int x = 0; x < kEdge; ++x) {
        most = std::max(most, contrast(shown.pixelColor(x, shown.height() / 2), ground));
    }
    return most;
}

}  // namespace

class tst_Theme : public QObject {
    Q_OBJECT

  private slots:
    void followsTheSystemUntilOneIsChosen() {
        Theme theme;
        theme.setSystemScheme(SystemScheme::Light);
        QVERIFY(!theme.isDark());
        QSignalSpy changes(&theme, &Theme::changed);
        theme.setSystemScheme(SystemScheme::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(changes.size(), 1);
        theme.setChoice(ThemeChoice::Light);
        QVERIFY(!theme.isDark());
        theme.setSystemScheme(SystemScheme::Light);
        theme.setSystemScheme(SystemScheme::Dark);
        QVERIFY(!theme.isDark());
        QCOMPARE(changes.size(), 2);
        theme.setChoice(ThemeChoice::System);
        QVERIFY(theme.isDark());
    }

    void changesPaletteAndStyleSheet() {
        Theme theme;
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkColours().window);
        QVERIFY(qApp->styleSheet().contains(darkColours().accent.name()));
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightColours().window);
        QVERIFY(qApp->styleSheet().contains(lightColours().accent.name()));
    }

    void nothingMovesWhereTheUserOrTheSystemWantsIt() {
        QApplication::setEffectEnabled(Qt::UI_General, true);
        QVERIFY(QApplication::isEffectEnabled(Qt::UI_General));
        Theme theme;
        QWidget widget;
        const auto isStill = [&] {
            return !QApplication::isEffectEnabled(Qt::UI_General) &&
                   widget.style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
        };
        QVERIFY(!isStill());
        theme.setMotion(Motion::Reduced);
        QVERIFY(theme.motion() == Motion::Reduced);
        QVERIFY(isStill());
        theme.setSystemMotion(Motion::Reduced);
        theme.setMotion(Motion::Usual);
        QVERIFY(isStill());
        theme.setSystemMotion(Motion::Usual);
        QVERIFY(theme.motion() == Motion::Usual);
        QVERIFY(QApplication::isEffectEnabled(Qt::UI_General));
    }

    void reducedMotionGoesBeforeWhatTheStyleSays() {
        class LivelyStyle final : public QProxyStyle {
          public:
            int styleHint(StyleHint hint,
                          const QStyleOption* option,
                          const QWidget* widget,
                          QStyleHintReturn* answer) const override {
                constexpr int kLongMs = 900;
                if (hint == SH_Widget_Animation_Duration) return kLongMs;
                return QProxyStyle::styleHint(hint, option, widget, answer);
            }
        };
        MotionStyle style(new LivelyStyle);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 900);
        style.setMotion(Motion::Reduced);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 0);
        style.setMotion(Motion::Usual);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 900);
    }

    void leavesNoPlaceholderInTheStyleSheet() {
        QVERIFY(!styleSheetOf(darkColours()).contains('@'));
    }

    void givesTextEnoughContrastOnEveryGround() {
        for (const ThemeColours& colours : {darkColours(), lightColours()}) {
            for (const QColor& ground :
                 {colours.window, colours.panel, colours.raised, colours.chip}) {
                for (const QColor& ink : {colours.text,
                                          colours.secondary,
                                          colours.accent,
                                          colours.second,
                                          colours.contradicted,
                                          colours.supported}) {
                    const QString pair = ink.name() + QStringLiteral(" on ") + ground.name();
                    QVERIFY2(contrast(ink, ground) >= 4.5, qPrintable(pair));
                }
            }
            QVERIFY(contrast(colours.onAccent, colours.accent) >= 4.5);
        }
    }

    void outlinesWhatIsTypedIntoChosenFromOrChecked() {
        Theme theme;
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            theme.setChoice(choice);
            const ThemeColours& colours = theme.colours();
            for (const QColor& ground : {colours.window, colours.panel, colours.raised}) {
                QVERIFY2(contrast(colours.outline, ground) >= 3.0, qPrintable(ground.name()));
            }
            const auto hasOutline = [&](auto&& field) {
                field.ensurePolished();
                field.resize(field.sizeHint());
                return contrastAtLeftEdge(field, colours.window) >= 3.0;
            };
            QVERIFY(hasOutline(QLineEdit()));
            QVERIFY(hasOutline(QPlainTextEdit()));
            QVERIFY(hasOutline(QComboBox()));
            QVERIFY(hasOutline(QSpinBox()));
            QVERIFY(hasOutline(QDateTimeEdit()));
            QVERIFY(hasOutline(QCheckBox()));
        }
    }

    void aCheckBoxWithTheFocusHasARing() {
        const Theme theme;
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* box = new QCheckBox("Bookmarked only", &window);
        auto* other = new QCheckBox("Other", &window);
        column->addWidget(box);
        column->addWidget(other);
        window.show();
        window.activateWindow();
        const auto edgeOf = [](QWidget* widget) {
            return widget->grab().toImage().pixelColor(0, widget->height() / 2);
        };
        box->setFocus();
        QTRY_VERIFY(box->hasFocus());
        QCOMPARE(edgeOf(box), theme.colours().accent);
        QVERIFY(edgeOf(other) != theme.colours().accent);
    }

    void inksIconsAnewAfterAChange() {
        Theme theme;
        theme.setChoice(ThemeChoice::Dark);
        const QIcon icon = theme.icon("gallery");
        QCOMPARE(inkOf(icon), darkColours().text);
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(inkOf(icon), lightColours().text);
    }

    void drawsEveryIconOfTheResources() {
        Theme theme;
        const QStringList files = QDir(":/icons").entryList({"*.svg"});
        QVERIFY(files.size() >= 10);
        for (const QString& file : files) {
            QVERIFY2(inkOf(theme.icon(file.section('.', 0, 0))).isValid(), qPrintable(file));
        }
        QVERIFY(theme.icon("no such icon").isNull());
    }

    void hasAGlyphForEveryCharacter() {
        const Theme theme;
        const QString texts[] = {QStringLiteral("Descry – “candidate” · 12\u202f430 … × ▾ é"),
                                 QStringLiteral("按文字描述查找行人 背包 红色外套")};
        for (const QString& text : texts) {
            QTextLayout layout(text, QApplication::font());
            layout.beginLayout();
            layout.createLine();
            layout.endLayout();
            for (const QGlyphRun& run : layout.glyphRuns()) {
                QVERIFY2(!run.glyphIndexes().contains(0U), qPrintable(run.rawFont().familyName()));
            }
        }
    }

    void drawsIconsSharpOnDenseScreens() {
        Theme theme;
        const QPixmap dense = theme.icon("search").pixmap(QSize(16, 16), 2.0);
        QCOMPARE(dense.size(), QSize(32, 32));
    }
};

DESCRY_UI_TEST_MAIN(tst_Theme)
#include "tst_theme.moc"
