#include "ui/search/gallery_facets.h"

#include <algorithm>
#include <functional>
#include <map>

#include "core/base/unicode.h"
#include "core/gallery/gallery.h"
#include "ui/common/text.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

using Counts = std::map<std::string, std::int64_t, std::less<>>;

void count(Counts& counts, std::string_view value) {
    const auto known = counts.find(value);
    if (known != counts.end()) {
        ++known->second;
    } else {
        counts.emplace(value, 1);
    }
}

QString plainName(const std::string& value) {
    return toQString(displayable(value));
}

std::vector<FacetCount> listOf(const Counts& counts,
                               QString (*shown)(const std::string&) = plainName) {
    std::vector<FacetCount> list;
    for (const auto& [value, numItems] : counts) list.push_back({value, shown(value), numItems});
    return list;
}

/// Numbers in names count as numbers: "camera-2" before "camera-10".
bool comesBefore(const FacetCount& left, const FacetCount& right) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    std::string_view a = left.value;
    std::string_view b = right.value;
    while (!a.empty() && !b.empty()) {
        if (isDigit(a[0]) && isDigit(b[0])) {
            const auto numDigits = [&](std::string_view text) {
                return static_cast<std::size_t>(
                    std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
            };
            const std::size_t inA = numDigits(a);
            const std::size_t inB = numDigits(b);
            if (inA != inB) return inA < inB;
            if (a.substr(0, inA) != b.substr(0, inB)) return a < b;
            a.remove_prefix(inA);
            b.remove_prefix(inB);
        } else {
            if (a[0] != b[0]) return a[0] < b[0];
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.size() < b.size();
}

class Counting {
  public:
    void add(const ItemFacets& item) {
        if (item.camera) count(m_cameras, *item.camera);
        if (item.person) count(m_persons, *item.person);
        if (item.timeMs) m_times.push_back(*item.timeMs);
        for (const std::string& tag : item.tags) count(m_tags, tag);
        const std::size_t slash = item.path.find('/');
        if (slash != std::string_view::npos) count(m_folders, item.path.substr(0, slash));
        ++m_numItems;
    }

    GalleryFacets facets() const {
        GalleryFacets facets;
        facets.cameras = listOf(m_cameras, shownCamera);
        facets.persons = listOf(m_persons);
        facets.tags = listOf(m_tags);
        const bool isOneFolder = m_folders.size() == 1 && m_folders.begin()->second == m_numItems;
        if (!isOneFolder) facets.folders = listOf(m_folders);
        for (auto* list : {&facets.cameras, &facets.persons, &facets.tags, &facets.folders}) {
            std::sort(list->begin(), list->end(), comesBefore);
        }
        if (!m_times.empty()) facets.times = spread();
        return facets;
    }

  private:
    TimeSpread spread() const {
        const auto [first, last] = std::minmax_element(m_times.begin(), m_times.end());
        TimeSpread times{*first, *last, std::vector<std::int64_t>(kTimeBins)};
        const auto length = static_cast<double>(times.toMs - times.fromMs) + 1;
        for (const std::int64_t time : m_times) {
            const double part = static_cast<double>(time - times.fromMs) / length;
            ++times.numItems[static_cast<std::size_t>(part * static_cast<double>(kTimeBins))];
        }
        return times;
    }

    Counts m_cameras;
    Counts m_persons;
    Counts m_tags;
    Counts m_folders;
    std::int64_t m_numItems = 0;
    std::vector<std::int64_t> m_times;
};

}  // namespace

GalleryFacets readFacets(const std::filesystem::path& file, std::stop_token stop) {
    const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
    Counting counting;
    gallery->items().eachFacets([&](const ItemFacets& item) { counting.add(item); }, stop);
    GalleryFacets facets = counting.facets();
    facets.captions = gallery->items().captions(kMaxCaptions);
    std::sort(facets.captions.begin(), facets.captions.end());
    return facets;
}

}  // namespace descry
