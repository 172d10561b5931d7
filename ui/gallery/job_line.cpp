#include "ui/gallery/job_line.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kBarSteps = 1000;

}  // namespace

JobLine::JobLine(QWidget* parent)
    : QWidget(parent), m_text(lookLabel({}, "secondary", this)), m_bar(new QProgressBar(this)) {
    setObjectName(QStringLiteral("jobLine"));
    m_text->setObjectName(QStringLiteral("jobProgress"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    auto* stop = pushButton(tr("Stop"), this);
    stop->setObjectName(QStringLiteral("stopJob"));
    connect(stop, &QPushButton::clicked, this, &JobLine::stopRequested);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kSpaceXs);
    texts->addWidget(m_text);
    texts->addWidget(m_bar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceL);
    row->addLayout(texts, 1);
    row->addWidget(stop);
    hide();
}

void JobLine::showProgress(const QString& what, const Progress& progress) {
    const QString shown = shownProgress(progress);
    m_text->setText(shown.isEmpty() ? what : QStringLiteral("%1 · %2").arg(what, shown));
    m_bar->setVisible(progress.total > 0);
    if (progress.total > 0) {
        m_bar->setValue(static_cast<int>(progress.done * kBarSteps / progress.total));
    }
    m_bar->setAccessibleName(m_text->text());
    show();
}

}  // namespace descry
