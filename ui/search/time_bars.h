#pragma once
/// How many pictures there are along the time, as bars; those in the chosen stretch in the accent
/// colour. A drag over the bars chooses a stretch. Thread rule: GUI thread.

#include <QWidget>
#include <optional>

#include "ui/common/theme.h"
#include "ui/search/gallery_facets.h"

namespace descry {

class TimeBars final : public QWidget {
    Q_OBJECT

  public:
    explicit TimeBars(const Theme& theme, QWidget* parent = nullptr);

    void setSpread(const std::optional<TimeSpread>& spread);
    /// UTC ms; absent: open.
    void setRange(std::optional<std::int64_t> fromMs, std::optional<std::int64_t> toMs);

  Q_SIGNALS:
    void rangeChosen(qint64 fromMs, qint64 toMs);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    std::int64_t startOf(std::size_t bin) const;
    std::size_t binAt(int x) const;

    const Theme& m_theme;
    std::optional<TimeSpread> m_spread;
    std::optional<std::int64_t> m_fromMs;
    std::optional<std::int64_t> m_toMs;
    std::size_t m_pressed = 0;  ///< Where a drag began.
};

}  // namespace descry
