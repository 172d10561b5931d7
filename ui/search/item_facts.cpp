#include "ui/search/item_facts.h"

#include <QCoreApplication>
#include <QStringList>

#include "core/base/unicode.h"
#include "ui/common/text.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr int kHashDigits = 16;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::ItemFacts)
};

QString plainText(const std::string& text) {
    return toQString(displayable(text));
}

QString plainText(const std::optional<std::string>& text) {
    return text ? plainText(*text) : QString();
}

QString plainLines(const std::vector<std::string>& texts, const QString& separator) {
    QStringList lines;
    for (const std::string& text : texts) lines << plainText(text);
    return lines.join(separator);
}

QString rankOf(const ResultRow& row) {
    const ShownCandidate& candidate = row.candidate;
    if (candidate.matchLogit) {
        return Words::tr("%1 · %2 by similarity").arg(row.rank).arg(row.similarityRank);
    }
    if (candidate.similarity) return Words::tr("%1 by similarity").arg(row.similarityRank);
    return {};
}

QString scoresOf(const ShownCandidate& candidate) {
    QStringList scores;
    if (candidate.matchLogit) {
        scores << Words::tr("match logit %1").arg(shownScore(*candidate.matchLogit));
    }
    if (candidate.similarity) {
        scores << Words::tr("similarity %1").arg(shownScore(*candidate.similarity));
    }
    return scores.join(QLatin1Char('\n'));
}

}  // namespace

QString shownFactName(Fact::Kind kind) {
    switch (kind) {
        case Fact::Kind::Rank:
            return Words::tr("Rank");
        case Fact::Kind::Scores:
            return Words::tr("Scores");
        case Fact::Kind::Camera:
            return Words::tr("Camera");
        case Fact::Kind::Time:
            return Words::tr("Time");
        case Fact::Kind::Person:
            return Words::tr("Person");
        case Fact::Kind::Track:
            return Words::tr("Track");
        case Fact::Kind::Tags:
            return Words::tr("Tags");
        case Fact::Kind::File:
            return Words::tr("File");
        case Fact::Kind::Size:
            return Words::tr("Size");
        case Fact::Kind::Hash:
            return Words::tr("SHA-256");
        case Fact::Kind::Captions:
            return Words::tr("Captions");
    }
    return {};
}

QList<Fact> factsOf(const ResultRow& row) {
    return {{Fact::Kind::Rank, rankOf(row)}, {Fact::Kind::Scores, scoresOf(row.candidate)}};
}

QList<Fact> factsOf(const ItemDetails& details) {
    using Kind = Fact::Kind;
    const Item& item = details.item;
    const ItemMetadata& known = item.metadata;
    const QString hash = toQString(item.contentHash);
    const QString size =
        Words::tr("%1 × %2 · %3").arg(item.width).arg(item.height).arg(shownBytes(item.sizeBytes));
    return {{Kind::Camera, known.camera ? shownCamera(*known.camera) : QString()},
            {Kind::Time, known.timeMs ? shownDateTime(*known.timeMs, known.timeZone) : QString()},
            {Kind::Person, plainText(known.person)},
            {Kind::Track, plainText(known.track)},
            {Kind::Tags, plainLines(known.tags, QStringLiteral(", "))},
            {Kind::File, plainText(item.path), shownPath(details.file)},
            {Kind::Size, size},
            {Kind::Hash, hash.left(kHashDigits) + QChar(0x2026), hash},
            {Kind::Captions, plainLines(known.captions, QStringLiteral("\n"))}};
}

}  // namespace descry
