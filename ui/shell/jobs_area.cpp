#include "ui/shell/jobs_area.h"

#include <QVBoxLayout>

#include "ui/shell/job_messages.h"
#include "ui/shell/jobs_panel.h"
#include "ui/shell/jobs_strip.h"

namespace descry {

JobsArea::JobsArea(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_toggle(new QAction(tr("Jobs"), this)) {
    m_toggle->setObjectName(QStringLiteral("jobs"));
    m_toggle->setCheckable(true);
    m_panel = new JobsPanel(context.jobs, context.theme, this);
    m_strip = new JobsStrip(context.jobs, context.theme, m_toggle, this);
    layOut();
    auto* messages = new JobMessages(context.jobs, context.messages, this);
    connect(messages, &JobMessages::listRequested, this, &JobsArea::showList);
    connect(messages, &JobMessages::logRequested, this, [this](JobId id) {
        showList();
        m_panel->select(id);
    });
    connect(m_panel, &JobsPanel::closeRequested, m_toggle, [this] { m_toggle->setChecked(false); });
    connect(m_toggle, &QAction::toggled, m_panel, &QWidget::setVisible);
}

void JobsArea::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_panel);
    column->addWidget(m_strip);
    m_panel->hide();
}

void JobsArea::showList() {
    m_toggle->setChecked(true);
    m_panel->setFocus();
}

void JobsArea::lock() {
    m_toggle->setChecked(false);
    m_toggle->setEnabled(false);
    m_strip->lock();
}

}  // namespace descry
