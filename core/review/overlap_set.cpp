#include "core/review/overlap_set.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/random_stream.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t kDraw = 11;
constexpr std::size_t kNumStrata = 10;
constexpr int kVersionOfFile = 1;

/// Tenths by suspicion, then what is not scored; none of them empty.
std::vector<std::vector<std::size_t>> strataOf(std::size_t numPairs, const Suspicions& suspicions) {
    std::vector<std::size_t> scored;
    std::vector<std::size_t> others;
    for (std::size_t number = 0; number < numPairs; ++number) {
        const bool isScored = number < suspicions.size() && suspicions[number];
        (isScored ? scored : others).push_back(number);
    }
    std::ranges::stable_sort(scored, {}, [&](std::size_t number) { return *suspicions[number]; });
    std::vector<std::vector<std::size_t>> strata;
    for (std::size_t i = 0; i < kNumStrata; ++i) {
        const auto begin =
            scored.begin() + static_cast<std::ptrdiff_t>(i * scored.size() / kNumStrata);
        const auto end =
            scored.begin() + static_cast<std::ptrdiff_t>((i + 1) * scored.size() / kNumStrata);
        if (begin != end) strata.emplace_back(begin, end);
    }
    if (!others.empty()) strata.push_back(std::move(others));
    return strata;
}

/// How many of each stratum: the same share, what is left to the largest remainders.
std::vector<std::size_t> quotas(const std::vector<std::vector<std::size_t>>& strata,
                                std::size_t numPairs,
                                std::size_t size) {
    std::vector<std::size_t> quota;
    std::vector<double> remainder;
    for (const auto& stratum : strata) {
        const double exact = static_cast<double>(stratum.size()) * static_cast<double>(size) /
                             static_cast<double>(numPairs);
        quota.push_back(static_cast<std::size_t>(exact));
        remainder.push_back(exact - std::floor(exact));
    }
    std::vector<std::size_t> order(strata.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return remainder[i]; });
    std::size_t left = size - std::accumulate(quota.begin(), quota.end(), std::size_t{0});
    for (std::size_t i = 0; left > 0; i = (i + 1) % order.size()) {
        const std::size_t place = order[i];
        if (quota[place] == strata[place].size()) continue;
        ++quota[place];
        --left;
    }
    return quota;
}

/// As it is kept: a gallery's paths change with its folders, ids do not.
Json entryOf(std::size_t number, const PairIds& ids) {
    const ReviewPair pair = ids.index().at(number);
    Json entry = {
        {"image", pair.imagePath}, {"source", pair.sourcePath}, {"caption", pair.caption}};
    if (const auto id = ids.of(number)) entry["pair"] = id->hex();
    return entry;
}

std::vector<std::size_t> numbersById(const Json& entry, const PairIds& ids) {
    const auto hex = entry.find("pair");
    if (hex == entry.end()) return {};
    const auto digest = digestFromHex(hex->get<std::string>());
    return digest ? ids.find(PairId{*digest}) : std::vector<std::size_t>();
}

/// By its id, where that is known; of several files of one picture that of the entry's path.
std::optional<std::size_t> numberOf(const Json& entry, const PairIds& ids) {
    const auto byPaths = ids.index().find(entry.at("image").get<std::string>(),
                                          entry.at("source").get<std::string>(),
                                          entry.at("caption").get<std::string>());
    const std::vector<std::size_t> numbers = numbersById(entry, ids);
    const bool isAmongThem = byPaths && std::ranges::find(numbers, *byPaths) != numbers.end();
    return numbers.empty() || isAmongThem ? byPaths : std::optional(numbers.front());
}

}  // namespace

std::vector<std::size_t> chooseOverlap(std::size_t numPairs,
                                       const Suspicions& suspicions,
                                       std::size_t size,
                                       std::uint64_t seed) {
    if (numPairs == 0 || size == 0) return {};
    std::vector<std::vector<std::size_t>> strata = strataOf(numPairs, suspicions);
    const auto quota = quotas(strata, numPairs, std::min(size, numPairs));
    RandomStream random(seed, {kDraw});
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < strata.size(); ++i) {
        std::vector<std::size_t>& stratum = strata[i];
        for (std::size_t drawn = 0; drawn < quota[i]; ++drawn) {
            const std::size_t at = drawn + random.index(stratum.size() - drawn);
            std::swap(stratum[drawn], stratum[at]);
            chosen.push_back(stratum[drawn]);
        }
    }
    std::ranges::sort(chosen);
    return chosen;
}

void writeOverlap(const fs::path& file,
                  const std::vector<std::size_t>& numbers,
                  const PairIds& ids) {
    Json pairs = Json::array();
    for (const std::size_t number : numbers) pairs.push_back(entryOf(number, ids));
    writeFileAtomically(file, Json{{"version", kVersionOfFile}, {"pairs", pairs}}.dump(1) + "\n");
}

std::vector<std::size_t> readOverlap(const fs::path& file, const PairIds& ids) {
    const Json json = readJsonFile(file);
    std::vector<std::size_t> numbers;
    try {
        if (json.at("version").get<int>() != kVersionOfFile) {
            fail(ErrorCode::Unsupported,
                 "{}: made by a newer Descry; update Descry",
                 displayable(file.native()));
        }
        const Json& pairs = json.at("pairs");
        for (const Json& pair : pairs) {
            if (const auto number = numberOf(pair, ids)) numbers.push_back(*number);
        }
        if (numbers.empty() && !pairs.empty()) {
            fail(ErrorCode::InvalidInput,
                 "{}: none of its pairs is in the data set; it was chosen for another one",
                 displayable(file.native()));
        }
    } catch (const Json::exception& error) {
        fail(ErrorCode::InvalidInput,
             "{}: no overlap set: {}",
             displayable(file.native()),
             error.what());
    }
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    return numbers;
}

}  // namespace descry
