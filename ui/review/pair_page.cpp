#include "ui/review/pair_page.h"

#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

constexpr int kPictureShare = 5;
constexpr int kCaptionShare = 9;
constexpr int kMinCaptionWidth = 208;
constexpr int kMaxCaptionWidth = 480;

}  // namespace

PairPage::PairPage(ApplicationContext& context,
                   ReviewDesk& desk,
                   const DeskActions& actions,
                   QWidget* parent)
    : QWidget(parent), m_context(context), m_desk(desk) {
    setObjectName(QStringLiteral("pairPage"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Pair under review"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceL, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    column->addWidget(makeHeader());
    column->addWidget(makeNotice());
    column->addWidget(makeBody(actions), 1);
    // Not when its pictures come: what the eye has looked for in them stays.
    connect(&desk, &ReviewDesk::pairLeft, this, [this] { setZoom({}); });
    connect(&desk, &ReviewDesk::pairChanged, this, &PairPage::showPair);
    connect(&desk, &ReviewDesk::progressChanged, this, &PairPage::showProgress);
    connect(&desk, &ReviewDesk::stateChanged, this, &PairPage::showNotice);
    connect(&desk, &ReviewDesk::captionEditRequested, m_panel, &VerdictPanel::editCaption);
    connect(&desk, &ReviewDesk::noteRequested, m_panel, &VerdictPanel::editNote);
    connect(&actions, &DeskActions::zoomRequested, this, [this](double factor) {
        m_image.view->zoomBy(factor);
    });
    connect(&actions, &DeskActions::wholeRequested, this, [this] { setZoom({}); });
    connect(m_panel, &VerdictPanel::editingDone, this, [this] { setFocus(); });
}

QWidget* PairPage::makeHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceS);
    m_where = lookLabel({}, "strong", header);
    m_where->setObjectName(QStringLiteral("pairPlace"));
    m_order = lookLabel({}, "secondary", header);
    m_pace = lookLabel({}, "secondary", header);
    m_pace->setObjectName(QStringLiteral("pace"));
    row->addWidget(m_where);
    row->addWidget(m_order);
    row->addStretch(1);
    row->addWidget(m_pace);
    return header;
}

QWidget* PairPage::makeNotice() {
    m_notice = new QFrame(this);
    m_notice->setObjectName(QStringLiteral("keepingNotice"));
    setLook(m_notice, "card");
    auto* row = new QHBoxLayout(m_notice);
    row->setContentsMargins(kSpaceL, kSpaceM, kSpaceL, kSpaceM);
    row->setSpacing(kSpaceM);
    row->addWidget(
        new IconLabel(m_context.theme.icon(QStringLiteral("warning")), m_notice), 0, Qt::AlignTop);
    m_noticeText = wrappedLabel({}, m_notice);
    m_noticeText->setObjectName(QStringLiteral("keepingNoticeText"));
    row->addWidget(m_noticeText, 1);
    m_notice->hide();
    return m_notice;
}

QWidget* PairPage::makeBody(const DeskActions& actions) {
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceL);
    m_image = makePicture("pairImage", tr("Image"), tr("Image under review"), row);
    auto* middle = new QWidget(body);
    middle->setMinimumWidth(kMinCaptionWidth);
    middle->setMaximumWidth(kMaxCaptionWidth);
    auto* column = new QVBoxLayout(middle);
    // Level with the pictures, below their headings.
    column->setContentsMargins(0, kSpaceXl, 0, 0);
    // A long caption in a small window.
    auto* scroll = new QScrollArea(middle);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_panel = new VerdictPanel(m_desk, actions, m_context.theme, scroll);
    scroll->setWidget(m_panel);
    scroll->viewport()->setAutoFillBackground(false);
    m_panel->setAutoFillBackground(false);
    column->addWidget(scroll);
    row->addWidget(middle, kCaptionShare);
    m_source = makePicture("sourceImage", tr("Its own image"), tr("The caption’s own image"), row);
    for (const auto& [from, to] :
         {std::pair(m_image.view, m_source.view), std::pair(m_source.view, m_image.view)}) {
        connect(from, &ZoomView::zoomChanged, this, [this, from = from, to = to] {
            share(*from, *to);
        });
    }
    return body;
}

PairPage::Picture PairPage::makePicture(const char* name,
                                        const QString& title,
                                        const QString& meaning,
                                        QHBoxLayout* row) {
    Picture picture;
    picture.whole = new QWidget(this);
    auto* column = new QVBoxLayout(picture.whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    auto* heading = new ElidedLabel(title, picture.whole);
    setLook(heading, "heading");
    column->addWidget(heading);
    picture.place = new QStackedWidget(picture.whole);
    picture.view = new ZoomView(m_context, picture.place);
    picture.view->setObjectName(QLatin1String(name));
    picture.view->setAccessibleName(meaning);
    picture.fault = wrappedLabel({}, picture.place);
    picture.fault->setObjectName(QLatin1String(name) + QLatin1String("Fault"));
    picture.fault->setAlignment(Qt::AlignCenter);
    setLook(picture.fault, "secondary");
    picture.place->addWidget(picture.view);
    picture.place->addWidget(picture.fault);
    column->addWidget(picture.place, 1);
    row->addWidget(picture.whole, kPictureShare);
    return picture;
}

void PairPage::showPicture(const Picture& picture, const QImage& image, const QString& fault) {
    picture.view->setImage(image);
    picture.fault->setText(fault);
    QWidget* const shown = fault.isEmpty() ? static_cast<QWidget*>(picture.view) : picture.fault;
    if (picture.place->currentWidget() != shown) picture.place->setCurrentWidget(shown);
}

void PairPage::showPair() {
    if (m_desk.state() != ReviewDesk::State::Working) return;
    const PairPictures* const pictures = m_desk.pictures();
    showPicture(m_image,
                pictures != nullptr ? pictures->image : QImage(),
                pictures != nullptr ? pictures->imageFault : QString());
    const bool isOwn = m_desk.pair().isOwn();
    m_source.whole->setVisible(!isOwn);
    showPicture(m_source,
                pictures != nullptr && !isOwn ? pictures->source : QImage(),
                pictures != nullptr && !isOwn ? pictures->sourceFault : QString());
    m_panel->showPair();
    m_where->setText(tr("Pair %1 of %2")
                         .arg(groupedNumber(static_cast<std::int64_t>(m_desk.place()) + 1),
                              groupedNumber(static_cast<std::int64_t>(m_desk.queue()->size()))));
    paintNow();
}

/// The keys that follow are for what is on the screen.
void PairPage::paintNow() {
    if (!isVisible()) return;
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    repaint();
    m_desk.noteShown();
}

void PairPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showNotice();
    showProgress();
    // Once the layout has given everything its place.
    QMetaObject::invokeMethod(this, &PairPage::showPair, Qt::QueuedConnection);
}

void PairPage::showProgress() {
    if (m_desk.queue() == nullptr) return;
    m_order->setText(QStringLiteral("·  ") + orderTitle(m_desk.plan().order));
    const auto pace = m_desk.pairsPerMinute();
    m_pace->setText(pace ? tr("%1 a minute").arg(std::lround(*pace)) : QString());
}

void PairPage::showNotice() {
    const auto& problem = m_desk.unwritable();
    m_notice->setVisible(problem.has_value());
    if (!problem) return;
    m_noticeText->setText(tr("Decisions cannot be kept, so none can be made: %1. The pairs can be "
                             "looked through with P.")
                              .arg(errorText(*problem)));
}

void PairPage::share(const ZoomView& from, ZoomView& to) {
    if (std::exchange(m_isSharing, true)) return;
    to.setZoom(from.zoom());
    m_isSharing = false;
}

void PairPage::setZoom(const Zoom& zoom) {
    m_image.view->setZoom(zoom);
    m_source.view->setZoom(zoom);
}

}  // namespace descry
