#include "ui/gallery/sources_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/indexing/path_pattern.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/gallery/table_look.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr QSize kDialogSize(980, 700);
constexpr int kListHeight = 84;
constexpr int kPreviewPauseMs = 250;
constexpr int kMaxNamedProblems = 3;
constexpr int kExplainedLines = 2;

QString presetName(const std::string& preset) {
    if (preset == "market") return SourcesDialog::tr("As Market-1501 names its files");
    if (preset == "cuhk") return SourcesDialog::tr("As CUHK-PEDES names its files");
    if (preset == "icfg") return SourcesDialog::tr("As ICFG-PEDES names its files");
    if (preset == "rstp") return SourcesDialog::tr("As RSTPReid names its files");
    return toQString(preset);
}

/// What becomes of a named group.
QString meaningOf(const std::string& group) {
    if (group == "camera") return SourcesDialog::tr("camera: which camera");
    if (group == "time") return SourcesDialog::tr("time: when (ISO 8601)");
    if (group == "track") return SourcesDialog::tr("track: pictures of one passage");
    if (group == "person") return SourcesDialog::tr("person: who");
    return SourcesDialog::tr("%1: only shown here").arg(toQString(group));
}

/// The first few, and how many more there are.
QString named(const std::vector<Error>& problems, std::int64_t numAll) {
    QStringList lines;
    for (const Error& problem : problems) {
        if (lines.size() == kMaxNamedProblems) break;
        lines << errorText(problem);
    }
    const std::int64_t numMore = numAll - lines.size();
    if (numMore > 0) lines << SourcesDialog::tr("and %1 more").arg(groupedNumber(numMore));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

SourcesDialog::SourcesDialog(ApplicationContext& context, QWidget* parent)
    : QDialog(parent), m_context(context) {
    setWindowTitle(tr("Add pictures to the gallery"));
    setObjectName(QStringLiteral("sourcesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kDialogSize);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPreviewPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SourcesDialog::preview);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpaceL);
    grid->setVerticalSpacing(kSpaceS);
    grid->setColumnStretch(1, 1);
    addSourceRows(grid);
    addMetadataRow(grid);
    addPatternRow(grid);
    column->addLayout(grid);
    addPreview();
    addButtons();
    updateButtons();
}

SourcesDialog::~SourcesDialog() {
    m_previewing.request_stop();
}

QPushButton* SourcesDialog::addButton(const QString& text,
                                      const char* name,
                                      void (SourcesDialog::*run)()) {
    auto* button = pushButton(text, this);
    button->setObjectName(QLatin1String(name));
    connect(button, &QPushButton::clicked, this, run);
    return button;
}

void SourcesDialog::addSourceRows(QGridLayout* grid) {
    grid->addWidget(lookLabel(tr("Pictures"), "strong", this), 0, 0, Qt::AlignTop);
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("sources"));
    m_list->setAccessibleName(tr("Folders and data set files to add"));
    m_list->setFixedHeight(kListHeight);
    m_list->setTextElideMode(Qt::ElideMiddle);
    connect(m_list, &QListWidget::currentRowChanged, this, &SourcesDialog::updateButtons);
    grid->addWidget(m_list, 0, 1);
    auto* buttons = new QGridLayout;
    buttons->setSpacing(kSpaceS);
    buttons->addWidget(
        addButton(tr("Add folder…"), "addSourceFolder", &SourcesDialog::askFolder), 0, 0);
    buttons->addWidget(
        addButton(tr("Add data set…"), "addSourceDataset", &SourcesDialog::askDataset), 0, 1);
    m_images = addButton(tr("Its pictures…"), "datasetImages", &SourcesDialog::askImages);
    m_images->setToolTip(tr("The folder that the data set’s paths begin in"));
    buttons->addWidget(m_images, 1, 0);
    m_remove = addButton(tr("Leave out"), "removeSource", &SourcesDialog::removeSource);
    buttons->addWidget(m_remove, 1, 1);
    grid->addLayout(buttons, 0, 2, Qt::AlignTop);
}

void SourcesDialog::addMetadataRow(QGridLayout* grid) {
    grid->addWidget(lookLabel(tr("Metadata file"), "strong", this), 1, 0);
    m_metadata = new ElidedLabel(tr("none"), this);
    m_metadata->setObjectName(QStringLiteral("metadataFile"));
    setLook(m_metadata, "secondary");
    grid->addWidget(m_metadata, 1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kSpaceS);
    auto* choose = addButton(tr("Choose…"), "chooseMetadata", &SourcesDialog::askMetadata);
    choose->setAccessibleName(tr("Choose a metadata file"));
    choose->setToolTip(
        tr("CSV or JSON in UTF-8 with path, camera, time, track, person, tags, "
           "captions"));
    buttons->addWidget(choose);
    m_clearMetadata = pushButton(tr("None"), this);
    m_clearMetadata->setObjectName(QStringLiteral("clearMetadata"));
    m_clearMetadata->setAccessibleName(tr("Use no metadata file"));
    connect(m_clearMetadata, &QPushButton::clicked, this, [this] { setMetadataFile({}); });
    buttons->addWidget(m_clearMetadata);
    buttons->addStretch(1);
    grid->addLayout(buttons, 1, 2);
}

void SourcesDialog::addPatternRow(QGridLayout* grid) {
    grid->addWidget(lookLabel(tr("File names say"), "strong", this), 2, 0);
    m_pattern = new QComboBox(this);
    m_pattern->setObjectName(QStringLiteral("pattern"));
    m_pattern->setAccessibleName(tr("Pattern of file names"));
    m_pattern->setEditable(true);
    m_pattern->setInsertPolicy(QComboBox::NoInsert);
    m_pattern->lineEdit()->setPlaceholderText(
        tr("Nothing; or a pattern such as (?P<camera>c\\d+)_(?P<time>\\d{8}T\\d{6})"));
    m_pattern->addItem(QString(), QString());
    for (const std::string& preset : PathPattern::presetNames()) {
        m_pattern->addItem(presetName(preset), toQString(preset));
    }
    connect(m_pattern, &QComboBox::editTextChanged, this, &SourcesDialog::patternChanged);
    grid->addWidget(m_pattern, 2, 1, 1, 2);
    m_groups = wrappedLabel({}, this);
    m_groups->setObjectName(QStringLiteral("patternGroups"));
    setLook(m_groups, "secondary");
    m_groups->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_groups->setMinimumHeight(m_groups->fontMetrics().lineSpacing() * kExplainedLines);
    grid->addWidget(m_groups, 3, 1, 1, 2);
}

void SourcesDialog::addPreview() {
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    m_summary = wrappedLabel({}, this);
    m_summary->setObjectName(QStringLiteral("previewSummary"));
    column->addWidget(m_summary);
    m_table = new QTableView(this);
    m_table->setModel(&m_model);
    setTableLook(*m_table,
                 QStringLiteral("preview"),
                 tr("What would be known of the first files"),
                 {260, 70, 190, 60, 70});
    column->addWidget(m_table, 1);
    auto* rules = wrappedLabel(
        tr("Times without a zone are taken as UTC. Names keep their bytes; those that are not "
           "UTF-8 are shown as \\xNN. What no file and no name says may come from the picture’s "
           "own EXIF time. Pictures stay where they are and are not changed."),
        this);
    setLook(rules, "secondary");
    column->addWidget(rules);
}

void SourcesDialog::addButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept = buttons->addButton(tr("Add and index"), QDialogButtonBox::AcceptRole);
    m_accept->setObjectName(QStringLiteral("acceptSources"));
    setLook(m_accept, "primary");
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT sourcesAccepted(m_sources);
        close();
    });
    m_hindrance = lookLabel({}, "secondary", this);
    m_hindrance->setObjectName(QStringLiteral("hindrance"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_hindrance, 1);
    row->addWidget(buttons);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(&m_context.workbench, &Workbench::bundleChanged, this, &SourcesDialog::updateButtons);
}

QString SourcesDialog::hindrance() const {
    if (!m_context.workbench.bundle()) {
        return tr("Indexing needs a model: import a model file or open a bundle first.");
    }
    if (m_list->count() == 0) return tr("Nothing is chosen yet.");
    if (!m_isPatternGood) return tr("The pattern of file names cannot be used.");
    return {};
}

void SourcesDialog::addFolder(const fs::path& folder) {
    if (std::ranges::find(m_sources.folders, folder) != m_sources.folders.end()) return;
    m_sources.folders.push_back(folder);
    sourcesChanged();
}

void SourcesDialog::addDataset(const fs::path& file) {
    m_sources.datasets.push_back({file, file.parent_path(), std::nullopt});
    sourcesChanged();
    m_list->setCurrentRow(m_list->count() - 1);
}

void SourcesDialog::setMetadataFile(const fs::path& file) {
    if (file.empty()) {
        m_sources.metadataFile.reset();
    } else {
        m_sources.metadataFile = file;
    }
    m_metadata->setText(file.empty() ? tr("none") : shownPath(file));
    updateButtons();
    preview();
}

void SourcesDialog::setPattern(const QString& pattern) {
    m_pattern->setEditText(pattern);
}

void SourcesDialog::patternChanged() {
    const int preset = m_pattern->findText(m_pattern->currentText());
    const QString pattern =
        preset < 0 ? m_pattern->currentText() : m_pattern->itemData(preset).toString();
    if (pattern.trimmed().isEmpty()) {
        m_sources.pattern.reset();
    } else {
        m_sources.pattern = toUtf8(pattern);
    }
    m_pause.start();
}

void SourcesDialog::askFolder() {
    m_context.prompts.askPath(*this,
                              {PathQuestion::Kind::Folder, tr("Add a folder of pictures"), {}},
                              [this](const fs::path& folder) { addFolder(folder); });
}

void SourcesDialog::askDataset() {
    const PathQuestion question{PathQuestion::Kind::File,
                                tr("Add a data set file (CUHK-PEDES, ICFG-PEDES, RSTPReid)"),
                                tr("Data sets (*.json)")};
    m_context.prompts.askPath(*this, question, [this](const fs::path& file) { addDataset(file); });
}

/// Folders come first in the list.
void SourcesDialog::askImages() {
    const auto place = static_cast<std::size_t>(m_list->currentRow()) - m_sources.folders.size();
    if (place >= m_sources.datasets.size()) return;
    m_context.prompts.askPath(
        *this,
        {PathQuestion::Kind::Folder, tr("Where are the data set’s pictures?"), {}},
        [this, place](const fs::path& folder) {
            if (place >= m_sources.datasets.size()) return;
            m_sources.datasets[place].images = folder;
            sourcesChanged();
        });
}

void SourcesDialog::askMetadata() {
    const PathQuestion question{PathQuestion::Kind::File,
                                tr("Choose a metadata file"),
                                tr("Metadata (*.csv *.tsv *.json)")};
    m_context.prompts.askPath(
        *this, question, [this](const fs::path& file) { setMetadataFile(file); });
}

void SourcesDialog::removeSource() {
    const int row = m_list->currentRow();
    const auto numFolders = static_cast<int>(m_sources.folders.size());
    if (row < 0) return;
    if (row < numFolders) {
        m_sources.folders.erase(m_sources.folders.begin() + row);
    } else {
        m_sources.datasets.erase(m_sources.datasets.begin() + (row - numFolders));
    }
    sourcesChanged();
}

void SourcesDialog::sourcesChanged() {
    const int current = m_list->currentRow();
    m_list->clear();
    for (const fs::path& folder : m_sources.folders) {
        new QListWidgetItem(
            m_context.theme.icon(QStringLiteral("folder")), shownPath(folder), m_list);
    }
    for (const DatasetSource& source : m_sources.datasets) {
        new QListWidgetItem(
            m_context.theme.icon(QStringLiteral("note")),
            tr("%1, pictures in %2").arg(shownPath(source.file), shownPath(source.images)),
            m_list);
    }
    m_list->setCurrentRow(std::min(std::max(current, 0), m_list->count() - 1));
    updateButtons();
    preview();
}

void SourcesDialog::updateButtons() {
    const int row = m_list->currentRow();
    m_remove->setEnabled(row >= 0);
    m_images->setEnabled(row >= static_cast<int>(m_sources.folders.size()));
    m_clearMetadata->setEnabled(m_sources.metadataFile.has_value());
    if (m_accept == nullptr) return;
    m_hindrance->setText(hindrance());
    m_accept->setEnabled(m_hindrance->text().isEmpty());
}

void SourcesDialog::preview() {
    m_pause.stop();
    m_previewing.request_stop();
    PreviewRequest request;
    request.sources = m_sources;
    if (const auto& gallery = m_context.workbench.gallery()) request.roots = gallery->roots;
    m_previewing = m_context.background.run(
        *this,
        [request](std::stop_token stop) { return previewSources(request, std::move(stop)); },
        [this](const SourcePreview& result) { showPreview(result); });
}

void SourcesDialog::showPreview(const SourcePreview& preview) {
    m_model.setFiles(preview.files);
    explainPattern(preview);
    QStringList lines;
    if (!preview.files.empty()) {
        const int numBad = m_model.numWithProblems();
        const auto numFiles = static_cast<int>(preview.files.size());
        lines << (preview.hasMore ? tr("The first %n files", nullptr, numFiles)
                                  : tr("All %n files", nullptr, numFiles)) +
                     (numBad > 0 ? tr(", %1 with a note").arg(numBad) : QString());
        if (m_model.numWithoutZone() > 0) {
            lines.last() += tr(", %1 with a time without a zone").arg(m_model.numWithoutZone());
        }
    } else if (m_list->count() == 0) {
        lines << tr("Add a folder or a data set file.");
    } else if (preview.sourceProblems.empty()) {
        lines << tr("There are no JPEG, PNG, WebP or BMP files in it.");
    }
    if (!preview.sourceProblems.empty()) {
        lines << named(preview.sourceProblems,
                       static_cast<std::int64_t>(preview.sourceProblems.size()));
    }
    if (preview.numMetadataProblems > 0) {
        lines << tr("Of the metadata file %1 rows are used, these are not:")
                     .arg(groupedNumber(preview.numMetadataRows))
              << named(preview.metadataProblems, preview.numMetadataProblems);
    }
    m_summary->setText(lines.join(QLatin1Char('\n')));
    m_isPatternGood = !preview.patternProblem;
    updateButtons();
    Q_EMIT previewed();
}

void SourcesDialog::explainPattern(const SourcePreview& preview) {
    if (preview.patternProblem) {
        m_groups->setText(errorText(*preview.patternProblem));
        return;
    }
    QStringList meanings;
    for (const std::string& group : preview.groupNames) meanings << meaningOf(group);
    m_groups->setText(
        meanings.isEmpty()
            ? tr("Named groups camera, time, track and person are kept. A pattern with a slash is "
                 "matched with the path below the folder, others with the file’s name.")
            : meanings.join(QStringLiteral(" · ")));
}

}  // namespace descry
