#include "ui/gallery/gallery_page.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/common/text.h"

namespace descry {

GalleryPage::GalleryPage(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_state(new NoticeBar(context.theme, this)),
      m_question(new NoticeBar(context.theme, this)),
      m_indexing(new JobLine(this)),
      m_views(new QStackedWidget(this)),
      m_overview(new OverviewView(context, this)),
      m_pictures(new PicturesView(context, this)),
      m_failures(new FailuresView(context.theme, this)),
      m_audit(new AuditView(context.theme, this)) {
    m_state->setObjectName(QStringLiteral("galleryState"));
    m_question->setObjectName(QStringLiteral("galleryQuestion"));
    m_indexing->setObjectName(QStringLiteral("indexingLine"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    addHeader(column);
    column->addWidget(m_state);
    column->addWidget(m_question);
    column->addWidget(m_indexing);
    addSwitch(column);
    addViews(column);
}

void GalleryPage::addHeader(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    m_name = lookLabel({}, "title", this);
    m_name->setObjectName(QStringLiteral("galleryName"));
    names->addWidget(m_name);
    m_path = new ElidedLabel({}, this);
    setLook(m_path, "secondary");
    names->addWidget(m_path);
    row->addLayout(names, 1);
    m_add = pushButton(tr("Add pictures…"), this);
    m_add->setObjectName(QStringLiteral("addPictures"));
    setLook(m_add, "primary");
    addIcon(m_add, m_context.theme.iconOnAccent(QStringLiteral("folder-add")));
    connect(m_add, &QPushButton::clicked, this, &GalleryPage::addRequested);
    row->addWidget(m_add, 0, Qt::AlignTop);
    column->addLayout(row);
}

void GalleryPage::addSwitch(QVBoxLayout* column) {
    const std::array<std::pair<const char*, QString>, NumViews> views{
        {{"viewOverview", tr("Overview")},
         {"viewPictures", tr("Pictures")},
         {"viewFailures", tr("Could not be read")},
         {"viewCheck", tr("Check")}}};
    auto* frame = new QFrame(this);
    setLook(frame, "segments");
    auto* segments = new QHBoxLayout(frame);
    segments->setContentsMargins(2, 2, 2, 2);
    segments->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (int view = 0; view < NumViews; ++view) {
        auto* segment = new QToolButton(frame);
        setLook(segment, "segment");
        segment->setObjectName(QLatin1String(views[static_cast<std::size_t>(view)].first));
        segment->setCheckable(true);
        segment->setFocusPolicy(Qt::TabFocus);
        group->addButton(segment, view);
        segments->addWidget(segment);
        m_switch[static_cast<std::size_t>(view)] = segment;
        setViewTitle(static_cast<View>(view), views[static_cast<std::size_t>(view)].second);
    }
    m_switch[Overview]->setChecked(true);
    connect(group, &QButtonGroup::idClicked, m_views, &QStackedWidget::setCurrentIndex);
    auto* row = new QHBoxLayout;
    row->addWidget(frame);
    row->addStretch(1);
    column->addLayout(row);
}

void GalleryPage::addViews(QVBoxLayout* column) {
    // Many models and a small window: the overview scrolls.
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_overview);
    m_overview->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_views->addWidget(scroll);
    m_views->addWidget(m_pictures);
    m_views->addWidget(m_failures);
    m_views->addWidget(m_audit);
    column->addWidget(m_views, 1);
}

void GalleryPage::setViewTitle(View view, const QString& title) {
    m_switch[static_cast<std::size_t>(view)]->setText(title);
    m_switch[static_cast<std::size_t>(view)]->setAccessibleName(title);
}

void GalleryPage::showView(View view) {
    m_switch[static_cast<std::size_t>(view)]->setChecked(true);
    m_views->setCurrentIndex(view);
}

GalleryPage::View GalleryPage::currentView() const {
    return static_cast<View>(m_views->currentIndex());
}

void GalleryPage::showGallery(const OpenGallery& gallery) {
    m_mayWrite = gallery.access == Gallery::Access::ReadWrite;
    m_name->setText(shownPath(gallery.file.stem()));
    m_path->setText(shownPath(gallery.file));
    m_add->setEnabled(m_mayWrite);
    m_pictures->setMayRemove(m_mayWrite);
    m_failures->setMayRetry(m_mayWrite);
    m_overview->showCounts(gallery);
    const std::int64_t numFailures = gallery.counts.numFailures;
    m_failures->setCount(numFailures);
    setViewTitle(Failures,
                 numFailures == 0 ? tr("Could not be read")
                                  : tr("Could not be read (%1)").arg(groupedNumber(numFailures)));
}

void GalleryPage::showReading(const GalleryReading& reading, bool isRead) {
    m_overview->showReading(reading, isRead, m_mayWrite);
    m_failures->setFailures(reading.failures);
}

}  // namespace descry
