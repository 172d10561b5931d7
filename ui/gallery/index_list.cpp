#include "ui/gallery/index_list.h"

#include <QGridLayout>
#include <QProgressBar>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kNameWidth = 200;
constexpr int kBarSteps = 1000;

enum GridColumn { NamePlace, BarPlace, CountPlace, SizePlace, StatePlace, UsePlace, RemovePlace };

QString stateOf(const IndexRow& row, std::int64_t numItems) {
    if (row.isOpen && row.numIndexed >= numItems) return IndexList::tr("in use");
    if (row.isOpen) return IndexList::tr("in use, incomplete");
    return row.numIndexed >= numItems ? IndexList::tr("complete") : IndexList::tr("incomplete");
}

}  // namespace

IndexList::IndexList(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    setObjectName(QStringLiteral("indexes"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpaceL);
    m_grid->setVerticalSpacing(kSpaceXs);
    m_grid->setColumnStretch(BarPlace, 1);
}

void IndexList::setRows(const std::vector<IndexRow>& rows, std::int64_t numItems, bool mayRemove) {
    for (QWidget* widget : m_widgets) {
        widget->hide();
        widget->setObjectName({});
        widget->deleteLater();
    }
    m_widgets.clear();
    if (rows.empty()) {
        auto* none = lookLabel(tr("No model has indexed this gallery yet."), "secondary", this);
        m_grid->addWidget(none, 0, NamePlace, 1, RemovePlace + 1);
        m_widgets << none;
    }
    int line = 0;
    for (const IndexRow& row : rows) addRow(line++, row, numItems, mayRemove);
}

void IndexList::addRow(int line, const IndexRow& row, std::int64_t numItems, bool mayRemove) {
    auto* name = new ElidedLabel(row.name, this);
    name->setFixedWidth(kNameWidth);
    if (row.isOpen) setLook(name, "strong");
    const QString count =
        tr("%1 of %2").arg(groupedNumber(row.numIndexed), groupedNumber(numItems));
    auto* bar = new QProgressBar(this);
    bar->setTextVisible(false);
    bar->setRange(0, kBarSteps);
    bar->setValue(numItems > 0 ? static_cast<int>(row.numIndexed * kBarSteps / numItems) : 0);
    bar->setAccessibleName(tr("%1 has indexed %2 pictures").arg(row.name, count));
    auto* counted = lookLabel(count, "secondary", this);
    counted->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* size = lookLabel(shownBytes(row.sizeBytes), "secondary", this);
    size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* state = lookLabel(stateOf(row, numItems), "secondary", this);
    const std::pair<int, QWidget*> cells[] = {{NamePlace, name},
                                              {BarPlace, bar},
                                              {CountPlace, counted},
                                              {SizePlace, size},
                                              {StatePlace, state}};
    for (const auto& [place, widget] : cells) {
        m_grid->addWidget(widget, line, place);
        m_widgets << widget;
    }
    addButtons(line, row, mayRemove);
}

void IndexList::addButtons(int line, const IndexRow& row, bool mayRemove) {
    if (!row.isOpen && row.bundle) {
        auto* use = pushButton(tr("Use"), this);
        use->setObjectName(QStringLiteral("useIndex%1").arg(line));
        use->setAccessibleName(tr("Use %1").arg(row.name));
        use->setToolTip(
            tr("Open this model. What it has not indexed yet is indexed first; until "
               "then searches go on with the model that is in use."));
        connect(use, &QPushButton::clicked, this, [this, bundle = *row.bundle] {
            Q_EMIT useRequested(bundle);
        });
        m_grid->addWidget(use, line, UsePlace);
        m_widgets << use;
    }
    if (row.numIndexed == 0) return;
    auto* remove = pushButton(tr("Remove…"), this);
    remove->setObjectName(QStringLiteral("removeIndex%1").arg(line));
    remove->setAccessibleName(tr("Remove the index of %1").arg(row.name));
    remove->setEnabled(mayRemove);
    connect(remove, &QPushButton::clicked, this, [this, row] { Q_EMIT removeRequested(row); });
    m_grid->addWidget(remove, line, RemovePlace);
    m_widgets << remove;
}

}  // namespace descry
