#pragma once
/// Curves over a common x, painted by hand: several series told apart by colour, dash and marker, a
/// legend, values under the pointer or at a cursor moved by keys, zoom along x by wheel, drag and
/// keys, the whole again by double click. y follows what is in view. What is painted is decimated
/// to the picture's width, so that a hundred thousand points cost what two thousand do. Thread
/// rule: GUI thread. Failure rule: none; values that are no numbers are gaps.

#include <QImage>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/common/curve_painter.h"
#include "ui/common/fixed_key.h"
#include "ui/common/plot_points.h"
#include "ui/common/theme.h"

namespace descry {

class CurvePlot final : public QWidget {
    Q_OBJECT

  public:
    struct Words {
        QString title;  ///< Also the accessible name.
        QString xName;  ///< "step".
        QString empty;  ///< Said while there is nothing to show.
    };

    CurvePlot(const Words& words, const Theme& theme, QWidget* parent = nullptr);

    /// A view that was zoomed stays; one that shows everything goes on doing so.
    void setSeries(std::vector<PlotSeries> series);
    const std::vector<PlotSeries>& series() const { return m_series; }
    /// Series with few points get a marker on each; off by default.
    void setMarked(bool isMarked);

    /// Of x; what is shown.
    PlotRange view() const;
    void setView(const PlotRange& view);
    void showAll();
    bool isZoomed() const { return m_view.has_value(); }

    /// Where values are read, if anywhere.
    std::optional<double> cursor() const { return m_cursor; }
    /// "step 120: CL 1.24, P-ITM 0.31", or what is said while there is nothing.
    QString shownValues() const;

    /// As shown, `scale` times as sharp.
    QImage picture(double scale = 2);
    QString csv() const { return csvOf(m_words.xName, m_series); }
    const QString& title() const { return m_words.title; }
    static QList<FixedKey> fixedKeys();

    QSize sizeHint() const override { return {480, 240}; }
    QSize minimumSizeHint() const override { return {240, 120}; }

  Q_SIGNALS:
    void viewChanged();
    void cursorChanged();
    void pictureWanted();  ///< From the menu.
    void csvWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    CurvePicture pictureNow() const;
    QRectF place() const;
    CurveFrame frame() const;
    void zoom(double factor, double about);
    void pan(double share);
    void setCursorAt(std::optional<double> x);
    void moveCursor(int direction);
    /// Nearest x of any series.
    std::optional<double> knownX(double x) const;

    Words m_words;
    const Theme& m_theme;
    std::vector<PlotSeries> m_series;
    bool m_isMarked = false;
    std::optional<PlotRange> m_view;  ///< Absent: everything.
    std::optional<double> m_cursor;
    std::optional<double> m_dragFrom;  ///< Values of x.
    double m_dragTo = 0;
};

}  // namespace descry
