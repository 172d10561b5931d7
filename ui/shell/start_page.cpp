#include "ui/shell/start_page.h"

#include <QHBoxLayout>
#include <QPointer>
#include <QScrollArea>
#include <QVBoxLayout>
#include <system_error>
#include <vector>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kColumnWidth = 640;
constexpr qsizetype kMaxRecentShown = 6;

std::vector<bool> arePresent(const QStringList& files) {
    std::vector<bool> present;
    for (const QString& file : files) {
        std::error_code problem;
        present.push_back(std::filesystem::exists(toPath(file), problem));
    }
    return present;
}

/// Greyed, and said in words: a disk may only be unplugged, so the row stays until it is taken off.
void showMissing(QWidget& row) {
    auto* entry = row.findChild<QPushButton*>(QStringLiteral("recentGallery"));
    auto* folder = row.findChild<ElidedLabel*>(QStringLiteral("recentFolder"));
    entry->setEnabled(false);
    folder->setText(StartPage::tr("not there: %1").arg(folder->text()));
    entry->setAccessibleName(StartPage::tr("%1, not there").arg(entry->accessibleName()));
}

}  // namespace

StartPage::StartPage(ApplicationContext& context, Demo demo, QWidget* parent)
    : QWidget(parent), m_context(context) {
    // A small window with messages in it is lower than a full page.
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
    auto* content = new QWidget;
    auto* page = new QHBoxLayout(content);
    page->addStretch(1);
    auto* column = new QWidget(content);
    column->setFixedWidth(kColumnWidth);
    page->addWidget(column);
    page->addStretch(1);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);

    auto* rows = new QVBoxLayout(column);
    rows->setSpacing(0);
    rows->addStretch(2);
    auto* title = lookLabel(tr("Find a person by a description"), "title", this);
    rows->addWidget(title);
    rows->addSpacing(kSpaceXs);
    auto* promise =
        lookLabel(tr("Everything happens on this computer: no picture and no word leaves it."),
                  "secondary",
                  this);
    rows->addWidget(promise);
    rows->addSpacing(kSpaceXl);
    rows->addWidget(makeOffers(demo));
    m_modelCard = makeModelCard();
    rows->addWidget(m_modelCard);
    m_recent = makeRecent();
    rows->addWidget(m_recent);
    rows->addStretch(3);

    connect(&context.settings, &Settings::recentChanged, this, &StartPage::fillRecent);
    connect(&context.workbench, &Workbench::bundleChanged, this, &StartPage::showModelCard);
    connect(&context.workbench, &Workbench::loadingChanged, this, &StartPage::showModelCard);
    fillRecent();
    showModelCard();
}

QWidget* StartPage::makeOffers(Demo demo) {
    auto* offers = new QWidget(this);
    auto* row = new QHBoxLayout(offers);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceS);
    auto* folder = pushButton(tr("Open a folder as gallery…"), offers);
    folder->setObjectName(QStringLiteral("openFolder"));
    setLook(folder, "primary");
    addIcon(folder, m_context.theme.iconOnAccent(QStringLiteral("folder-add")));
    connect(folder, &QPushButton::clicked, this, &StartPage::folderRequested);
    row->addWidget(folder);
    auto* open = pushButton(tr("Open a gallery file…"), offers);
    open->setObjectName(QStringLiteral("openGallery"));
    addIcon(open, m_context.theme.icon(QStringLiteral("gallery")));
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    row->addWidget(open);
    if (demo == Demo::Present) {
        auto* tryDemo = pushButton(tr("Try the demo"), offers);
        tryDemo->setObjectName(QStringLiteral("tryDemo"));
        addIcon(tryDemo, m_context.theme.icon(QStringLiteral("play")));
        connect(tryDemo, &QPushButton::clicked, this, &StartPage::demoRequested);
        row->addWidget(tryDemo);
    }
    row->addStretch(1);
    return offers;
}

QFrame* StartPage::makeModelCard() {
    auto* card = new QFrame(this);
    card->setObjectName(QStringLiteral("modelCard"));
    setLook(card, "card");
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(kSpaceL, kSpaceL, kSpaceL, kSpaceL);
    row->setSpacing(kSpaceL);
    row->addWidget(new IconLabel(m_context.theme.icon(QStringLiteral("model")), card, 32));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kSpaceXs);
    texts->addWidget(lookLabel(tr("No model yet"), "strong", card));
    auto* explanation = wrappedLabel(
        tr("Searching needs a RaSa model: a checkpoint (.pth) or safetensors file. Galleries can "
           "be opened and browsed without one."),
        card);
    setLook(explanation, "secondary");
    texts->addWidget(explanation);
    row->addLayout(texts, 1);
    auto* import = pushButton(tr("Import a model file…"), card);
    import->setObjectName(QStringLiteral("importModel"));
    addIcon(import, m_context.theme.icon(QStringLiteral("import")));
    connect(import, &QPushButton::clicked, this, &StartPage::importRequested);
    row->addWidget(import, 0, Qt::AlignVCenter);
    // The distance belongs to the card, so that it goes with it.
    auto* framed = new QFrame(this);
    auto* frame = new QVBoxLayout(framed);
    frame->setContentsMargins(0, kSpaceXl, 0, 0);
    frame->addWidget(card);
    return framed;
}

QWidget* StartPage::makeRecent() {
    auto* recent = new QWidget(this);
    recent->setObjectName(QStringLiteral("recentGalleries"));
    auto* rows = new QVBoxLayout(recent);
    rows->setContentsMargins(0, kSpaceXl, 0, 0);
    rows->setSpacing(kSpaceXs);
    rows->addWidget(lookLabel(tr("Recent galleries"), "heading", recent));
    m_recentRows = new QVBoxLayout;
    m_recentRows->setSpacing(0);
    rows->addLayout(m_recentRows);
    return recent;
}

void StartPage::fillRecent() {
    while (QLayoutItem* item = m_recentRows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList galleries = m_context.settings.recentGalleries().mid(0, kMaxRecentShown);
    m_recent->setVisible(!galleries.isEmpty());
    std::vector<QPointer<QWidget>> rows;
    for (const QString& file : galleries) {
        rows.emplace_back(makeRecentRow(file));
        m_recentRows->addWidget(rows.back());
    }
    m_context.background.run(
        *this,
        [galleries](std::stop_token) { return arePresent(galleries); },
        [rows](const std::vector<bool>& present) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (rows[i] != nullptr && !present[i]) showMissing(*rows[i]);
            }
        });
}

QWidget* StartPage::makeRecentRow(const QString& file) {
    auto* row = new QWidget(m_recent);
    const QString name = shownPath(toPath(file).stem());
    auto* entry = pushButton({}, row);
    entry->setObjectName(QStringLiteral("recentGallery"));
    setLook(entry, "row");
    entry->setAccessibleName(tr("Open the gallery %1").arg(name));
    entry->setToolTip(file);
    entry->setMinimumHeight(kSpaceXxl);
    auto* inside = new QHBoxLayout(entry);
    inside->setContentsMargins(kSpaceS, 0, kSpaceS, 0);
    inside->setSpacing(kSpaceM);
    inside->addWidget(new IconLabel(m_context.theme.icon(QStringLiteral("gallery")), entry));
    inside->addWidget(new QLabel(name, entry));
    auto* folder = new ElidedLabel(shownPath(toPath(file).parent_path()), entry);
    folder->setObjectName(QStringLiteral("recentFolder"));
    setLook(folder, "secondary");
    inside->addWidget(folder, 1);
    connect(entry, &QPushButton::clicked, this, [this, file] {
        Q_EMIT galleryRequested(toPath(file));
    });
    auto* forget = iconButton(
        m_context.theme.icon(QStringLiteral("close")), tr("Take %1 off this list").arg(name), row);
    forget->setObjectName(QStringLiteral("forgetGallery"));
    connect(
        forget,
        &QToolButton::clicked,
        this,
        [this, file] { m_context.settings.forgetGallery(file); },
        Qt::QueuedConnection);
    auto* sideBySide = new QHBoxLayout(row);
    sideBySide->setContentsMargins(0, 0, 0, 0);
    sideBySide->setSpacing(kSpaceXs);
    sideBySide->addWidget(entry, 1);
    sideBySide->addWidget(forget);
    return row;
}

void StartPage::showModelCard() {
    const Workbench& workbench = m_context.workbench;
    m_modelCard->setVisible(!workbench.bundle() && !workbench.isLoadingBundle());
}

}  // namespace descry
