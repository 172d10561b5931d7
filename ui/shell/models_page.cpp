#include "ui/shell/models_page.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <system_error>

#include "core/model/bundle.h"
#include "core/model/fingerprint.h"
#include "ui/common/file_manager.h"
#include "ui/common/model_check.h"
#include "ui/common/model_imports.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kRowHeight = 44;

bool isBundle(const fs::path& folder) {
    std::error_code problem;
    return fs::exists(folder / kConfigFile, problem) && fs::exists(folder / kWeightsFile, problem);
}

/// Those of the list first, then what else lies in the data folder.
std::vector<ModelsPage::Known> readKnown(const QStringList& listed, const fs::path& bundles) {
    std::vector<ModelsPage::Known> all;
    for (const QString& path : listed) {
        const fs::path folder = toPath(path);
        all.push_back({folder, bundleTitle(folder), isBundle(folder), true});
    }
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(bundles, problem)) {
        const bool isKnown = std::any_of(all.begin(), all.end(), [&](const auto& known) {
            return known.folder == entry.path();
        });
        if (!isKnown && isBundle(entry.path())) {
            all.push_back({entry.path(), bundleTitle(entry.path()), true, false});
        }
    }
    return all;
}

}  // namespace

ModelsPage::ModelsPage(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_list(new QListWidget(this)),
      m_said(wrappedLabel({}, this)),
      m_open(pushButton(tr("Use this model"), this)),
      m_reveal(pushButton(tr("Show the folder"), this)),
      m_check(pushButton(tr("Check the files"), this)),
      m_remove(pushButton(tr("Take off the list"), this)),
      m_import(pushButton(tr("Import a model file…"), this)),
      m_openBundle(pushButton(tr("Open a bundle…"), this)) {
    layOut();
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelsPage::showSelected);
    connect(m_list, &QListWidget::itemActivated, this, &ModelsPage::open);
    connect(m_open, &QPushButton::clicked, this, &ModelsPage::open);
    connect(m_check, &QPushButton::clicked, this, &ModelsPage::check);
    connect(m_reveal, &QPushButton::clicked, this, [this] {
        const Known* known = selected();
        if (known != nullptr) showInFileManager(known->folder, m_context.messages);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const Known* known = selected();
        if (known != nullptr) m_context.settings.forgetBundle(qtPath(known->folder));
    });
    connect(m_import, &QPushButton::clicked, this, [this] { askModelFile(m_context, *this); });
    connect(
        m_openBundle, &QPushButton::clicked, this, [this] { askBundleFolder(m_context, *this); });
    connect(&context.settings, &Settings::recentChanged, this, &ModelsPage::readAgain);
    connect(&context.workbench, &Workbench::bundleChanged, this, &ModelsPage::readAgain);
    readAgain();
}

void ModelsPage::layOut() {
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setAccessibleName(tr("Models"));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_said->setObjectName(QStringLiteral("modelSaid"));
    setLook(m_said, "secondary");
    m_open->setObjectName(QStringLiteral("modelOpen"));
    m_reveal->setObjectName(QStringLiteral("modelReveal"));
    m_check->setObjectName(QStringLiteral("modelCheck"));
    m_remove->setObjectName(QStringLiteral("modelRemove"));
    m_import->setObjectName(QStringLiteral("modelImport"));
    m_import->hide();
    m_openBundle->setObjectName(QStringLiteral("modelOpenBundle"));
    m_openBundle->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    for (QPushButton* button : {m_import, m_openBundle, m_open, m_check, m_reveal, m_remove}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    column->addWidget(m_list, 1);
    column->addWidget(m_said);
    column->addLayout(row);
}

void ModelsPage::readAgain() {
    m_reading.request_stop();
    m_reading = m_context.background.run(
        *this,
        [listed = m_context.settings.recentBundles(),
         bundles = m_context.workbench.dataFolder() / "bundles"](std::stop_token) {
            return readKnown(listed, bundles);
        },
        [this](const std::vector<Known>& known) { show(known); });
}

void ModelsPage::show(const std::vector<Known>& known) {
    const Known* before = selected();
    const fs::path chosen = before == nullptr ? fs::path() : before->folder;
    m_known = known;
    const auto& open = m_context.workbench.bundle();
    m_list->clear();
    int row = 0;
    for (const Known& each : m_known) {
        QStringList facts{shownPath(each.folder)};
        if (!each.isThere) facts.prepend(tr("missing"));
        if (open && open->bundle->path() == each.folder) facts.prepend(tr("in use"));
        auto* item =
            new QListWidgetItem(m_context.theme.icon(each.isThere ? QStringLiteral("model")
                                                                  : QStringLiteral("warning")),
                                each.title + QLatin1Char('\n') + facts.join(QStringLiteral(" · ")),
                                m_list);
        item->setSizeHint({0, kRowHeight});
        item->setToolTip(shownPath(each.folder));
        if (each.folder == chosen) row = m_list->count() - 1;
    }
    const bool isEmpty = m_known.empty();
    m_list->setCurrentRow(isEmpty ? -1 : row);
    if (isEmpty) m_said->setText(tr("No model yet. Import a model file, or open a bundle."));
    for (QPushButton* button : {m_import, m_openBundle}) button->setVisible(isEmpty);
    for (QPushButton* button : {m_open, m_check, m_reveal, m_remove}) {
        button->setVisible(!isEmpty);
    }
    showSelected();
}

const ModelsPage::Known* ModelsPage::selected() const {
    const int row = m_list->currentRow();
    const bool isThere = row >= 0 && row < static_cast<int>(m_known.size());
    return isThere ? &m_known[static_cast<std::size_t>(row)] : nullptr;
}

void ModelsPage::showSelected() {
    const Known* known = selected();
    const bool isThere = known != nullptr && known->isThere;
    m_open->setEnabled(isThere);
    m_reveal->setEnabled(isThere);
    m_check->setEnabled(isThere);
    m_remove->setEnabled(known != nullptr && known->isListed);
    if (known != nullptr) m_said->clear();
}

void ModelsPage::open() {
    const Known* known = selected();
    if (known != nullptr && known->isThere) m_context.workbench.adoptBundle(known->folder);
}

void ModelsPage::check() {
    const Known* known = selected();
    if (known == nullptr) return;
    m_check->setEnabled(false);
    m_said->setText(tr("Reading every byte of “%1”…").arg(known->title));
    m_checking.request_stop();
    m_checking = m_context.background.run(
        *this,
        [folder = known->folder](std::stop_token stop) { return checkBundle(folder, stop); },
        [this, title = known->title](const BundleCheck& check) {
            m_check->setEnabled(true);
            m_said->setText(tr("“%1” is whole: %2 tensors, fingerprint %3.")
                                .arg(title, groupedNumber(check.numTensors))
                                .arg(shortFingerprint(check.fingerprint)));
        },
        [this](const Error& error) {
            m_check->setEnabled(true);
            m_said->setText(errorText(error));
        });
}

}  // namespace descry
