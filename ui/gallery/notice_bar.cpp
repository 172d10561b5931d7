#include "ui/gallery/notice_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/common/widgets.h"

namespace descry {

NoticeBar::NoticeBar(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_row(new QHBoxLayout(this)),
      m_title(wrappedLabel({}, this)),
      m_detail(wrappedLabel({}, this)) {
    setLook(this, "card");
    setLook(m_title, "strong");
    setLook(m_detail, "secondary");
    m_row->setContentsMargins(kSpaceL, kSpaceM, kSpaceM, kSpaceM);
    m_row->setSpacing(kSpaceM);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    m_row->addLayout(texts, 1);
    hide();
}

QString NoticeBar::title() const {
    return isHidden() ? QString() : m_title->text();
}

void NoticeBar::showNotice(const Notice& notice) {
    setButtons(notice.actions);
    if (m_sign != nullptr) m_sign->deleteLater();
    m_sign = nullptr;
    if (notice.title.isEmpty()) {
        hide();
        return;
    }
    m_sign = new IconLabel(m_theme.icon(notice.icon), this);
    m_row->insertWidget(0, m_sign, 0, Qt::AlignTop);
    m_title->setText(notice.title);
    m_detail->setText(notice.detail);
    m_detail->setVisible(!notice.detail.isEmpty());
    setAccessibleName(notice.title);
    show();
}

void NoticeBar::setButtons(const QList<MessageAction>& actions) {
    for (QWidget* button : m_buttons) {
        button->hide();
        button->setObjectName({});
        button->deleteLater();
    }
    m_buttons.clear();
    for (qsizetype i = 0; i < actions.size(); ++i) {
        auto* button = pushButton(actions[i].label, this);
        button->setObjectName(QStringLiteral("noticeAction%1").arg(i));
        connect(button, &QPushButton::clicked, this, actions[i].run);
        m_row->addWidget(button, 0, Qt::AlignVCenter);
        m_buttons << button;
    }
}

}  // namespace descry
