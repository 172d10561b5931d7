#pragma once
/// What the search is restricted to: cameras, time, tags, folders, persons, bookmarks, as far as
/// the gallery has any, with counts. Keeps one Filter and says when the user changes it. Thread
/// rule: GUI thread.

#include <QWidget>

#include "core/search/filter.h"
#include "ui/common/theme.h"
#include "ui/search/facet_list.h"
#include "ui/search/gallery_facets.h"

class QCheckBox;
class QDateTimeEdit;
class QVBoxLayout;

namespace descry {

class TimeBars;

class FilterPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit FilterPanel(const Theme& theme, QWidget* parent = nullptr);

    void setFacets(const std::shared_ptr<const GalleryFacets>& facets);
    const Filter& filter() const { return m_filter; }
    /// Shows it; filterChanged() is not sent.
    void setFilter(const Filter& filter);
    /// Its lists as at first; the filter stays.
    void fold();

  Q_SIGNALS:
    void filterChanged();

  private:
    struct Section {
        QWidget* box = nullptr;
        FacetList* list = nullptr;
    };
    Section addSection(QVBoxLayout* column, const QString& title, FacetList* list);
    void addTimes(QVBoxLayout* column);
    void showFilter();
    void readFilter();

    const Theme& m_theme;
    Filter m_filter;
    Section m_cameras;
    Section m_tags;
    Section m_folders;
    Section m_persons;
    QWidget* m_times = nullptr;
    TimeBars* m_bars = nullptr;
    QDateTimeEdit* m_from = nullptr;
    QDateTimeEdit* m_to = nullptr;
    QCheckBox* m_bookmarked = nullptr;
    std::optional<TimeSpread> m_spread;
    bool m_isShowing = false;
};

}  // namespace descry
