#pragma once
/// What the tests of core/review share: decisions, small data sets, a folder. Thread rule: test
/// code.

#include <QTemporaryDir>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/review/decision.h"

namespace descry::test {

/// A temporary folder that goes with the test.
struct Folder {
    QTemporaryDir temporary;
    std::filesystem::path path{temporary.path().toStdString()};

    std::filesystem::path operator/(std::string_view name) const { return path / name; }
};

inline std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline void write(const std::filesystem::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

/// 0 .. count - 1.
inline unsigned below(std::mt19937& random, std::size_t count) {
    return static_cast<unsigned>(random() % count);
}

/// A pair whose id says which: the image's hash is the number, everywhere.
inline PairId pairNumber(unsigned number) {
    PairId pair;
    pair.digest.fill(static_cast<std::byte>(number & 0xffU));
    pair.digest[0] = static_cast<std::byte>(number >> 8 & 0xffU);
    return pair;
}

inline Decision decisionOn(unsigned pair, const std::string& annotator, Verdict verdict) {
    Decision decision;
    decision.id = DecisionId::random();
    decision.pair = pairNumber(pair);
    decision.imagePath = "people/" + std::to_string(pair) + ".png";
    decision.sourcePath = "people/source.png";
    decision.caption = "A man in a red coat.";
    decision.annotator = annotator;
    decision.verdict = verdict;
    decision.timeMs = 1'764'000'000'000;
    decision.durationMs = 1234;
    decision.version = "0.1.0";
    return decision;
}

/// Two people: the first in three images, the second in two.
inline Dataset twoPeople() {
    Dataset dataset;
    dataset.file = "two people";
    dataset.records = {{7, "a/1.png", {"A man in red.", "He walks."}, Split::Train},
                       {8, "b/1.png", {"A woman in blue."}, Split::Train},
                       {7, "a/2.png", {"A man with a bag."}, Split::Train},
                       {8, "b/2.png", {"She runs."}, Split::Train},
                       {7, "a/3.png", {"A man seen from behind."}, Split::Train}};
    return dataset;
}

}  // namespace descry::test
