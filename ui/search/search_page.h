#pragma once
/// The centre of the Search workspace: the query, what it is restricted to, how far it has come,
/// and the results as a grid, as one picture, or the reason why there are none. It shows and asks.
/// Thread rule: GUI thread.

#include <QLabel>
#include <QSlider>
#include <QStackedWidget>
#include <QWidget>
#include <functional>

#include "ui/common/application_context.h"
#include "ui/common/picture_view.h"
#include "ui/common/widgets.h"
#include "ui/search/filter_chips.h"
#include "ui/search/query_field.h"
#include "ui/search/result_model.h"
#include "ui/search/result_view.h"

class QVBoxLayout;

namespace descry {

class SearchPage final : public QWidget {
    Q_OBJECT

  public:
    SearchPage(ApplicationContext& context, ResultModel& model, QWidget* parent = nullptr);

    QueryField& query() const { return *m_query; }
    FilterChips& chips() const { return *m_chips; }
    ResultView& view() const { return *m_view; }
    QToolButton& exportButton() const { return *m_export; }

    void setStatus(const QString& text);
    /// Above the grid, until it is set to nothing; with a button if `action` is given.
    void setNotice(const QString& text, const QString& action = {});
    /// Above the grid, shown and hidden by itself.
    void addBand(QWidget* band);
    /// Selected in the grid, the current one first.
    std::vector<ItemId> selectedItems() const;
    void showGrid();
    /// In the place of the grid. A button for the text's action is found by `buttonName`.
    void showEmpty(const EmptyState::Text& text,
                   const QString& buttonName = {},
                   std::function<void()> act = {});
    /// The picture alone, until closePreview().
    void showPreview(ItemId item);
    void setPreviewFile(const std::filesystem::path& file) { m_preview->setFile(file); }
    bool isPreviewing() const;
    /// Its keys count in the grid and in the preview alone: elsewhere they write and press.
    void setPreviewAction(QAction* action);
    /// A page that takes the place of the grid: the loupe, the comparison.
    void addCloseUp(QWidget* page);
    void showCloseUp(QWidget* page);
    bool isShowing(const QWidget* page) const;
    /// Preview or another page in the place of the grid.
    bool isCloseUp() const;
    /// Back to the grid, from any of them.
    void closePreview();

  Q_SIGNALS:
    void noticeActionRequested();
    void pageChanged();  ///< Another of grid, preview, close-ups, reason why there is nothing.

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addBar(QVBoxLayout* column);
    void addNotice(QVBoxLayout* column);

    ApplicationContext& m_context;
    ResultModel& m_model;
    QueryField* m_query;
    FilterChips* m_chips;
    ElidedLabel* m_status;
    QToolButton* m_export;
    QSlider* m_size;
    QVBoxLayout* m_bands;
    QFrame* m_notice;
    QLabel* m_noticeText;
    QPushButton* m_noticeButton;
    QStackedWidget* m_pages;
    ResultView* m_view;
    PictureView* m_preview;
    EmptyState* m_empty = nullptr;
};

}  // namespace descry
