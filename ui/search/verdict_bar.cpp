#include "ui/search/verdict_bar.h"

#include <QHBoxLayout>

#include "ui/common/widgets.h"

namespace descry {

VerdictBar::VerdictBar(const Theme& theme, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("verdict"));
    setAccessibleName(tr("No convincing candidate"));
    setLook(this, "card");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceM, kSpaceS, kSpaceM, kSpaceS);
    row->setSpacing(kSpaceM);
    row->addWidget(new IconLabel(theme.icon(QStringLiteral("note")), this));
    row->addWidget(lookLabel(tr("No convincing candidate"), "strong", this));
    QLabel* why = wrappedLabel(
        tr("Even the best scores lower than those for people who are in a gallery usually do. The "
           "list is in the usual order."),
        this);
    setLook(why, "secondary");
    row->addWidget(why, 1);
    setAccessibleDescription(why->text());
    hide();
}

void VerdictBar::setOutlook(const CandidateOutlook& outlook) {
    setVisible(outlook.convincing == false);
}

}  // namespace descry
