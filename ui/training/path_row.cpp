#include "ui/training/path_row.h"

#include <QHBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {

PathRow::PathRow(ApplicationContext& context,
                 const QString& name,
                 const PathQuestion& question,
                 QWidget* parent)
    : QWidget(parent), m_context(context), m_question(question), m_field(new QLineEdit(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceXs);
    m_field->setAccessibleName(name);
    row->addWidget(m_field, 1);
    auto* button =
        iconButton(context.theme.icon(QStringLiteral("folder")), tr("Choose: %1").arg(name), this);
    button->setObjectName(QStringLiteral("choose"));
    row->addWidget(button);
    setFocusProxy(m_field);
    connect(m_field, &QLineEdit::textChanged, this, &PathRow::changed);
    connect(button, &QToolButton::clicked, this, &PathRow::ask);
}

void PathRow::setPath(const QString& path) {
    m_field->setText(path);
    m_field->setCursorPosition(0);
}

void PathRow::ask() {
    m_context.prompts.askPath(
        *this, m_question, [this](const std::filesystem::path& path) { setPath(qtPath(path)); });
}

}  // namespace descry
