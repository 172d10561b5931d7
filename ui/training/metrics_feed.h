#pragma once
/// The measurements of one run, read again as the run writes them. Thread rule: GUI thread; the
/// file is read in the background. Failure rule: what cannot be read is passed over and counted.

#include <QObject>
#include <QTimer>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "core/training/run_record.h"
#include "ui/common/background.h"
#include "ui/common/plot_points.h"

namespace descry {

class MetricsFeed final : public QObject {
    Q_OBJECT

  public:
    static constexpr int kPeriodMs = 1000;

    explicit MetricsFeed(Background& background, QObject* parent = nullptr);

    /// Another run (or none: an empty path): everything is read anew.
    void setFile(const std::filesystem::path& file);
    /// Whether the run goes on; the file is then read every second, else once more.
    void setLive(bool isLive);
    /// Reads what is new.
    void read();

    const std::vector<StepMetrics>& steps() const { return m_steps; }
    const std::vector<EvaluationMetrics>& evaluations() const { return m_evaluations; }
    std::int64_t numBroken() const { return m_numBroken; }
    /// Median of the last steps; 0 while there is none.
    double secondsPerStep() const;

    std::vector<PlotSeries> lossSeries() const;
    std::vector<PlotSeries> rateSeries() const;
    std::vector<PlotSeries> recallSeries() const;

  Q_SIGNALS:
    void changed();

  private:
    void take(MetricsPart part);
    void dropFrom(std::int64_t step);

    Background& m_background;
    QTimer m_timer;
    std::filesystem::path m_file;
    std::stop_source m_reading;
    bool m_isReading = false;
    bool m_isWhole = false;    ///< The next reading is of the whole file.
    bool m_wantsMore = false;  ///< Asked for while it was reading.
    std::uint64_t m_endByte = 0;
    std::int64_t m_numBroken = 0;
    std::vector<StepMetrics> m_steps;
    std::vector<EvaluationMetrics> m_evaluations;
};

}  // namespace descry
