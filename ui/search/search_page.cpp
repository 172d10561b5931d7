#include "ui/search/search_page.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/search/result_delegate.h"

namespace descry {
namespace {

constexpr int kSliderWidth = 112;
constexpr int kSideMargin = 20;

}  // namespace

SearchPage::SearchPage(ApplicationContext& context, ResultModel& model, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_model(model),
      m_query(new QueryField(context.theme, this)),
      m_chips(new FilterChips(context.theme, this)),
      m_status(new ElidedLabel({}, this)),
      m_export(new QToolButton(this)),
      m_size(new QSlider(Qt::Horizontal, this)),
      m_bands(new QVBoxLayout),
      m_notice(new QFrame(this)),
      m_noticeText(wrappedLabel({}, m_notice)),
      m_noticeButton(pushButton({}, m_notice)),
      m_pages(new QStackedWidget(this)),
      m_view(new ResultView(m_pages)),
      m_preview(new PictureView(context, m_pages)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSideMargin, kSpaceL, kSpaceS, kSpaceS);
    column->setSpacing(kSpaceS);
    auto* queryRow = new QHBoxLayout;
    queryRow->addWidget(m_query);
    queryRow->addSpacing(kSideMargin - kSpaceS);
    column->addLayout(queryRow);
    column->addWidget(m_chips);
    addNotice(column);
    addBar(column);
    column->addLayout(m_bands);

    m_view->setObjectName(QStringLiteral("results"));
    m_view->setAccessibleName(tr("Appearance candidates"));
    m_view->setItemDelegate(new ResultDelegate(model, context.thumbnails, context.theme, m_view));
    m_view->setModel(&model);
    m_view->setStyleSheet(QStringLiteral("QAbstractItemView { background: transparent; }"));
    connect(&context.thumbnails, &ThumbnailCache::ready, m_view->viewport(), [this] {
        m_view->viewport()->update();
    });
    connect(&context.theme, &Theme::changed, m_view->viewport(), [this] {
        m_view->viewport()->update();
    });
    m_pages->addWidget(m_view);
    m_preview->setFocusPolicy(Qt::StrongFocus);
    m_preview->setObjectName(QStringLiteral("preview"));
    m_preview->setAccessibleName(tr("Preview"));
    m_preview->installEventFilter(this);
    m_pages->addWidget(m_preview);
    column->addWidget(m_pages, 1);
    connect(m_pages, &QStackedWidget::currentChanged, this, [this] {
        m_size->setVisible(!isCloseUp());
        Q_EMIT pageChanged();
    });
}

void SearchPage::addNotice(QVBoxLayout* column) {
    m_notice->setObjectName(QStringLiteral("searchNotice"));
    setLook(m_notice, "card");
    auto* row = new QHBoxLayout(m_notice);
    row->setContentsMargins(kSpaceM, kSpaceS, kSpaceS, kSpaceS);
    row->setSpacing(kSpaceM);
    row->addWidget(new IconLabel(m_context.theme.icon(QStringLiteral("note")), m_notice));
    row->addWidget(m_noticeText, 1);
    m_noticeButton->setObjectName(QStringLiteral("searchNoticeAction"));
    setLook(m_noticeButton, "primary");
    row->addWidget(m_noticeButton);
    connect(m_noticeButton, &QPushButton::clicked, this, &SearchPage::noticeActionRequested);
    auto* inset = new QHBoxLayout;
    inset->addWidget(m_notice);
    inset->addSpacing(kSideMargin - kSpaceS);
    column->addLayout(inset);
    m_notice->hide();
}

void SearchPage::addBar(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceM);
    setLook(m_status, "secondary");
    m_status->setObjectName(QStringLiteral("searchStatus"));
    row->addWidget(m_status, 1);
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setText(tr("Export"));
    m_export->setAccessibleName(tr("Export the list"));
    m_export->setToolTip(tr("Save the list as a file"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_export);
    m_size->setObjectName(QStringLiteral("pictureSize"));
    m_size->setAccessibleName(tr("Size of the pictures"));
    m_size->setToolTip(tr("Size of the pictures (Ctrl++ and Ctrl+−)"));
    m_size->setRange(ResultView::kMinPicture, ResultView::kMaxPicture);
    m_size->setValue(m_view->pictureSize());
    m_size->setFixedWidth(kSliderWidth);
    m_size->setFocusPolicy(Qt::TabFocus);
    connect(m_size, &QSlider::valueChanged, m_view, &ResultView::setPictureSize);
    connect(m_view, &ResultView::pictureSizeChanged, m_size, &QSlider::setValue);
    row->addWidget(m_size);
    row->addSpacing(kSideMargin - kSpaceS);
    column->addLayout(row);
}

void SearchPage::setStatus(const QString& text) {
    m_status->setText(text);
}

void SearchPage::setNotice(const QString& text, const QString& action) {
    m_notice->setVisible(!text.isEmpty());
    m_noticeText->setText(text);
    m_noticeButton->setVisible(!action.isEmpty());
    m_noticeButton->setText(action);
    m_noticeButton->setAccessibleName(action);
}

void SearchPage::addBand(QWidget* band) {
    band->setParent(this);
    auto* inset = new QHBoxLayout;
    inset->addWidget(band);
    inset->addSpacing(kSideMargin - kSpaceS);
    m_bands->addLayout(inset);
}

std::vector<ItemId> SearchPage::selectedItems() const {
    std::vector<ItemId> items;
    const auto add = [&](const QModelIndex& index) {
        if (const auto item = m_model.itemAt(index)) items.push_back(*item);
    };
    const QModelIndex current = m_view->currentIndex();
    add(current);
    for (const QItemSelectionRange& range : m_view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (row != current.row()) add(m_model.index(row));
        }
    }
    return items;
}

void SearchPage::showGrid() {
    if (!isCloseUp()) m_pages->setCurrentWidget(m_view);
}

void SearchPage::showEmpty(const EmptyState::Text& text,
                           const QString& buttonName,
                           std::function<void()> act) {
    if (m_empty != nullptr) {
        m_pages->removeWidget(m_empty);
        m_empty->deleteLater();
    }
    m_empty = new EmptyState(text, m_pages);
    m_empty->setObjectName(QStringLiteral("searchEmpty"));
    m_empty->setAccessibleName(text.title);
    m_empty->setAccessibleDescription(text.explanation);
    if (m_empty->button() != nullptr) {
        m_empty->button()->setObjectName(buttonName);
        connect(m_empty, &EmptyState::actionRequested, this, std::move(act));
    }
    m_pages->addWidget(m_empty);
    m_pages->setCurrentWidget(m_empty);
}

bool SearchPage::isPreviewing() const {
    return m_pages->currentWidget() == m_preview;
}

void SearchPage::showPreview(ItemId item) {
    m_preview->setItem(item);
    m_pages->setCurrentWidget(m_preview);
    m_preview->setFocus();
}

void SearchPage::setPreviewAction(QAction* action) {
    action->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(action);
    m_preview->addAction(action);
}

void SearchPage::closePreview() {
    if (!isCloseUp()) return;
    m_pages->setCurrentWidget(m_view);
    m_view->setFocus();
}

void SearchPage::addCloseUp(QWidget* page) {
    m_pages->addWidget(page);
}

void SearchPage::showCloseUp(QWidget* page) {
    m_pages->setCurrentWidget(page);
    page->setFocus();
}

bool SearchPage::isShowing(const QWidget* page) const {
    return m_pages->currentWidget() == page;
}

bool SearchPage::isCloseUp() const {
    return !isShowing(m_view) && !isShowing(m_empty);
}

/// In the preview, a double click closes it, and keys that move move the selection.
bool SearchPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonDblClick) {
        closePreview();
        return true;
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
            QCoreApplication::sendEvent(m_view, event);
            return true;
        default:
            return QWidget::eventFilter(watched, event);
    }
}

}  // namespace descry
