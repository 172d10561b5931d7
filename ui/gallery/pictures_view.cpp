#include "ui/gallery/pictures_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/gallery/table_look.h"

namespace descry {

PicturesView::PicturesView(ApplicationContext& context, QWidget* parent)
    : QWidget(parent),
      m_model(context),
      m_which(new QComboBox(this)),
      m_note(lookLabel({}, "secondary", this)),
      m_remove(pushButton(tr("Remove from gallery…"), this)),
      m_table(new QTableView(this)) {
    m_which->setObjectName(QStringLiteral("shownItems"));
    m_which->setAccessibleName(tr("Which pictures are shown"));
    m_which->addItems({tr("All pictures"), tr("Pictures whose file is missing")});
    m_remove->setObjectName(QStringLiteral("removeItems"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceM);
    row->addWidget(m_which);
    row->addWidget(m_note, 1);
    row->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    m_table->setModel(&m_model);
    setTableLook(*m_table,
                 QStringLiteral("pictures"),
                 tr("Pictures of the gallery"),
                 {240, 180, 100, 200, 100});
    m_table->setIconSize({ItemsModel::kPictureWidth, ItemsModel::kPictureHeight});
    m_table->verticalHeader()->setDefaultSectionSize(ItemsModel::kPictureHeight + kSpaceS);
    connect(m_which, &QComboBox::currentIndexChanged, this, [this] { readAgain(); });
    connect(&m_model, &ItemsModel::pageRead, this, &PicturesView::showChoice);
    connect(&m_model, &ItemsModel::modelReset, this, &PicturesView::showChoice);
    connect(&m_model, &ItemsModel::failed, this, [this](const Error& error) {
        m_note->setText(errorText(error));
    });
    connect(m_table->selectionModel(),
            &QItemSelectionModel::selectionChanged,
            this,
            &PicturesView::showChoice);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        std::vector<ItemId> items;
        for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
            items.push_back(m_model.itemAt(index.row()));
        }
        if (!items.empty()) Q_EMIT removeRequested(items);
    });
    showChoice();
}

void PicturesView::setGallery(const std::filesystem::path& gallery) {
    m_gallery = gallery;
    readAgain();
}

void PicturesView::readAgain() {
    m_isStale = !isVisible();
    if (m_isStale) {
        m_model.show({}, ShownItems::All);
    } else {
        m_model.show(m_gallery,
                     m_which->currentIndex() == 0 ? ShownItems::All : ShownItems::Missing);
    }
}

void PicturesView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_isStale) readAgain();
}

void PicturesView::setMayRemove(bool mayRemove) {
    m_mayRemove = mayRemove;
    showChoice();
}

void PicturesView::showChoice() {
    const auto numChosen = m_table->selectionModel()->selectedRows().size();
    m_remove->setEnabled(m_mayRemove && numChosen > 0);
    if (numChosen > 0) {
        m_note->setText(tr("%1 chosen").arg(groupedNumber(numChosen)));
    } else if (m_model.isReading()) {
        m_note->setText(tr("Reading…"));
    } else if (m_model.rowCount() == 0) {
        m_note->setText(m_which->currentIndex() == 0 ? tr("The gallery has no pictures yet.")
                                                     : tr("Every picture’s file is there."));
    } else {
        m_note->clear();
    }
}

}  // namespace descry
