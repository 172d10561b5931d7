#include "ui/training/form_rows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kNameWidth = 104;
/// So that five weights fit beside each other into the narrowest dock.
constexpr int kMinNumberWidth = 40;

}  // namespace

FormRows::FormRows(ApplicationContext& context, QWidget* body)
    : QObject(body), m_context(context), m_body(body) {}

QGridLayout* FormRows::section(QVBoxLayout* column, const QString& title) {
    auto* lines = new QVBoxLayout;
    lines->setSpacing(kSpaceS);
    lines->addWidget(lookLabel(title, "heading", m_body));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpaceS);
    grid->setVerticalSpacing(kSpaceS);
    grid->setColumnStretch(1, 1);
    lines->addLayout(grid);
    column->addLayout(lines);
    return grid;
}

QLabel* FormRows::faultLabel() {
    auto* label = wrappedLabel({}, m_body);
    label->setObjectName(QStringLiteral("fault"));
    label->hide();
    return label;
}

void FormRows::addRow(QGridLayout* grid, TrainField field, QWidget* widget) {
    const int line = grid->rowCount();
    const Row row{lookLabel(fieldName(field), "secondary", m_body), widget, faultLabel()};
    row.name->setBuddy(widget);
    row.name->setWordWrap(true);
    row.name->setFixedWidth(kNameWidth);
    grid->addWidget(row.name, line, 0);
    grid->addWidget(widget, line, 1);
    grid->addWidget(row.fault, line + 1, 1);
    m_rows[field] = row;
}

void FormRows::addBelow(QGridLayout* grid, TrainField field, QWidget* widget, QWidget* control) {
    const int line = grid->rowCount();
    const Row row{lookLabel(fieldName(field), "secondary", m_body), widget, faultLabel()};
    row.name->setBuddy(control);
    grid->addWidget(row.name, line, 0, 1, 2);
    grid->addWidget(widget, line + 1, 0, 1, 2);
    grid->addWidget(row.fault, line + 2, 0, 1, 2);
    m_rows[field] = row;
}

void FormRows::addWide(QGridLayout* grid, const std::vector<TrainField>& fields, QWidget* widget) {
    const int line = grid->rowCount();
    const Row row{nullptr, widget, faultLabel()};
    grid->addWidget(widget, line, 0, 1, 2);
    grid->addWidget(row.fault, line + 1, 0, 1, 2);
    for (const TrainField field : fields) m_rows[field] = row;
}

void FormRows::addNamed(QGridLayout* grid, const QString& name, QWidget* widget) {
    const int line = grid->rowCount();
    auto* label = lookLabel(name, "secondary", m_body);
    label->setBuddy(widget);
    grid->addWidget(label, line, 0, 1, 2);
    grid->addWidget(widget, line + 1, 0, 1, 2);
}

QLineEdit* FormRows::number(TrainField field, const QString& tip) {
    auto* edit = new QLineEdit(m_body);
    edit->setMinimumWidth(kMinNumberWidth);
    edit->setAccessibleName(fieldName(field));
    edit->setToolTip(tip);
    m_numbers[field] = edit;
    connect(edit, &QLineEdit::textChanged, this, &FormRows::tell);
    return edit;
}

PathRow* FormRows::path(TrainField field, const PathQuestion& question) {
    auto* row = new PathRow(m_context, fieldName(field), question, m_body);
    connect(row, &PathRow::changed, this, &FormRows::tell);
    return row;
}

QCheckBox* FormRows::checkBox(QGridLayout* grid, const QString& text, const QString& tip) {
    auto* box = new QCheckBox(text, m_body);
    box->setAccessibleName(text);
    box->setToolTip(tip);
    grid->addWidget(box, grid->rowCount(), 0, 1, 2);
    connect(box, &QCheckBox::toggled, this, [this] {
        Q_EMIT chosen();
        tell();
    });
    return box;
}

QComboBox* FormRows::choice(const QString& name, const QStringList& items) {
    auto* box = new QComboBox(m_body);
    box->setAccessibleName(name);
    box->addItems(items);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(box, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        Q_EMIT chosen();
        tell();
    });
    return box;
}

void FormRows::tell() {
    if (!m_isFilling) Q_EMIT changed();
}

QString FormRows::text(TrainField field) const {
    return m_numbers.at(field)->text();
}

void FormRows::setText(TrainField field, const QString& text) {
    m_numbers.at(field)->setText(text);
}

void FormRows::setName(TrainField field, const QString& name) {
    m_rows.at(field).name->setText(name);
}

void FormRows::show(TrainField field, bool isShown) {
    const Row& row = m_rows.at(field);
    row.name->setVisible(isShown);
    row.widget->setVisible(isShown);
    if (!isShown) row.fault->hide();
}

void FormRows::showFaults(const std::vector<FieldFault>& faults) {
    for (auto& [field, row] : m_rows) row.fault->hide();
    // The first fault of a row is the one that stands.
    for (auto fault = faults.rbegin(); fault != faults.rend(); ++fault) {
        const auto row = m_rows.find(fault->field);
        const auto number = m_numbers.find(fault->field);
        const bool isTyped = number != m_numbers.end() && !number->second->text().isEmpty();
        if (row == m_rows.end() || !isTyped) continue;
        row->second.fault->setText(fault->message);
        row->second.fault->show();
    }
}

}  // namespace descry
