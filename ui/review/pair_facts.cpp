#include "ui/review/pair_facts.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/base/unicode.h"
#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

constexpr int kNameWidth = 96;

/// With a true minus sign.
QString shownNumber(float number) {
    constexpr int kDecimals = 3;
    QString text = QString::number(static_cast<double>(number), 'f', kDecimals);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

/// "Anna: Reject: wrong colour (superseded)".
QString shownPast(const PastDecision& past) {
    const QString said = QStringLiteral("%1: %2").arg(toQString(past.decision->annotator),
                                                      shownVerdict(*past.decision));
    switch (past.standing) {
        case Standing::Counts:
            break;
        case Standing::Superseded:
            return PairFacts::tr("%1 (superseded)").arg(said);
        case Standing::TakenBack:
            return PairFacts::tr("%1 (taken back)").arg(said);
    }
    return said;
}

}  // namespace

PairFacts::PairFacts(ReviewDesk& desk, QWidget* parent) : QWidget(parent), m_desk(desk) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(scroll);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, kSpaceS, 0);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(kSpaceS);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnMinimumWidth(0, kNameWidth);
    m_grid->setColumnStretch(1, 1);
    column->addLayout(m_grid);
    column->addStretch(1);
    scroll->setWidget(m_body);
    scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    whole->addWidget(scroll);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &PairFacts::showFacts);
    const auto later = [this] { m_later.start(0); };
    connect(&desk, &ReviewDesk::pairChanged, this, later);
    connect(&desk, &ReviewDesk::stateChanged, this, later);
}

PairFacts::Row& PairFacts::rowAt(std::size_t place) {
    while (m_rows.size() <= place) {
        const int line = m_grid->rowCount();
        Row row{new QLabel(m_body), wrappedLabel({}, m_body), new ElidedLabel({}, m_body)};
        row.name->setTextFormat(Qt::PlainText);
        row.name->setWordWrap(true);
        for (QLabel* value : {row.text, row.path}) {
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
            m_grid->addWidget(value, line, 1, Qt::AlignTop);
        }
        m_grid->addWidget(row.name, line, 0, Qt::AlignTop);
        m_rows.push_back(row);
    }
    return m_rows[place];
}

void PairFacts::showFact(const Row& row, const Fact& fact) {
    const bool isHeading = fact.kind == Fact::Kind::Heading;
    const char* const look = isHeading ? "heading" : "secondary";
    if (row.name->property("look").toString() != QLatin1String(look)) setLook(row.name, look);
    row.name->setContentsMargins(0, isHeading ? kSpaceM : 0, 0, 0);
    row.name->setText(fact.name);
    row.name->setVisible(!fact.name.isEmpty());
    for (QLabel* value : {row.text, row.path}) {
        const auto kind = value == row.text ? Fact::Kind::Text : Fact::Kind::Path;
        const bool isShown = fact.kind == kind && !fact.name.isEmpty();
        value->setText(isShown ? fact.text : QString());
        value->setToolTip(isShown ? fact.meaning : QString());
        value->setAccessibleName(isShown ? QStringLiteral("%1: %2").arg(fact.name, fact.text)
                                         : QString());
        value->setVisible(isShown);
    }
}

void PairFacts::showFacts() {
    const Facts facts = factsNow();
    for (std::size_t i = 0; i < facts.size(); ++i) showFact(rowAt(i), facts[i]);
    for (std::size_t i = facts.size(); i < m_rows.size(); ++i) {
        // Nothing of another pair stays, not even out of sight.
        showFact(m_rows[i], {});
    }
}

PairFacts::Facts PairFacts::factsNow() const {
    Facts facts;
    if (m_desk.state() != ReviewDesk::State::Working) return facts;
    addPair(facts);
    addScores(facts);
    addHistory(facts);
    return facts;
}

void PairFacts::addImage(Facts& facts, std::string_view path, std::size_t record) {
    facts.push_back({Fact::Kind::Path, tr("Image"), toQString(displayable(path))});
    if (const QString camera = cameraOf(path); !camera.isEmpty()) {
        facts.push_back({Fact::Kind::Text, tr("Camera"), camera});
    }
    facts.push_back(
        {Fact::Kind::Text, tr("Record"), groupedNumber(static_cast<std::int64_t>(record))});
}

void PairFacts::addPair(Facts& facts) const {
    const ReviewPair pair = m_desk.pair();
    facts.push_back({Fact::Kind::Heading, tr("Pair")});
    facts.push_back({Fact::Kind::Text, tr("Person"), QString::number(pair.personId)});
    addImage(facts, pair.imagePath, pair.record);
    if (pair.isOwn()) return;
    facts.push_back({Fact::Kind::Heading, tr("Its own image")});
    addImage(facts, pair.sourcePath, pair.sourceRecord);
}

void PairFacts::addScores(Facts& facts) const {
    const PairPictures* const pictures = m_desk.pictures();
    if (pictures == nullptr || !pictures->scores) return;
    const PairScores& scores = *pictures->scores;
    facts.push_back({Fact::Kind::Heading, tr("Scores")});
    facts.push_back({Fact::Kind::Text, tr("Match logit"), shownNumber(scores.matchLogit)});
    facts.push_back({Fact::Kind::Text,
                     tr("Own margin"),
                     shownNumber(scores.ownMargin),
                     tr("Match logit of the image’s best own caption, less this one’s")});
    facts.push_back({Fact::Kind::Text, tr("Similarity"), shownNumber(scores.similarity)});
    facts.push_back({Fact::Kind::Text,
                     tr("Weak pair"),
                     shownNumber(scores.weakProbability),
                     tr("0 to 1, of the head that tells weak pairs from strong ones")});
    const QString model = toQString(m_desk.queue()->fingerprint());
    facts.push_back({Fact::Kind::Text, tr("Model"), model.left(8), model});
}

void PairFacts::addHistory(Facts& facts) const {
    const std::vector<PastDecision> history = m_desk.history();
    if (history.empty()) return;
    facts.push_back({Fact::Kind::Heading, tr("Decisions")});
    for (const PastDecision& past : history) {
        const Decision& decision = *past.decision;
        facts.push_back({Fact::Kind::Text, shownDecisionTime(decision), shownPast(past)});
        if (decision.edited) {
            facts.push_back({Fact::Kind::Text, tr("Edited"), toQString(*decision.edited)});
        }
        if (!decision.note.empty()) {
            facts.push_back({Fact::Kind::Text, tr("Note"), toQString(decision.note)});
        }
    }
}

}  // namespace descry
