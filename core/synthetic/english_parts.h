#pragma once
/// Private to core/synthetic: the phrases that an English caption is made of, one per part that it
/// will name. Thread rule: pure given the random stream. Failure rule: never fails.

#include <string>

#include "core/synthetic/phrase.h"

namespace descry::synthetic {

/// An empty phrase: the caption says nothing about it.
struct EnglishParts {
    std::string pronoun = "they";       ///< "he", "she" or "they".
    std::string possessive = "their";   ///< "his", "her" or "their".
    std::string bagType;                ///< Value of "bag.type"; empty if unknown.
    Phrase person;                      ///< "slim woman", without an article.
    Phrase outer, upper, lower, shoes;  ///< With an article where one is due.
    Phrase hair, hat, bag, scarf;
    Phrase motion, view;  ///< "walking", "seen from behind".
};

EnglishParts drawEnglishParts(const AttributeSet& visible, RandomStream& random);

}  // namespace descry::synthetic
