#include "ui/shell/kiosk_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/shell/suggested_queries.h"

namespace descry {
namespace {

constexpr int kColumnWidth = 760;
constexpr int kMaxQueries = 6;
constexpr int kQueryHeight = 44;

}  // namespace

KioskPage::KioskPage(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_offers(new QWidget(this)),
      m_queries(new QVBoxLayout),
      m_missing(lookLabel({}, "secondary", this)) {
    m_missing->setObjectName(QStringLiteral("missingPictures"));
    auto* rows = new QVBoxLayout;
    rows->setSpacing(kSpaceS);
    rows->addStretch(2);
    rows->addWidget(lookLabel(tr("Find a person by a description"), "title", this));
    auto* promise = wrappedLabel(
        tr("Choose a description, or write your own. Descry ranks the pictures by how well they "
           "fit; what it shows are candidates for a person to judge. No picture and no word leaves "
           "this computer."),
        this);
    setLook(promise, "secondary");
    rows->addWidget(promise);
    rows->addSpacing(kSpaceL);
    rows->addWidget(m_missing);
    auto* offers = new QVBoxLayout(m_offers);
    offers->setContentsMargins(0, 0, 0, 0);
    offers->setSpacing(kSpaceS);
    offers->addLayout(m_queries);
    offers->addSpacing(kSpaceM);
    auto* own = pushButton(tr("Write your own description"), m_offers);
    own->setObjectName(QStringLiteral("kioskOwn"));
    setLook(own, "primary");
    own->setMinimumHeight(kQueryHeight);
    connect(own, &QPushButton::clicked, this, &KioskPage::ownRequested);
    offers->addWidget(own, 0, Qt::AlignLeft);
    rows->addWidget(m_offers);
    rows->addStretch(3);

    auto* column = new QWidget(this);
    column->setFixedWidth(kColumnWidth);
    column->setLayout(rows);
    auto* page = new QHBoxLayout(this);
    page->addStretch(1);
    page->addWidget(column);
    page->addStretch(1);
    connect(&context.workbench, &Workbench::galleryChanged, this, &KioskPage::follow);
    connect(&context.workbench, &Workbench::loadingChanged, this, &KioskPage::followLoading);
    follow();
    followLoading();
}

void KioskPage::follow() {
    const auto& gallery = m_context.workbench.gallery();
    m_missing->setVisible(!gallery);
    m_offers->setVisible(gallery.has_value());
    if (!gallery) return;
    m_context.background.run(
        *this,
        [file = gallery->file](std::stop_token) { return suggestedQueries(file, kMaxQueries); },
        [this](const QStringList& queries) { show(queries); },
        // The workbench says what is wrong with a gallery.
        [this](const Error&) { show(commonQueries()); });
}

void KioskPage::followLoading() {
    m_missing->setText(m_context.workbench.isLoadingGallery()
                           ? tr("One moment, the pictures are being opened…")
                           : tr("There are no pictures to search: no gallery is open."));
}

void KioskPage::show(const QStringList& queries) {
    while (QLayoutItem* item = m_queries->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    for (const QString& text : queries) {
        auto* button = pushButton(text, m_offers);
        button->setObjectName(QStringLiteral("suggestedQuery"));
        button->setMinimumHeight(kQueryHeight);
        button->setStyleSheet(QStringLiteral("text-align: left; font-size: 16px;"));
        connect(button, &QPushButton::clicked, this, [this, text] { Q_EMIT queryChosen(text); });
        m_queries->addWidget(button);
    }
}

}  // namespace descry
