#include "ui/shell/settings_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kDialogWidth = 440;

/// Languages that the program speaks: English and those with a translation in the resources.
QStringList languages() {
    QStringList codes{QStringLiteral("en")};
    const QDir translations(QStringLiteral(":/translations"));
    for (const QString& file : translations.entryList({QStringLiteral("descry_*.qm")})) {
        codes << file.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0);
    }
    return codes;
}

}  // namespace

SettingsDialog::SettingsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent),
      m_settings(settings),
      m_theme(new QComboBox(this)),
      m_language(new QComboBox(this)),
      m_device(new QComboBox(this)),
      m_threads(new QSpinBox(this)) {
    setWindowTitle(tr("Settings"));
    setObjectName(QStringLiteral("settingsDialog"));
    setMinimumWidth(kDialogWidth);
    addThemes();
    addLanguages();
    addDevices();
    m_threads->setRange(0, Choices::kMaxThreads);
    m_threads->setSpecialValueText(tr("All cores"));
    m_threads->setValue(settings.choices().numThreads);

    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(kSpaceL);
    form->setVerticalSpacing(kSpaceM);
    const std::pair<QString, QWidget*> rows[] = {{tr("&Theme"), m_theme},
                                                 {tr("&Language"), m_language},
                                                 {tr("&Device"), m_device},
                                                 {tr("Model’s &processor threads"), m_threads}};
    for (const auto& [label, field] : rows) {
        form->addRow(label, field);
        field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    }
    auto* note = wrappedLabel(
        tr("Device and threads load the model anew. The language counts from the next start."),
        this);
    setLook(note, "secondary");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    column->addLayout(form);
    column->addWidget(note);
    column->addStretch(1);
    column->addWidget(buttons);
    for (QComboBox* field : {m_theme, m_language, m_device}) {
        connect(field, &QComboBox::activated, this, &SettingsDialog::store);
    }
    connect(m_threads, &QSpinBox::editingFinished, this, &SettingsDialog::store);
}

void SettingsDialog::addThemes() {
    m_theme->setObjectName(QStringLiteral("themeChoice"));
    m_theme->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    m_theme->setCurrentIndex(static_cast<int>(m_settings.choices().theme));
}

void SettingsDialog::addLanguages() {
    m_language->addItem(tr("As the system"), QString());
    for (const QString& code : languages()) {
        m_language->addItem(QLocale(code).nativeLanguageName(), code);
    }
    const int chosen = m_language->findData(m_settings.choices().language);
    m_language->setCurrentIndex(std::max(chosen, 0));
}

void SettingsDialog::addDevices() {
    m_device->addItems({tr("The fastest that works"), tr("Processor"), tr("NVIDIA GPU (CUDA)")});
    m_device->setCurrentIndex(static_cast<int>(m_settings.choices().device));
}

void SettingsDialog::store() {
    Choices choices = m_settings.choices();
    choices.theme = static_cast<ThemeChoice>(m_theme->currentIndex());
    choices.language = m_language->currentData().toString();
    choices.device = static_cast<DeviceRequest::Kind>(m_device->currentIndex());
    choices.numThreads = m_threads->value();
    m_settings.setChoices(choices);
}

}  // namespace descry
