#include "ui/gallery/gallery_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kNameWidth = 220;
constexpr int kFileColumn = 220;
constexpr int kFolderColumn = 320;
constexpr int kRowHeight = 32;
constexpr int kBarSteps = 1000;

int barValue(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<int>(part * kBarSteps / whole) : 0;
}

}  // namespace

GalleryPage::GalleryPage(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(0);
    addHeader(column);
    column->addSpacing(kSpaceXl);
    addFigures(column);
    column->addSpacing(kSpaceXl);
    m_strip = new PictureStrip(context.thumbnails, context.theme, this);
    column->addWidget(m_strip);
    column->addSpacing(kSpaceXl);
    addIndexes(column);
    column->addSpacing(kSpaceXl);
    addFailures(column);
}

void GalleryPage::addHeader(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    m_name = lookLabel({}, "title", this);
    m_name->setObjectName(QStringLiteral("galleryName"));
    names->addWidget(m_name);
    m_path = new ElidedLabel({}, this);
    setLook(m_path, "secondary");
    names->addWidget(m_path);
    row->addLayout(names, 1);
    auto* add = pushButton(tr("Add folder…"), this);
    add->setObjectName(QStringLiteral("addFolder"));
    setLook(add, "primary");
    addIcon(add, m_context.theme.iconOnAccent(QStringLiteral("folder-add")));
    connect(add, &QPushButton::clicked, this, &GalleryPage::addRequested);
    row->addWidget(add, 0, Qt::AlignTop);
    column->addLayout(row);
}

QLabel* GalleryPage::addFigure(QHBoxLayout* row, const QString& meaning) {
    auto* pair = new QVBoxLayout;
    pair->setSpacing(0);
    auto* figure = lookLabel({}, "figure", this);
    pair->addWidget(figure);
    pair->addWidget(lookLabel(meaning, "secondary", this));
    row->addLayout(pair);
    return figure;
}

void GalleryPage::addFigures(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceXxl);
    m_numPictures = addFigure(row, tr("pictures"));
    m_numPictures->setObjectName(QStringLiteral("numPictures"));
    m_numFailures = addFigure(row, tr("could not be read"));
    m_numFailures->setObjectName(QStringLiteral("numFailures"));
    m_numMissing = addFigure(row, tr("files missing"));
    m_imageBytes = addFigure(row, tr("of pictures"));
    m_fileBytes = addFigure(row, tr("of gallery"));
    row->addStretch(1);
    column->addLayout(row);
}

void GalleryPage::addIndexes(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->addWidget(lookLabel(tr("Indexed by"), "heading", this));
    row->addStretch(1);
    m_indexNow = pushButton(tr("Index now"), this);
    m_indexNow->setObjectName(QStringLiteral("indexNow"));
    connect(m_indexNow, &QPushButton::clicked, this, &GalleryPage::indexRequested);
    row->addWidget(m_indexNow);
    column->addLayout(row);
    m_indexes = new QVBoxLayout;
    m_indexes->setSpacing(kSpaceXs);
    m_indexes->setContentsMargins(0, kSpaceS, 0, 0);
    column->addLayout(m_indexes);
}

void GalleryPage::addFailures(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    m_failuresTitle = lookLabel(tr("Could not be read"), "heading", this);
    row->addWidget(m_failuresTitle);
    row->addStretch(1);
    m_retry = pushButton(tr("Try again"), this);
    m_retry->setObjectName(QStringLiteral("retryFailures"));
    addIcon(m_retry, m_context.theme.icon(QStringLiteral("retry")));
    connect(m_retry, &QPushButton::clicked, this, &GalleryPage::retryRequested);
    row->addWidget(m_retry);
    column->addLayout(row);
    column->addSpacing(kSpaceS);

    m_noFailures = lookLabel(tr("Every picture could be read."), "secondary", this);
    column->addWidget(m_noFailures);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("failures"));
    m_table->setAccessibleName(tr("Files that could not be read"));
    m_table->setModel(&m_failures);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(FailuresModel::Name, kFileColumn);
    m_table->setColumnWidth(FailuresModel::Folder, kFolderColumn);
    m_table->setTextElideMode(Qt::ElideMiddle);
    column->addWidget(m_table, 1);
    column->addStretch();
}

void GalleryPage::showCounts(const OpenGallery& gallery) {
    const GalleryCounts& counts = gallery.counts;
    m_name->setText(shownPath(gallery.file.stem()));
    m_path->setText(shownPath(gallery.file));
    m_numPictures->setText(groupedNumber(counts.numPresent));
    m_numFailures->setText(groupedNumber(counts.numFailures));
    m_numMissing->setText(groupedNumber(counts.numMissing));
    m_imageBytes->setText(shownBytes(counts.imageBytes));
    m_fileBytes->setText(shownBytes(counts.fileBytes));
    m_strip->setVisible(counts.numPresent > 0);
    fillIndexes(gallery);
}

void GalleryPage::fillIndexes(const OpenGallery& gallery) {
    while (QLayoutItem* item = m_indexes->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    const std::int64_t numItems = gallery.counts.numPresent;
    const auto& open = m_context.workbench.bundle();
    const std::string current = open ? open->bundle->fingerprint() : std::string();
    const std::int64_t numIndexed = open ? gallery.numIndexed(current) : 0;
    if (open) addIndexRow(toQString(open->bundle->name()), numIndexed, numItems);
    for (const BundleCount& bundle : gallery.counts.bundles) {
        if (bundle.fingerprint == current) continue;
        addIndexRow(tr("Model %1").arg(shortFingerprint(bundle.fingerprint)),
                    bundle.numEmbeddings,
                    numItems);
    }
    if (m_indexes->count() == 0) {
        m_indexes->addWidget(
            lookLabel(tr("No model has indexed this gallery yet."), "secondary", this));
    }
    m_indexNow->setVisible(open && !gallery.roots.empty() &&
                           (numItems == 0 || numIndexed < numItems));
}

void GalleryPage::addIndexRow(const QString& name, std::int64_t numIndexed, std::int64_t numItems) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceL);
    auto* label = new ElidedLabel(name, line);
    label->setFixedWidth(kNameWidth);
    row->addWidget(label);
    auto* bar = new QProgressBar(line);
    bar->setTextVisible(false);
    bar->setRange(0, kBarSteps);
    bar->setValue(barValue(numIndexed, numItems));
    const QString text = tr("%1 of %2").arg(groupedNumber(numIndexed), groupedNumber(numItems));
    bar->setAccessibleName(tr("%1 has indexed %2 pictures").arg(name, text));
    row->addWidget(bar, 1, Qt::AlignVCenter);
    row->addWidget(lookLabel(text, "secondary", line));
    m_indexes->addWidget(line);
}

void GalleryPage::showContents(GalleryReading contents) {
    const bool hasFailures = !contents.failures.empty();
    m_failures.setFailures(std::move(contents.failures));
    m_table->setVisible(hasFailures);
    m_retry->setVisible(hasFailures);
    m_noFailures->setVisible(!hasFailures);
    m_strip->setItems(std::move(contents.firstItems));
}

}  // namespace descry
