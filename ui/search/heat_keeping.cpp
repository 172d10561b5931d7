#include "ui/search/heat_keeping.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QRegularExpression>

#include "core/base/unicode.h"
#include "core/base/version.h"
#include "ui/common/text.h"
#include "ui/search/doubted_words.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

const QString kHeatKey = QStringLiteral("heat");
constexpr int kDecimals = 2;

QString shownShare(double share) {
    return QString::number(share, 'f', kDecimals);
}

const WordExplanation* wordOf(const HeatPane& pane) {
    const auto& words = pane.reading().explanation->explanation.words;
    const auto found = std::find_if(
        words.begin(), words.end(), [&](const auto& word) { return &word.map == pane.map(); });
    return found == words.end() ? nullptr : &*found;
}

/// "evidence 0.84 (support +1.230) · doubt 0.12 · match logit 2.310"
QString worthOf(const HeatPane& pane) {
    const Explanation& explanation = pane.reading().explanation->explanation;
    QStringList parts;
    if (const WordExplanation* word = wordOf(pane)) {
        parts << HeatKeeping::tr("evidence %1 of 1").arg(shownShare(word->evidence));
        parts << HeatKeeping::tr("support %1 logits")
                     .arg(shownScore(static_cast<float>(word->support)));
        parts << HeatKeeping::tr("doubt %1 of 1").arg(shownShare(word->contradiction));
    }
    parts << HeatKeeping::tr("match logit %1").arg(shownScore(explanation.matchLogit));
    return parts.join(QStringLiteral(" · "));
}

/// A file name of letters and digits: "street-item12-jacket.png".
QString suggestedName(const QString& gallery, ItemId item, const QString& word) {
    static const QRegularExpression others(QStringLiteral("[^\\w]+"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    const QString what = word.isEmpty() ? HeatKeeping::tr("sentence") : word;
    QString name = QStringLiteral("%1-item%2-%3").arg(gallery).arg(item.value).arg(what);
    return name.replace(others, QStringLiteral("-")) + QStringLiteral(".png");
}

}  // namespace

HeatKeeping::HeatKeeping(ApplicationContext& context,
                         const SearchController& controller,
                         const HeatLook& look,
                         QObject* parent)
    : QObject(parent), m_context(context), m_controller(controller), m_look(look) {}

QString HeatKeeping::originOf(const HeatPane& pane) const {
    const PairExplanation& pair = *pane.reading().explanation;
    const auto& gallery = m_context.workbench.gallery();
    return tr("Gallery %1 · item %2 · %3 · model %4 · layer %5, %6 · Descry %7")
        .arg(gallery ? shownPath(gallery->file.stem()) : QString())
        .arg(pane.details()->item.id.value)
        .arg(toQString(displayable(pane.details()->item.path)), shortFingerprint(pair.fingerprint))
        .arg(pair.explanation.layer)
        .arg(shownVariant(pair.variant), QLatin1String(kVersion));
}

std::optional<HeatPicture> HeatKeeping::pictureOf(const HeatPane& pane) const {
    if (pane.map() == nullptr || !pane.details()) return std::nullopt;
    const PairExplanation& pair = *pane.reading().explanation;
    const Item& item = pane.details()->item;
    const auto& gallery = m_context.workbench.gallery();
    HeatPicture heat{.picture = pane.details()->file,
                     .map = *pane.map(),
                     .overlay = {.opacity = m_look.opacity(), .strength = pane.strength()},
                     .sentence = m_controller.query().text.trimmed(),
                     .word = pane.word(),
                     .worth = worthOf(pane),
                     .origin = originOf(pane),
                     .fields = {}};
    const float hottest = heat.map.values.at(hottestCell(heat.map));
    heat.fields = {
        {QStringLiteral("Software"), QStringLiteral("Descry ") + QLatin1String(kVersion)},
        {QStringLiteral("Creation Time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
        {QStringLiteral("Description"), heat.sentence},
        {QStringLiteral("Word"), heat.word},
        {QStringLiteral("Worth"), heat.worth},
        {QStringLiteral("Scale"), QStringLiteral("linear, 0 to %1").arg(double{hottest})},
        {QStringLiteral("Opacity"), shownShare(heat.overlay.opacity * heat.overlay.strength)},
        {QStringLiteral("Layer"), QString::number(pair.explanation.layer)},
        {QStringLiteral("Map"), shownVariant(pair.variant)},
        {QStringLiteral("Gallery"), gallery ? toQString(gallery->id) : QString()},
        {QStringLiteral("Item"), QString::number(item.id.value)},
        {QStringLiteral("File"), toQString(displayable(item.path))},
        {QStringLiteral("SHA-256"), toQString(item.contentHash)},
        {QStringLiteral("Model"), toQString(pair.fingerprint)}};
    return heat;
}

void HeatKeeping::save(const HeatPane& pane, QWidget& window) {
    const auto heat = pictureOf(pane);
    if (!heat) return;
    const auto& gallery = m_context.workbench.gallery();
    const QString name = gallery ? qtPath(gallery->file.stem()) : QString();
    const PathQuestion question{PathQuestion::Kind::Save,
                                tr("Save the heat map"),
                                tr("PNG pictures (*.png)"),
                                suggestedName(name, pane.details()->item.id, heat->word)};
    m_context.prompts.askPath(
        window,
        question,
        [self = QPointer<HeatKeeping>(this), heat = *heat](const std::filesystem::path& target) {
            if (self != nullptr) self->write(heat, target);
        });
}

void HeatKeeping::write(const HeatPicture& heat, const std::filesystem::path& target) {
    m_context.background.run(
        *this,
        [heat, target](std::stop_token) { writePng(drawn(heat), target); },
        [this, target] {
            Message message;
            message.key = kHeatKey;
            message.cause = tr("The heat map was saved as %1.").arg(shownPath(target));
            m_context.messages.raise(message);
        },
        [this](const Error& error) { complain(tr("The heat map could not be saved."), error); });
}

void HeatKeeping::copy(const HeatPane& pane) {
    const auto heat = pictureOf(pane);
    if (!heat) return;
    m_context.background.run(
        *this,
        [heat = *heat](std::stop_token) { return drawn(heat); },
        [](const QImage& image) { QGuiApplication::clipboard()->setImage(image); },
        [this](const Error& error) { complain(tr("The heat map could not be copied."), error); });
}

void HeatKeeping::complain(const QString& what, const Error& error) {
    Message message = problemOf(kHeatKey, what, error);
    message.kept = tr("Nothing was written.");
    m_context.messages.raise(message);
}

}  // namespace descry
