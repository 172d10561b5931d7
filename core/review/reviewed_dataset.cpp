#include "core/review/reviewed_dataset.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/gallery/gallery.h"
#include "core/review/pair_id.h"
#include "core/sqlite/database.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kItemsAtOnce = 1000;

Finding leftOut(Error message) {
    return {Severity::Warning, std::nullopt, std::move(message)};
}

bool isText(const DatasetRecord& record) {
    return !firstInvalidUtf8(record.imagePath) &&
           std::ranges::none_of(record.captions, [](const std::string& caption) {
               return firstInvalidUtf8(caption).has_value();
           });
}

/// The innermost folder that all of them lie in; there is one or more.
fs::path commonFolder(const std::map<RootId, fs::path>& folders) {
    fs::path common = folders.begin()->second;
    for (const auto& [root, folder] : folders) {
        const auto end =
            std::mismatch(common.begin(), common.end(), folder.begin(), folder.end()).first;
        fs::path shared;
        for (auto part = common.begin(); part != end; ++part) shared /= *part;
        common = std::move(shared);
    }
    return common;
}

class GalleryReader {
  public:
    explicit GalleryReader(const fs::path& file)
        : m_gallery(Gallery::open(file, Gallery::Access::ReadOnly)) {
        m_dataset.file = file;
    }

    ReviewedDataset read() && {
        readItems();
        ReviewedDataset reviewed;
        if (!m_dataset.records.empty()) reviewed.images = placeRecords();
        takeOutFaulty();
        if (m_dataset.records.empty()) {
            fail(ErrorCode::InvalidInput,
                 "{}: no item has both a person and a caption, so there is no pair to review; add "
                 "them with a data set or with --metadata when indexing",
                 displayable(m_dataset.file.native()));
        }
        reviewed.dataset = std::make_shared<const Dataset>(std::move(m_dataset));
        reviewed.findings = std::move(m_findings);
        reviewed.hashes = std::move(m_hashes);
        reviewed.isGallery = true;
        return reviewed;
    }

  private:
    /// Those with a person and a caption, their paths as the gallery has them.
    void readItems() {
        std::size_t numLeftOut = 0;
        ItemId last;
        for (;;) {
            std::vector<Item> items = m_gallery->items().page(last, kItemsAtOnce);
            if (items.empty()) break;
            last = items.back().id;
            for (Item& item : items) {
                const bool hasPerson = item.metadata.person && !item.metadata.person->empty();
                if (hasPerson && !item.metadata.captions.empty()) {
                    add(std::move(item));
                } else {
                    ++numLeftOut;
                }
            }
        }
        if (numLeftOut == 0) return;
        m_findings.push_back(
            leftOut(makeError(ErrorCode::InvalidInput,
                              "items left out, for want of a person or a caption: {}",
                              numLeftOut)));
    }

    void add(Item item) {
        const auto number = static_cast<std::int64_t>(m_people.size()) + 1;
        m_hashes.push_back(digestFromHex(item.contentHash));
        DatasetRecord record;
        record.personId = m_people.try_emplace(*item.metadata.person, number).first->second;
        record.imagePath = std::move(item.path);
        record.captions = std::move(item.metadata.captions);
        m_dataset.records.push_back(std::move(record));
        m_roots.push_back(item.root);
    }

    /// Makes the paths relative to one folder, and gives it.
    fs::path placeRecords() {
        std::map<RootId, fs::path> folders;
        for (Root& root : m_gallery->items().roots()) {
            folders.emplace(root.id, std::move(root.folder));
        }
        const std::set<RootId> used(m_roots.begin(), m_roots.end());
        for (const RootId root : used) {
            if (folders.contains(root)) continue;
            fail(ErrorCode::CorruptFile,
                 "{}: an item lies in no folder of the gallery; check it with \"gallery verify\"",
                 displayable(m_dataset.file.native()));
        }
        std::erase_if(folders, [&](const auto& folder) { return !used.contains(folder.first); });
        const fs::path common = commonFolder(folders);
        for (auto& [root, folder] : folders) folder = folder.lexically_relative(common);
        for (std::size_t i = 0; i < m_roots.size(); ++i) {
            std::string& path = m_dataset.records[i].imagePath;
            path = (folders.at(m_roots[i]) / path).lexically_normal().native();
        }
        return common;
    }

    /// What no annotation file may hold: a gallery takes more kinds of paths and texts.
    void takeOutFaulty() {
        std::map<std::size_t, Error> faults;
        for (Finding& finding : checkDataset(m_dataset)) {
            const bool isFault = finding.severity == Severity::Error && finding.record.has_value();
            if (isFault) faults.try_emplace(*finding.record, std::move(finding.message));
        }
        std::vector<DatasetRecord> sound;
        std::vector<std::optional<Sha256Digest>> hashes;
        for (std::size_t i = 0; i < m_dataset.records.size(); ++i) {
            DatasetRecord& record = m_dataset.records[i];
            if (!isText(record)) {
                faults.try_emplace(i,
                                   makeError(ErrorCode::InvalidInput,
                                             "the path or a caption of {} is not UTF-8",
                                             displayable(record.imagePath)));
            }
            if (faults.contains(i)) continue;
            sound.push_back(std::move(record));
            hashes.push_back(m_hashes[i]);
        }
        m_dataset.records = std::move(sound);
        m_hashes = std::move(hashes);
        if (faults.empty()) return;
        m_findings.push_back(
            leftOut(makeError(ErrorCode::InvalidInput,
                              "items left out, because an annotation file cannot hold them: {}; "
                              "the first: {}",
                              faults.size(),
                              faults.begin()->second)));
    }

    std::unique_ptr<Gallery> m_gallery;
    Dataset m_dataset;
    std::vector<RootId> m_roots;                        ///< By record, until they are placed.
    std::vector<std::optional<Sha256Digest>> m_hashes;  ///< By record.
    std::unordered_map<std::string, std::int64_t> m_people;
    std::vector<Finding> m_findings;
};

std::string textOfRecords(const Dataset& dataset) {
    std::string text = "[";
    for (const DatasetRecord& record : dataset.records) {
        const nlohmann::ordered_json json{{"file_path", record.imagePath},
                                          {"captions", record.captions},
                                          {"id", record.personId}};
        text += text.size() > 1 ? ",\n" : "\n";
        text += json.dump();
    }
    return text + "\n]\n";
}

}  // namespace

ReviewedDataset readReviewedDataset(const fs::path& file, const fs::path& images) {
    ReviewedDataset reviewed;
    // An annotation file is text, a gallery a database, whatever they are called.
    if (isDatabaseFile(file)) {
        reviewed = GalleryReader(file).read();
    } else {
        reviewed.dataset = std::make_shared<const Dataset>(readDataset(file));
        reviewed.images = fs::absolute(file).parent_path();
    }
    if (!images.empty()) reviewed.images = images;
    return reviewed;
}

std::vector<std::optional<Sha256Digest>> ownHashes(const ReviewedDataset& reviewed,
                                                   const PairIndex& index) {
    std::vector<std::optional<Sha256Digest>> hashes(index.numImages());
    if (reviewed.hashes.empty()) return hashes;
    for (std::size_t image = 0; image < hashes.size(); ++image) {
        hashes[image] = reviewed.hashes[index.recordOf(image)];
    }
    return hashes;
}

std::string annotationText(const ReviewedDataset& reviewed) {
    return reviewed.isGallery ? textOfRecords(*reviewed.dataset)
                              : readFile(reviewed.dataset->file, kMaxDatasetBytes);
}

}  // namespace descry
