#include "ui/shell/status_line.h"

#include <QHBoxLayout>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kLineHeight = 26;

/// "CPU: no CUDA device".
QString shownDevice(const DeviceStatus& device) {
    const QString name = toQString(device.name);
    const QString reason = toQString(device.reason);
    return reason.isEmpty() ? name : QStringLiteral("%1: %2").arg(name, reason);
}

}  // namespace

StatusLine::StatusLine(const Workbench& workbench, QWidget* parent)
    : QFrame(parent), m_workbench(workbench) {
    setObjectName(QStringLiteral("statusLine"));
    setLook(this, "bar");
    setFixedHeight(kLineHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceL, 0, kSpaceL, 0);
    row->setSpacing(kSpaceXl);
    for (auto [label, name] : {std::pair{&m_device, "deviceState"},
                               std::pair{&m_bundle, "bundleState"},
                               std::pair{&m_gallery, "galleryState"},
                               std::pair{&m_index, "indexState"},
                               std::pair{&m_keys, "keys"}}) {
        *label = lookLabel({}, "secondary", this);
        (*label)->setObjectName(QLatin1String(name));
        if (label == &m_keys) row->addStretch(1);
        row->addWidget(*label);
    }
    connect(&workbench, &Workbench::galleryChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::countsChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::bundleChanged, this, &StatusLine::showOpen);
    connect(&workbench, &Workbench::loadingChanged, this, &StatusLine::showOpen);
    showOpen();
}

void StatusLine::setKeys(const QStringList& keys) {
    m_keys->setText(keys.join(QStringLiteral("     ")));
}

void StatusLine::showOpen() {
    const auto& bundle = m_workbench.bundle();
    const auto& gallery = m_workbench.gallery();
    m_device->setVisible(bundle.has_value());
    m_gallery->setVisible(gallery.has_value());
    m_index->setVisible(gallery.has_value());
    if (bundle) {
        m_device->setText(shownDevice(bundle->device));
        m_bundle->setText(QStringLiteral("%1 %2").arg(
            bundle->title, shortFingerprint(bundle->bundle->fingerprint())));
    } else {
        m_bundle->setText(m_workbench.isLoadingBundle() ? tr("Loading the model…")
                                                        : tr("No model"));
    }
    if (!gallery) return;
    m_gallery->setText(shownPath(gallery->file.stem()));
    const std::int64_t numItems = gallery->counts.numPresent;
    if (bundle) {
        const std::int64_t numIndexed = gallery->numIndexed(bundle->bundle->fingerprint());
        m_index->setText(
            tr("%1 of %2 indexed").arg(groupedNumber(numIndexed), groupedNumber(numItems)));
    } else {
        m_index->setText(tr("%1 pictures").arg(groupedNumber(numItems)));
    }
}

}  // namespace descry
