#include "ui/search/details_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/base/unicode.h"
#include "ui/common/text.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr int kPictureHeight = 340;
constexpr int kHashDigits = 16;

QString plainText(const std::string& text) {
    return toQString(displayable(text));
}

}  // namespace

DetailsPanel::DetailsPanel(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_nothing(lookLabel(tr("Select a picture to see more of it."), "secondary", this)),
      m_something(new QWidget(this)),
      m_picture(new PictureView(context, m_something)),
      m_problem(wrappedLabel({}, m_something)),
      m_like(pushButton(tr("More like this"), m_something)),
      m_bookmark(pushButton(tr("Bookmark"), m_something)),
      m_facts(new QGridLayout) {
    layOut();
    m_rank = addFact(tr("Rank"));
    m_scores = addFact(tr("Scores"));
    m_camera = addFact(tr("Camera"));
    m_time = addFact(tr("Time"));
    m_person = addFact(tr("Person"));
    m_track = addFact(tr("Track"));
    m_tags = addFact(tr("Tags"));
    m_file = addFact(tr("File"), new ElidedLabel({}, m_something));
    m_size = addFact(tr("Size"));
    m_hash = addFact(tr("SHA-256"));
    m_captions = addFact(tr("Captions"));
    connect(m_picture, &PictureView::decoded, this, [this] {
        m_problem->setText(m_picture->problem());
        m_problem->setVisible(!m_picture->problem().isEmpty());
    });
    showRow(nullptr);
}

void DetailsPanel::layOut() {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_nothing, 0, Qt::AlignTop);
    whole->addWidget(m_something, 1);
    auto* column = new QVBoxLayout(m_something);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    m_picture->setMinimumHeight(kPictureHeight / 2);
    m_picture->setMaximumHeight(kPictureHeight);
    m_picture->setObjectName(QStringLiteral("selectedPicture"));
    column->addWidget(m_picture, 3);
    m_problem->setObjectName(QStringLiteral("pictureProblem"));
    setLook(m_problem, "secondary");
    column->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kSpaceS);
    m_like->setObjectName(QStringLiteral("moreLikeThis"));
    m_bookmark->setObjectName(QStringLiteral("bookmark"));
    m_bookmark->setCheckable(true);
    buttons->addWidget(m_like);
    buttons->addWidget(m_bookmark);
    buttons->addStretch(1);
    column->addLayout(buttons);

    auto* facts = new QWidget;
    auto* factsColumn = new QVBoxLayout(facts);
    factsColumn->setContentsMargins(0, 0, 0, 0);
    factsColumn->addLayout(m_facts);
    m_facts->setHorizontalSpacing(kSpaceM);
    m_facts->setVerticalSpacing(kSpaceS);
    m_facts->setColumnStretch(1, 1);
    factsColumn->addStretch(1);
    auto* area = new QScrollArea(m_something);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("What is known of the picture"));
    area->setWidget(facts);
    area->viewport()->setAutoFillBackground(false);
    facts->setAutoFillBackground(false);
    column->addWidget(area, 2);

    auto* fileRow = new QHBoxLayout;
    fileRow->setSpacing(kSpaceS);
    auto* copy = pushButton(tr("Copy path"), m_something);
    copy->setObjectName(QStringLiteral("copyPath"));
    auto* reveal = pushButton(tr("Show in folder"), m_something);
    reveal->setObjectName(QStringLiteral("reveal"));
    connect(copy, &QPushButton::clicked, this, &DetailsPanel::copyPathRequested);
    connect(reveal, &QPushButton::clicked, this, &DetailsPanel::revealRequested);
    fileRow->addWidget(copy);
    fileRow->addWidget(reveal);
    fileRow->addStretch(1);
    column->addLayout(fileRow);
}

QLabel* DetailsPanel::addFact(const QString& name, QLabel* fact) {
    if (fact == nullptr) {
        fact = wrappedLabel({}, m_something);
        fact->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    fact->setAccessibleName(name);
    QLabel* const label = lookLabel(name, "secondary", m_something);
    const int row = m_facts->rowCount();
    m_facts->addWidget(label, row, 0, Qt::AlignLeft | Qt::AlignTop);
    m_facts->addWidget(fact, row, 1);
    m_names.insert(fact, label);
    return fact;
}

/// A fact that is not known takes no row.
void DetailsPanel::setFact(QLabel* fact, const QString& text) {
    fact->setText(text);
    fact->setVisible(!text.isEmpty());
    m_names.value(fact)->setVisible(!text.isEmpty());
}

void DetailsPanel::showRow(const ResultRow* row) {
    m_nothing->setVisible(row == nullptr);
    m_something->setVisible(row != nullptr);
    if (row == nullptr) {
        m_picture->setItem(std::nullopt);
        m_details.reset();
        return;
    }
    const ShownCandidate& candidate = row->candidate;
    if (!m_details || m_details->item.id != candidate.item) {
        m_details.reset();
        m_picture->setItem(candidate.item);
        m_problem->hide();
        for (QLabel* fact :
             {m_camera, m_time, m_person, m_track, m_tags, m_file, m_size, m_hash, m_captions}) {
            setFact(fact, {});
        }
    }
    QString rank;
    if (candidate.matchLogit) {
        rank = tr("%1 · %2 by similarity").arg(row->rank).arg(row->similarityRank);
    } else if (candidate.similarity) {
        rank = tr("%1 by similarity").arg(row->similarityRank);
    }
    setFact(m_rank, rank);
    QStringList scores;
    if (candidate.matchLogit) scores << tr("match logit %1").arg(shownScore(*candidate.matchLogit));
    if (candidate.similarity) scores << tr("similarity %1").arg(shownScore(*candidate.similarity));
    setFact(m_scores, scores.join(QStringLiteral("\n")));
}

void DetailsPanel::showDetails(const ItemDetails& details) {
    const bool isSame = m_details && m_details->file == details.file;
    m_details = details;
    const Item& item = details.item;
    const ItemMetadata& metadata = item.metadata;
    if (!isSame) m_picture->setFile(details.file);
    setFact(m_camera, metadata.camera ? shownCamera(*metadata.camera) : QString());
    setFact(m_time,
            metadata.timeMs ? shownDateTime(*metadata.timeMs, metadata.timeZone) : QString());
    setFact(m_person, metadata.person ? plainText(*metadata.person) : QString());
    setFact(m_track, metadata.track ? plainText(*metadata.track) : QString());
    QStringList tags;
    for (const std::string& tag : metadata.tags) tags << plainText(tag);
    setFact(m_tags, tags.join(QStringLiteral(", ")));
    setFact(m_file, plainText(item.path));
    m_file->setToolTip(shownPath(details.file));
    setFact(m_size,
            tr("%1 × %2 · %3").arg(item.width).arg(item.height).arg(shownBytes(item.sizeBytes)));
    setFact(m_hash, toQString(item.contentHash).left(kHashDigits) + QChar(0x2026));
    m_hash->setToolTip(toQString(item.contentHash));
    QStringList captions;
    for (const std::string& caption : metadata.captions) captions << plainText(caption);
    setFact(m_captions, captions.join(QLatin1Char('\n')));
    m_bookmark->setChecked(item.bookmarked);
    m_bookmark->setText(item.bookmarked ? tr("Bookmarked") : tr("Bookmark"));
}

}  // namespace descry
