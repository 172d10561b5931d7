#pragma once
/// The pair that is decided: its image at the left, the caption's own image at the right, enlarged
/// and moved together, the caption and the verdicts between them. A new pair is painted before the
/// next key is looked at. Thread rule: GUI thread. Failure rule: a picture that cannot be shown
/// says why in its place.

#include <QImage>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/common/zoom_view.h"
#include "ui/review/desk_actions.h"
#include "ui/review/verdict_panel.h"

class QFrame;
class QHBoxLayout;
class QLabel;
class QStackedWidget;

namespace descry {

class PairPage final : public QWidget {
    Q_OBJECT

  public:
    PairPage(ApplicationContext& context,
             ReviewDesk& desk,
             const DeskActions& actions,
             QWidget* parent = nullptr);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    /// A heading, a picture, and what stands in its place where there is none.
    struct Picture {
        QWidget* whole = nullptr;
        QStackedWidget* place = nullptr;
        ZoomView* view = nullptr;
        QLabel* fault = nullptr;
    };

    QWidget* makeHeader();
    QWidget* makeNotice();
    QWidget* makeBody(const DeskActions& actions);
    /// `title` is short for `meaning`.
    Picture makePicture(const char* name,
                        const QString& title,
                        const QString& meaning,
                        QHBoxLayout* row);
    static void showPicture(const Picture& picture, const QImage& image, const QString& fault);
    void showPair();
    void showProgress();
    void showNotice();
    void paintNow();
    void share(const ZoomView& from, ZoomView& to);
    void setZoom(const Zoom& zoom);

    ApplicationContext& m_context;
    ReviewDesk& m_desk;
    QLabel* m_where = nullptr;
    QLabel* m_order = nullptr;
    QLabel* m_pace = nullptr;
    QFrame* m_notice = nullptr;
    QLabel* m_noticeText = nullptr;
    Picture m_image;
    Picture m_source;
    VerdictPanel* m_panel = nullptr;
    bool m_isSharing = false;
};

}  // namespace descry
