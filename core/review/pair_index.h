#pragma once
/// The pairs of a data set's split, by number, without a string of their own: 200,000 of them take
/// a few megabytes beside the data set. A pair is an image and a text that somebody wrote for the
/// person on it; it is weak where nobody wrote the text for that image. What repeats is one pair
/// and is reported: a text that a person's captions hold several times has as its source the image
/// where it stands first, and an image that records list again is one image with the captions of
/// all of them. Thread rule: immutable, any thread. Errors: InvalidInput for a split without
/// records.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_check.h"

namespace descry {

/// Views into the data set.
struct ReviewPair {
    std::size_t number = 0;
    std::size_t image = 0;         ///< Of the index, from 0.
    std::size_t source = 0;        ///< Image whose caption it is.
    std::size_t record = 0;        ///< Of the image in the file, from 0; the first that lists it.
    std::size_t sourceRecord = 0;  ///< Where the caption stands first in the file.
    std::size_t captionPlace = 0;  ///< Among the captions of that record.
    std::int64_t personId = 0;
    std::string_view imagePath;
    std::string_view sourcePath;
    std::string_view caption;

    bool isOwn() const noexcept { return image == source; }
};

class PairIndex {
  public:
    struct Options {
        std::optional<Split> split = Split::Train;  ///< Absent: all records.
        bool includeOwn = false;                    ///< The strong pairs too.
    };

    /// `dataset` is one that readDataset() accepts.
    PairIndex(std::shared_ptr<const Dataset> dataset, const Options& options);

    const Dataset& dataset() const noexcept { return *m_dataset; }
    std::size_t size() const noexcept { return m_firstPair.back(); }
    /// `number` is below size(). Pairs of a person lie together, and in them pairs of an image.
    ReviewPair at(std::size_t number) const;
    /// The pair of two images and a text; nothing if it is none of these. A text that repeats is
    /// found under each of its images.
    std::optional<std::size_t> find(std::string_view imagePath,
                                    std::string_view sourcePath,
                                    std::string_view caption) const;

    std::size_t numImages() const noexcept { return m_images.size(); }
    std::string_view imagePath(std::size_t image) const;
    std::size_t recordOf(std::size_t image) const { return m_images[image].record; }
    std::size_t personOf(std::size_t image) const { return m_images[image].person; }
    /// Numbers of the image's pairs: from the first to before the second.
    std::pair<std::size_t, std::size_t> pairsOf(std::size_t image) const {
        return {m_firstPair[image], m_firstPair[image + 1]};
    }
    std::size_t numPeople() const noexcept { return m_people.size(); }
    /// Images of a person, from the first to before the second; people in order of appearance.
    std::pair<std::size_t, std::size_t> imagesOf(std::size_t person) const {
        return {m_people[person].firstImage,
                m_people[person].firstImage + m_people[person].numImages};
    }
    /// The person's different texts, and whether each was written for an image.
    std::size_t numTexts(std::size_t person) const { return m_people[person].texts.size(); }
    std::string_view text(std::size_t person, std::size_t place) const;
    bool isOwnText(std::size_t image, std::size_t place) const;
    /// The pair of an image with its person's text; nothing where it is left out as its own.
    std::optional<std::size_t> pairOf(std::size_t image, std::size_t textPlace) const;

    /// Images listed again and captions that repeat, by record of the file.
    const std::vector<Finding>& repetitions() const noexcept { return m_repetitions; }

  private:
    struct Text {
        std::uint32_t record = 0;  ///< Where it stands first.
        std::uint32_t caption = 0;
        std::uint32_t image = 0;
    };
    struct Image {
        std::uint32_t record = 0;  ///< The first that lists it.
        std::uint32_t person = 0;
        std::vector<std::uint32_t> ownTexts;  ///< Places among the person's texts, rising.
    };
    struct Person {
        std::int64_t id = 0;
        std::uint32_t firstImage = 0;
        std::uint32_t numImages = 0;
        std::vector<Text> texts;
    };

    void addPerson(std::int64_t id, const std::vector<std::uint32_t>& records);
    void addCaptions(std::uint32_t record,
                     std::uint32_t image,
                     std::unordered_map<std::string_view, std::uint32_t>& places);
    std::string_view textOf(const Text& text) const;
    void numberPairs();

    std::shared_ptr<const Dataset> m_dataset;
    bool m_includeOwn = false;
    std::vector<Image> m_images;
    std::vector<Person> m_people;
    std::vector<std::size_t> m_firstPair;  ///< By image, and one behind the last.
    std::unordered_map<std::string_view, std::uint32_t> m_imageOfPath;
    std::vector<Finding> m_repetitions;
};

}  // namespace descry
