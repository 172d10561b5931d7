#include "ui/shell/choice_pages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QSpinBox>
#include <algorithm>

#include "core/model/torch_folder.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kLabelWidth = 152;
constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;
constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;

/// Languages that the program speaks: English and those with a translation in the resources.
QStringList languages() {
    QStringList codes{QStringLiteral("en")};
    const QDir translations(QStringLiteral(":/translations"));
    for (const QString& file : translations.entryList({QStringLiteral("descry_*.qm")})) {
        codes << file.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0);
    }
    // English has a file too, for its plurals.
    codes.removeDuplicates();
    return codes;
}

QSpinBox* bytesField(std::int64_t unit,
                     const QString& suffix,
                     std::int64_t least,
                     std::int64_t most) {
    auto* field = new QSpinBox;
    field->setRange(static_cast<int>(least / unit), static_cast<int>(most / unit));
    field->setSuffix(QLatin1Char(' ') + suffix);
    return field;
}

}  // namespace

ChoicePage::ChoicePage(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpaceL);
    m_grid->setVerticalSpacing(kSpaceM);
    m_grid->setColumnMinimumWidth(0, kLabelWidth);
    m_grid->setColumnStretch(1, 1);
}

void ChoicePage::addRow(const QString& label, QWidget* field, const char* name) {
    const int row = m_grid->rowCount();
    auto* words = new QLabel(label, this);
    words->setBuddy(field);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    m_grid->addWidget(words, row, 0);
    m_grid->addWidget(field, row, 1);
}

void ChoicePage::addWide(QWidget* widget) {
    m_grid->addWidget(widget, m_grid->rowCount(), 0, 1, 2);
}

void ChoicePage::addNote(const QString& text) {
    auto* note = wrappedLabel(text, this);
    setLook(note, "secondary");
    addWide(note);
}

QCheckBox* ChoicePage::addCheck(const QString& text, const char* name, bool Choices::*choice) {
    auto* check = new QCheckBox(text, this);
    check->setObjectName(QLatin1String(name));
    check->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    check->setChecked(m_settings.choices().*choice);
    connect(check, &QCheckBox::toggled, this, [this, choice](bool isOn) {
        change([&](Choices& choices) { choices.*choice = isOn; });
    });
    addWide(check);
    return check;
}

void ChoicePage::fill() {
    m_grid->setRowStretch(m_grid->rowCount(), 1);
}

void ChoicePage::change(const std::function<void(Choices&)>& alter) {
    Choices choices = m_settings.choices();
    alter(choices);
    m_settings.setChoices(choices);
}

GeneralPage::GeneralPage(Settings& settings, QWidget* parent) : ChoicePage(settings, parent) {
    addThemes();
    addLanguages();
    addNote(tr("The language counts from the next start."));
    addCheck(tr("&Notify me on the desktop when a job has ended and this window is not in front"),
             "notifies",
             &Choices::notifies);
    addCheck(
        tr("Keep a &history of searches in the gallery"), "keepsHistory", &Choices::keepsHistory);
    addCheck(
        tr("&Reduce motion: nothing glides or fades"), "reducesMotion", &Choices::reducesMotion);
    addNote(tr("Where the desktop asks for less motion, nothing does in any case."));
    fill();
}

void GeneralPage::addThemes() {
    auto* theme = new QComboBox(this);
    theme->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    theme->setCurrentIndex(static_cast<int>(settings().choices().theme));
    connect(theme, &QComboBox::activated, this, [this](int index) {
        change([&](Choices& choices) { choices.theme = static_cast<ThemeChoice>(index); });
    });
    addRow(tr("&Theme"), theme, "themeChoice");
}

void GeneralPage::addLanguages() {
    auto* language = new QComboBox(this);
    language->addItem(tr("As the system"), QString());
    for (const QString& code : languages()) {
        language->addItem(QLocale(code).nativeLanguageName(), code);
    }
    language->setCurrentIndex(std::max(language->findData(settings().choices().language), 0));
    connect(language, &QComboBox::activated, this, [this, language] {
        change([&](Choices& choices) { choices.language = language->currentData().toString(); });
    });
    addRow(tr("&Language"), language, "languageChoice");
}

DevicePage::DevicePage(ApplicationContext& context, QWidget* parent)
    : ChoicePage(context.settings, parent), m_context(context) {
    addDevices();
    addTorchFolder();
    addMemory();
    fill();
    checkTorchFolder();
}

void DevicePage::addDevices() {
    auto* device = new QComboBox(this);
    device->addItems({tr("The fastest that works"), tr("Processor"), tr("NVIDIA GPU (CUDA)")});
    device->setCurrentIndex(static_cast<int>(settings().choices().device));
    connect(device, &QComboBox::activated, this, [this](int index) {
        change([&](Choices& choices) { choices.device = static_cast<DeviceRequest::Kind>(index); });
    });
    addRow(tr("&Device"), device, "deviceChoice");
    auto* threads = new QSpinBox(this);
    threads->setRange(0, Choices::kMaxThreads);
    threads->setSpecialValueText(tr("All cores"));
    threads->setValue(settings().choices().numThreads);
    connect(threads, &QSpinBox::editingFinished, this, [this, threads] {
        change([&](Choices& choices) { choices.numThreads = threads->value(); });
    });
    addRow(tr("&Processor threads"), threads, "threads");
    addNote(tr("Device and threads load the model anew."));
}

void DevicePage::addTorchFolder() {
    auto* field = new QWidget(this);
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceS);
    m_torchState = wrappedLabel({}, field);
    m_torchState->setObjectName(QStringLiteral("torchState"));
    row->addWidget(m_torchState, 1);
    auto* choose = pushButton(tr("Choose…"), field);
    choose->setObjectName(QStringLiteral("chooseTorch"));
    choose->setAccessibleName(tr("Choose the folder of a LibTorch for the GPU"));
    connect(choose, &QPushButton::clicked, this, &DevicePage::askTorchFolder);
    row->addWidget(choose, 0, Qt::AlignTop);
    auto* none = pushButton(tr("None"), field);
    none->setObjectName(QStringLiteral("noTorch"));
    none->setAccessibleName(tr("No folder of a LibTorch for the GPU"));
    connect(none, &QPushButton::clicked, this, [this] {
        change([](Choices& choices) { choices.libtorchFolder.clear(); });
        checkTorchFolder();
    });
    row->addWidget(none, 0, Qt::AlignTop);
    addRow(tr("LibTorch for the GPU"), field, "torchFolder");
}

void DevicePage::askTorchFolder() {
    const PathQuestion question{
        PathQuestion::Kind::Folder, tr("Folder of a LibTorch with CUDA"), {}, {}};
    m_context.prompts.askPath(*this, question, [this](const std::filesystem::path& folder) {
        change([&](Choices& choices) { choices.libtorchFolder = qtPath(folder); });
        checkTorchFolder();
    });
}

void DevicePage::checkTorchFolder() {
    m_checkingTorch.request_stop();
    const QString folder = settings().choices().libtorchFolder;
    if (folder.isEmpty()) {
        m_torchState->setText(tr("None chosen: the one beside the program, if it has CUDA."));
        return;
    }
    m_torchState->setText(folder);
    m_checkingTorch = m_context.background.run(
        *this,
        [path = toPath(folder)](std::stop_token) { return descry::checkTorchFolder(path); },
        [this, folder](const TorchFolder& found) {
            m_torchState->setText(tr("%1: version %2, counts from the next start")
                                      .arg(folder, toQString(found.version)));
        },
        [this](const Error& error) { m_torchState->setText(errorText(error)); });
}

void DevicePage::addMemory() {
    const Choices now = settings().choices();
    auto* thumbnails = bytesField(
        kMebibyte, QStringLiteral("MiB"), Choices::kMinThumbnailBytes, Choices::kMaxThumbnailBytes);
    thumbnails->setValue(static_cast<int>(now.thumbnailBytes / kMebibyte));
    connect(thumbnails, &QSpinBox::editingFinished, this, [this, thumbnails] {
        change([&](Choices& choices) { choices.thumbnailBytes = thumbnails->value() * kMebibyte; });
    });
    addRow(tr("&Memory for thumbnails"), thumbnails, "thumbnailBytes");
    auto* tokens = bytesField(kGibibyte, QStringLiteral("GiB"), 0, Choices::kMaxTokenCacheBytes);
    tokens->setSpecialValueText(tr("None"));
    tokens->setValue(static_cast<int>(now.tokenCacheBytes / kGibibyte));
    connect(tokens, &QSpinBox::editingFinished, this, [this, tokens] {
        change([&](Choices& choices) { choices.tokenCacheBytes = tokens->value() * kGibibyte; });
    });
    addRow(tr("Disk for image &tokens"), tokens, "tokenCacheBytes");
    addNote(
        tr("Image tokens lie beside a gallery and make re-ranking faster. They are written "
           "when a gallery is indexed and can be deleted at any time."));
}

}  // namespace descry
