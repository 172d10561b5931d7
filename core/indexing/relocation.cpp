#include "core/indexing/relocation.h"

#include <algorithm>
#include <random>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/indexing/folder_walk.h"
#include "core/indexing/index_plan.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;
constexpr std::size_t kMaxExamples = 5;
constexpr int kMaxSample = 10'000;
/// Fixed, so that a check says the same when it is repeated.
constexpr unsigned kSampleSeed = 20'261'126;

void checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) fail(ErrorCode::Cancelled, "Cancelled");
}

/// Keeps so many of all that are offered, each with the same chance.
class Sample {
  public:
    explicit Sample(int size) : m_size(static_cast<std::size_t>(std::clamp(size, 1, kMaxSample))) {}

    void offer(const ItemPath& item) {
        ++m_numOffered;
        if (m_kept.size() < m_size) {
            m_kept.push_back(item);
            return;
        }
        const std::size_t place =
            std::uniform_int_distribution<std::size_t>(0, m_numOffered - 1)(m_random);
        if (place < m_size) m_kept[place] = item;
    }
    const std::vector<ItemPath>& kept() const { return m_kept; }

  private:
    std::size_t m_size;
    std::size_t m_numOffered = 0;
    std::mt19937 m_random{kSampleSeed};
    std::vector<ItemPath> m_kept;
};

Root rootOf(Gallery& gallery, RootId id) {
    for (const Root& root : gallery.items().roots()) {
        if (root.id == id) return root;
    }
    fail(ErrorCode::NotFound, "No folder {} in the gallery", id.value);
}

void addExample(RelocationCheck& check, const std::string& path) {
    if (check.examples.size() < kMaxExamples) check.examples.push_back(displayable(path));
}

void compareSize(RelocationCheck& check, const ItemPath& item, Sample& sample) {
    ++check.numItems;
    const FileStatus status = statFile(check.folder, item.path);
    if (status.file && status.file->sizeBytes == item.sizeBytes) {
        ++check.numThere;
        sample.offer(item);
        return;
    }
    ++(status.file ? check.numOtherSize : check.numAbsent);
    addExample(check, item.path);
}

bool hasSameContents(const fs::path& folder, const ItemPath& item) {
    try {
        return sha256File(folder / item.path) == item.contentHash;
    } catch (const Error&) {
        // A file that cannot be read is not known to be the same.
        return false;
    }
}

}  // namespace

RelocationCheck::Verdict RelocationCheck::verdict() const {
    if (numItems == numThere && numSame == numRead) return Verdict::Same;
    const bool mostAreSame = numRead > 0 && 2 * numSame > numRead;
    return mostAreSame ? Verdict::Part : Verdict::Other;
}

RelocationCheck checkRelocation(Gallery& gallery,
                                const RelocationRequest& request,
                                std::stop_token stop) {
    RelocationCheck check;
    check.root = rootOf(gallery, request.root);
    check.folder = absoluteFolder(request.folder);
    if (!isFolder(check.folder)) {
        fail(ErrorCode::NotFound, "{}: no such folder", displayable(check.folder.native()));
    }
    Sample sample(request.sampleSize);
    PathRange range{.root = request.root, .folder = {}, .after = {}, .limit = kPageSize};
    for (;;) {
        const std::vector<ItemPath> page = gallery.items().paths(range);
        if (page.empty()) break;
        range.after = page.back().path;
        for (const ItemPath& item : page) {
            checkStop(stop);
            compareSize(check, item, sample);
        }
    }
    for (const ItemPath& item : sample.kept()) {
        checkStop(stop);
        ++check.numRead;
        if (hasSameContents(check.folder, item)) {
            ++check.numSame;
        } else {
            addExample(check, item.path);
        }
    }
    return check;
}

}  // namespace descry
