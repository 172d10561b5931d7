#include "ui/search/details_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace descry {
namespace {

constexpr int kPictureHeight = 340;

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
    for (const Fact::Kind kind : kFactKinds) addFact(kind);
    connect(m_picture, &PictureView::decoded, this, [this] {
        m_problem->setText(m_picture->problem());
        m_problem->setVisible(!m_picture->problem().isEmpty());
    });
    showRow(std::nullopt);
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
    copy->setToolTip(
        tr("Of all selected pictures; where files are pasted, the pictures themselves"));
    auto* reveal = pushButton(tr("Show in folder"), m_something);
    reveal->setObjectName(QStringLiteral("reveal"));
    connect(copy, &QPushButton::clicked, this, &DetailsPanel::copyRequested);
    connect(reveal, &QPushButton::clicked, this, &DetailsPanel::revealRequested);
    fileRow->addWidget(copy);
    fileRow->addWidget(reveal);
    fileRow->addStretch(1);
    column->addLayout(fileRow);
}

void DetailsPanel::addFact(Fact::Kind kind) {
    const QString name = shownFactName(kind);
    QLabel* text = nullptr;
    if (kind == Fact::Kind::File) {
        text = new ElidedLabel({}, m_something);
    } else {
        text = wrappedLabel({}, m_something);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    text->setAccessibleName(name);
    QLabel* const label = lookLabel(name, "secondary", m_something);
    const int row = m_facts->rowCount();
    m_facts->addWidget(label, row, 0, Qt::AlignLeft | Qt::AlignTop);
    m_facts->addWidget(text, row, 1);
    m_labels[kind] = {label, text};
}

/// A fact that is not known takes no row.
void DetailsPanel::setFact(const Fact& fact) {
    const FactLabels& labels = m_labels.at(fact.kind);
    labels.text->setText(fact.text);
    labels.text->setToolTip(fact.whole);
    labels.text->setVisible(!fact.text.isEmpty());
    labels.name->setVisible(!fact.text.isEmpty());
}

void DetailsPanel::showRow(const std::optional<ResultRow>& row) {
    m_nothing->setVisible(!row);
    m_something->setVisible(row.has_value());
    if (!row) {
        m_picture->setItem(std::nullopt);
        m_details.reset();
        Q_EMIT changed();
        return;
    }
    const ItemId item = row->candidate.item;
    if (!m_details || m_details->item.id != item) {
        m_details.reset();
        m_picture->setItem(item);
        m_problem->hide();
        for (const auto& [kind, labels] : m_labels) setFact({kind, {}});
    }
    for (const Fact& fact : factsOf(*row)) setFact(fact);
    Q_EMIT changed();
}

void DetailsPanel::showDetails(const ItemDetails& details) {
    const bool isSame = m_details && m_details->file == details.file;
    m_details = details;
    if (!isSame) m_picture->setFile(details.file);
    for (const Fact& fact : factsOf(details)) setFact(fact);
    m_bookmark->setChecked(details.item.bookmarked);
    m_bookmark->setText(details.item.bookmarked ? tr("Bookmarked") : tr("Bookmark"));
    Q_EMIT changed();
}

}  // namespace descry
