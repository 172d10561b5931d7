#include "core/indexing/removal.h"

#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/gallery/token_cache.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;

std::vector<ItemId> missingItems(Gallery& gallery, JobContext& context) {
    std::vector<ItemId> missing;
    for (ItemId after;;) {
        context.checkpoint();
        const std::vector<Item> page = gallery.items().page(after, kPageSize);
        if (page.empty()) return missing;
        after = page.back().id;
        for (const Item& item : page) {
            if (item.state == ItemState::Missing) missing.push_back(item.id);
        }
    }
}

/// Absent where the folder is none of the gallery's.
std::optional<std::int64_t> numInRoot(Gallery& gallery, RootId root) {
    for (const RootCount& count : gallery.statistics().roots) {
        if (count.root == root) return count.numPresent + count.numMissing;
    }
    return std::nullopt;
}

}  // namespace

RemovalJob::RemovalJob(fs::path gallery, Removal removal)
    : m_gallery(std::move(gallery)),
      m_removal(std::move(removal)),
      m_report(std::make_shared<RemovalReport>()) {}

std::string RemovalJob::title() const {
    const std::string name = displayable(m_gallery.stem().native());
    return m_removal.fingerprint.empty() ? fmt::format("Remove pictures from {}", name)
                                         : fmt::format("Remove an index of {}", name);
}

void RemovalJob::run(JobContext& context) {
    const auto gallery = Gallery::open(m_gallery);
    *m_report = {};
    gallery->transaction([&] {
        if (m_removal.root) removeRoot(*gallery, context);
        removeItems(*gallery, context);
        removeIndex(*gallery);
        context.checkpoint();
    });
    removeFiles(*gallery);
}

void RemovalJob::removeRoot(Gallery& gallery, JobContext& context) {
    const std::optional<std::int64_t> total = numInRoot(gallery, *m_removal.root);
    if (!total) return;
    // Always the first page: what was read is gone.
    const PathRange first{.root = *m_removal.root, .folder = {}, .after = {}, .limit = kPageSize};
    for (;;) {
        const std::vector<ItemPath> page = gallery.items().paths(first);
        if (page.empty()) break;
        for (const ItemPath& item : page) {
            context.checkpoint();
            gallery.items().remove(item.id);
            context.report("removing", ++m_report->numItems, *total, "images");
        }
    }
    gallery.removeRoot(*m_removal.root);
}

void RemovalJob::removeItems(Gallery& gallery, JobContext& context) {
    std::vector<ItemId> doomed = m_removal.items;
    if (m_removal.missingItems) {
        const std::vector<ItemId> missing = missingItems(gallery, context);
        doomed.insert(doomed.end(), missing.begin(), missing.end());
    }
    const auto total = static_cast<std::int64_t>(doomed.size());
    std::int64_t numDone = 0;
    for (const ItemId id : doomed) {
        context.checkpoint();
        context.report("removing", ++numDone, total, "images");
        if (!gallery.items().find(id)) continue;
        gallery.items().remove(id);
        ++m_report->numItems;
    }
}

void RemovalJob::removeIndex(Gallery& gallery) {
    if (m_removal.fingerprint.empty()) return;
    m_report->numEmbeddings = gallery.embeddings().count(m_removal.fingerprint);
    gallery.embeddings().removeAll(m_removal.fingerprint);
}

void RemovalJob::removeFiles(const Gallery& gallery) {
    if (!m_removal.fingerprint.empty()) {
        m_report->freedBytes += dropTokenCaches(gallery.file(), m_removal.fingerprint);
    }
    for (const fs::path& file : m_removal.derivedFiles) {
        std::error_code problem;
        const std::uintmax_t size = fs::file_size(file, problem);
        // Not there, or not removable: it is made anew or left out by whoever reads it.
        if (!problem && fs::remove(file, problem)) {
            m_report->freedBytes += static_cast<std::int64_t>(size);
        }
    }
}

}  // namespace descry
