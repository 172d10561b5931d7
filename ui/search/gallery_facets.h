#pragma once
/// What a gallery's items can be filtered by, counted in one pass: cameras, times, persons, tags,
/// folders; and some of their captions, as suggestions for queries. Thread rule: off the GUI
/// thread. Errors: the gallery's; Cancelled.

#include <QString>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descry {

struct FacetCount {
    std::string value;
    QString shown;  ///< For people.
    std::int64_t numItems = 0;

    bool operator==(const FacetCount&) const = default;
};

/// How many items a stretch of time holds, in bins of equal length.
struct TimeSpread {
    std::int64_t fromMs = 0;  ///< Of the first item, UTC ms since 1970.
    std::int64_t toMs = 0;    ///< Of the last item.
    std::vector<std::int64_t> numItems;
};

struct GalleryFacets {
    std::vector<FacetCount> cameras;  ///< By name, as are those below.
    std::vector<FacetCount> persons;
    std::vector<FacetCount> tags;
    std::vector<FacetCount> folders;  ///< The first part of paths; none if all lie in one.
    std::optional<TimeSpread> times;
    std::vector<std::string> captions;  ///< At most kMaxCaptions, each once.
};

inline constexpr std::int64_t kMaxCaptions = 2000;
inline constexpr std::size_t kTimeBins = 32;

GalleryFacets readFacets(const std::filesystem::path& gallery, std::stop_token stop);

}  // namespace descry
