#include "ui/search/heat_pane.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/unicode.h"
#include "ui/common/heat_overlay.h"
#include "ui/common/text.h"
#include "ui/search/item_facts.h"

namespace descry {
namespace {

/// Evidence below which heat is hardly seen.
constexpr double kFaint = 0.2;

}  // namespace

HeatPane::HeatPane(ApplicationContext& context, const HeatLook& look, QWidget* parent)
    : QWidget(parent),
      m_look(look),
      m_title(new ElidedLabel({}, this)),
      m_picture(new ZoomView(context, this)),
      m_state(wrappedLabel({}, this)),
      m_retry(pushButton(tr("Try again"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    m_title->setObjectName(QStringLiteral("paneTitle"));
    setLook(m_title, "strong");
    column->addWidget(m_title);
    m_picture->setObjectName(QStringLiteral("panePicture"));
    column->addWidget(m_picture, 1);
    auto* line = new QHBoxLayout;
    line->setSpacing(kSpaceM);
    m_state->setObjectName(QStringLiteral("paneState"));
    setLook(m_state, "secondary");
    // Of one line also when it is empty: the picture does not jump.
    m_state->setMinimumHeight(m_state->fontMetrics().lineSpacing());
    line->addWidget(m_state, 1);
    m_retry->setObjectName(QStringLiteral("retryHeat"));
    m_retry->hide();
    line->addWidget(m_retry, 0, Qt::AlignTop);
    column->addLayout(line);
    connect(m_retry, &QPushButton::clicked, this, &HeatPane::retryRequested);
    connect(m_picture, &PictureView::decoded, this, &HeatPane::showState);
    connect(&look, &HeatLook::changed, this, [this] {
        showHeat();
        showState();
    });
}

void HeatPane::showRow(const ResultRow& row) {
    QStringList parts;
    for (const Fact& fact : factsOf(row)) {
        if (!fact.text.isEmpty()) parts << QString(fact.text).replace('\n', QStringLiteral(" · "));
    }
    m_title->setText(row.rank > 0 && !parts.isEmpty() ? tr("Rank %1").arg(parts.join(" · "))
                                                      : QString());
    m_picture->setAccessibleName(tr("Picture, rank %1").arg(row.rank));
    if (m_item == row.candidate.item) return;
    m_item = row.candidate.item;
    m_details.reset();
    m_reading = {};
    m_picture->setItem(m_item);
    m_picture->setHeat({});
    showState();
}

void HeatPane::showDetails(const ItemDetails& details) {
    const bool isSame = m_details && m_details->file == details.file;
    m_details = details;
    if (!isSame) m_picture->setFile(details.file);
}

void HeatPane::showReading(const Reading& reading) {
    m_reading = reading;
    showHeat();
    showState();
}

void HeatPane::showWord(WordChoice word) {
    m_word = word;
    showHeat();
    showState();
}

const WordExplanation* HeatPane::explainedWord() const {
    if (m_reading.explanation == nullptr || !m_word) return nullptr;
    const auto& words = m_reading.explanation->explanation.words;
    return *m_word < words.size() ? &words[*m_word] : nullptr;
}

const HeatMap* HeatPane::map() const {
    if (m_reading.explanation == nullptr) return nullptr;
    const WordExplanation* word = explainedWord();
    return word == nullptr ? &m_reading.explanation->explanation.sentence : &word->map;
}

double HeatPane::strength() const {
    const WordExplanation* word = explainedWord();
    return word == nullptr ? 1 : word->evidence;
}

QString HeatPane::word() const {
    if (explainedWord() == nullptr) return {};
    return toQString(displayable(m_reading.explanation->words[*m_word]));
}

void HeatPane::showHeat() {
    const HeatMap* const heat = map();
    if (heat == nullptr || !m_look.isOn()) {
        m_picture->setHeat({});
        return;
    }
    const QSize known = m_picture->pictureSize();
    // It is stretched over the picture, whatever its proportions.
    const QSize size = known.isEmpty() ? QSize(kMaxHeatSide, kMaxHeatSide) : known;
    m_picture->setHeat(
        heatLayer(*heat, size, {.opacity = m_look.opacity(), .strength = strength()}));
}

void HeatPane::showState() {
    const QString problem = m_picture->problem();
    m_state->setText(problem.isEmpty() ? stateText() : problem);
    m_retry->setVisible(m_reading.state == Reading::State::Failed);
}

/// Why nothing is seen, if nothing is.
QString HeatPane::stateText() const {
    const HeatMap* const heat = map();
    if (heat == nullptr) return m_reading.text;
    if (!m_look.isOn()) return {};
    const PairExplanation& pair = *m_reading.explanation;
    if (massOf(*heat) <= 0) {
        return tr("No heat at layer %1: no place in the picture raises the match for this there. "
                  "Another layer or another kind of map may show more.")
            .arg(pair.explanation.layer);
    }
    if (strength() <= 0) {
        return tr("“%1” has no evidence in this picture, so no heat is shown.").arg(word());
    }
    if (strength() < kFaint) {
        return tr("“%1” has little evidence in this picture, so its heat is faint.").arg(word());
    }
    QStringList warnings;
    for (const Error& warning : pair.warnings) warnings << errorText(warning);
    return warnings.join(QStringLiteral(" · "));
}

QList<ChipWord> chipWords(const QList<Reading>& readings) {
    const auto ready = std::find_if(readings.begin(), readings.end(), [](const Reading& reading) {
        return reading.explanation != nullptr;
    });
    if (ready == readings.end()) return {};
    QList<ChipWord> words;
    for (const std::string& text : ready->explanation->words) {
        words << ChipWord{toQString(displayable(text))};
    }
    for (const Reading& reading : readings) {
        for (qsizetype i = 0; i < words.size(); ++i) {
            auto& place = words[i].readings.emplace_back();
            if (reading.explanation == nullptr) continue;
            const WordExplanation& word =
                reading.explanation->explanation.words.at(static_cast<std::size_t>(i));
            place = WordReading{word.support, word.evidence, word.contradiction};
        }
    }
    return words;
}

}  // namespace descry
