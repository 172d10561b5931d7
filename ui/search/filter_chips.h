#pragma once
/// What a search is restricted to, as chips above the grid; a chip that is clicked is removed.
/// Thread rule: GUI thread.

#include <QHBoxLayout>
#include <QWidget>

#include "ui/common/theme.h"
#include "ui/search/search_controller.h"

namespace descry {

class FilterChips final : public QWidget {
    Q_OBJECT

  public:
    explicit FilterChips(const Theme& theme, QWidget* parent = nullptr);

    /// Hidden while there is nothing to show.
    void setQuery(const SearchQuery& query);

  Q_SIGNALS:
    /// The query without what was removed.
    void changed(const descry::SearchQuery& query);

  private:
    void addChip(const QString& text, const SearchQuery& without);

    const Theme& m_theme;
    QHBoxLayout* m_row;
};

}  // namespace descry
