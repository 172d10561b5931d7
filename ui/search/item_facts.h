#pragma once
/// What is known of an item as names and values for people, for the details and the
/// comparison. Thread rule: pure functions.

#include <QList>
#include <QString>
#include <array>

#include "ui/search/result_model.h"

namespace descry {

struct Fact {
    enum class Kind { Rank, Scores, Camera, Time, Person, Track, Tags, File, Size, Hash, Captions };

    Kind kind = Kind::Rank;
    QString text;     ///< Empty: not known.
    QString whole{};  ///< Where the text is cut: all of it.
};

/// In the order in which they are shown.
inline constexpr std::array kFactKinds{Fact::Kind::Rank,
                                       Fact::Kind::Scores,
                                       Fact::Kind::Camera,
                                       Fact::Kind::Time,
                                       Fact::Kind::Person,
                                       Fact::Kind::Track,
                                       Fact::Kind::Tags,
                                       Fact::Kind::File,
                                       Fact::Kind::Size,
                                       Fact::Kind::Hash,
                                       Fact::Kind::Captions};

QString shownFactName(Fact::Kind kind);
/// Rank and scores.
QList<Fact> factsOf(const ResultRow& row);
/// All others.
QList<Fact> factsOf(const ItemDetails& details);

}  // namespace descry
