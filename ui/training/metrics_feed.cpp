#include "ui/training/metrics_feed.h"

#include <algorithm>
#include <utility>

namespace descry {
namespace {

constexpr std::size_t kStepsOfMedian = 50;

template <typename Metrics, typename Value>
PlotSeries seriesOf(const QString& name, const std::vector<Metrics>& all, Value value) {
    PlotSeries series{name, {}};
    series.points.reserve(all.size());
    for (const Metrics& one : all) {
        series.points.emplace_back(static_cast<double>(one.step), value(one));
    }
    return series;
}

}  // namespace

MetricsFeed::MetricsFeed(Background& background, QObject* parent)
    : QObject(parent), m_background(background) {
    m_timer.setInterval(kPeriodMs);
    connect(&m_timer, &QTimer::timeout, this, &MetricsFeed::read);
}

void MetricsFeed::setFile(const std::filesystem::path& file) {
    m_reading.request_stop();
    m_isReading = false;
    m_timer.stop();
    m_file = file;
    m_endByte = 0;
    m_numBroken = 0;
    m_isWhole = false;
    m_steps.clear();
    m_evaluations.clear();
    Q_EMIT changed();
    read();
}

void MetricsFeed::setLive(bool isLive) {
    if (isLive == m_timer.isActive()) return;
    isLive ? m_timer.start() : m_timer.stop();
    // A run that goes on cuts what it wrote after its snapshot.
    m_isWhole = true;
    read();
}

void MetricsFeed::read() {
    if (m_file.empty()) return;
    if (m_isReading) {
        m_wantsMore = true;
        return;
    }
    m_isReading = true;
    const bool isWhole = std::exchange(m_isWhole, false);
    m_reading = m_background.run(
        *this,
        [file = m_file, from = isWhole ? 0 : m_endByte, isWhole](std::stop_token) {
            MetricsPart part = readMetrics(file, from);
            part.startsAnew = part.startsAnew || isWhole;
            return part;
        },
        [this](MetricsPart part) { take(std::move(part)); },
        [this](const Error&) { m_isReading = false; });
}

void MetricsFeed::take(MetricsPart part) {
    m_isReading = false;
    const bool isNews = part.startsAnew || part.endByte != m_endByte;
    if (part.startsAnew) {
        m_steps.clear();
        m_evaluations.clear();
        m_numBroken = 0;
    }
    m_endByte = part.endByte;
    m_numBroken += part.numBroken;
    if (!part.steps.empty()) dropFrom(part.steps.front().step);
    m_steps.insert(m_steps.end(), part.steps.begin(), part.steps.end());
    m_evaluations.insert(m_evaluations.end(), part.evaluations.begin(), part.evaluations.end());
    if (isNews) Q_EMIT changed();
    if (std::exchange(m_wantsMore, false)) read();
}

/// What a resumed run measures again takes the place of what was measured before.
void MetricsFeed::dropFrom(std::int64_t step) {
    while (!m_steps.empty() && m_steps.back().step >= step) m_steps.pop_back();
    while (!m_evaluations.empty() && m_evaluations.back().step >= step) m_evaluations.pop_back();
}

double MetricsFeed::secondsPerStep() const {
    std::vector<double> seconds;
    const std::size_t first = m_steps.size() - std::min(m_steps.size(), kStepsOfMedian);
    for (std::size_t i = first; i < m_steps.size(); ++i) {
        if (m_steps[i].seconds > 0) seconds.push_back(m_steps[i].seconds);
    }
    if (seconds.empty()) return 0;
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

std::vector<PlotSeries> MetricsFeed::lossSeries() const {
    using Step = StepMetrics;
    return {
        seriesOf(tr("total"), m_steps, [](const Step& step) { return step.total; }),
        seriesOf(QStringLiteral("CL"), m_steps, [](const Step& s) { return s.contrastive; }),
        seriesOf(QStringLiteral("P-ITM"), m_steps, [](const Step& s) { return s.matching; }),
        seriesOf(QStringLiteral("PRD"), m_steps, [](const Step& s) { return s.relation; }),
        seriesOf(QStringLiteral("MLM"), m_steps, [](const Step& s) { return s.maskedLanguage; }),
        seriesOf(QStringLiteral("MRTD"), m_steps, [](const Step& s) { return s.replacedToken; })};
}

std::vector<PlotSeries> MetricsFeed::rateSeries() const {
    return {seriesOf(tr("rate"), m_steps, [](const StepMetrics& step) { return step.rate; })};
}

std::vector<PlotSeries> MetricsFeed::recallSeries() const {
    using Evaluation = EvaluationMetrics;
    return {seriesOf(QStringLiteral("R@1"),
                     m_evaluations,
                     [](const Evaluation& one) { return one.counted().r1; }),
            seriesOf(QStringLiteral("R@5"),
                     m_evaluations,
                     [](const Evaluation& one) { return one.counted().r5; }),
            seriesOf(QStringLiteral("R@10"),
                     m_evaluations,
                     [](const Evaluation& one) { return one.counted().r10; }),
            seriesOf(QStringLiteral("mAP"), m_evaluations, [](const Evaluation& one) {
                return one.counted().mAP;
            })};
}

}  // namespace descry
