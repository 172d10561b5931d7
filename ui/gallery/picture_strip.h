#pragma once
/// A row of small pictures, each shown whole, as many as fit. Thread rule: GUI thread.

#include <QWidget>
#include <vector>

#include "core/base/ids.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_cache.h"

namespace descry {

class PictureStrip final : public QWidget {
    Q_OBJECT

  public:
    PictureStrip(ThumbnailCache& thumbnails, const Theme& theme, QWidget* parent = nullptr);

    void setItems(std::vector<ItemId> items);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ThumbnailCache& m_thumbnails;
    const Theme& m_theme;
    std::vector<ItemId> m_items;
};

}  // namespace descry
