#include "ui/gallery/overview_view.h"

#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/gallery/table_look.h"

namespace descry {
namespace {

/// Columns of the facts: meaning and value, twice, then a button.
constexpr int kHalfColumns = 2;
/// Of a line: that of a button.
constexpr int kFactHeight = 32;
constexpr int kButtonColumn = 2 * kHalfColumns;

QString day(std::int64_t timeMs) {
    return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd"));
}

QString timeSpan(const GalleryStatistics& statistics) {
    if (!statistics.firstMs) return OverviewView::tr("no picture has one");
    const QString first = day(*statistics.firstMs);
    const QString last = day(*statistics.lastMs);
    const QString days = first == last ? first : OverviewView::tr("%1 to %2").arg(first, last);
    return OverviewView::tr("%1 (UTC), %2 pictures")
        .arg(days, groupedNumber(statistics.numWithTime));
}

}  // namespace

OverviewView::OverviewView(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_strip(new PictureStrip(context.thumbnails, context.theme, this)),
      m_theme(context.theme) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXl);
    addFigures(column);
    column->addWidget(m_strip);
    addIndexes(column);
    addFacts(column);
    column->addStretch(1);
}

QLabel* OverviewView::addFigure(QHBoxLayout* row, const QString& meaning) {
    auto* pair = new QVBoxLayout;
    pair->setSpacing(0);
    auto* figure = lookLabel({}, "figure", this);
    pair->addWidget(figure);
    pair->addWidget(lookLabel(meaning, "secondary", this));
    row->addLayout(pair);
    return figure;
}

void OverviewView::addFigures(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceXxl);
    m_numPictures = addFigure(row, tr("pictures"));
    m_numPictures->setObjectName(QStringLiteral("numPictures"));
    m_numFailures = addFigure(row, tr("could not be read"));
    m_numFailures->setObjectName(QStringLiteral("numFailures"));
    m_numMissing = addFigure(row, tr("files missing"));
    m_numMissing->setObjectName(QStringLiteral("numMissing"));
    m_imageBytes = addFigure(row, tr("of pictures"));
    row->addStretch(1);
    column->addLayout(row);
}

void OverviewView::addIndexes(QVBoxLayout* column) {
    auto* part = new QVBoxLayout;
    part->setSpacing(kSpaceS);
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    row->addWidget(lookLabel(tr("Indexed by"), "heading", this));
    row->addStretch(1);
    m_import = pushButton(tr("Import a model file…"), this);
    m_import->setObjectName(QStringLiteral("importModel"));
    addIcon(m_import, m_theme.icon(QStringLiteral("import")));
    connect(m_import, &QPushButton::clicked, this, &OverviewView::importRequested);
    row->addWidget(m_import);
    m_indexNow = pushButton(tr("Index now"), this);
    m_indexNow->setObjectName(QStringLiteral("indexNow"));
    connect(m_indexNow, &QPushButton::clicked, this, &OverviewView::indexRequested);
    row->addWidget(m_indexNow);
    part->addLayout(row);
    m_indexes = new IndexList(this);
    part->addWidget(m_indexes);
    column->addLayout(part);
}

QLabel* OverviewView::addFact(QGridLayout* grid, int line, int half, const QString& meaning) {
    grid->addWidget(lookLabel(meaning, "secondary", this), line, half * kHalfColumns);
    auto* value = lookLabel({}, "", this);
    grid->addWidget(value, line, half * kHalfColumns + 1);
    return value;
}

QPushButton* OverviewView::addFactButton(QGridLayout* grid,
                                         int line,
                                         const QString& text,
                                         const char* name) {
    auto* button = pushButton(text, this);
    button->setObjectName(QLatin1String(name));
    grid->addWidget(button, line, kButtonColumn, Qt::AlignLeft);
    return button;
}

void OverviewView::addFacts(QVBoxLayout* column) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpaceM);
    grid->setVerticalSpacing(kSpaceXs);
    grid->addWidget(lookLabel(tr("Known of the pictures"), "heading", this), 0, 0, 1, 2);
    grid->addWidget(lookLabel(tr("On the disk"), "heading", this), 0, kHalfColumns, 1, 2);
    m_cameras = addFact(grid, 1, 0, tr("Cameras"));
    m_cameras->setObjectName(QStringLiteral("numCameras"));
    m_people = addFact(grid, 2, 0, tr("People"));
    m_people->setObjectName(QStringLiteral("numPeople"));
    m_tracks = addFact(grid, 3, 0, tr("Tracks"));
    m_times = addFact(grid, 4, 0, tr("Times"));
    m_times->setObjectName(QStringLiteral("timeSpan"));
    m_database = addFact(grid, 1, 1, tr("Gallery’s file"));
    m_indexBytes = addFact(grid, 2, 1, tr("Indexes"));
    m_tokens = addFact(grid, 3, 1, tr("Image tokens"));
    m_tokens->setObjectName(QStringLiteral("tokenBytes"));
    m_copies = addFact(grid, 4, 1, tr("Copies"));
    m_copies->setObjectName(QStringLiteral("copies"));
    m_dropTokens = addFactButton(grid, 3, tr("Delete"), "dropTokens");
    m_dropTokens->setAccessibleName(tr("Delete the image tokens"));
    m_dropTokens->setToolTip(
        tr("Image tokens make re-ranking faster. They are computed again when they are needed."));
    auto* copies = new QHBoxLayout;
    copies->setSpacing(kSpaceS);
    m_backUp = pushButton(tr("Make a copy"), this);
    m_backUp->setObjectName(QStringLiteral("backUp"));
    m_restore = pushButton(tr("Restore…"), this);
    m_restore->setObjectName(QStringLiteral("restoreCopy"));
    copies->addWidget(m_backUp);
    copies->addWidget(m_restore);
    grid->addLayout(copies, 4, kButtonColumn, Qt::AlignLeft);
    for (int line = 1; line < grid->rowCount(); ++line)
        grid->setRowMinimumHeight(line, kFactHeight);
    grid->setColumnMinimumWidth(1, 168);
    grid->setColumnMinimumWidth(3, 168);
    grid->setColumnStretch(kButtonColumn + 1, 1);
    column->addLayout(grid);
    connect(m_dropTokens, &QPushButton::clicked, this, &OverviewView::dropTokensRequested);
    connect(m_backUp, &QPushButton::clicked, this, &OverviewView::backUpRequested);
    connect(m_restore, &QPushButton::clicked, this, &OverviewView::restoreRequested);
}

void OverviewView::showCounts(const OpenGallery& gallery) {
    const GalleryCounts& counts = gallery.counts;
    m_numPictures->setText(groupedNumber(counts.numPresent));
    m_numFailures->setText(groupedNumber(counts.numFailures));
    m_numMissing->setText(groupedNumber(counts.numMissing));
    m_imageBytes->setText(shownBytes(counts.imageBytes));
    m_strip->setVisible(counts.numPresent > 0);
}

void OverviewView::showIndexes(const std::vector<IndexRow>& rows, const OpenGallery& gallery) {
    const std::int64_t numItems = gallery.counts.numPresent;
    const bool mayWrite = gallery.access == Gallery::Access::ReadWrite;
    m_indexes->setRows(rows, numItems, mayWrite);
    const bool hasModel = !rows.empty() && rows.front().isOpen;
    const std::int64_t numIndexed = hasModel ? rows.front().numIndexed : 0;
    m_indexNow->setVisible(hasModel && mayWrite && !gallery.roots.empty() &&
                           (numItems == 0 || numIndexed < numItems));
    m_import->setVisible(!hasModel);
}

void OverviewView::showReading(const GalleryReading& reading, bool isRead, bool mayWrite) {
    const GalleryStatistics& statistics = reading.statistics;
    const auto shown = [&](const QString& text) { return isRead ? text : QStringLiteral("…"); };
    m_cameras->setText(shown(groupedNumber(statistics.numCameras)));
    m_people->setText(shown(groupedNumber(statistics.numPeople)));
    m_tracks->setText(shown(groupedNumber(statistics.numTracks)));
    m_times->setText(shown(timeSpan(statistics)));
    m_database->setText(shown(
        tr("%1, of it %2 small pictures")
            .arg(shownBytes(statistics.databaseBytes), shownBytes(statistics.thumbnailBytes))));
    std::int64_t derivedBytes = 0;
    for (const IndexFiles& files : reading.indexes) derivedBytes += files.derivedBytes;
    m_indexBytes->setText(
        shown(tr("%1 in it, %2 beside it")
                  .arg(shownBytes(statistics.embeddingBytes), shownBytes(derivedBytes))));
    m_tokens->setText(shown(shownBytes(statistics.tokenBytes)));
    const auto numCopies = static_cast<std::int64_t>(reading.backups.size());
    m_copies->setText(shown(numCopies == 0
                                ? tr("none")
                                : tr("%1, the newest of %2")
                                      .arg(groupedNumber(numCopies),
                                           shownZonedTime(reading.backups.front().timeMs, {}))));
    m_dropTokens->setVisible(statistics.tokenBytes > 0);
    m_restore->setVisible(numCopies > 0);
    m_dropTokens->setEnabled(mayWrite);
    m_strip->setItems(reading.firstItems);
}

}  // namespace descry
