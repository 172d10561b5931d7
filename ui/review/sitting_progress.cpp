#include "ui/review/sitting_progress.h"

#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QVBoxLayout>

#include "core/base/unicode.h"
#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

constexpr int kSettleMs = 250;
constexpr int kBarSteps = 1000;
constexpr int kPassedHeight = 96;

QString shownCount(std::size_t count) {
    return groupedNumber(static_cast<std::int64_t>(count));
}

}  // namespace

SittingProgress::SittingProgress(ReviewDesk& desk, QWidget* parent)
    : QWidget(parent),
      m_desk(desk),
      m_count(wrappedLabel({}, this)),
      m_bar(new QProgressBar(this)),
      m_noise(wrappedLabel({}, this)),
      m_known(wrappedLabel({}, this)),
      m_passedTitle(lookLabel({}, "heading", this)),
      m_passed(new QListWidget(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXs);
    m_count->setObjectName(QStringLiteral("numDecided"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    m_noise->setObjectName(QStringLiteral("noise"));
    m_noise->setToolTip(
        tr("Share of rejected pairs among those that came in random order; unsure ones left out. "
           "In brackets Wilson’s 95 % interval."));
    m_known->setObjectName(QStringLiteral("knownShare"));
    for (QLabel* label : {m_noise, m_known}) setLook(label, "secondary");
    m_passed->setObjectName(QStringLiteral("passedOver"));
    m_passed->setAccessibleName(tr("Pairs passed over"));
    m_passed->setMaximumHeight(kPassedHeight);
    m_passed->setTextElideMode(Qt::ElideMiddle);
    m_passed->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QWidget* part : {static_cast<QWidget*>(m_count),
                          static_cast<QWidget*>(m_bar),
                          static_cast<QWidget*>(m_noise),
                          static_cast<QWidget*>(m_known),
                          static_cast<QWidget*>(m_passedTitle),
                          static_cast<QWidget*>(m_passed)}) {
        column->addWidget(part);
    }
    connect(m_passed, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        m_desk.goTo(item->data(Qt::UserRole).toULongLong());
    });
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &SittingProgress::showNoise);
    connect(&desk, &ReviewDesk::progressChanged, this, &SittingProgress::showProgress);
    connect(&desk, &ReviewDesk::stateChanged, this, &SittingProgress::showProgress);
    showProgress();
}

void SittingProgress::showProgress() {
    const bool isOpen = m_desk.state() == ReviewDesk::State::Working ||
                        m_desk.state() == ReviewDesk::State::Finished;
    setVisible(isOpen);
    if (!isOpen) return;
    const SittingQueue& queue = *m_desk.queue();
    m_count->setText(
        tr("%1 of %2 decided").arg(shownCount(queue.numDecided()), shownCount(queue.size())));
    m_bar->setValue(
        queue.size() == 0 ? 0 : static_cast<int>(queue.numDecided() * kBarSteps / queue.size()));
    m_bar->setAccessibleName(m_count->text());
    showKnown();
    showPassedOver();
    m_settle.start();
}

void SittingProgress::showNoise() {
    if (m_desk.queue() == nullptr) return;
    const NoiseEstimate noise = m_desk.queue()->noise();
    m_noise->setText(noise.rejected
                         ? tr("Wrong pairs: %1, by %2 in random order")
                               .arg(shownShare(*noise.rejected), groupedNumber(noise.rejected->of))
                         : tr("Wrong pairs: not known yet"));
}

void SittingProgress::showKnown() {
    const auto& known = m_desk.shareOfKnown();
    m_known->setVisible(known.has_value());
    if (!known) return;
    m_known->setText(tr("Known pairs: %1 of %2 as known")
                         .arg(groupedNumber(known->count), groupedNumber(known->of)));
}

void SittingProgress::showPassedOver() {
    const std::vector<std::size_t>& passed = m_desk.queue()->passedOver();
    m_passedTitle->setVisible(!passed.empty());
    m_passed->setVisible(!passed.empty());
    if (m_listed == passed) return;
    m_listed = passed;
    m_passedTitle->setText(tr("Passed over: %1").arg(shownCount(passed.size())));
    m_passed->clear();
    for (const std::size_t number : passed) {
        const ReviewPair pair = m_desk.queue()->index().at(number);
        auto* item = new QListWidgetItem(toQString(displayable(pair.imagePath)), m_passed);
        item->setToolTip(toQString(displayable(pair.caption)));
        item->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(number));
    }
}

}  // namespace descry
