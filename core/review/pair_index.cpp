#include "core/review/pair_index.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

constexpr std::size_t kShownBytes = 60;

std::string excerpt(std::string_view text) {
    const bool isLong = text.size() > kShownBytes;
    return fmt::format("\"{}{}\"", displayable(text.substr(0, kShownBytes)), isLong ? "..." : "");
}

}  // namespace

PairIndex::PairIndex(std::shared_ptr<const Dataset> dataset, const Options& options)
    : m_dataset(std::move(dataset)), m_includeOwn(options.includeOwn) {
    std::unordered_map<std::int64_t, std::size_t> placeOfPerson;
    std::vector<std::pair<std::int64_t, std::vector<std::uint32_t>>> recordsByPerson;
    const auto& records = m_dataset->records;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const bool isWanted =
            !options.split || records[i].split.value_or(*options.split) == *options.split;
        if (!isWanted) continue;
        const auto [place, isNew] =
            placeOfPerson.try_emplace(records[i].personId, recordsByPerson.size());
        if (isNew) recordsByPerson.emplace_back(records[i].personId, std::vector<std::uint32_t>());
        recordsByPerson[place->second].second.push_back(static_cast<std::uint32_t>(i));
    }
    if (recordsByPerson.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}; choose another",
             displayable(m_dataset->file.native()),
             options.split ? splitName(*options.split) : "");
    }
    for (const auto& [id, itsRecords] : recordsByPerson) addPerson(id, itsRecords);
    numberPairs();
    std::ranges::stable_sort(m_repetitions, {}, [](const Finding& f) { return f.record; });
}

void PairIndex::addPerson(std::int64_t id, const std::vector<std::uint32_t>& records) {
    Person person;
    person.id = id;
    person.firstImage = static_cast<std::uint32_t>(m_images.size());
    m_people.push_back(std::move(person));
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (const std::uint32_t record : records) {
        const std::string& path = m_dataset->records[record].imagePath;
        const auto [known, isNew] =
            m_imageOfPath.try_emplace(path, static_cast<std::uint32_t>(m_images.size()));
        if (isNew) {
            const auto number = static_cast<std::uint32_t>(m_people.size() - 1);
            m_images.push_back({.record = record, .person = number, .ownTexts = {}});
            ++m_people.back().numImages;
        } else {
            m_repetitions.push_back({Severity::Warning,
                                     record,
                                     makeError(ErrorCode::InvalidInput,
                                               "the image {} is listed in record {} already: the "
                                               "two are one image",
                                               excerpt(path),
                                               m_images[known->second].record)});
        }
        addCaptions(record, known->second, places);
    }
}

void PairIndex::addCaptions(std::uint32_t record,
                            std::uint32_t image,
                            std::unordered_map<std::string_view, std::uint32_t>& places) {
    std::vector<Text>& texts = m_people.back().texts;
    const std::vector<std::string>& captions = m_dataset->records[record].captions;
    for (std::uint32_t i = 0; i < captions.size(); ++i) {
        const auto [place, isNew] =
            places.try_emplace(captions[i], static_cast<std::uint32_t>(texts.size()));
        if (isNew) {
            texts.push_back({.record = record, .caption = i, .image = image});
        } else {
            const Text& first = texts[place->second];
            m_repetitions.push_back(
                {Severity::Warning,
                 record,
                 makeError(ErrorCode::InvalidInput,
                           "caption {} reads as caption {} of record {}: the two are one text",
                           i,
                           first.caption,
                           first.record)});
        }
        std::vector<std::uint32_t>& own = m_images[image].ownTexts;
        if (std::ranges::find(own, place->second) == own.end()) own.push_back(place->second);
    }
    std::ranges::sort(m_images[image].ownTexts);
}

void PairIndex::numberPairs() {
    m_firstPair.reserve(m_images.size() + 1);
    std::size_t next = 0;
    for (const Image& image : m_images) {
        m_firstPair.push_back(next);
        next += m_people[image.person].texts.size() - (m_includeOwn ? 0 : image.ownTexts.size());
    }
    m_firstPair.push_back(next);
}

std::string_view PairIndex::textOf(const Text& text) const {
    return m_dataset->records[text.record].captions[text.caption];
}

std::string_view PairIndex::imagePath(std::size_t image) const {
    return m_dataset->records[m_images[image].record].imagePath;
}

std::string_view PairIndex::text(std::size_t person, std::size_t place) const {
    return textOf(m_people[person].texts[place]);
}

bool PairIndex::isOwnText(std::size_t image, std::size_t place) const {
    return std::ranges::binary_search(m_images[image].ownTexts, place);
}

ReviewPair PairIndex::at(std::size_t number) const {
    const auto after = std::ranges::upper_bound(m_firstPair, number);
    const auto image = static_cast<std::size_t>(after - m_firstPair.begin()) - 1;
    const Image& shown = m_images[image];
    const Person& person = m_people[shown.person];
    std::size_t place = number - m_firstPair[image];
    if (!m_includeOwn) {
        // The place among all texts: every own one at or before it moves it on.
        for (const std::uint32_t own : shown.ownTexts) place += own <= place ? 1 : 0;
    }
    const Text& text = person.texts[place];
    const bool isOwn = isOwnText(image, place);
    ReviewPair pair;
    pair.number = number;
    pair.image = image;
    pair.source = isOwn ? image : text.image;
    pair.record = shown.record;
    pair.captionPlace = text.caption;
    pair.sourceRecord = text.record;
    pair.personId = person.id;
    pair.imagePath = imagePath(image);
    pair.sourcePath = imagePath(pair.source);
    pair.caption = textOf(text);
    return pair;
}

std::optional<std::size_t> PairIndex::pairOf(std::size_t image, std::size_t textPlace) const {
    if (m_includeOwn) return m_firstPair[image] + textPlace;
    const std::vector<std::uint32_t>& own = m_images[image].ownTexts;
    const auto notBefore = std::ranges::lower_bound(own, textPlace);
    if (notBefore != own.end() && *notBefore == textPlace) return std::nullopt;
    return m_firstPair[image] + textPlace - static_cast<std::size_t>(notBefore - own.begin());
}

std::optional<std::size_t> PairIndex::find(std::string_view imagePath,
                                           std::string_view sourcePath,
                                           std::string_view caption) const {
    const auto image = m_imageOfPath.find(imagePath);
    const auto source = m_imageOfPath.find(sourcePath);
    if (image == m_imageOfPath.end() || source == m_imageOfPath.end()) return std::nullopt;
    const std::uint32_t person = m_images[image->second].person;
    if (m_images[source->second].person != person) return std::nullopt;
    const std::vector<Text>& texts = m_people[person].texts;
    for (const std::uint32_t place : m_images[source->second].ownTexts) {
        if (textOf(texts[place]) == caption) return pairOf(image->second, place);
    }
    return std::nullopt;
}

}  // namespace descry
