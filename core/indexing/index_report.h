#pragma once
/// What an index run did, counted, and the files worth naming. Thread rule: values.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace descry {

enum class IndexEvent {
    Added,        ///< A new item.
    Changed,      ///< Another picture under a known path.
    Vanished,     ///< The item's file is not there any more.
    Returned,     ///< A vanished file is there again.
    Duplicate,    ///< The same bytes as another item's: its embedding was copied.
    Failed,       ///< Not an image that can be read.
    StillFailed,  ///< Failed before, unchanged since, not tried again.
    Unreadable,   ///< A folder that could not be read.
    Damaged,      ///< A stored embedding was damaged and is computed anew.
    Warned,       ///< Read with a warning: a cut JPEG, say.
    Metadata,     ///< A row of the metadata file that could not be used.
};

std::string_view indexEventName(IndexEvent event) noexcept;

struct IndexFinding {
    IndexEvent event = IndexEvent::Added;
    std::string path;  ///< Displayable; the file's, or where a metadata problem stands.
    std::string detail;
};

struct IndexReport {
    std::int64_t numAdded = 0;
    std::int64_t numChanged = 0;
    std::int64_t numUnchanged = 0;
    std::int64_t numVanished = 0;
    std::int64_t numReturned = 0;
    std::int64_t numDuplicates = 0;
    std::int64_t numFailed = 0;
    std::int64_t numStillFailed = 0;
    std::int64_t numUnreadable = 0;
    std::int64_t numDamaged = 0;
    std::int64_t numWarned = 0;
    std::int64_t numMetadataProblems = 0;
    std::int64_t numIgnored = 0;   ///< Files that are no images by their extension.
    std::int64_t numEncoded = 0;   ///< Images that went through the model.
    std::int64_t numMetadata = 0;  ///< Items whose metadata changed.
    /// All but Added, the first kMaxFindings of them.
    std::vector<IndexFinding> findings;
    std::int64_t numOmitted = 0;  ///< Findings beyond that.

    static constexpr std::size_t kMaxFindings = 10'000;

    /// Counts, and lists all but Added.
    void note(IndexEvent event, std::string_view path, std::string_view detail = {});
};

}  // namespace descry
