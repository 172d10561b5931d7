#include <QMenu>
#include <QPicture>
#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/ui/gui_thread_guard.h"
#include "ui/common/curve_plot.h"

using namespace descry;

namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

std::vector<QPointF> line(int count, double slope = 1) {
    std::vector<QPointF> points;
    for (int i = 0; i < count; ++i) points.emplace_back(i, slope * i);
    return points;
}

struct PlotParts {
    Theme theme;
    CurvePlot plot{{"Losses", "step", "Nothing yet"}, theme};

    PlotParts() {
        plot.resize(600, 300);
        plot.show();
    }

    void wheel(int x, int notches) {
        const QPointF at(x, 150);
        QWheelEvent event(at,
                          plot.mapToGlobal(at),
                          {},
                          {0, 120 * notches},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&plot, &event);
    }
    void drag(int from, int to) {
        QTest::mousePress(&plot, Qt::LeftButton, {}, {from, 150});
        QTest::mouseMove(&plot, {to, 150});
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, {to, 150});
    }
};

}  // namespace

class tst_CurvePlot : public QObject {
    Q_OBJECT

  private slots:
    void keepsPeaksOfALongSeriesInFewPoints() {
        std::vector<QPointF> points = line(100'000, 0);
        points[43'210].ry() = 9;
        points[77'777].ry() = -5;
        const auto kept = pointsForWidth(points, {0, 99'999}, 500);
        QVERIFY(kept.size() <= 4 * 501);
        QVERIFY(std::is_sorted(
            kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.x() < b.x(); }));
        QVERIFY(std::find(kept.begin(), kept.end(), points[43'210]) != kept.end());
        QVERIFY(std::find(kept.begin(), kept.end(), points[77'777]) != kept.end());
        QCOMPARE(kept.front(), points.front());
        QCOMPARE(kept.back(), points.back());
    }

    void decimationKeepsGaps() {
        std::vector<QPointF> points = line(10'000);
        points[5'000].ry() = kNoNumber;
        const auto kept = pointsForWidth(points, {0, 9'999}, 100);
        QCOMPARE(std::count_if(kept.begin(),
                               kept.end(),
                               [](const QPointF& point) { return std::isnan(point.y()); }),
                 1);
    }

    void takesTheNeighboursOfAPart() {
        const auto kept = pointsForWidth(line(100), {10.5, 12.5}, 500);
        QCOMPARE(kept, (std::vector<QPointF>{{10, 10}, {11, 11}, {12, 12}, {13, 13}}));
        QCOMPARE(pointsForWidth({}, {0, 1}, 500), std::vector<QPointF>());
    }

    void ticksAreRoundAndWithinTheRange() {
        QCOMPARE(ticksOf({0, 10}, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
        QCOMPARE(ticksOf({0.13, 0.38}, 5),
                 (std::vector<double>{3 * 0.05, 4 * 0.05, 5 * 0.05, 6 * 0.05, 7 * 0.05}));
        QCOMPARE(ticksOf({3, 3}, 5), std::vector<double>{3});
        QCOMPARE(tickText(0.15, 0.05), QString("0.15"));
        QCOMPARE(tickText(2e-5, 1e-5), QString("2e-05"));
        QCOMPARE(tickText(1e-17, 0.1), QString("0"));
        QCOMPARE(tickText(1200, 200), QString("1200"));
    }

    void csvHasALinePerPlaceAndLeavesUnknownsEmpty() {
        const std::vector<PlotSeries> series{{"R@1, val", {{10, 50.5}, {20, 51}}},
                                             {"loss", {{10, kNoNumber}, {15, 0.1}}}};
        QCOMPARE(csvOf("step", series),
                 QString("step,\"R@1, val\",loss\r\n10,50.5,\r\n15,,0.1\r\n20,51,\r\n"));
    }

    void nearestPointPassesOverGaps() {
        const std::vector<QPointF> points{{0, 1}, {1, kNoNumber}, {2, kNoNumber}, {5, 3}};
        QCOMPARE(nearestPoint(points, 1.4)->x(), 0.0);
        QCOMPARE(nearestPoint(points, 4.0)->x(), 5.0);
        QVERIFY(!nearestPoint({{1, kNoNumber}}, 1));
    }

    void showsEverythingAndGrowsWithIt() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(10)}});
        QVERIFY(parts.plot.view() == (PlotRange{0, 9}));
        parts.plot.setSeries({{"CL", line(20)}});
        QVERIFY(parts.plot.view() == (PlotRange{0, 19}));
    }

    void wheelZoomsAboutThePointerAndDoubleClickShowsAll() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(1000)}});
        parts.wheel(300, 3);
        QVERIFY(parts.plot.isZoomed());
        const PlotRange zoomed = parts.plot.view();
        QVERIFY(zoomed.least > 100 && zoomed.most < 900);
        parts.plot.setSeries({{"CL", line(1500)}});
        QVERIFY(parts.plot.view() == zoomed);
        parts.wheel(300, -9);
        QVERIFY(!parts.plot.isZoomed());
        parts.wheel(300, 5);
        QTest::mouseDClick(&parts.plot, Qt::LeftButton, {}, {300, 150});
        QVERIFY(parts.plot.view() == (PlotRange{0, 1499}));
    }

    void dragZoomsToWhatWasDraggedOver() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(1000)}});
        QSignalSpy changed(&parts.plot, &CurvePlot::viewChanged);
        parts.drag(300, 302);
        QCOMPARE(changed.size(), 0);
        parts.drag(400, 200);
        QCOMPARE(changed.size(), 1);
        const PlotRange view = parts.plot.view();
        QVERIFY(view.size() > 200 && view.size() < 500);
    }

    void zoomHasALimit() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(1000)}});
        for (int i = 0; i < 20; ++i) parts.wheel(300, 10);
        QVERIFY(parts.plot.view().size() > 0.05);
    }

    void keysReadValuesZoomAndPan() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(11)}, {"MLM", line(11, 2)}});
        QTest::keyClick(&parts.plot, Qt::Key_Right);
        QCOMPARE(parts.plot.cursor(), std::optional<double>(0));
        QTest::keyClick(&parts.plot, Qt::Key_Right);
        QTest::keyClick(&parts.plot, Qt::Key_Right);
        QCOMPARE(parts.plot.shownValues(), QString("step 2: CL 2.000, MLM 4.000"));
        QCOMPARE(parts.plot.accessibleDescription(), parts.plot.shownValues());
        QTest::keyClick(&parts.plot, Qt::Key_Left);
        QCOMPARE(parts.plot.cursor(), std::optional<double>(1));
        QTest::keyClick(&parts.plot, Qt::Key_Plus);
        const PlotRange zoomed = parts.plot.view();
        QVERIFY(parts.plot.isZoomed());
        QTest::keyClick(&parts.plot, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(parts.plot.view().least > zoomed.least);
        QTest::keyClick(&parts.plot, Qt::Key_0);
        QVERIFY(!parts.plot.isZoomed());
    }

    void hoverReadsTheNearestStep() {
        PlotParts parts;
        QSignalSpy moved(&parts.plot, &CurvePlot::cursorChanged);
        QTest::mouseMove(&parts.plot, {300, 150});
        QCOMPARE(moved.size(), 0);
        parts.plot.setSeries({{"CL", line(5)}});
        QTest::mouseMove(&parts.plot, {340, 150});
        QVERIFY(parts.plot.cursor());
        QCOMPARE(*parts.plot.cursor(), std::round(*parts.plot.cursor()));
    }

    void emptyAndBrokenSeriesAreSaidAndPainted() {
        PlotParts parts;
        QCOMPARE(parts.plot.accessibleDescription(), QString("Nothing yet"));
        QVERIFY(!parts.plot.grab().isNull());
        for (const auto& points : {std::vector<QPointF>{},
                                   {{1, kNoNumber}},
                                   {{1, 2}},
                                   {{1, 0}, {2, kNoNumber}, {3, 0}},
                                   {{1, 1e300}, {2, -1e300}}}) {
            parts.plot.setSeries({{"CL", points}});
            QVERIFY(!parts.plot.grab().isNull());
        }
        parts.plot.resize(20, 20);
        QVERIFY(!parts.plot.grab().isNull());
    }

    void pictureShowsTheCurvesWithoutTheCursor() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(50)}});
        const QImage before = parts.plot.picture(2);
        QCOMPARE(before.size(), QSize(1200, 600));
        QTest::keyClick(&parts.plot, Qt::Key_Right);
        QCOMPARE(parts.plot.picture(2), before);
        parts.plot.setSeries({{"CL", line(50, -1)}});
        QVERIFY(parts.plot.picture(2) != before);
    }

    void menuOffersTheExports() {
        PlotParts parts;
        parts.plot.setSeries({{"CL", line(50)}});
        QSignalSpy csv(&parts.plot, &CurvePlot::csvWanted);
        QSignalSpy picture(&parts.plot, &CurvePlot::pictureWanted);
        const QPoint at(10, 10);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, parts.plot.mapToGlobal(at));
        QApplication::sendEvent(&parts.plot, &event);
        auto* menu = parts.plot.findChild<QMenu*>();
        QVERIFY(menu);
        menu->actions()[0]->trigger();
        menu->actions()[1]->trigger();
        QCOMPARE(picture.size(), 1);
        QCOMPARE(csv.size(), 1);
        menu->close();
    }

    void noMorePointsArePaintedThanTheWidthNeeds() {
        // Qt's dashed antialiased strokes of a hundred thousand take seconds.
        const auto paintedBytes = [](int numPoints) {
            PlotParts parts;
            parts.plot.setSeries({{"CL", line(numPoints)}});
            QPicture painted;
            parts.plot.render(&painted);
            return painted.size();
        };
        const auto few = paintedBytes(1000);
        QVERIFY(few > paintedBytes(100) + 900U);
        QVERIFY(paintedBytes(100'000) < 2 * few);
    }
};

DESCRY_UI_TEST_MAIN(tst_CurvePlot)
#include "tst_curve_plot.moc"
