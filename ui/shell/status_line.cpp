#include "ui/shell/status_line.h"

#include <QFontMetricsF>
#include <QHBoxLayout>
#include <cmath>
#include <string>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kLineHeight = 26;
constexpr int kMaxNameWidth = 320;
const QString kBetweenHints = QStringLiteral("     ");

/// "CPU: no CUDA device".
QString shownDevice(const DeviceStatus& device) {
    const QString name = device.name.empty() ? StatusLine::tr("No device") : toQString(device.name);
    if (!device.reason) return name;
    return StatusLine::tr("%1: %2", "device: why it").arg(name, errorText(*device.reason));
}

int shownWidth(const QLabel& label, const QString& text) {
    return static_cast<int>(std::ceil(QFontMetricsF(label.font()).horizontalAdvance(text)));
}

}  // namespace

KeyHints::KeyHints(QWidget* parent) : QLabel(parent) {
    setObjectName(QStringLiteral("keys"));
    setLook(this, "secondary");
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void KeyHints::setHints(const QStringList& hints) {
    m_hints = hints;
    fit();
}

QSize KeyHints::sizeHint() const {
    return {shownWidth(*this, m_hints.join(kBetweenHints)), QLabel::sizeHint().height()};
}

QSize KeyHints::minimumSizeHint() const {
    return {0, QLabel::minimumSizeHint().height()};
}

void KeyHints::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void KeyHints::fit() {
    QStringList shown = m_hints;
    while (!shown.isEmpty() && shownWidth(*this, shown.join(kBetweenHints)) > width())
        shown.removeLast();
    setText(shown.join(kBetweenHints));
}

StatusLine::StatusLine(const Workbench& workbench, const JobSignals& jobs, QWidget* parent)
    : QFrame(parent),
      m_workbench(workbench),
      m_jobs(jobs),
      m_device(new ElidedLabel({}, this)),
      m_bundle(new ElidedLabel({}, this)),
      m_gallery(new ElidedLabel({}, this)),
      m_index(new QLabel(this)),
      m_keys(new KeyHints(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setLook(this, "bar");
    setFixedHeight(kLineHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceL, 0, kSpaceL, 0);
    row->setSpacing(kSpaceXl);
    for (auto [label, name] : {std::pair{m_device, "deviceState"},
                               std::pair{m_bundle, "bundleState"},
                               std::pair{m_gallery, "galleryState"},
                               std::pair{m_index, "indexState"}}) {
        label->setObjectName(QLatin1String(name));
        setLook(label, "secondary");
        row->addWidget(label);
    }
    // Why there is no CUDA may take a sentence, and names are as long as people like.
    for (QLabel* label : {m_device, m_bundle, m_gallery}) label->setMaximumWidth(kMaxNameWidth);
    row->addWidget(m_keys, 1);
    connect(&workbench, &Workbench::galleryChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::countsChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::bundleChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::deviceFound, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::loadingChanged, this, &StatusLine::showOpen);
    connect(&jobs, &JobSignals::changed, this, &StatusLine::showIndex);
    showOpen();
}

void StatusLine::setKeys(const QStringList& keys) {
    m_keys->setHints(keys);
}

void StatusLine::showOpen() {
    const auto& bundle = m_workbench.bundle();
    const auto& gallery = m_workbench.gallery();
    const auto device = m_workbench.device();
    m_device->setVisible(device.has_value());
    if (device) m_device->setText(shownDevice(*device));
    m_gallery->setVisible(gallery.has_value());
    m_index->setVisible(gallery.has_value());
    if (bundle) {
        m_bundle->setText(QStringLiteral("%1 %2").arg(
            bundle->title, shortFingerprint(bundle->bundle->fingerprint())));
    } else {
        m_bundle->setText(m_workbench.isLoadingBundle() ? tr("Loading the model…")
                                                        : tr("No model"));
    }
    if (gallery) m_gallery->setText(shownPath(gallery->file.stem()));
    showIndex();
}

void StatusLine::showIndex() {
    const auto& bundle = m_workbench.bundle();
    const auto& gallery = m_workbench.gallery();
    if (!gallery) return;
    const std::int64_t numItems = gallery->counts.numPresent;
    if (!bundle) {
        m_index->setText(
            tr("%1 pictures", nullptr, static_cast<int>(numItems)).arg(groupedNumber(numItems)));
        return;
    }
    const std::int64_t numIndexed = gallery->numIndexed(bundle->bundle->fingerprint());
    const QString indexed =
        tr("%1 of %2 indexed").arg(groupedNumber(numIndexed), groupedNumber(numItems));
    const QString left = remaining();
    m_index->setText(left.isEmpty() ? indexed : indexed + QStringLiteral(" · ") + left);
}

QString StatusLine::remaining() const {
    for (const JobStatus& status : m_jobs.open()) {
        const bool isGoingOn =
            status.state == JobState::Running && m_workbench.isIndexing(status.id);
        if (isGoingOn && status.progress.remaining) {
            return shownRemaining(*status.progress.remaining);
        }
    }
    return {};
}

}  // namespace descry
