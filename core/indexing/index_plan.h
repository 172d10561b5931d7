#pragma once
/// Private to core/indexing: which folders and data sets a run looks at, each below the gallery's
/// root that holds it. Thread rule: one thread. Errors: NotFound (a folder is not there, unless it
/// is a root beside others that are), Io (it cannot be looked at), InvalidInput (a data set's image
/// lies outside its folder).

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"

namespace descry {

/// A folder to walk: a root of the gallery, or a part of one.
struct WalkPlan {
    Root root;
    std::string below;
    std::vector<std::filesystem::path>
        skipped;  ///< Roots below it, which are walked for themselves.
};

/// The images of a data set below one root, in byte order.
struct DatasetPlan {
    Root root;
    std::map<std::string, ItemMetadata> images;
};

struct IndexPlan {
    std::vector<WalkPlan> walks;  ///< None lies in another.
    std::vector<DatasetPlan> datasets;
    std::vector<std::filesystem::path> absent;  ///< Roots whose drive may not be connected.
};

/// A folder that lies in no root becomes one.
IndexPlan planIndex(ItemStore& items, const IndexOptions& options);

/// `folder` relative to `ancestor`, "" if they are the same; nothing if it does not lie in it.
std::optional<std::string> pathBelow(const std::filesystem::path& folder,
                                     const std::filesystem::path& ancestor);
/// Absolute, normal, without a slash at its end.
std::filesystem::path absoluteFolder(const std::filesystem::path& folder);
/// The innermost root that a folder lies in; absent if there is none.
std::optional<Root> innermostRoot(const std::vector<Root>& roots,
                                  const std::filesystem::path& folder);

/// Whether a path of a root lies in a folder of it ("" = the root).
bool liesIn(const std::string& path, const std::string& folder);

/// False also where nothing can be said: a link that leads to itself, a name that is too long.
bool isFolder(const std::filesystem::path& path);

}  // namespace descry
