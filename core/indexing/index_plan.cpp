#include "core/indexing/index_plan.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/dataset/dataset.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

void requireFolder(const fs::path& path) {
    std::error_code reason;
    if (fs::is_directory(path, reason)) return;
    if (!reason || reason == std::errc::no_such_file_or_directory ||
        reason == std::errc::not_a_directory) {
        fail(ErrorCode::NotFound, "{}: there is no such folder", displayable(path.native()));
    }
    fail(ErrorCode::Io,
         "{}: the folder cannot be looked at: {}",
         displayable(path.native()),
         reason.message());
}

class Planner {
  public:
    explicit Planner(ItemStore& items) : m_items(items) {}

    void planFolder(const fs::path& folder);
    void planDataset(const DatasetSource& source);
    /// Throws where all that there would be to look at is absent.
    IndexPlan plan() &&;

  private:
    bool isAbsentRoot(const fs::path& path) const;
    Root rootOf(const fs::path& folder);

    ItemStore& m_items;
    IndexPlan m_plan;
};

/// The innermost root that a folder lies in; the folder itself becomes one if there is none.
Root Planner::rootOf(const fs::path& folder) {
    if (const auto root = innermostRoot(m_items.roots(), folder)) return *root;
    return {.id = m_items.addRoot(folder), .folder = folder};
}

bool Planner::isAbsentRoot(const fs::path& path) const {
    if (isFolder(path)) return false;
    const std::vector<Root> roots = m_items.roots();
    return std::any_of(
        roots.begin(), roots.end(), [&](const Root& root) { return root.folder == path; });
}

void Planner::planFolder(const fs::path& folder) {
    const fs::path path = absoluteFolder(folder);
    if (isAbsentRoot(path)) {
        m_plan.absent.push_back(path);
        return;
    }
    requireFolder(path);
    WalkPlan plan;
    plan.root = rootOf(path);
    plan.below = *pathBelow(path, plan.root.folder);
    for (const Root& root : m_items.roots()) {
        const bool isBelow = root.folder != path && pathBelow(root.folder, path).has_value();
        if (isBelow) plan.skipped.push_back(root.folder);
    }
    const auto covers = [&](const WalkPlan& other) {
        return other.root.id == plan.root.id && liesIn(plan.below, other.below);
    };
    if (std::any_of(m_plan.walks.begin(), m_plan.walks.end(), covers)) return;
    std::erase_if(m_plan.walks, [&](const WalkPlan& other) {
        return other.root.id == plan.root.id && liesIn(other.below, plan.below);
    });
    const std::vector<fs::path> roots = plan.skipped;
    m_plan.walks.push_back(std::move(plan));
    for (const fs::path& root : roots) {
        if (isFolder(root)) planFolder(root);
    }
}

void Planner::planDataset(const DatasetSource& source) {
    const Dataset dataset = readDataset(source.file);
    const std::vector<DatasetRecord> records =
        source.split ? recordsOf(dataset, *source.split) : dataset.records;
    const fs::path images = absoluteFolder(source.images);
    requireFolder(images);
    DatasetPlan plan;
    plan.root = rootOf(images);
    for (const DatasetRecord& record : records) {
        const fs::path file = resolveImage(images, record.imagePath);
        const auto path = pathBelow(file.lexically_normal(), plan.root.folder);
        const auto inImages = pathBelow(file.lexically_normal(), images);
        if (!path || !inImages || inImages->empty()) {
            fail(ErrorCode::InvalidInput,
                 "{}: the image \"{}\" does not lie in {}",
                 displayable(source.file.native()),
                 displayable(record.imagePath),
                 displayable(images.native()));
        }
        ItemMetadata& metadata = plan.images[*path];
        metadata.person = std::to_string(record.personId);
        metadata.captions.insert(
            metadata.captions.end(), record.captions.begin(), record.captions.end());
    }
    m_plan.datasets.push_back(std::move(plan));
}

IndexPlan Planner::plan() && {
    const bool isEmpty = m_plan.walks.empty() && m_plan.datasets.empty();
    if (isEmpty && !m_plan.absent.empty()) requireFolder(m_plan.absent.front());
    return std::move(m_plan);
}

}  // namespace

IndexPlan planIndex(ItemStore& items, const IndexOptions& options) {
    Planner planner(items);
    for (const fs::path& folder : options.folders) planner.planFolder(folder);
    for (const DatasetSource& source : options.datasets) planner.planDataset(source);
    return std::move(planner).plan();
}

std::optional<std::string> pathBelow(const fs::path& folder, const fs::path& ancestor) {
    const fs::path relative = folder.lexically_relative(ancestor);
    if (relative.empty() || *relative.begin() == "..") return std::nullopt;
    return relative == "." ? std::string() : relative.native();
}

fs::path absoluteFolder(const fs::path& folder) {
    const fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

std::optional<Root> innermostRoot(const std::vector<Root>& roots, const fs::path& folder) {
    std::optional<Root> innermost;
    for (const Root& root : roots) {
        const bool isDeeper =
            !innermost || root.folder.native().size() > innermost->folder.native().size();
        if (isDeeper && pathBelow(folder, root.folder)) innermost = root;
    }
    return innermost;
}

bool liesIn(const std::string& path, const std::string& folder) {
    return folder.empty() || path == folder || path.starts_with(folder + '/');
}

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

}  // namespace descry
